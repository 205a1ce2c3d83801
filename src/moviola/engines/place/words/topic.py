"""What a sentence is about where that is no place: a person, a thing, a contradiction, a word nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moviola.engines.place.words.abilities import features as drawn_by
from moviola.engines.place.words.fields import ANIMALS, PEOPLE
from moviola.engines.place.words.lexicon import impossible, meanings
from moviola.engines.place.words.place import Choice, segments, subject_of
from moviola.engines.place.words.reading import Hit, read

_PORTRAITS = re.compile(
    r"portrait|headshot|head shot|selfie|肖像|人像|头像|自拍|半身照|全身照|证件照|美女写真"
)
#: English words of these forms say how or what something does, hardly ever what is to be seen.
_LOOSE = re.compile(r".{3,}(?:ly|ing|ed)")


def contradiction(text: str) -> str | None:
    short = text[:400].lower()
    pairs, without = impossible()
    for a, b in pairs:
        if a.isascii():
            found = re.search(rf"\b(?:{a} {b}s?|{b}s? (?:that (?:is|are) |which (?:is|are) ){a})\b", short)
        else:
            found = re.search(f"{a}的?{b}", short)
        if found is not None:
            return found[0]
    for a, b in without:
        found = re.search(rf"\b{a} without (?:any )?{b}\b" if a.isascii() else f"没有{b}的{a}(?!\\w)", short)
        if found is not None:
            return found[0]
    return None


def something_else(hits: Sequence[Hit], choice: Choice | None) -> tuple[str, ...]:
    """What the sentence is about where that is no place: a person, a thing, a pattern; () where it is one."""
    said = [hit for hit in hits if not hit.denied]
    someone = [hit for hit in said if hit.value("person") == "someone"]
    looks = [hit for hit in said if hit.value("person") == "looks"]
    figures = [hit for hit in said if set(hit.all("feature")) & PEOPLE]
    if looks and (someone or figures or any(_PORTRAITS.fullmatch(hit.text) for hit in looks)):
        return tuple(dict.fromkeys(hit.text for hit in (*someone, *looks)))[:3]
    backdrop = [hit for hit in said if hit.is_a("backdrop")]
    if backdrop and (choice is None or _strongest(choice, backdrop[0].clause) < 2.0):
        return (backdrop[0].text,)
    head = _head(said)
    heads = [hit for hit in head if hit.is_a("thing") or hit.value("person") == "someone"]
    if any(hit.value("thing") in ("underwater", "interior") for hit in heads):
        return (heads[0].text,)
    places = [hit for hit in head if _names_place(hit)]
    if heads and (not places or (_last(head, heads) > _last(head, places) and heads[0].english)):
        walks = any(hit.grammar("deed") or (not hit.english and hit.grammar("head")) for hit in said)
        only_people = all(hit.value("person") == "someone" for hit in heads)
        if not (only_people and choice is not None and walks):
            return (heads[-1].text,)
    if not places:
        animals = [hit for hit in head if set(hit.all("feature")) & ANIMALS]
        lacking = [
            a for a in animals if choice is None or not set(a.all("feature")) & drawn_by(choice.family)
        ]
        if lacking and not [hit for hit in head if hit.is_a("feature") and hit not in animals]:
            return (lacking[-1].text,)
        strange = _unknown_head(head, hits, choice)
        if strange:
            return (strange,)
    return ()


def _strongest(choice: Choice, clause: int) -> float:
    return max((v.subject.weight for v in choice.votes if v.hit.clause <= clause), default=0.0)


def _names_place(hit: Hit) -> bool:
    subject = subject_of(hit)
    return subject is not None or any(name in meanings()["home"] for name in hit.all("feature"))


def _last(head: Sequence[Hit], among: Sequence[Hit]) -> int:
    return max((k for k, hit in enumerate(head) if any(hit is one for one in among)), default=-1)


def _head(said: Sequence[Hit]) -> list[Hit]:
    """The first stretch that has a noun: what the sentence is about."""
    clauses: dict[int, list[Hit]] = {}
    for hit in said:
        clauses.setdefault(hit.clause, []).append(hit)
    for clause in clauses.values():
        for part in segments(clause):
            if any(
                not hit.sense or hit.is_a("subject", "feature", "place", "thing", "person", "backdrop")
                for hit in part
            ):
                return part
    return []


def _unknown_head(head: Sequence[Hit], hits: Sequence[Hit], choice: Choice | None) -> str:
    """A noun that is in no list, where it is what the sentence is about: "a quokka on a beach", 一只袋鼠."""
    if not head or any(hit.is_a("subject", "feature", "place", "time", "yes") for hit in head):
        return ""
    if head[-1].sense or is_loose(head[-1]):
        return ""
    k = next(i for i, hit in enumerate(hits) if hit is head[-1])
    if not head[-1].english:
        return head[-1].text if k and hits[k - 1].grammar("measure") else ""
    before = [hit for hit in hits[:k] if hit.clause == head[-1].clause]
    followed = k + 1 < len(hits) and hits[k + 1].clause == head[-1].clause
    weak = choice is None or max(vote.subject.weight for vote in choice.votes) < 2.0
    named = any(hit.grammar("a") for hit in before)
    if followed:
        weak = hits[k + 1].grammar("preposition") and hits[k + 1].text != "of"
    return head[-1].text if named and weak else ""


def things(hits: Sequence[Hit]) -> tuple[str, ...]:
    found = [h.text for h in hits if not h.denied and (h.is_a("thing", "backdrop", "person") or not h.sense)]
    found += [h.text for h in hits if not h.denied and set(h.all("feature")) & ANIMALS]
    return tuple(dict.fromkeys(found))[:3]


def is_loose(hit: Hit) -> bool:
    """Whether a word that is in no list only describes."""
    return not hit.sense and (len(hit.text) < 2 or (hit.english and _LOOSE.fullmatch(hit.text) is not None))


def unknown(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Words of weight that meant nothing here."""
    found: dict[str, None] = {}
    for hit in hits:
        if hit.denied or hit.is_a("subject", "feature", "filler", "time"):
            continue
        strange = not hit.sense and not is_loose(hit)
        if strange or hit.is_a("thing", "backdrop", "beyond") or hit.value("person") == "looks":
            found[hit.text] = None
    return tuple(found)[:12]


def names_a_thing(text: str) -> bool:
    """Whether a known thing that is never built here stands in ``text``: an animal, a product, a pattern."""
    return any(
        not hit.denied and (hit.is_a("thing", "backdrop") or set(hit.all("feature")) & ANIMALS)
        for hit in read(text)
    )
