"""Keeps the inference runtime from reporting home.

``import openvino`` sends an event to its makers unless the package ``openvino_telemetry`` cannot be imported,
in which case it falls back to a stub of its own. A machine that runs Moviola reports to nobody.
"""

from __future__ import annotations

import sys

_PACKAGE = "openvino_telemetry"


def silence() -> None:
    """Make ``openvino_telemetry`` unimportable in this process (before ``openvino`` is imported)."""
    if _PACKAGE not in sys.modules:
        # A None entry makes the import raise ModuleNotFoundError: the language reference, "The module cache".
        sys.modules[_PACKAGE] = None  # type: ignore[assignment]
