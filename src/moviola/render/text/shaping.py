"""Text becomes positioned glyphs: runs of one font, script and direction, shaped by HarfBuzz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import icu
import regex
import uharfbuzz as hb

from moviola.render.text import fonts
from moviola.render.text.fonts import EMOJI, Typeface

#: Scripts whose letters touch: pulling them apart would break the words.
_JOINED = frozenset({"Arab", "Syrc", "Deva", "Beng", "Guru", "Mong", "Nkoo", "Thaa"})
_WIDE = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_NEUTRAL = frozenset({"Zyyy", "Zinh", "Zzzz"})
_CLUSTER = regex.compile(r"\X")
#: Clusters that are pictures: by default, by U+FE0F, as keycaps and as flags.
_PICTURE = regex.compile(
    r"\p{Emoji_Presentation}|\p{Regional_Indicator}|[\U0001F000-\U0001FAFF]|\uFE0F|\u20E3"
)
_IGNORABLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}]")
#: Words of letters; Han needs no help, one font has it all.
_WORD = regex.compile(r"[[\p{L}\p{M}]--\p{Han}--\p{Hiragana}--\p{Katakana}]+", regex.VERSION1)
#: Spaces and marks that belong to no script stay in the font of the words before them; digits do not.
_FOLLOWER = regex.compile(r"[[\p{Script=Common}\p{Script=Inherited}]--\p{N}--\p{So}]+", regex.VERSION1)
#: Marks that Chinese and Japanese write as wide as a character.
_QUOTES = frozenset("‘’“”…—·")
_TEXT_FORM = "\N{VARIATION SELECTOR-15}"


@dataclass(frozen=True)
class Look:
    """How text is set. ``size``: pixels per em; ``tracking``: extra space between letters in em."""

    style: str
    weight: int
    size: float
    language: str
    tracking: float = 0.0
    wide_tracking: float = 0.0


@dataclass(frozen=True)
class Run:
    """Characters ``start`` up to ``end`` of a paragraph in one typeface, script and bidi level."""

    start: int
    end: int
    typeface: Typeface
    script: str
    level: int


@dataclass(frozen=True)
class Glyph:
    """A glyph at ``x``, ``y`` pixels (y up) from the start of its baseline. ``cluster``: its character."""

    index: int
    typeface: Typeface
    x: float
    y: float
    advance: float
    cluster: int


@lru_cache(maxsize=64)
def itemize(text: str, style: str, language: str) -> tuple[Run, ...]:
    """Runs of ``text`` (one paragraph) in logical order.

    Every grapheme cluster stays in one font; so does every word, in the first font that has all of it. Pictures
    go to the emoji font.
    """
    levels = _levels(text)
    chain = fonts.fallbacks(style, language)
    words = {at: found[0] for found in _WORD.finditer(text) for at in range(found.start(), found.end())}
    runs: list[Run] = []
    script = "Zyyy"
    for found in _CLUSTER.finditer(text):
        cluster, start, end = found[0], found.start(), found.end()
        own = _script(cluster)
        if own not in _NEUTRAL:
            script = own
        last = runs[-1] if runs else None
        if cluster in _QUOTES and _WIDE & {_script(text[start - 1 : start]), _script(text[end : end + 1])}:
            typeface = next(face for face in chain if face in fonts.CJK.values())
        else:
            typeface = _typeface(cluster, words.get(start, cluster), chain, last.typeface if last else None)
        if (
            last
            and (last.typeface, last.level) == (typeface, levels[start])
            and (script == last.script or last.script in _NEUTRAL)
        ):
            runs[-1] = Run(last.start, end, typeface, script, last.level)
        else:
            alone = own in _NEUTRAL and last is not None and typeface is not last.typeface
            runs.append(Run(start, end, typeface, own if alone else script, levels[start]))
    return tuple(runs)


def shape(text: str, runs: Sequence[Run], look: Look, start: int, end: int) -> tuple[list[Glyph], float]:
    """The glyphs of ``text[start:end]`` as one line from left to right, and the line's width in pixels."""
    glyphs: list[Glyph] = []
    pen = 0.0
    cut = [
        Run(max(run.start, start), min(run.end, end), run.typeface, run.script, run.level)
        for run in runs
        if run.end > start and run.start < end
    ]
    before: Run | None = None
    for run in _visual(cut):
        if before is not None and _needs_air(text, before, run):
            pen += 0.14 * look.size
        pen = _shape_run(text, run, look, pen, glyphs)
        before = run
    return glyphs, pen


def _shape_run(text: str, run: Run, look: Look, pen: float, glyphs: list[Glyph]) -> float:
    font = fonts.font(run.typeface, look.size, look.weight)
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(char) for char in text], run.start, run.end - run.start)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    if run.script not in _NEUTRAL:
        buffer.script = run.script
    buffer.language = look.language or "und"
    buffer.guess_segment_properties()
    tracking = _tracking(run, look)
    hb.shape(font, buffer, {"liga": tracking < 0.03 * look.size, "kern": True, "lnum": True})
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    for place, (info, position) in enumerate(zip(infos, positions, strict=True)):
        following = infos[place + 1].cluster if place + 1 < len(infos) else -1
        advance = position.x_advance / fonts.UNITS
        if following != info.cluster and advance > 0:
            advance += tracking
        glyphs.append(
            Glyph(
                info.codepoint,
                run.typeface,
                pen + position.x_offset / fonts.UNITS,
                position.y_offset / fonts.UNITS,
                advance,
                info.cluster,
            )
        )
        pen += advance
    return pen


def _tracking(run: Run, look: Look) -> float:
    if run.script in _JOINED or run.typeface.colour:
        return 0.0
    return (look.wide_tracking if run.script in _WIDE else look.tracking) * look.size


def _typeface(cluster: str, word: str, chain: Sequence[Typeface], last: Typeface | None) -> Typeface:
    if _TEXT_FORM not in cluster and _PICTURE.search(cluster):
        return EMOJI
    if (
        last is not None
        and not last.colour
        and _FOLLOWER.fullmatch(cluster)
        and last.covers(_needed(cluster))
    ):
        return last
    for needed in (_needed(word), _needed(cluster)):
        for typeface in chain:
            if typeface.covers(needed) and not (typeface.colour and cluster.isspace()):
                return typeface
    return chain[0]


def _needed(text: str) -> set[int]:
    return {ord(char) for char in text if not _IGNORABLE.match(char)}


def _script(char: str) -> str:
    return str(icu.Script.getScript(ord(char[0])).getShortName()) if char else "Zyyy"


def _levels(text: str) -> list[int]:
    """The bidi embedding level of each character (Unicode Standard Annex 9)."""
    bidi = icu.Bidi()
    whole = icu.UnicodeString(text)
    bidi.setPara(whole, icu.Bidi.DEFAULT_LTR)
    units = list(bidi.getLevels()) if text else []
    levels, at = [], 0
    for char in text:
        levels.append(units[at])
        at += 2 if ord(char) > 0xFFFF else 1
    return levels


def _visual(runs: Sequence[Run]) -> list[Run]:
    """Runs from left to right (rule L2 of Annex 9)."""
    order = list(runs)
    highest = max((run.level for run in order), default=0)
    lowest_odd = min((run.level for run in order if run.level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            if order[at].level < level:
                at += 1
                continue
            end = at
            while end < len(order) and order[end].level >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end
    return order


def _needs_air(text: str, left: Run, right: Run) -> bool:
    """Han beside Latin letters or digits wants a little space (JLREQ 3.2.2, CLREQ 3.1.4)."""
    if left.level or right.level:
        return False
    a, b = text[left.end - 1], text[right.start]
    return a.isalnum() and b.isalnum() and (_script(a) in _WIDE) != (_script(b) in _WIDE)
