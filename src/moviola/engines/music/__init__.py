"""Music composed for a clip's length and mood, played on a soundfont. Importing this loads nothing heavy."""

from __future__ import annotations

from moviola.engines.base import EngineSpec

SPEC = EngineSpec(
    name="music",
    version="1",
    summary="Composes a piece for a mood that ends on a cadence with the clip, and plays it on a soundfont.",
    tasks=frozenset({"music"}),
    entry="moviola.engines.music.engine:Composer",
    models=("soundfont",),
    licence=(
        "Music: no rights claimed, made by your own machine (as CC0). Instruments: soundfont TimGM6mb, GPL-2."
    ),
    commercial=True,
    memory_mb=1300,
)
