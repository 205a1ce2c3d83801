"""Motion on stills: camera moves, breathing and rippling water, computed on the CPU."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="motion",
    version="1.0.0",
    summary="Brings a still picture to life: camera moves, breathing people, rippling water",
    tasks=frozenset({"motion"}),
    entry="moviola.engines.motion.engine:MotionEngine",
    models=("matte", "face-landmarks"),
    licence="Apache-2.0 (computed); matte weights Apache-2.0; face detector Apache-2.0",
    commercial=True,
    memory_mb=900,
)

__all__ = ["SPEC"]
