"""A person before a place: cut out, lit as the place is, and seen through one lens with it."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="composite",
    version="1",
    summary="Puts the person of a portrait or photograph before a place, with matched light",
    tasks=frozenset({"composite"}),
    entry="moviola.engines.composite.engine:CompositeEngine",
    models=("matte", "face-landmarks"),
    licence="Apache-2.0 (computed); matte weights Apache-2.0; face detector Apache-2.0",
    commercial=True,
    memory_mb=900,
)
