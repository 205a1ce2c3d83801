"""Which kind of place the words speak of: every word for one votes, the head of the sentence loudest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from moviola.engines.place.scene import Family
from moviola.engines.place.words.lexicon import Subject, meanings, real_places, subjects
from moviola.engines.place.words.reading import Hit

#: A vote counts this much after the first preposition, before the last noun of a row of nouns, in a later clause.
_AFTER, _BEFORE, _LATER = 0.75, 0.6, 0.7
#: What further words for the same family add, and at most how much.
_MORE, _MOST = 0.15, 0.3
#: A sky that is what the sentence is about counts this much; elsewhere it is what is above the place.
_SKIES, _SKY = frozenset({"sky", "clouds", "starry_sky", "sunset_sky", "dawn_sky", "storm_sky"}), 1.9
#: Words for the sky that are weather in every family, not another place.
WEATHER = _SKIES | {"snow_scene", "scenery"}
#: Lightest vote that makes a place by itself.
_LEAST = 0.35


@dataclass
class Vote:
    """One word for a place or for what is at home in one."""

    hit: Hit
    subject: Subject
    weight: float
    feature: str = ""


@dataclass
class Choice:
    """The family that won, with every word that voted."""

    family: Family
    votes: list[Vote] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """Whether a word names just what this family shows."""
        return any(
            v.subject.family == self.family
            and not v.subject.near
            and v.subject.weight >= 1.5
            and not v.feature
            for v in self.votes
        )


def subject_of(hit: Hit) -> Subject | None:
    """The kind of place that a hit names."""
    name = hit.value("subject")
    if name is not None:
        return subjects()[name]
    place = hit.value("place")
    return real_places()[int(place)].subject if place is not None else None


def choose(hits: Sequence[Hit]) -> Choice | None:
    """The place that the words name; None where they name none."""
    votes: list[Vote] = []
    clauses: dict[int, list[Hit]] = {}
    for hit in hits:
        clauses.setdefault(hit.clause, []).append(hit)
    first = True
    for clause in clauses.values():
        found = _of_clause(clause, first)
        if found and not first:
            for vote in found:
                vote.weight *= _LATER
        first = first and not any(vote.weight >= 1.0 for vote in found)
        votes += found
    totals: dict[Family, float] = {}
    for family in dict.fromkeys(vote.subject.family for vote in votes):
        weights = sorted((v.weight for v in votes if v.subject.family == family), reverse=True)
        totals[family] = weights[0] + min(sum(weights[1:]) * _MORE, _MOST)
    if not totals:
        return None
    best = max(totals, key=lambda family: totals[family])
    return (
        Choice(best, votes) if totals[best] >= _LEAST or any(v.hit.is_a("subject") for v in votes) else None
    )


def segments(clause: Sequence[Hit]) -> list[list[Hit]]:
    """A clause cut at its prepositions (在 in Chinese): the first part with a noun is its head."""
    parts: list[list[Hit]] = [[]]
    for k, hit in enumerate(clause):
        if hit.text in ("sea", "ocean") and k + 1 < len(clause) and clause[k + 1].text == "of":
            continue  # a sea of something
        cut = hit.grammar("preposition") if hit.english else hit.grammar("head")
        cut = cut or (hit.english and hit.is_a("motion") and " " in hit.text)
        if hit.english and hit.text == "of" and k and _frames(clause[:k]):
            cut = True
        if cut:
            parts.append([])
        else:
            parts[-1].append(hit)
    return [part for part in parts if part]


def _frames(before: Sequence[Hit]) -> bool:
    """A picture, a view of something: no head of its own."""
    return all(hit.says_nothing for hit in before)


def _of_clause(clause: Sequence[Hit], first: bool) -> list[Vote]:
    votes: list[Vote] = []
    for part in segments(clause):
        found = [vote for hit in part if not hit.denied for vote in _of_hit(hit)]
        if not found:
            continue
        strong = [k for k, vote in enumerate(found) if vote.subject.weight >= 1.0 and not vote.feature]
        last = strong[-1] if strong else 0
        for k, vote in enumerate(found):
            if k < last and not _joined(part, vote.hit):
                vote.weight *= _BEFORE
        if not votes and first and found[-1].hit.value("subject") in _SKIES:
            found[-1].weight = max(found[-1].weight, _SKY)
        if votes:
            for vote in found:
                vote.weight *= _AFTER
        votes += found
    return votes


def _joined(part: Sequence[Hit], hit: Hit) -> bool:
    """Whether "and" follows: then the word stands for itself, not before the next one."""
    after = list(part)[list(part).index(hit) + 1 :]
    following = next((other for other in after if not other.is_a("filler") or other.grammar("join")), None)
    return following is not None and following.grammar("join")


def _of_hit(hit: Hit) -> list[Vote]:
    votes = []
    subject = subject_of(hit)
    if subject is not None:
        votes.append(Vote(hit, subject, subject.weight))
    for name in hit.all("feature"):
        home = meanings()["home"].get(name)
        if home is not None:
            votes.append(Vote(hit, Subject(home[0], home[1]), home[1], name))
    for kind, value in hit.sense:
        weight = meanings()["aloft"].get(kind)
        if weight is not None and value == "yes":
            votes.append(Vote(hit, Subject("sky", weight), weight, kind))
    return votes
