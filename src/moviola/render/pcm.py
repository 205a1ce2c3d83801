"""Plain samples out of any file that carries sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer

from moviola.errors import UnsupportedFile
from moviola.media.footage import open_footage
from moviola.render.convolution import Samples

RATE = 48_000

# A stated time this far ahead of what was decoded is a gap in the file, not rounding.
_GAP = RATE // 10


def read(path: Path, offset: int, count: int) -> Iterator[tuple[int, Samples]]:
    """Pieces (position, float32 [2, m]) of the first sound stream from ``offset`` ms on, ``count`` samples
    in all.

    Positions count from ``offset``, at 48 kHz. Pieces do not overlap, and a gap in the file stays a gap.
    Damaged packets are skipped. A file without a sound stream gives nothing.

    Raises:
        UnsupportedFile: the file cannot be opened, or nothing of its sound can be decoded.
    """
    with open_footage(path) as container:
        yield from _pieces(container, offset, count)


def _pieces(container: InputContainer, offset: int, count: int) -> Iterator[tuple[int, Samples]]:
    if not container.streams.audio:
        return
    begin = (container.start_time or 0) / av.time_base
    if offset > 2000:
        container.seek(round((begin + offset / 1000 - 1.0) * av.time_base))
    base = round(offset * RATE / 1000)
    position = 0
    resampler: av.AudioResampler | None = None
    kind: tuple[str, int, int] | None = None
    heard = False
    for frame in _frames(container):
        found = (frame.format.name, frame.layout.nb_channels, frame.sample_rate)
        stated = position if frame.time is None else round((frame.time - begin) * RATE)
        if resampler is None or found != kind or stated > position + _GAP:
            # What the old resampler still holds is a few samples at the edge of a gap.
            resampler, kind = av.AudioResampler(format="fltp", layout="stereo", rate=RATE), found
            position = stated if not heard else max(position, stated)
        heard = True
        position, pieces = _advance(resampler.resample(frame), position, _gain(found[1]))
        yield from _inside(pieces, base, count)
        if position >= base + count:
            return
    if resampler is not None:
        yield from _inside(
            _advance(resampler.resample(None), position, _gain(kind[1] if kind else 2))[1], base, count
        )
    if not heard and offset == 0:
        raise UnsupportedFile("Its sound cannot be decoded. Convert it to WAV, MP3 or M4A and add it again.")


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """Decoded frames of the first sound stream; a packet that cannot be decoded is passed over."""
    for packet in container.demux(container.streams.audio[0]):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _advance(frames: list[AudioFrame], position: int, gain: float) -> tuple[int, list[tuple[int, Samples]]]:
    pieces = []
    for frame in frames:
        samples = frame.to_ndarray().astype(np.float32, copy=False)
        pieces.append((position, samples if gain == 1 else samples * np.float32(gain)))
        position += samples.shape[1]
    return position, pieces


def _inside(pieces: list[tuple[int, Samples]], base: int, count: int) -> Iterator[tuple[int, Samples]]:
    for position, samples in pieces:
        low, high = max(0, base - position), min(samples.shape[1], base + count - position)
        if low < high:
            yield position + low - base, samples[:, low:high]


def _gain(channels: int) -> float:
    """The resampler spreads mono over both sides at −3 dB each; a voice note should keep its level."""
    return 2**0.5 if channels == 1 else 1.0
