"""Places from words, computed: terrain, sky, water and cities drawn on the CPU, still or alive."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="place",
    version="1",
    summary="Eight kinds of places, from a mountain lake to a street in rain, computed: stills and clips",
    tasks=frozenset({"image", "clip"}),
    entry="moviola.engines.place.engine:PlaceEngine",
    models=(),
    licence="Apache-2.0 (computed)",
    commercial=True,
    memory_mb=1900,
    seeded=True,
)
