"""Slips of the finger in the words that steer: "vidoe", "titel", "expotr"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from moviola.agent.grammar.lexicon import aliases, words
from moviola.agent.grammar.normal import Message

_WORD = re.compile(r"(?<![A-Za-z'])[A-Za-z]{3,12}(?![A-Za-z'])")


def corrected(message: Message) -> Message:
    """``message`` with steering words put right; quotations are never touched."""
    return replace(message, text=_WORD.sub(lambda found: _word(found[0]), message.text))


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    lowered = word.lower()
    if lowered in aliases():
        return aliases()[lowered]
    known, real = words("spelling.known"), words("spelling.real")
    if (
        len(lowered) < 5
        or lowered in known
        or lowered in real
        or (lowered[0] != word[0] and not word.istitle())
    ):
        return word
    near = (right for right in known if len(right) >= 5 and right[0] == lowered[0])
    close = [right for right in near if one_slip(lowered, right)]
    return close[0] if len(close) == 1 else word


def one_slip(a: str, b: str) -> bool:
    """Whether ``a`` becomes ``b`` by one letter added, dropped, changed, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        # In a short word another letter makes another word ("stark", "start").
        return (len(a) > 5 and a[i + 1 :] == b[i + 1 :]) or (
            a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :]
        )
    return a[i + 1 :] == b[i:] or a[i:] == b[i + 1 :]
