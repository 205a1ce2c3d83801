"""Slips of the keyboard: a word that is in no list is taken for the one entry that is a single slip away."""

from __future__ import annotations

from functools import cache, lru_cache

from moviola.engines.place.words.lexicon import words

#: Shorter words have too many neighbours.
_SHORTEST = 5
_LONGEST = 16
#: A wrong letter (instead of a missing, a doubled or two swapped ones) is forgiven only in a word as long as this.
_FORGIVING = 7


@lru_cache(maxsize=1024)
def corrected(word: str) -> str | None:
    """The entry that ``word`` is a slip of, or None."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return None
    known = _without_one()
    found = {
        right for part in (word, *_deleted(word)) for right in known.get(part, ()) if right[0] == word[0]
    }
    near = [right for right in found if _one_slip(word, right)]
    return near[0] if len(near) == 1 else None


@cache
def _without_one() -> dict[str, tuple[str, ...]]:
    """Every entry under itself and under each of its forms that lack one letter."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in words().english:
        if len(entry) >= _SHORTEST and entry.isalpha():
            for part in (entry, *_deleted(entry)):
                found[part] = (*found.get(part, ()), entry)
    return found


def _deleted(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_slip(word: str, right: str) -> bool:
    if len(word) != len(right):
        shorter, longer = sorted((word, right), key=len)
        return shorter in _deleted(longer)
    wrong = [i for i in range(len(word)) if word[i] != right[i]]
    if len(wrong) == 1:
        return len(word) >= _FORGIVING
    a, b = (wrong[0], wrong[-1]) if wrong else (0, 0)
    return len(wrong) == 2 and b == a + 1 and word[a] == right[b] and word[b] == right[a]
