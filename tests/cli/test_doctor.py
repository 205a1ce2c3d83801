from __future__ import annotations

import subprocess
import sys

import pytest

from moviola.cli.doctor import NATIVE

MAPS = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
maps = open("/proc/self/maps").read()
print([lib for lib in ("libGL.", "libEGL.", "libX11.", "libfontconfig.", "libgthread") if lib in maps])
"""


@pytest.mark.slow
def test_the_default_install_loads_no_graphics_library_of_the_system() -> None:
    """What is never loaded can be absent: no libGL, no X, no fontconfig."""
    done = subprocess.run([sys.executable, "-c", MAPS, *NATIVE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
