"""A script or shot list cut into its shots, whatever marks them: numbers, labels, headings, bullets, semicolons."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.normal import without_escapes

#: Characters of a script that are considered.
LIMIT = 20_000
#: And of one shot, and of what is said before the first.
_ITEM, _HEAD = 600, 1_000
_CIRCLED = re.compile("[①-⑳]")
_HAN = "一二三四五六七八九十"
_END = r"[ \t]*(?:[:.、)\]-]+|(?=\n)|,|(?=[ (]))[ \t]*"
_LABEL = (
    r"(?:^|(?<=[\s;。.,:!?)]))[#*\[( ]*(?:{script.item}) ?#?(?P<n>\d{1,2})\**"
    + _END
    + r"|(?:^|(?<=[\s;。.,:!?)])|(?<=[\u4e00-\u9fff]))[#*\[(【]*(?:镜头|分镜|画面|场景|场次|镜)[ ]?(?P<z>\d{1,2}|["
    + _HAN
    + r"]{1,2})(?![一-鿿])[】\])]*"
    + _END
    + r"|(?:^|(?<=[\s;。.,:!?)]))第(?P<o>\d{1,2}|["
    + _HAN
    + r"]{1,2})(?:个?镜头?|幕|场|格|个?画面|个?场景)[】\])]*"
    + _END
)
_NUMBER = (
    r"(?:^|(?<=[\s;。.,:!?)\]\u4e00-\u9fff]))[#(\[*]{0,2}(?P<n>\d{1,2})"
    r"(?:[.)、\]]|[ ]?[-–:](?=\s))\*{0,2}[ \t]*(?=[^\d\s])"
)
_HAN_NUMBER = r"(?:^|(?<=[\s;。:]))(?P<z>[" + _HAN + r"]{1,2})[、.][ \t]*(?=\S)"
_HEADING = (
    r"(?m)^[ \t]*(?:\d{1,3}[.)]?[ \t]+)?"
    r"(?=(?:INT|EXT|INT\.?/EXT|EXT\.?/INT|I/E)[. ]|(?:内景|外景|内/外景)[ .:、])"
)
_BULLET = r"(?m)^[ \t]*[-*•·–—▪◦][ \t]+(?=\S)"
_FLOW = (
    r"[;|]|\s/\s|\n+|→|[-=]+>|(?<=\S) (?=(?:then|finally|next)\b)"
    r"|,? ?(?:and )?\b(?:then|next|finally|after that)\b[ ,:]*|[,]?(?:然后|接着|最后|再然后)(?:是)?[,:]?"
)
_SENTENCE = r"(?<=[^\d\s])[.](?=\s|$)|[。!?]"


@dataclass(frozen=True)
class Script:
    """``head``: what was said before the first shot. ``called``: the word storyboard, or one like it, was said.

    ``marked``: every shot begins with a label or a heading of its own, as only shots do.
    """

    head: str
    items: tuple[str, ...]
    called: bool
    marked: bool


def even(raw: str) -> str:
    """The message with one width of letters and plain spaces; lines are kept."""
    text = _CIRCLED.sub(
        lambda c: f"\n{unicodedata.digit(c[0], 0) or ord(c[0]) - 0x245F}. ", without_escapes(raw[:LIMIT])
    )
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        " " if unicodedata.category(c) in ("Cc", "Co", "Cn", "Cf") and c != "\n" else c for c in text
    )
    return re.sub(r"[^\S\n]+", " ", text).strip()


def script(text: str) -> Script | None:
    """The shots of an even ``text``; None where it is no script. A script that was only announced has no items."""
    called = pattern("script.board").search(text) is not None
    for template, least, marked in ((_HEADING, 1, True), (_LABEL, 2, True)):
        cuts = [m.span() for m in pattern(template).finditer(text)]
        if len(cuts) >= (1 if called else least):
            return _cut(text, cuts, called, marked)
    for template in (_NUMBER, _HAN_NUMBER):
        cuts = _in_row(pattern(template).finditer(text))
        if len(cuts) >= (1 if called else 2):
            return _cut(text, cuts, called, False)
    cuts = [m.span() for m in re.finditer(_BULLET, text)]
    if len(cuts) >= 2:
        return _cut(text, cuts, called, False)
    return _loose(text) if called else None


def _in_row(found: object) -> list[tuple[int, int]]:
    """The places whose numbers count up from one."""
    cuts: list[tuple[int, int]] = []
    for match in found:  # type: ignore[attr-defined]
        groups = match.groupdict()
        number = int(groups["n"]) if groups.get("n") else _value(groups["z"])
        if number == len(cuts) + 1:
            cuts.append(match.span())
    return cuts


def _value(han: str) -> int:
    if han.startswith("十"):
        return 10 + (_HAN.index(han[1]) + 1 if len(han) > 1 else 0)
    return _HAN.index(han[0]) + 1


def _cut(text: str, cuts: list[tuple[int, int]], called: bool, marked: bool) -> Script:
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    items = [text[begin:end].strip(" \n;,。") for (_, begin), end in zip(cuts, ends, strict=True)]
    return _script(text[: cuts[0][0]].strip(), items, called, marked)


def _script(head: str, items: list[str], called: bool, marked: bool) -> Script:
    return Script(head[:_HEAD], tuple(item[:_ITEM] for item in items if item), called, marked)


def _loose(text: str) -> Script:
    """Shots without marks, behind a colon or on the lines below."""
    head, colon, rest = text.partition(":")
    if not colon or not pattern("script.board").search(head):
        head, colon, rest = text.partition("\n")
    if not colon:
        head, colon, rest = [*re.split(r"( [-–—]+ )", text, maxsplit=1), "", ""][:3]
    if not colon:
        return _script(text, [], True, False)
    for template in (_FLOW, _SENTENCE, "[,、]"):
        items = [part.strip(" \n,.;。") for part in re.split(template, rest.strip(), flags=re.IGNORECASE)]
        items = [item for item in items if item]
        if len(items) >= 2:
            return _script(head, items, True, False)
    return _script(head, [rest.strip()], True, False)
