"""Lines: where text may break, how wide it runs, how large it can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import icu
import regex

from moviola.render.text.shaping import Glyph, Look, Run, itemize, shape

_TALL = frozenset({"Arab", "Deva", "Thai", "Hebr"})
_WIDE = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_HAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]{2}")
_PAUSES = frozenset("，。、；：！？,;:.!?—–…،؛।")
_PAUSE = 0.12
_MOST_EVEN_LINES, _MOST_PIECES = 6, 120


@dataclass(frozen=True)
class Line:
    """``width`` pixels of glyphs from ``left`` of the block, on a line ``baseline`` pixels below its top."""

    glyphs: tuple[Glyph, ...]
    left: float
    baseline: float
    width: float


@dataclass(frozen=True)
class Block:
    """A laid-out text. ``broken``: a word had to be torn apart."""

    lines: tuple[Line, ...]
    width: float
    height: float
    look: Look
    broken: bool
    right_to_left: bool


def lay_out(text: str, look: Look, width: float, align: str) -> Block:
    """Break ``text`` into lines of at most ``width`` pixels, as even as can be.

    ``align``: ``"left"``, ``"center"`` or ``"right"``.
    """
    lines: list[tuple[list[Glyph], float]] = []
    broken, first_rtl = False, None
    scripts: set[str] = set()
    for paragraph in text.split("\n"):
        body = paragraph.strip()
        if not body:
            lines.append(([], 0.0))
            continue
        runs = itemize(body, look.style, look.language)
        scripts |= {run.script for run in runs}
        if first_rtl is None:
            first_rtl = min(run.level for run in runs) % 2 == 1
        cuts, torn = _break(body, runs, look, width)
        broken = broken or torn
        for start, end in cuts:
            end = start + len(body[start:end].rstrip())
            glyphs, wide = shape(body, runs, look, start, end)
            lines.append((glyphs, wide - _trailing(glyphs, runs, look)))
    leading = _leading(scripts) * look.size
    block_width = max((wide for _, wide in lines), default=0.0)
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    placed = tuple(
        Line(
            tuple(glyphs), (block_width - wide) * shift, number * leading + _ascent(scripts) * look.size, wide
        )
        for number, (glyphs, wide) in enumerate(lines)
    )
    height = (len(lines) - 1) * leading + (_ascent(scripts) + _descent(scripts)) * look.size
    return Block(placed, block_width, height, look, broken, bool(first_rtl))


def _break(text: str, runs: Sequence[Run], look: Look, width: float) -> tuple[list[tuple[int, int]], bool]:
    """Ranges of characters, one per line, and whether a word was torn."""
    advances = [0.0] * (len(text) + 1)
    for glyph in shape(text, runs, look, 0, len(text))[0]:
        advances[glyph.cluster] += glyph.advance
    sums = [0.0, *accumulate(advances)]
    pieces, torn = _opportunities(text, look.language, sums, width)

    def measure(start: int, end: int) -> float:
        return sums[start + len(text[start:end].rstrip())] - sums[start]

    filled: list[tuple[int, int]] = []
    start = 0
    for left, right in pairwise(pieces):
        if measure(start, right) > width and left > start:
            filled.append((start, left))
            start = left
    filled.append((start, pieces[-1]))
    if 1 < len(filled) <= _MOST_EVEN_LINES and len(pieces) <= _MOST_PIECES:
        return _even(text, pieces, measure, width, len(filled)), torn
    return filled, torn


def _even(
    text: str, pieces: Sequence[int], measure: Callable[[int, int], float], width: float, count: int
) -> list[tuple[int, int]]:
    """``count`` lines as alike as can be, rather broken after punctuation (after Knuth and Plass 1981)."""
    ideal = measure(0, len(text)) / count
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        reached: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            for end in pieces:
                if end <= start:
                    continue
                wide = measure(start, end)
                if wide > width:
                    break
                pause = _PAUSE if end < len(text) and text[start:end].rstrip()[-1:] in _PAUSES else 0.0
                total = cost + (wide / ideal - 1) ** 2 - pause
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, start)
        best.append(reached)
    lines: list[tuple[int, int]] = []
    end = len(text)
    for reached in reversed(best[1:]):
        start = reached[end][1]
        lines.append((start, end))
        end = start
    return lines[::-1]


def _opportunities(text: str, language: str, sums: list[float], width: float) -> tuple[list[int], bool]:
    """Where a line may begin, first and last included, and whether that tears a word.

    Unicode Standard Annex 14, with dictionaries for Thai. The Annex lets a line end between any two Han
    characters, but a title reads better if words stay whole; only what is wider than a line is divided further.
    """
    locale = icu.Locale(language or "en")
    lines = _boundaries(icu.BreakIterator.createLineInstance(locale), text)
    words = set(_boundaries(icu.BreakIterator.createWordInstance(locale), text))
    characters = _boundaries(icu.BreakIterator.createCharacterInstance(locale), text)
    whole = [at for at in lines if at in words or not _HAN.fullmatch(text[max(0, at - 1) : at + 1])]

    def divided(places: list[int], finer: list[int]) -> tuple[list[int], bool]:
        found, cut = [places[0]], False
        for start, end in pairwise(places):
            shown = start + len(text[start:end].rstrip())
            if sums[shown] - sums[start] > width:
                inside = [at for at in finer if start < at < shown]
                cut = cut or bool(inside)
                found += inside
            found.append(end)
        return found, cut

    return divided(divided(whole, lines)[0], characters)


def _boundaries(breaker: icu.BreakIterator, text: str) -> list[int]:
    """Boundaries as indices of Python characters; ICU counts UTF-16 units."""
    breaker.setText(text)
    units = {0: 0}
    at = 0
    for index, char in enumerate(text):
        at += 2 if ord(char) > 0xFFFF else 1
        units[at] = index + 1
    return [0, *(units[unit] for unit in breaker if unit in units)]


def _trailing(glyphs: Sequence[Glyph], runs: Sequence[Run], look: Look) -> float:
    """The letter space after the last glyph, which would push a centred line to the left."""
    if not glyphs:
        return 0.0
    script = next(run.script for run in runs if run.start <= glyphs[-1].cluster < run.end)
    return (
        (look.wide_tracking if script in _WIDE else look.tracking) * look.size if script not in _TALL else 0.0
    )


def _leading(scripts: set[str]) -> float:
    return 1.5 if scripts & _TALL else 1.38 if scripts & _WIDE else 1.2


def _ascent(scripts: set[str]) -> float:
    return 1.05 if scripts & _TALL else 0.9 if scripts & _WIDE else 0.78


def _descent(scripts: set[str]) -> float:
    return 0.4 if scripts & _TALL else 0.18 if scripts & _WIDE else 0.22
