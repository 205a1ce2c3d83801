"""Reads a SoundFont 2 file: presets, their zones and the sampled waves.

Chunk and generator numbers follow the SoundFont Technical Specification 2.01, sections 7 and 8.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moviola.errors import ModelMissing

DRUMS = 128

# Generators that this reader uses, and the ranges and links among them.
_KEYS, _VELOCITIES, _INSTRUMENT, _SAMPLE = 43, 44, 41, 53
_DEFAULTS: Mapping[int, int] = {
    8: 13500,  # filter cutoff, cents above 8.176 Hz
    11: 0,  # modulation envelope to cutoff, cents
    17: 0,  # pan, −500…500
    26: -12000,  # modulation envelope: attack, hold, decay in timecents
    27: -12000,
    28: -12000,
    29: 0,  # modulation envelope sustain, per mille below the peak
    33: -12000,  # volume envelope: delay, attack, hold, decay in timecents
    34: -12000,
    35: -12000,
    36: -12000,
    37: 0,  # sustain, centibels below the peak
    38: -12000,  # release
    39: 0,  # hold and decay per key
    40: 0,
    48: 0,  # attenuation, centibels
    51: 0,  # coarse and fine tune
    52: 0,
    54: 0,  # loop mode
    56: 100,  # cents per key
    57: 0,  # exclusive class
    58: -1,  # root key
}


@dataclass(frozen=True, eq=False)
class Zone:
    """One sampled wave with the keys and velocities it serves and its envelope (seconds, decibels).

    The filter moves from ``cutoff`` to ``later_cutoff`` (Hz) in the first ``closing`` seconds, two at most.
    """

    keys: tuple[int, int]
    velocities: tuple[int, int]
    wave: NDArray[np.float32]
    rate: int
    loop: tuple[int, int] | None
    root: float
    cents_per_key: float
    cutoff: float
    later_cutoff: float
    closing: float
    pan: float
    gain: float
    delay: float
    attack: float
    hold: float
    decay: float
    sustain: float
    release: float
    decay_per_key: float
    exclusive: int

    def serves(self, key: int, velocity: int) -> bool:
        low, high = self.keys
        soft, hard = self.velocities
        return low <= key <= high and soft <= velocity <= hard


class SoundFont:
    """The presets of one file, read when first asked for.

    Raises:
        ModelMissing: the file is not a readable SoundFont.
    """

    def __init__(self, path: Path):
        try:
            self._data = path.read_bytes()
            self._chunks = dict(_leaves(self._data))
            self._headers = self._table(
                "phdr",
                [("name", "S20"), ("program", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "V12")],
            )
            self._preset_bags = self._table("pbag", [("generator", "<u2"), ("modulator", "<u2")])
            self._preset_generators = self._table("pgen", [("number", "<u2"), ("value", "<i2")])
            self._instruments = self._table("inst", [("name", "S20"), ("bag", "<u2")])
            self._bags = self._table("ibag", [("generator", "<u2"), ("modulator", "<u2")])
            self._generators = self._table("igen", [("number", "<u2"), ("value", "<i2")])
            self._samples = self._table(
                "shdr",
                [
                    ("name", "S20"),
                    ("start", "<u4"),
                    ("end", "<u4"),
                    ("loop", "<u4"),
                    ("loop_end", "<u4"),
                    ("rate", "<u4"),
                    ("key", "u1"),
                    ("correction", "i1"),
                    ("link", "<u2"),
                    ("kind", "<u2"),
                ],
            )
            start, size = self._chunks["smpl"]
            self._waves = np.frombuffer(self._data, "<i2", size // 2, start)
        except (OSError, KeyError, ValueError, struct.error) as fault:
            raise ModelMissing(
                f"The soundfont {path.name} cannot be read. Fetch it again with: moviola models pull soundfont"
            ) from fault
        self._presets: dict[tuple[int, int], tuple[Zone, ...]] = {}
        self._cut: dict[tuple[int, int], NDArray[np.float32]] = {}

    def preset(self, program: int, bank: int = 0) -> tuple[Zone, ...]:
        """Zones of a General MIDI ``program`` (0–127); ``bank`` 128 holds drum kits. Empty where it has
        none.
        """
        if (bank, program) not in self._presets:
            self._presets[bank, program] = tuple(self._zones(program, bank))
        return self._presets[bank, program]

    def _zones(self, program: int, bank: int) -> Iterator[Zone]:
        for index, header in enumerate(self._headers[:-1]):
            if header["program"] != program or header["bank"] != bank:
                continue
            bags = range(int(header["bag"]), int(self._headers[index + 1]["bag"]))
            base: dict[int, int] = {}
            for generators in self._bag_contents(bags, self._preset_bags, self._preset_generators):
                if _INSTRUMENT not in generators:
                    base = generators
                    continue
                yield from self._instrument_zones({**base, **generators})
            return

    def _instrument_zones(self, preset: Mapping[int, int]) -> Iterator[Zone]:
        number = preset[_INSTRUMENT]
        bags = range(int(self._instruments[number]["bag"]), int(self._instruments[number + 1]["bag"]))
        base: dict[int, int] = {}
        for generators in self._bag_contents(bags, self._bags, self._generators):
            if _SAMPLE not in generators:
                base = generators
                continue
            zone = self._zone({**_DEFAULTS, **base, **generators}, preset)
            if zone is not None:
                yield zone

    @staticmethod
    def _bag_contents(bags: range, table: Any, generators: Any) -> Iterator[dict[int, int]]:
        for bag in bags:
            rows = generators[int(table[bag]["generator"]) : int(table[bag + 1]["generator"])]
            yield {int(row["number"]): int(row["value"]) for row in rows}

    def _zone(self, own: Mapping[int, int], preset: Mapping[int, int]) -> Zone | None:
        value = {
            number: amount + (preset.get(number, 0) if number not in (54, 57, 58) else 0)
            for number, amount in own.items()
        }
        sample = self._samples[own[_SAMPLE]]
        if int(sample["rate"]) == 0:
            return None
        start = int(sample["start"]) + own.get(0, 0) + 32768 * own.get(4, 0)
        end = int(sample["end"]) + own.get(1, 0) + 32768 * own.get(12, 0)
        loop = (
            int(sample["loop"]) + own.get(2, 0) + 32768 * own.get(45, 0) - start,
            int(sample["loop_end"]) + own.get(3, 0) + 32768 * own.get(50, 0) - start,
        )
        loops = own[54] in (1, 3) and 0 <= loop[0] < loop[1] - 1 and loop[1] <= end - start
        root = own[58] if own[58] >= 0 else int(sample["key"])
        tune = value[51] + value[52] / 100 + int(sample["correction"]) / 100
        cutoff, later, closing = _filter(value)
        return Zone(
            keys=_both(own, preset, _KEYS),
            velocities=_both(own, preset, _VELOCITIES),
            wave=self._wave(start, end),
            rate=int(sample["rate"]),
            loop=loop if loops else None,
            root=root - tune,
            cents_per_key=value[56],
            cutoff=cutoff,
            later_cutoff=later,
            closing=closing,
            pan=max(-1.0, min(1.0, value[17] / 500)),
            # Instruments are made by ear on hardware that applied 0.4 of the written attenuation.
            gain=10 ** (-0.4 * max(0, value[48]) / 200),
            delay=_seconds(value[33]),
            attack=_seconds(value[34]),
            hold=_seconds(value[35]),
            decay=_seconds(value[36]),
            sustain=min(100.0, max(0, value[37]) / 10),
            release=_seconds(value[38]),
            decay_per_key=value[40],
            exclusive=own[57],
        )

    def _wave(self, start: int, end: int) -> NDArray[np.float32]:
        if (start, end) not in self._cut:
            self._cut[start, end] = self._waves[start:end].astype(np.float32) / np.float32(32768)
        return self._cut[start, end]

    def _table(self, name: str, fields: list[tuple[str, str]]) -> Any:
        start, size = self._chunks[name]
        kind = np.dtype(fields)
        return np.frombuffer(self._data, kind, size // kind.itemsize, start)


def _leaves(data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name → (offset, size) of every chunk inside the file's lists."""
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise ValueError("not a SoundFont")
    at = 12
    while at + 8 <= len(data):
        size = struct.unpack_from("<I", data, at + 4)[0]
        if data[at : at + 4] == b"LIST":
            inner, end = at + 12, at + 8 + size
            while inner + 8 <= end:
                part = struct.unpack_from("<I", data, inner + 4)[0]
                yield data[inner : inner + 4].decode("latin-1"), (inner + 8, part)
                inner += 8 + part + (part & 1)
        at += 8 + size + (size & 1)


def _both(own: Mapping[int, int], preset: Mapping[int, int], number: int) -> tuple[int, int]:
    """The range that instrument zone and preset zone share (low byte: from, high byte: to)."""
    inner, outer = own.get(number, 0x7F00), preset.get(number, 0x7F00)
    return max(inner & 255, outer & 255), min(inner >> 8 & 255, outer >> 8 & 255)


def _filter(value: Mapping[int, int]) -> tuple[float, float, float]:
    """Cutoff at the start, cutoff later, and when that is; from the cutoff and its modulation envelope.

    The envelope rises to 1 in its attack, holds, and falls in a straight line (in cents) to its sustain
    level.
    """
    attack, hold, decay = (_seconds(value[number]) for number in (26, 27, 28))
    sustain = 1 - min(1000, max(0, value[29])) / 1000
    slow = attack > 0.2
    when = attack if slow else attack + hold + decay * (1 - sustain)
    closing = max(0.02, min(2.0, when))
    if slow:
        levels = (0.0, min(1.0, closing / attack))
    else:
        fallen = max(0.0, closing - attack - hold) / max(decay, 1e-3)
        levels = (1.0, max(sustain, 1 - fallen))
    start, later = (8.176 * 2 ** (min(13500, value[8] + value[11] * level) / 1200) for level in levels)
    return start, later, closing


def _seconds(timecents: int) -> float:
    return 0.0 if timecents <= -12000 else float(2 ** (timecents / 1200))
