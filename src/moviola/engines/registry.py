"""Finds engines by entry point (group ``moviola.engines``); the built-in ones are found the same way."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from moviola.engines.base import EngineSpec, Task
from moviola.errors import EngineFailed, NotFound

GROUP = "moviola.engines"


@cache
def engines() -> dict[str, EngineSpec]:
    """Every installed engine's spec by name, in name order."""
    found: dict[str, EngineSpec] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        spec = point.load()
        if not isinstance(spec, EngineSpec):
            raise EngineFailed(
                f"The engine plug-in '{point.name}' gives no EngineSpec. Update or uninstall it."
            )
        found[spec.name] = spec
    return found


def engine_for(task: Task) -> EngineSpec:
    """The engine that does ``task``.

    Raises:
        NotFound: none is installed that can.
    """
    for spec in engines().values():
        if task in spec.tasks:
            return spec
    raise NotFound(f"No installed engine does '{task}'. Reinstall moviola, or install a plug-in that does.")
