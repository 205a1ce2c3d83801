"""Numbers as people write them: times, lengths, shares, shapes. English and Chinese, digits and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["duration", "time", "percent", "decibel", "aspect"]

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: i for i, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_WORDS |= {"a": 1, "an": 1, "couple": 2, "dozen": 12, "hundred": 100}
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}

_EN_NUMBER = (
    r"(?:\d+(?:\.\d+)?|(?:" + "|".join(_TENS) + r")(?:[ -](?:" + "|".join(_SMALL[1:10]) + r"))?"
    r"|" + "|".join(sorted(_SMALL, key=len, reverse=True)) + r"|a couple of|a dozen|an?)"
)
_EN_UNIT = r"(?P<{0}>ms|milli?seconds?|secs?|seconds?|secon[ds]*|secnds?|s|minutes?|mins?|minuts?|m)"
_HAN_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九十百]+)"

#: The shapes people name; a timecode never looks like one of these unless it follows "at".
ASPECTS = ("16:9", "9:16", "1:1", "4:5", "5:4", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21", "2:1", "1:2")

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("timecode3", r"(?<![\d:.])(?P<h>\d{1,2}):(?P<hm>[0-5]\d):(?P<hs>[0-5]\d(?:\.\d+)?)(?![\d:])"),
    ("aspect", r"(?<![\d:.])(?P<aw>\d{1,2}) ?(?::|[x×/比](?=\d)) ?(?P<ah>\d{1,2})(?![\d:]|\.\d)"),
    ("timecode", r"(?<![\d:.])(?P<tm>\d{1,3}):(?P<ts>[0-5]\d(?:\.\d+)?)(?![\d:])"),
    ("decibel", r"(?P<db>[+-]?\d+(?:\.\d+)?) ?(?:db|decibels?|分贝)(?![a-z])"),
    ("percent", r"(?P<pc>\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)|百分之(?P<pz>" + _HAN_NUMBER + r")"),
    (
        "en",
        r"(?<![\w.:])(?:(?P<n1>"
        + _EN_NUMBER
        + r")(?P<half1> and a half)?[ -]?"
        + _EN_UNIT.format("u1")
        + r"(?P<half2> and a half)?(?: ?(?:and )?(?P<n2>"
        + _EN_NUMBER
        + r")[ -]?"
        + _EN_UNIT.format("u2")
        + r")?|(?:(?P<hn>an?) )?half(?: an? |-| )"
        + _EN_UNIT.format("hu")
        + r")(?![\w])(?:[ -]long\b)?",
    ),
    (
        "zh",
        r"(?P<zn>" + _HAN_NUMBER + r"|半)个?(?P<zh1>半)?(?P<zu>毫秒|秒钟?|分钟|分)(?P<zh2>半(?:钟)?)?"
        r"(?:(?P<zn2>" + _HAN_NUMBER + r")秒钟?)?",
    ),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS), re.IGNORECASE)
#: "in his 60s", "the 80s", "80s music", "late 30s": a decade, not a length.
_DECADE_BEFORE = re.compile(r"(?:\b(?:his|her|their|my|the|early|mid|late|19|20)[ -]?)$", re.IGNORECASE)
_DECADE_AFTER = re.compile(
    r"^ (?:music|synth\w*|disco|rock|pop|style|vibes?|beats?|look|movie|film stock)\b", re.IGNORECASE
)
_POINT_BEFORE = re.compile(r"(?:\b(?:at|from|to|until|till|after|before)|[从到在至第]) ?$", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A quantity found in text: milliseconds, a fraction, decibels, or a shape like ``9:16`` in ``text``."""

    kind: Kind
    value: float
    start: int
    end: int
    text: str = ""

    @property
    def milliseconds(self) -> int:
        return round(self.value)

    def said(self, text: str) -> str:
        """Its words in ``text``, where it was found."""
        return text[self.start : self.end].strip()


def number(text: str) -> float:
    """The value of a number word or digits; English or Chinese up to 999.

    Raises:
        ValueError: it is not a number.
    """
    word = text.strip().lower()
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return float(word)
    if word == "a couple of":
        return 2.0
    if word == "a dozen":
        return 12.0
    if all(c in _HAN or c in "十百" for c in word) and word:
        return float(_han(word))
    parts = re.split(r"[ -]", word)
    if all(part in _WORDS for part in parts):
        return float(sum(_WORDS[part] for part in parts))
    raise ValueError(f"not a number: {text!r}")


def _han(word: str) -> int:
    total, digit = 0, None
    for c in word:
        if c in _HAN:
            # "三五" has no multiplier between: read digit by digit.
            digit = _HAN[c] if digit is None else digit * 10 + _HAN[c]
        else:
            total += (1 if digit is None else digit) * (10 if c == "十" else 100)
            digit = None
    return total + (digit or 0)


def quantities(text: str) -> list[Quantity]:
    """All quantities in ``text``, from left to right, none overlapping."""
    found: list[Quantity] = []
    for match in _ANY.finditer(text):
        quantity = _read(match, text)
        if quantity is not None:
            found.append(quantity)
    return found


def without_quantities(text: str) -> str:
    """``text`` with its quantities cut out."""
    for quantity in reversed(quantities(text)):
        text = text[: quantity.start] + " " + text[quantity.end :]
    return text


def _read(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    g = match.group
    before = text[max(0, start - 12) : start]
    if g("timecode3"):
        value = int(g("h")) * 3600 + int(g("hm")) * 60 + float(g("hs"))
        return Quantity("time", value * 1000, start, end)
    if g("aspect"):
        shape = f"{int(g('aw'))}:{int(g('ah'))}"
        if shape in ASPECTS and not (
            ":" in g("aspect")
            and _POINT_BEFORE.search(before)
            and len(g("ah")) == 2
            and not _to_shape(before)
        ):
            return Quantity("aspect", 0.0, start, end, shape)
        if ":" in g("aspect") and len(g("ah")) == 2 and int(g("ah")) < 60:
            return Quantity("time", (int(g("aw")) * 60 + int(g("ah"))) * 1000.0, start, end)
        return None
    if g("timecode"):
        return Quantity("time", (int(g("tm")) * 60 + float(g("ts"))) * 1000, start, end)
    if g("decibel"):
        return Quantity("decibel", float(g("db")), start, end)
    if g("percent"):
        share = float(g("pc")) if g("pc") else number(g("pz"))
        return Quantity("percent", share / 100, start, end)
    seconds = _english(match, text) if g("en") else _chinese(match)
    if seconds is None:
        return None
    return Quantity("duration", seconds * 1000, start, end)


def _to_shape(before: str) -> bool:
    """ "to 9:16" is a shape, "from 9:16" and "at 9:16" are times."""
    return bool(re.search(r"(?:\bto|到|成|为) ?$", before, re.IGNORECASE))


def _english(match: re.Match[str], text: str) -> float | None:
    g = match.group
    if g("hu"):
        return 0.5 * _unit(g("hu"))
    if g("n1").isdigit() and g("u1").lower() == "s" and int(g("n1")) % 10 == 0:
        tail = text[match.end() : match.end() + 16]
        if _DECADE_BEFORE.search(text[max(0, match.start() - 8) : match.start()]) or _DECADE_AFTER.match(
            tail
        ):
            return None
    if g("n1").lower() in ("a", "an") and not g("u1").lower().startswith("min"):
        # "a second title" is a place in a row.
        return None
    if g("u1").lower() in ("s", "m") and not g("n1")[0].isdigit():
        return None
    seconds = (number(g("n1")) + (0.5 if g("half1") or g("half2") else 0.0)) * _unit(g("u1"))
    if g("n2"):
        seconds += number(g("n2")) * _unit(g("u2"))
    return seconds


def _chinese(match: re.Match[str]) -> float:
    g = match.group
    size = _unit(g("zu"))
    amount = 0.5 if g("zn") == "半" else number(g("zn"))
    if g("zh1") or g("zh2"):
        amount += 0.5
    return amount * size + (number(g("zn2")) if g("zn2") else 0.0)


def _unit(word: str) -> float:
    """Seconds in one of the unit."""
    lowered = word.lower()
    if lowered.startswith(("ms", "mil")) or lowered == "毫秒":
        return 0.001
    if lowered.startswith("m") or lowered.startswith("分"):
        return 60.0
    return 1.0
