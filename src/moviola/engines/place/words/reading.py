"""A text as the words of it that say something, in order, with what is denied and what is stressed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from moviola.engines.place.words.lexicon import Meaning, Sense, simplified, spelled, words
from moviola.engines.place.words.spelling import corrected

#: Characters that are read; nobody describes a picture with more.
LIMIT = 4_000
#: Characters of an unknown word that are told.
_WORD = 40

_HAN = re.compile(r"[\u3400-\u9fff]")
_ITEM = re.compile(
    r"(?P<han>[\u3400-\u9fff]+)|(?P<word>[a-z0-9]+(?:'[a-z]+)?)|(?P<link>[&+])|(?P<other>[^\w\s]|_)|\s+"
)
#: Marks of a generator's own language: flags, weights, embedded models.
_DENIED = re.compile(r"--no\s+([^\n-]{0,200})")
_FLAGS = re.compile(
    r"--no\b|--?[a-z]+\s+[\d:.]+\b|--[a-z]+(?:\s+raw)?|<[^<>]{0,80}>|https?://\S+|:\d+(?:\.\d+)?(?=[)\s,])"
)
_BREAKS = frozenset(',.;:!?()[]{}|/，。；：！？（）【】…\n—–·“”"')


@dataclass
class Hit:
    """A stretch that is one entry of the lists, or (``sense`` empty) a word that is in none of them.

    ``clause``: number of the clause; ``denied``: it is said not to be; ``strength``: of an amount ("light", "heavy").
    """

    text: str
    sense: Sense
    clause: int
    english: bool
    start: int
    end: int
    denied: bool = False
    strength: float = 1.0

    def value(self, kind: str) -> str | None:
        """The value that it gives to ``kind``."""
        return next((m.value for m in self.sense if m.kind == kind), None)

    def all(self, kind: str) -> list[str]:
        """Every value that it gives to ``kind``."""
        return [m.value for m in self.sense if m.kind == kind]

    def is_a(self, *kinds: str) -> bool:
        """Whether it says something of one of these kinds."""
        return any(m.kind in kinds for m in self.sense)

    def grammar(self, value: str) -> bool:
        """Whether it plays this part in a sentence."""
        return Meaning("grammar", value) in self.sense

    @property
    def says_nothing(self) -> bool:
        """A filler and no more."""
        return bool(self.sense) and all(
            m.kind in ("filler", "grammar", "strength", "big", "many") for m in self.sense
        )


@lru_cache(maxsize=256)
def read(text: str) -> tuple[Hit, ...]:
    """The words of ``text``. Any string is accepted; nothing is raised. The hits must not be changed."""
    plain, shown = _even(text[:LIMIT])
    hits = list(_hits(plain, shown))
    _deny(hits)
    _stress(hits)
    return tuple(hits)


def _even(text: str) -> tuple[str, str]:
    """The text to look words up in, and the same with the characters that the person typed."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    shown = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").lower()
    shown = _DENIED.sub(lambda found: " , no " + found[1].replace(",", " and ") + " , ", shown)
    shown = _FLAGS.sub(" , ", shown)
    return shown.translate(simplified()), shown


def _hits(plain: str, shown: str) -> Iterator[Hit]:
    clause = 0
    tokens: list[tuple[str, int, int]] = []
    spaced = False
    for found in _ITEM.finditer(plain):
        if found["word"] is not None:
            tokens.append((spelled(found["word"]), found.start(), found.end()))
            spaced = False
            continue
        if found["other"] == "-" or (
            found["other"] is None and found["han"] is None and found["link"] is None
        ):
            if "\n" in found[0] and tokens:
                yield from _english(tokens, clause, shown)
                tokens = []
                clause += 1
            spaced = True
            continue
        if tokens:
            yield from _english(tokens, clause, shown)
            tokens = []
        elif spaced and found["han"] is not None:
            clause += 1
        spaced = False
        if found["han"] is not None:
            yield from _chinese(plain, found.start(), found.end(), clause, shown)
        elif found["link"] is not None:
            yield Hit(found[0], (Meaning("grammar", "join"),), clause, True, found.start(), found.end())
        elif found[0] == "、":
            yield Hit(found[0], (Meaning("grammar", "join"),), clause, False, found.start(), found.end())
        elif found[0] in _BREAKS:
            clause += 1
    if tokens:
        yield from _english(tokens, clause, shown)


def _english(tokens: list[tuple[str, int, int]], clause: int, shown: str) -> Iterator[Hit]:
    lists = words()
    i = 0
    while i < len(tokens):
        word, start, _ = tokens[i]
        most = max(lists.longest.get(word, 1), lists.longest.get(_singulars(word)[-1], 1))
        for length in range(min(most, len(tokens) - i), 0, -1):
            sense = _look_up([token for token, _, _ in tokens[i : i + length]])
            if sense is not None:
                break
        else:
            length, sense = 1, ()
            if (better := corrected(word)) is not None:
                sense = _look_up([better]) or ()
        end = tokens[i + length - 1][2]
        i += length
        if sense or not word[0].isdigit():
            yield Hit(shown[start:end][:_WORD], sense, clause, True, start, end)


def _look_up(parts: list[str]) -> Sense | None:
    table = words().english
    found = table.get(" ".join(parts))
    if found is not None:
        return found
    for last in _singulars(parts[-1]):
        found = table.get(" ".join([*parts[:-1], last]))
        if found is not None:
            return found
    return None


def _singulars(word: str) -> tuple[str, ...]:
    """What ``word`` may be the plural or the possessive of; itself last."""
    if word.endswith("'s"):
        return (word[:-2], word)
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return (word,)
    if word.endswith("ies"):
        return (word[:-3] + "y", word[:-1], word)
    if word.endswith("ves"):
        return (word[:-1], word[:-3] + "f", word[:-3] + "fe", word)
    return (word[:-2], word[:-1], word) if word.endswith("es") else (word[:-1], word)


def _chinese(plain: str, start: int, end: int, clause: int, shown: str) -> Iterator[Hit]:
    lists = words()
    table, longest = lists.chinese, lists.longest
    i, missed = start, start
    while i < end:
        for length in range(min(longest.get(plain[i], 0), end - i), 0, -1):
            sense = table.get(plain[i : i + length])
            if sense is not None:
                if missed < i:
                    yield Hit(shown[missed:i][:_WORD], (), clause, False, missed, i)
                yield Hit(shown[i : i + length], sense, clause, False, i, i + length)
                i += length
                missed = i
                break
        else:
            i += 1
    if missed < end:
        yield Hit(shown[missed:end][:_WORD], (), clause, False, missed, end)


#: What a denial passes over on its way to the thing that it denies.
_PASSED = ("filler", "strength", "big", "many", "palette", "mood")


def _deny(hits: list[Hit]) -> None:
    """Mark what "no", "without", 没有 … speak of."""
    denying, touching, to_the_end = False, False, False
    last: Hit | None = None
    for k, hit in enumerate(hits):
        if hit.grammar("until_end"):
            to_the_end = True
        if to_the_end:
            hit.denied = True
            continue
        if last is not None and hit.clause != last.clause:
            denying = False
        last = hit
        if hit.grammar("no"):
            denying, touching = True, len(hit.text) == 1
            continue
        if hit.grammar("join") and k and hits[k - 1].denied:
            denying, touching = True, False
            continue
        if not denying:
            continue
        if hit.english and hit.grammar("preposition") and hit.text != "of":
            denying = False
        elif hit.says_nothing or hit.is_a("filler"):
            denying = denying and not touching and not (not hit.english and hit.text == "的")
        else:
            hit.denied = True
            denying = hit.is_a(*_PASSED) and not hit.is_a("subject", "feature")


def _stress(hits: list[Hit]) -> None:
    """Give "light", "heavy", 大 … to the amount that follows, or in Chinese stands before (雾很大)."""
    for k, hit in enumerate(hits):
        strength = hit.value("strength")
        if strength is None or not hit.says_nothing:
            continue
        for other in hits[k + 1 : k + 4]:
            if other.clause != hit.clause or other.grammar("preposition"):
                break
            if not other.says_nothing or other.value("strength"):
                other.strength *= float(strength)
                break


def is_chinese(text: str) -> bool:
    """Whether Han characters stand in ``text``."""
    return _HAN.search(text) is not None
