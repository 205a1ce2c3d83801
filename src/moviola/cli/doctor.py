"""``moviola doctor``: is this machine ready, and what to do if not."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

#: Libraries that carry native code and so can be broken by a machine.
NATIVE = ("numpy", "cv2", "av", "openvino", "numba", "uharfbuzz", "icu", "PIL", "pillow_heif")
#: Less free disk than this, in gigabytes, will stop a longer export.
DISK_GB = 2.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` says what to do when it is not good."""

    what: str
    good: bool
    detail: str
    remedy: str = ""


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check this machine: libraries, fonts, models, disk and engines."""
    findings = list(_look())
    if as_json:
        typer.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2))
    else:
        for f in findings:
            remedy = f" — {f.remedy}" if not f.good and f.remedy else ""
            typer.echo(f"{'✔' if f.good else '✘'} {f.what}: {f.detail}{remedy}")
    if not all(f.good for f in findings):
        raise typer.Exit(1)


def _look() -> Iterator[Finding]:
    from moviola.engines.registry import engines
    from moviola.models.store import status
    from moviola.settings import settings

    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")
    for name in NATIVE:
        yield _library(name)
    yield _fonts()
    for row in status():
        good = row.state == "ready"
        detail = row.state if good else "; ".join([row.state, *map(str, row.problems)])
        yield Finding(f"model {row.model.name}", good, detail, f"moviola models pull {row.model.name}")
    for spec in engines().values():
        yield Finding(f"engine {spec.name}", True, f"{spec.version}, {', '.join(sorted(spec.tasks))}")
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free / 1e9
    yield Finding(
        "disk", free > DISK_GB, f"{free:.1f} GB free in {home}", "free some space, or set MOVIOLA_HOME"
    )


def _library(name: str) -> Finding:
    try:
        module = importlib.import_module(name)
    except (ImportError, OSError) as error:
        return Finding(name, False, str(error), "install moviola again into a fresh virtual environment")
    return Finding(name, True, str(getattr(module, "__version__", "present")))


def _fonts() -> Finding:
    from moviola.errors import MoviolaError
    from moviola.render.text.fonts import check

    try:
        return Finding("fonts", True, f"{check()} faces")
    except MoviolaError as error:
        return Finding("fonts", False, str(error), "install moviola again")
