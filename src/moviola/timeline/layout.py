"""Segments on tracks: as few tracks as hold them, none overlapping, ids that repeat for the same edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from moviola.errors import BadRequest
from moviola.timeline.model import AudioTrack, Segment, Sound, TextTrack, Timeline, Title, Track

#: Segments of one kind that may be there at the same time.
LAYERS = 16

_AnySegment = TypeVar("_AnySegment", bound=Segment)


def with_sounds(timeline: Timeline, sounds: Sequence[Sound]) -> Timeline:
    """``timeline`` with exactly these sounds."""
    kept = [t for t in timeline.tracks if isinstance(t, AudioTrack)]
    tracks = [
        (kept[i] if i < len(kept) else AudioTrack()).model_copy(update={"segments": layer})
        for i, layer in enumerate(_layers(sounds))
    ]
    return _replaced(timeline, AudioTrack, tracks)


def with_titles(timeline: Timeline, titles: Sequence[Title]) -> Timeline:
    """``timeline`` with exactly these titles.

    Raises:
        BadRequest: too many of them at the same time.
    """
    kept = [t for t in timeline.tracks if isinstance(t, TextTrack)]
    tracks = [
        (kept[i] if i < len(kept) else TextTrack()).model_copy(update={"segments": layer})
        for i, layer in enumerate(_layers(titles))
    ]
    return _replaced(timeline, TextTrack, tracks)


def rebuilt(timeline: Timeline, tracks: Sequence[Track]) -> Timeline:
    """``timeline`` with other tracks, its duration derived anew."""
    end = max((s.end for t in tracks for s in t.segments), default=0)
    return timeline.model_copy(update={"tracks": tuple(tracks), "duration": end})


def new_id(timeline: Timeline, letter: str) -> str:
    """An id that no segment has: ``letter`` and the number after the highest."""
    taken = [s.id for t in timeline.tracks for s in t.segments]
    tails = [i[1:] for i in taken if i[0] == letter and len(i) <= 10]
    numbers = [int(tail) for tail in tails if tail.isascii() and tail.isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def _layers(segments: Sequence[_AnySegment]) -> list[tuple[_AnySegment, ...]]:
    layers: list[list[_AnySegment]] = []
    for segment in sorted(segments, key=lambda s: s.start):
        free = next((layer for layer in layers if layer[-1].end <= segment.start), None)
        if free is None:
            if len(layers) == LAYERS:
                raise BadRequest(
                    f"More than {LAYERS} things would be there at the same time. Remove one, or give it another time."
                )
            layers.append([segment])
        else:
            free.append(segment)
    return [tuple(layer) for layer in layers]


def _replaced(timeline: Timeline, kind: type[AudioTrack] | type[TextTrack], new: Sequence[Track]) -> Timeline:
    """Tracks of one type replaced where they were; a first one comes after all lower types."""
    at = next((i for i, t in enumerate(timeline.tracks) if isinstance(t, kind)), None)
    others = [t for t in timeline.tracks if not isinstance(t, kind)]
    if at is None:
        order = new[0].type if new else 0
        at = next((i for i, t in enumerate(others) if t.type > order), len(others))
    return rebuilt(timeline, [*others[:at], *new, *others[at:]])
