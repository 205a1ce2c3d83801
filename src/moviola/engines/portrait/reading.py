"""Cuts a sentence into the words that the lexicon knows, English and Chinese mixed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moviola.engines.portrait import ages
from moviola.engines.portrait.lexicon import Lexicon, Sense, load

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|(?<!\w)['‘][^'’]*['’](?!\w)")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+|[\u3400-\u9fff]|[,;.!?:，。；！？：、\n]")
_BREAKS = frozenset(",;.!?:，。；！？：\n")
#: Words that open a part of a sentence which may speak of something else.
_OPENERS = frozenset(
    {
        "with",
        "and",
        "then",
        "while",
        "plus",
        "but",
        "who",
        "of",
        "of a",
        "as",
        "配",
        "配上",
        "并",
        "然后",
        "同时",
        "加",
        "再",
    }
)


@dataclass
class Word:
    """One piece of the sentence. ``break_before``: a comma or full stop stands before it."""

    text: str
    sense: Sense
    age: ages.Age | None = None
    break_before: bool = False

    def has(self, mark: str) -> bool:
        return mark in self.sense.marks


def is_chinese(text: str) -> bool:
    """Whether most letters of ``text`` are Chinese characters (two Latin letters weigh as much as one)."""
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return han > 0 and han * 3 >= len(re.findall(r"[A-Za-z]", text))


def read(text: str) -> list[Word]:
    """The words of ``text`` in order, without quoted titles and without the parts that other engines serve."""
    plain = _QUOTED.sub(" , ", text.lower().replace("’", "'")).replace("-", " ")
    return _drop_elsewhere(_match(plain, load()))


def _match(plain: str, lexicon: Lexicon) -> list[Word]:
    found = sorted(ages.find(plain), key=lambda age: age.start)
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(plain)]
    words: list[Word] = []
    i, broken = 0, False
    while i < len(tokens):
        token, start = tokens[i]
        age = next((age for age in found if age.start <= start < age.end), None)
        if age is not None:
            words.append(Word(plain[age.start : age.end], Sense(), age, broken))
            while i < len(tokens) and tokens[i][1] < age.end:
                i += 1
            broken = False
            continue
        if token in _BREAKS:
            broken, i = True, i + 1
            continue
        spelling, sense, used = _longest([t for t, _ in tokens[i : i + 12]], lexicon)
        words.append(Word(spelling, sense, None, broken))
        words += _tail(spelling, sense, lexicon)
        i, broken = i + used, False
    return words


def _tail(spelling: str, sense: Sense, lexicon: Lexicon) -> list[Word]:
    """The sex in the last word of a longer spelling that does not say it itself ("african woman")."""
    last = spelling.rpartition(" ")[2]
    own = lexicon.english.get(last)
    if last == spelling or sense.term is None or "male" in sense.term.set or own is None or own.term is None:
        return []
    return [Word(last, own)] if "male" in own.term.set else []


def _longest(tokens: list[str], lexicon: Lexicon) -> tuple[str, Sense, int]:
    """The longest known spelling at the start of ``tokens``."""
    chinese = "\u3400" <= tokens[0] <= "\u9fff" or tokens[0] == "、"
    table, joint = (lexicon.chinese, "") if chinese else (lexicon.english, " ")
    longest = lexicon.longest_chinese if chinese else lexicon.longest_english
    for length in range(min(longest, len(tokens)), 0, -1):
        spelling = joint.join(tokens[:length])
        for form in (spelling, spelling.removesuffix("'s"), spelling.removesuffix("s")):
            if form in table and (form == spelling or length == 1):
                return spelling, table[form], length
    return tokens[0], Sense(), 1


def _drop_elsewhere(words: list[Word]) -> list[Word]:
    """Leave out every stretch, from one opener or comma to the next, that holds a word of another engine."""
    kept: list[Word] = []
    stretch: list[Word] = []
    for word in words:
        if word.break_before or word.text in _OPENERS:
            kept += _unless_elsewhere(stretch)
            stretch = []
        stretch.append(word)
    return kept + _unless_elsewhere(stretch)


def _unless_elsewhere(stretch: list[Word]) -> list[Word]:
    return [] if any(word.has("elsewhere") for word in stretch) else stretch
