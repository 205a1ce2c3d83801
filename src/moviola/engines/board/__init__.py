"""A storyboard sheet from pictures and their words."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="board",
    version="1",
    summary="Lays out shots as a storyboard sheet",
    tasks=frozenset({"board"}),
    entry="moviola.engines.board.engine:BoardEngine",
    models=(),
    licence="Apache-2.0",
    commercial=True,
    memory_mb=400,
)
