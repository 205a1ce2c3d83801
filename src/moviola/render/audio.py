"""The sound of a whole draft: every audio segment and every video clip's own sound, mixed to 48 kHz stereo.

Rules of the mix:

1. Sources are levelled, the mix is not, so that the volumes a person sets stay what they are. A music source
   is brought to −16 LUFS (at most 9 dB up, 24 dB down; near-silence is left alone) and then takes its
   volume; every other source is left as it is. A draft whose only sound is music at volume 1 therefore lands
   at −16 LUFS.
2. Music steps back by 9 dB while a voice speaks.
3. Every segment begins and ends with a 5 ms ramp against clicks, except where the next one simply goes on.
4. The sum is held under −1 dBTP by a look-ahead limiter; a mix that stays under it is not touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moviola.errors import NotFound
from moviola.media.names import named
from moviola.render.convolution import Samples
from moviola.render.limiter import limit
from moviola.render.loudness import TARGET, amplitude, integrated_loudness
from moviola.render.pcm import RATE, read
from moviola.timeline.model import AudioTrack, Clip, Media, Sound, Timeline, VideoTrack

Progress = Callable[[float, str], None]

_DUCK_DB = -9.0
_DUCK_ATTACK_MS = 250
_DUCK_RELEASE_MS = 700
_DUCK_BRIDGE_MS = 1200
_RAMP_MS = 5
_MOST_BOOST_DB = 9.0
_MOST_CUT_DB = -24.0
_NEAR_SILENCE = -50.0
_IN_MEMORY = 64_000_000  # values; longer canvases live in a temporary file


@dataclass(frozen=True)
class _Use:
    """One sounding stretch of the timeline. ``joined``: the sound flows on from, or into, its neighbour."""

    media: Media
    start: int
    duration: int
    offset: int
    volume: float
    fade_in: int = 0
    fade_out: int = 0
    role: str = "effect"
    joined_before: bool = False
    joined_after: bool = False


def mix(timeline: Timeline, media: Mapping[str, Path], progress: Progress) -> Samples:
    """All sound of ``timeline`` as float32 [2, n] at 48 kHz, n = round(duration_ms × 48).

    ``media`` maps SHA-256 to a local file. A video without a sound stream is silent.

    Raises:
        NotFound: a file that the draft uses is not in ``media``.
        UnsupportedFile: a sound cannot be decoded.
    """
    canvas = _canvas(round(timeline.duration * RATE / 1000))
    uses = list(_uses(timeline))
    spoken = _spoken(uses)
    for index, use in enumerate(uses):
        progress(index / len(uses), "mix")
        if use.media.hash not in media:
            raise NotFound(f"The file “{use.media.name or use.media.hash[:12]}” is missing. Upload it again.")
        path = media[use.media.hash]
        with named(use.media.name or path.name):
            _add(canvas, use, path, spoken, partial(progress, index / len(uses), "mix"))
    limit(canvas, RATE)
    progress(1.0, "mix")
    return canvas


def has_sound(timeline: Timeline) -> bool:
    """Whether anything of ``timeline`` may sound: an audible audio segment or video clip."""
    return any(True for _ in _uses(timeline))


def _uses(timeline: Timeline) -> Iterator[_Use]:
    for track in timeline.tracks:
        if isinstance(track, AudioTrack):
            yield from _sounds(track.segments)
        elif isinstance(track, VideoTrack):
            yield from _clips(track.segments)


def _sounds(segments: Sequence[Sound]) -> Iterator[_Use]:
    for sound in segments:
        if sound.volume > 0:
            yield _Use(
                sound.media,
                sound.start,
                sound.duration,
                sound.offset,
                sound.volume,
                sound.fade_in,
                sound.fade_out,
                sound.role,
                joined_before=any(_continues(other, sound) for other in segments),
                joined_after=any(_continues(sound, other) for other in segments),
            )


def _clips(segments: Sequence[Clip]) -> Iterator[_Use]:
    for clip in segments:
        if clip.volume > 0 and clip.media.kind == "video":
            yield _Use(
                clip.media,
                clip.start,
                clip.duration,
                clip.offset,
                clip.volume,
                joined_before=any(_continues(other, clip) for other in segments),
                joined_after=any(_continues(clip, other) for other in segments),
            )


def _continues(first: Clip | Sound, second: Clip | Sound) -> bool:
    return (
        first.media.hash == second.media.hash
        and first.end == second.start
        and first.offset + first.duration == second.offset
        and first.volume == second.volume
    )


def _add(
    canvas: Samples, use: _Use, path: Path, spoken: Sequence[tuple[int, int]], tick: Callable[[], None]
) -> None:
    first = round(use.start * RATE / 1000)
    count = min(round((use.start + use.duration) * RATE / 1000), canvas.shape[1]) - first
    mixed = canvas[:, first : first + count]
    if use.role != "music":
        for at, chunk in read(path, use.offset, count):
            mixed[:, at : at + chunk.shape[1]] += chunk * _gain(use, at, chunk.shape[1], count)
            tick()
        return
    # Music is held back until its loudness, before fades and ducking, is known.
    music = _canvas(count)
    for at, chunk in read(path, use.offset, count):
        music[:, at : at + chunk.shape[1]] = chunk
        tick()
    level = _levelling(music)
    for at in range(0, count, RATE):
        chunk = music[:, at : at + RATE]
        gain = _gain(use, at, chunk.shape[1], count) * _ducking(spoken, first + at, chunk.shape[1])
        mixed[:, at : at + RATE] += chunk * (gain * np.float32(level))
    tick()


def _levelling(music: Samples) -> float:
    """The amplitude that brings ``music`` to the target loudness, within bounds."""
    loudness = integrated_loudness(music, RATE)
    if not isfinite(loudness) or loudness < _NEAR_SILENCE:
        return 1.0
    return amplitude(max(_MOST_CUT_DB, min(_MOST_BOOST_DB, TARGET - loudness)))


def _gain(use: _Use, at: int, length: int, count: int) -> NDArray[np.float32]:
    """Volume, equal-power fades and anti-click ramps for samples ``at`` … ``at + length`` of ``count``."""
    ramp = _RAMP_MS * RATE // 1000
    fade_in, fade_out = use.fade_in * RATE // 1000, use.fade_out * RATE // 1000
    if fade_in + fade_out > count:
        share = count / (fade_in + fade_out)
        fade_in, fade_out = int(fade_in * share), int(fade_out * share)
    rising = fade_in if use.joined_before else max(fade_in, ramp)
    falling = fade_out if use.joined_after else max(fade_out, ramp)
    position = np.arange(at, at + length)
    gain = np.full(length, use.volume, dtype=np.float64)
    if rising and at < rising:
        gain *= np.sin(np.clip(position / rising, 0, 1) * (np.pi / 2))
    if falling and at + length > count - falling:
        gain *= np.sin(np.clip((count - 1 - position) / falling, 0, 1) * (np.pi / 2))
    return gain.astype(np.float32)


def _spoken(uses: Sequence[_Use]) -> list[tuple[int, int]]:
    """Stretches in milliseconds during which a voice speaks; short pauses are bridged."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((use.start, use.start + use.duration) for use in uses if use.role == "voice"):
        if found and start - found[-1][1] <= _DUCK_BRIDGE_MS:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _ducking(spoken: Sequence[tuple[int, int]], at: int, length: int) -> NDArray[np.float32]:
    """Gain of music on the timeline: down before a voice begins, up again after it ends, along cosines in
    dB.
    """
    depth = np.zeros(length)
    milliseconds = (at + np.arange(length)) / (RATE / 1000)
    for start, end in spoken:
        falling = np.clip((milliseconds - (start - _DUCK_ATTACK_MS)) / _DUCK_ATTACK_MS, 0, 1)
        rising = np.clip((milliseconds - end) / _DUCK_RELEASE_MS, 0, 1)
        np.maximum(depth, np.minimum(falling, 1 - rising), out=depth)
    smooth = 0.5 - 0.5 * np.cos(np.pi * depth)
    return np.asarray(10 ** (_DUCK_DB * smooth / 20), dtype=np.float32)


def _canvas(count: int) -> Samples:
    """Silence [2, count]; in a temporary file where it would crowd the memory."""
    if 2 * count <= _IN_MEMORY:
        return np.zeros((2, count), dtype=np.float32)
    with tempfile.TemporaryFile(prefix="moviola-mix-") as file:
        return np.memmap(file, dtype=np.float32, mode="w+", shape=(2, count))
