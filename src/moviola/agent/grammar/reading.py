"""The message while it is read: rules take what they understand, the rest stays where it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.normal import QUOTE, Message
from moviola.agent.grammar.quantity import Quantity, quantities

#: Stands where something was taken; keeps every position as it was in the message.
GAP = "\x00"
#: Clauses that are considered; more is not a wish but a document.
CLAUSES = 60
#: Quantities of a clause that are considered.
QUANTITIES = 8

Link = Literal["sentence", "comma", "and", "soft"]

_SENTENCE = r"(?<=[^.\d])\.(?=\s|$)|(?<=\d)\.(?=\s|$)|\.{2,}|[;\n。;…]+|[!?]+(?=\s|$|[^\x00-\x7f])"
_COMMA = r"[,、,]|(?<=\s)[-–—]+(?=\s)|——"
_AND = (
    r"(?<![A-Za-z0-9'])(?:and then|and also|and|then|plus|while|but|after that|afterwards|finally|&)(?![A-Za-z0-9])"
    r"|然后|并且|并(?!排|不)|接着|同时|另外|还有|而且|以及|随后|再(?=[加把让配换来给放做导调用])|最后(?=[加导输配把])"
    r"|[和与](?={title.noun}|{music.noun}|.{0,6}{music.instrument})"
)
# Before these a new wish begins, though nothing separates it from what went before.
_SOFT = (
    r"(?<=\S) (?=(?:with|plus|featuring|over|set to)(?: [\w'-]+){0,4}? (?:{music.noun}|{music.genre}))"
    r"|(?<=\S) (?=(?:with|plus)(?: [\w'-]+){0,3}? (?:{music.instrument})(?![\w ]*(?: player)))"
    r"|(?<=\S) (?=(?:with|plus)(?: [\w'-]+){0,3}? {title.noun})"
    r"|(?<=[^\s:]) (?=(?:titled?|captioned?|entitled) ?:? ?" + QUOTE + r")"
    r"|(?<=[\u4e00-\u9fff])(?=(?:加上?|配上?|配|带)[^,。]{0,8}(?:{music.noun}|{music.instrument}|{title.noun}))"
    r"|(?<=[\u4e00-\u9fff])(?<![大主副头尾])(?=标题" + QUOTE + r")"
    r"|(?<=\S) (?=(?:and )?(?:let|make|have) (?:him|her|the water|the lake|the sea) )"
    r"|(?<=" + QUOTE + r") (?=(?:slow|slowly|push|pan|zoom|tilt|calm|with|add|and|he|she|they)\b)"
)


# After these the next words belong to them, and no new wish begins.
_ORDERS = re.compile(
    r"(?i)\b(?:the|an?|my|this|that|add|put|change|rename|replace|remove|delete|make|set|use|no|without|first|second|third"
    r"|last|old|new|edit|update|move|with|show|and)$|(?:[加把将改换删去用写]|去掉|删除|不要|添加|加上|第.个|个|的|放|别|不|没|无需|不用|开头|结尾|最后|片头|片尾|末尾|中间|顶部|底部|秒|处|时)$"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of the message that holds one wish, mostly. ``link``: what separates it from the one before."""

    start: int
    end: int
    link: Link


class Reading:
    """A message with what was taken blanked out."""

    def __init__(self, message: Message):
        self.message = message
        self.text = message.text
        self.clauses = list(_clauses(message.text))[:CLAUSES]

    def find(self, concept: str, clause: Clause) -> re.Match[str] | None:
        """The first place in what is left of ``clause`` where a concept or template is."""
        return pattern(concept).search(self.text, clause.start, clause.end)

    def has(self, concept: str, clause: Clause) -> bool:
        return self.find(concept, clause) is not None

    def take(self, concept: str, clause: Clause) -> str | None:
        """Like :meth:`find`, and the place is blanked; gives the words that were there."""
        found = self.find(concept, clause)
        if found is None or found.end() == found.start():
            return None
        self.blank(found.start(), found.end())
        return found[0]

    def take_all(self, concept: str, clause: Clause) -> list[str]:
        """Every place of the concept, taken."""
        taken = []
        while (words := self.take(concept, clause)) is not None:
            taken.append(words)
        return taken

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + GAP * (end - start) + self.text[end:]

    def quantities(self, clause: Clause) -> list[Quantity]:
        """Quantities in what is left of the clause, at their places in the message."""
        low = max(0, clause.start - 12)
        found = quantities(self.text[low : clause.end])
        moved = [Quantity(q.kind, q.value, q.start + low, q.end + low, q.text) for q in found]
        return [q for q in moved if q.start >= clause.start][:QUANTITIES]

    def quotes(self, clause: Clause) -> list[int]:
        """Places of quotations that are left in the clause."""
        return [m.start() for m in re.compile(QUOTE).finditer(self.text, clause.start, clause.end)]

    def left(self, clause: Clause) -> str:
        """What is left of the clause, gaps as spaces."""
        return " ".join(self.text[clause.start : clause.end].replace(GAP, " ").split())

    def original(self, clause: Clause) -> str:
        return self.message.text[clause.start : clause.end].strip()

    def content(self, clause: Clause, *without: str) -> str:
        """What is left when words without content, and the concepts ``without``, are put aside."""
        return content(self.text[clause.start : clause.end].replace(GAP, " "), *without)


def content(text: str, *without: str) -> str:
    """The words of ``text`` that carry something."""
    for concept in without:
        text = pattern(concept).sub(" ", text)
    text = pattern("glue.empty").sub(" ", text)
    return " ".join(re.sub(r"[^\w%]|_", " ", text).split())


def _clauses(text: str) -> Iterator[Clause]:
    separators = pattern(f"(?P<sentence>{_SENTENCE})|(?P<comma>{_COMMA})|(?P<and>{_AND})|(?P<soft>{_SOFT})")
    start = 0
    link: Link = "sentence"
    for found in separators.finditer(text):
        if found["soft"] is not None and _ORDERS.search(text[start : found.start()]):
            continue
        if text[start : found.start()].strip():
            yield Clause(start, found.start(), link)
            link = "soft"
        start = found.end()
        now: Link = next(k for k in ("sentence", "comma", "and", "soft") if found[k] is not None)
        link = now if link == "soft" or now == "sentence" else link
    if text[start:].strip():
        yield Clause(start, len(text), link)
