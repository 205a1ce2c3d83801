"""Portraits: photographic faces of people who do not exist, from words."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="portrait",
    version="1",
    summary="Photographic portraits of people who do not exist, described and changed in words",
    tasks=frozenset({"portrait", "portrait_edit"}),
    entry="moviola.engines.portrait.engine:PortraitEngine",
    models=("face-generator", "face-landmarks"),
    licence="weights Apache-2.0 (as packaged), distilled from StyleGAN2/FFHQ whose own terms are non-commercial",
    commercial=None,
    memory_mb=1200,
)
