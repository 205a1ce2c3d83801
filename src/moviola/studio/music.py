"""Music composed for the length of the draft."""

from __future__ import annotations

from moviola.engines.base import MusicRequest
from moviola.engines.music import moods
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.project import Project
from moviola.timeline.edits import SetMusic
from moviola.timeline.history import Step

#: Length of a piece when there is no picture to fit it to, in milliseconds.
PIECE_MS = 30_000
#: No piece is shorter or longer, in milliseconds; under a shorter picture it is cut, under a longer one it ends first.
_SHORTEST_MS, _LONGEST_MS = 500, 600_000


def piece(mood: str, length: int, seed: int) -> MusicRequest:
    """The request for music under a picture of ``length`` milliseconds, whatever that is."""
    return MusicRequest(mood=mood, duration_ms=min(max(length, _SHORTEST_MS), _LONGEST_MS), seed=seed)


def compose(
    bench: Bench, project: Project, mood_key: str, volume: float | None, duration_ms: int | None = None
) -> Done:
    """Music of a mood for the draft, new or instead of what plays now. Music is included in the price.

    ``duration_ms``: how long a piece without a picture is.
    """
    mood = moods.find(mood_key) or moods.default_for("clip")
    length = project.timeline.picture_end or duration_ms or PIECE_MS
    label = mood.label(bench.language)
    playing = project.timeline.music
    made = bench.make(
        "music",
        piece(mood.key, length, bench.seed_for(project, mood.key)),
        origin="music",
        name="music",
        label=label,
        mood=mood.key,
    )
    medium = made.medium
    loudness = volume if volume is not None else (playing.volume if playing is not None else 1.0)
    edit = SetMusic(media=medium.reference(), label=label, mood=mood.key, volume=loudness)
    step = Step(label="set_music", edits=(edit,), note=label)
    return Done(
        what="set_music",
        change=lambda p: p.add(medium).do(step, "music"),
        media=(medium,),
        notes=made.output.notes,
        label=label,
        before=playing.label if playing is not None else "",
        after=label,
        end_ms=length,
    )
