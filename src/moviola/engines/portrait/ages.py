"""Ages in words and numbers, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = {
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
}
_TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
}
_NUMBERS = {word: i + 1 for i, word in enumerate(_UNITS)} | _TEENS | _TENS
_WORD = f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?|{'|'.join([*_TEENS, *_UNITS])})"
_DECADE = f"(?:{'|'.join(word[:-1] + 'ies' for word in _TENS)}|[2-9]0'?s)"
_PART = {"early": 2, "mid": 5, "middle": 5, "late": 8}

_HAN = {c: i + 1 for i, c in enumerate("一二三四五六七八九")} | {"两": 2}
_HAN_NUMBER = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d{1,3})"
_HAN_NAMES = {
    **{"豆蔻": 13, "弱冠": 20, "而立": 31, "不惑": 42, "年过半百": 54, "半百": 52, "知天命": 52},
    **{"花甲": 63, "古稀": 72, "耄耋": 82, "百岁": 95},
}

_SHIFT = re.compile(
    rf"\b(\d{{1,2}}|{_WORD}) years? (older|younger)\b"
    rf"|(老|年轻|大|小)\s*({_HAN_NUMBER})\s*岁"
)
_AGE = re.compile(
    rf"\b(?P<old>\d{{1,3}}|{_WORD})(?:[- ]|\b)?(?:years?|yrs?)[- ]?old\b"
    r"|\b(?P<yo>\d{1,3})\s?y/?o\b"
    rf"|\b(?:aged|age|age of|aged about|aged around)\s(?P<aged>\d{{1,3}}|{_WORD})\b"
    rf"|\b(?:(?P<part>early|mid|middle|late)[- ])?(?<!\d)(?P<decade>{_DECADE})(?![\w])"
    r"|\b(?:man|woman|lady|gentleman|male|female),?\s(?:of\s|about\s)?(?P<bare>[1-9]\d)(?!\s?(?:s\b|seconds|sec))\b"
    rf"|(?P<near>年近|将近|快)?(?P<han>{_HAN_NUMBER})\s*(?P<over>几|多|来|余|出头)?\s*(?P<unit>岁|多岁)(?P<after>出头|左右|上下)?"
    rf"|(?:年近)(?P<bare_near>{_HAN_NUMBER})|(?P<edge>{_HAN_NUMBER})出头"
    rf"|(?P<name>{'|'.join(_HAN_NAMES)})(?:之年)?"
)


@dataclass(frozen=True)
class Age:
    """``years`` between ``start`` and ``end`` of the text; ``relative``: years more or less than now."""

    years: float
    start: int
    end: int
    relative: bool = False


def find(text: str) -> Iterator[Age]:
    """Ages in lower-case ``text``."""
    taken: list[tuple[int, int]] = []
    for match in _SHIFT.finditer(text):
        amount = _number(match[1]) if match[1] else _han(match[4])
        sign = -1 if match[2] == "younger" or match[3] in ("年轻", "小") else 1
        taken.append(match.span())
        yield Age(sign * amount, *match.span(), relative=True)
    for match in _AGE.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        years = _years(match)
        if years <= 120:
            # "man of 50": the man is a word of its own, only the number is the age.
            yield Age(years, *match.span("bare" if match["bare"] else 0))


def _years(match: re.Match[str]) -> float:
    for group in ("old", "yo", "aged", "bare"):
        if match[group]:
            return _number(match[group])
    if match["decade"]:
        return _decade(match["decade"]) + _PART.get(match["part"] or "", 4)
    if match["name"]:
        return _HAN_NAMES[match["name"]]
    if match["bare_near"]:
        return _han(match["bare_near"]) - 1
    if match["edge"]:
        return _han(match["edge"]) + 2
    years = _han(match["han"])
    if match["near"]:
        return years - 1
    over = match["over"] or match["after"] or ""
    vague = {"几": 4, "多": 4, "余": 4, "来": 1, "出头": 2}
    return years + vague.get(over, 0) * (1 if years >= 10 else 0)


def _number(word: str) -> float:
    if word.isdigit():
        return float(word)
    return float(sum(_NUMBERS[part] for part in re.split(r"[- ]", word)))


def _decade(word: str) -> float:
    if word[0].isdigit():
        return float(word[:2])
    return float(_TENS[word[:-3] + "y"])


def _han(word: str) -> float:
    if word.isdigit():
        return float(word)
    if "十" in word:
        tens, _, units = word.partition("十")
        return float((_HAN.get(tens, 1)) * 10 + _HAN.get(units, 0))
    return float(_HAN[word])


def measured(years: float) -> float:
    """The age at which the bank's meter reads a face of ``years``: it is compressed beyond 55."""
    return years if years <= 55 else 55 + (years - 55) * 0.75
