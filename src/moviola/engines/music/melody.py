"""A tune: a motif, its repetition and variation over the chords, phrases that breathe, a close on the tonic
chord.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from moviola.engines.music.form import Bar, Form
from moviola.engines.music.score import Chord, Note
from moviola.engines.music.styles import Cell, Style

#: How high each bar of a four-bar phrase lies, in scale steps: departs, climbs, peaks, comes home.
_ARCH = (0, 1, 3, -1)
#: Rhythms of a piece that is only a bar or two long, by meter.
_LIVELY: dict[int, tuple[Cell, ...]] = {
    3: ((1, 1, 1), (1, 0.5, 0.5, 1), (1.5, 0.5, 1)),
    4: (
        (1, 0.5, 0.5, 1, 1),
        (0.5, 0.5, 1, 1, 1),
        (1.5, 0.5, 1, 1),
        (1, 1, 1, 0.5, 0.5),
        (-0.5, 0.5, 1, 1, 1),
    ),
}


@dataclass(frozen=True)
class Motif:
    """``cell``: durations of one bar (negative: rest); ``steps``: scale steps from the bar's anchor, one a
    note.
    """

    cell: Cell
    steps: tuple[int, ...]


def tune(
    form: Form, style: Style, scale: frozenset[int], low: int, high: int, rng: np.random.Generator
) -> list[Note]:
    """The melody of the whole form between MIDI keys ``low`` and ``high``, in beats, before any phrasing by
    hand.

    Velocity is relative: 64 is plain, accents and arrivals above it.
    """
    ladder = [key for key in range(low, high + 1) if key % 12 in scale]
    widest = 2 if len(scale) < 6 else 3
    main, answer = _motif(style, widest, rng), _motif(style, widest, rng)
    # One or two bars have no room for a long note: they are all motif.
    lively = _motif(replace(style, cells=_LIVELY[style.meter]), widest, rng)
    notes: list[Note] = []
    before: int | None = None
    for index, bar in enumerate(form.bars):
        ending = index == len(form.bars) - 1
        motif = _chosen(main, answer, bar, rng)
        if len(form.bars) <= 2:
            motif = lively
        elif bar.place == 3 or ending:
            motif = _cadential(style, rng, ending)
        if bar.length != form.meter:
            motif = Motif((bar.length,) if bar.length <= 1 else (bar.length - 1, 1.0), (0, 0))
        centre = len(ladder) * 0.42 + _ARCH[bar.place % 4] + (1.5 if bar.phrase % 4 == 2 else 0)
        before = _bar(notes, bar, motif, form.chords, ladder, centre, before)
    notes.append(_arrival(form, ladder, before))
    return notes


def _motif(style: Style, widest: int, rng: np.random.Generator) -> Motif:
    """A rhythm of the style with a shape: mostly steps, one leap of up to ``widest``, which the next fills in."""
    cell = style.cells[int(rng.integers(len(style.cells)))]
    count = sum(1 for part in cell if part > 0)
    direction = 1 if rng.random() < 0.6 else -1
    leap_at = int(rng.integers(1, max(2, count)))
    steps = [0]
    for index in range(1, count):
        if index == leap_at:
            steps.append(steps[-1] + direction * int(rng.integers(2, widest + 1)))
        elif index == leap_at + 1:
            steps.append(steps[-1] - direction)
        else:
            steps.append(steps[-1] + (direction if rng.random() < 0.65 else -direction))
    return Motif(cell, tuple(steps))


def _chosen(main: Motif, answer: Motif, bar: Bar, rng: np.random.Generator) -> Motif:
    """First and second bar state the motif, the third answers; in the contrasting phrase it is turned
    over.
    """
    motif = answer if bar.place == 2 else main
    if bar.phrase % 4 == 2:
        return Motif(motif.cell, tuple(-step for step in motif.steps))
    if bar.phrase % 2 == 1 and bar.place == 1 and len(motif.steps) > 2 and rng.random() < 0.6:
        # The same words with another last syllable.
        return Motif(motif.cell, (*motif.steps[:-1], motif.steps[-1] + (1 if rng.random() < 0.5 else -1)))
    return motif


def _cadential(style: Style, rng: np.random.Generator, ending: bool) -> Motif:
    """Long notes: a breath at the end of a phrase, two calm steps before the very end."""
    meter = style.meter
    if ending:
        return Motif((meter - 1.0, 1.0), (0, -1))
    if meter == 3:
        return Motif((2.0, -1.0), (0,))
    return Motif((3.0, -1.0), (0,)) if rng.random() < 0.5 else Motif((1.0, 2.0, -1.0), (1, 0))


def _bar(
    notes: list[Note],
    bar: Bar,
    motif: Motif,
    chords: Sequence[Chord],
    ladder: Sequence[int],
    centre: float,
    before: int | None,
) -> int | None:
    """Lay ``motif`` over one bar; strong and long notes become chord tones, the others pass between them."""
    anchor: int | None = None
    at = bar.start
    index = 0
    for part in motif.cell:
        if part < 0:
            at -= part
            continue
        if at >= bar.start + bar.length - 1e-6:
            break
        step = motif.steps[min(index, len(motif.steps) - 1)]
        one = _sounding(chords, at)
        strong = abs((at - bar.start) % 2) < 1e-6 or part >= 1.5 or index == 0
        if anchor is None:
            anchor = _nearest(ladder, centre if before is None else (centre + ladder.index(before)) / 2)
        wanted = max(0, min(len(ladder) - 1, anchor + step))
        key = _chord_tone(ladder, wanted, one, before) if strong else _passing(ladder, wanted, before)
        if index == 0:
            anchor = ladder.index(key)
        length = min(part, bar.start + bar.length - at)
        notes.append(
            Note(at, length * (0.97 if part < 2 else 0.94), key, 74 if index == 0 else 66 if strong else 60)
        )
        before = key
        at += part
        index += 1
    return before


def _arrival(form: Form, ladder: Sequence[int], before: int | None) -> Note:
    """The last note: the tonic, or the third where that is nearer; held while the chord rings."""
    final = form.final
    home = [key for key in ladder if key % 12 == final.root]
    third = [key for key in ladder if key % 12 in final.tones[1:2]]
    near = ladder[len(ladder) * 2 // 5] if before is None else before
    key = min(home + third, key=lambda option: abs(option - near) + (1.5 if option % 12 != final.root else 0))
    return Note(final.start, final.length, key, 72)


def _sounding(chords: Sequence[Chord], at: float) -> Chord:
    return next((one for one in reversed(chords) if one.start <= at + 1e-6), chords[0])


def _nearest(ladder: Sequence[int], place: float) -> int:
    return max(0, min(len(ladder) - 1, round(place)))


def _chord_tone(ladder: Sequence[int], wanted: int, one: Chord, before: int | None) -> int:
    """The tone of the chord that lies best: near where the motif points, without a wide or ugly leap."""
    tones = set(one.tones[:4])
    options = [key for key in range(ladder[0], ladder[-1] + 1) if key % 12 in tones]
    aim = ladder[wanted]

    def cost(key: int) -> float:
        leap = 0 if before is None else abs(key - before)
        ugly = 4.0 if leap in (6, 10, 11) else 8.0 if leap > 12 else 0.0
        # A chord's seventh or ninth is a colour, not a resting place.
        colour = 0.8 if key % 12 in one.tones[3:] else 0.0
        stuck = 1.2 if leap == 0 else 0.0
        outside = 1.5 if key not in ladder else 0.0
        return abs(key - aim) + 0.7 * max(0, leap - 4) + ugly + colour + stuck + outside

    best = min(options, key=cost)
    if best not in ladder:
        # A borrowed chord's tone is sung where the scale has none; the ladder's neighbour keeps the tune at
        # home.
        best = min(ladder, key=lambda key: abs(key - best))
    return best


def _passing(ladder: Sequence[int], wanted: int, before: int | None) -> int:
    """The scale's own note where the motif points, at most a third from the note before."""
    if before is None:
        return ladder[wanted]
    here = ladder.index(before)
    move = max(-2, min(2, wanted - here)) or 1
    return ladder[max(0, min(len(ladder) - 1, here + move))]
