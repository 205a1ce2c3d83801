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


def engine_for(task: Task, name: str = "") -> EngineSpec:
    """The engine that does ``task``: the one called ``name``, or without a name the first that runs on this machine.

    Raises:
        NotFound: none is installed that can, or the one named cannot.
    """
    able = {spec.name: spec for spec in engines().values() if task in spec.tasks}
    if name:
        if name in able:
            return able[name]
        raise NotFound(
            f"There is no engine '{name}' for '{task}'. Choose one of: {', '.join(able) or 'none'}."
        )
    for spec in able.values():
        if not spec.remote:
            return spec
    raise NotFound(f"No installed engine does '{task}'. Reinstall moviola, or install a plug-in that does.")
