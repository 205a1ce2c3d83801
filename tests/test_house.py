"""The rules of the house that no linter knows."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

from moviola.cli.app import app
from moviola.settings import Settings

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def _lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def test_modules_are_small_and_named_for_one_noun() -> None:
    assert [str(p) for p in SOURCES if _lines(p) > 600] == []
    assert statistics.median(_lines(p) for p in SOURCES) <= 150
    assert [str(p) for p in SOURCES if p.stem in VAGUE] == []


def test_every_setting_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    short = {"price_image": "_IMAGE", "price_edit_session": "_EDIT_SESSION"}
    names = {field: short.get(field, f"MOVIOLA_{field.upper()}") for field in Settings.model_fields}
    assert [name for name in names.values() if name not in guide] == []


def test_every_command_is_in_the_guide() -> None:
    text = (ROOT / "docs" / "guide.md").read_text("utf-8") + (ROOT / "docs" / "engines.md").read_text("utf-8")
    commands = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    assert [name for name in commands if not re.search(rf"`(moviola )?{name}\b", text)] == []


def test_every_decision_is_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md")]
    assert sorted(numbers) == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_nothing_of_one_machine_is_written_down() -> None:
    """No address of a package index and no absolute path of somebody's machine."""
    index = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian)", re.I)
    place = re.compile(r"[\"'\s(](/home/|/root/|/work/|/Users/)\w")
    found = []
    for folder in ("src", "tests", "docs", "tools", "benchmarks"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".toml", ".sh", ".js", ".html") and path != Path(__file__):
                text = path.read_text("utf-8")
                if index.search(text) or place.search(text):
                    found.append(str(path.relative_to(ROOT)))
    assert found == []
