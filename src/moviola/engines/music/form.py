"""Fits a piece to a length: how many bars at which tempo, which chords, how dense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, log

import numpy as np

from moviola.engines.music.harmony import chord
from moviola.engines.music.score import Chord
from moviola.engines.music.styles import Style

_AT_HOME = re.compile(r"[iI](?![iIvV])[^/ ]* ")


@dataclass(frozen=True)
class Bar:
    """``phrase`` counts four-bar phrases from 0; ``place`` is the bar's place in it; ``intensity`` 0–1."""

    start: float
    length: float
    phrase: int
    place: int
    intensity: float


@dataclass(frozen=True)
class Form:
    """The skeleton. The last chord of ``chords`` begins at ``beats`` and rings for ``ring`` seconds."""

    tempo: float
    meter: int
    beats: float
    ring: float
    bars: tuple[Bar, ...]
    chords: tuple[Chord, ...]

    @property
    def final(self) -> Chord:
        return self.chords[-1]


def fit(style: Style, tonic: int, mode: str, seconds: float, pace: float, rng: np.random.Generator) -> Form:
    """The form that ends exactly with the clip: the last chord falls ``ring`` seconds before its end."""
    ring = max(min(style.ring, 0.36 * seconds), min(1.0, 0.6 * seconds))
    beats, tempo = _length(style, seconds - ring, pace)
    if not beats:
        ring = seconds
    bars = _bars(style, beats)
    numerals = _numerals(style, mode, bars, rng)
    chords = [chord(name, tonic, mode, start, length) for name, start, length in numerals]
    home = style.homes[mode][int(rng.integers(len(style.homes[mode])))]
    chords.append(chord(home, tonic, mode, beats, ring * tempo / 60))
    return Form(tempo, style.meter, beats, ring, tuple(bars), tuple(chords))


def _length(style: Style, seconds: float, pace: float) -> tuple[float, float]:
    """Whole beats and the tempo at which they last ``seconds``: whole bars where the tempo range allows it.

    Rushing or dragging by a tenth is worse than ending on a half bar, and that worse than an odd beat.
    """
    wanted = style.tempo * pace
    best: tuple[float, float, float] | None = None
    for beats in range(1, max(2, ceil(seconds * wanted * 1.5 / 60)) + 1):
        tempo = beats * 60 / seconds
        strain = abs(log(tempo / wanted)) / style.give
        half = style.meter / 2
        odd = 0.0 if beats % style.meter == 0 else 0.8 if beats % half == 0 else 2.0
        square = 0.1 * ((beats // style.meter) % 2) if beats > 4 * style.meter else 0.0
        cost = strain + odd + square
        if best is None or cost < best[0]:
            best = (cost, float(beats), tempo)
    assert best is not None
    if best[2] > 1.6 * wanted or best[2] < 0.55 * wanted:
        # Too short for a single beat at any sane tempo: the last chord alone.
        return 0.0, wanted
    return best[1], best[2]


def _bars(style: Style, beats: float) -> list[Bar]:
    """Bars of four-bar phrases; odd beats come first, as an upbeat.

    In a long piece the bars that fill no phrase are an introduction; in a short one they lead to the close.
    """
    meter = style.meter
    upbeat = beats % meter
    whole = int(beats // meter)
    lead_in = whole % 4 if whole > 7 else 0
    bars: list[Bar] = []
    at = 0.0
    lengths = ([upbeat] if upbeat else []) + [float(meter)] * whole
    first = len(lengths) - whole + lead_in
    for index, length in enumerate(lengths):
        body = index - first
        phrase, place = (body // 4, body % 4) if body >= 0 else (-1, index)
        if lead_in:
            phrase += 1
        bars.append(Bar(at, length, max(0, phrase), place, _intensity(style, index, len(lengths))))
        at += length
    return bars


def _intensity(style: Style, index: int, count: int) -> float:
    """Grows to its height at about three quarters; then holds ("hit") or comes to rest ("rest")."""
    if count <= 4:
        # A few bars have no time to build: nearly everything plays at once.
        return 0.72 + 0.1 * index / max(1, count - 1)
    at = index / (count - 1)
    rise = min(1.0, 0.35 + 0.65 * at / 0.62)
    if style.ending == "rest" and at > 0.78:
        rise -= 0.55 * (at - 0.78) / 0.22
    return rise


def _numerals(
    style: Style, mode: str, bars: list[Bar], rng: np.random.Generator
) -> list[tuple[str, float, float]]:
    """(numeral, start, beats) for every chord before the last: phrases, then a cadence that wants to go
    home.
    """
    if not bars:
        return []
    phrases = style.progressions[mode]
    # A piece opens at home; a phrase that sets out elsewhere is kept for the contrast.
    homely = [phrase for phrase in phrases if _AT_HOME.match(phrase)] or phrases
    opening = homely[int(rng.integers(len(homely)))].split()
    others = [phrase.split() for phrase in phrases if phrase.split() != opening] or [opening]
    contrast = others[int(rng.integers(len(others)))]
    cadences = [cadence.split() for cadence in style.cadences[mode]]
    if len(bars) <= 2:
        return _short(bars, opening, cadences[int(rng.integers(len(cadences)))])
    found: list[tuple[str, float, float]] = []
    first_phrase = sum(1 for bar in bars if bar.phrase == 0)
    lead_in = first_phrase if len(bars) > 7 and first_phrase < 4 else 0
    for bar in bars[:-2]:
        # A A B A: the third of four phrases brings the contrast.
        source = contrast if bar.phrase % 4 == 2 and bar.phrase != bars[-1].phrase else opening
        if bar.phrase == 0 and lead_in:
            source = [*[opening[0]] * max(1, lead_in - 1), opening[-1]]
        found.append((source[bar.place % len(source)], bar.start, bar.length))
    fresh = [cadence for cadence in cadences if cadence[0] != found[-1][0]] or cadences
    first, *rest = fresh[int(rng.integers(len(fresh)))]
    found.append((first, bars[-2].start, bars[-2].length))
    share = bars[-1].length / len(rest)
    return [*found, *((name, bars[-1].start + share * part, share) for part, name in enumerate(rest))]


def _short(bars: list[Bar], opening: list[str], cadence: list[str]) -> list[tuple[str, float, float]]:
    """One or two bars: home, away and the dominant, the harmony moving faster towards the end."""
    total = sum(bar.length for bar in bars)
    if total <= 2:
        names = [cadence[-1]]
        weights = [1.0]
    elif total <= 4 or opening[1] == cadence[0]:
        names, weights = [opening[0], cadence[0], cadence[-1]], [2.0, 1.0, 1.0]
    else:
        names, weights = [opening[0], opening[1], cadence[0], cadence[-1]], [1.0, 1.0, 1.0, 1.0]
    found = []
    at = 0.0
    for name, weight in zip(names, weights, strict=True):
        length = total * weight / sum(weights)
        found.append((name, at, length))
        at += length
    return found
