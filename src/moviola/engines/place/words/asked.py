"""The things that words want to see or not to see, as far as the family draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from moviola.engines.place.scene import Family
from moviola.engines.place.words.abilities import features as drawn_by
from moviola.engines.place.words.abilities import nearest
from moviola.engines.place.words.fields import PEOPLE
from moviola.engines.place.words.lexicon import Subject
from moviola.engines.place.words.place import Choice, subject_of
from moviola.engines.place.words.reading import Hit

#: Words that are told as met only nearly.
_TOLD = 6
#: A subject of another family as light as this is only a word of the description.
_LIGHT, _LOOSE = 1.5, 1.6


@dataclass
class Asked:
    """Ordered sets of features: to draw, not to draw, all that were named; and words to be told as met nearly."""

    family: Family
    drawn: dict[str, None] = field(default_factory=dict)
    without: dict[str, None] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)
    nearly: dict[str, None] = field(default_factory=dict)

    def bring(self, name: str, word: str) -> None:
        """Enter a feature where the family draws it, else what stands in for it; then ``word``, if any, is told."""
        if name in drawn_by(self.family):
            self.drawn[name] = None
            return
        other = nearest(name, self.family)
        if other is not None:
            self.drawn[other] = None
        if word and name not in PEOPLE:
            self.nearly[word] = None

    def tell(self, subject: Subject, word: str, exact: bool) -> None:
        """A second kind of place becomes a feature of the first one, or is told; so is what is shown only nearly."""
        same = subject.family == self.family
        if subject.feature and subject.feature in drawn_by(self.family):
            self.drawn[subject.feature] = None
            self.named[subject.feature] = None
            if exact or not same:
                return
        if not (same and exact and subject.weight < _LOOSE):
            self.nearly[word] = None


def asked(hits: Sequence[Hit], choice: Choice) -> Asked:
    """What the words want to see in the place that was chosen."""
    found = Asked(choice.family)
    for hit in hits:
        for name in _named(hit):
            if hit.denied:
                found.without[name] = None
            else:
                found.named[name] = None
                found.bring(name, hit.text if hit.is_a("feature") else "")
        subject = subject_of(hit)
        if (
            subject is not None
            and not hit.denied
            and not hit.is_a("place")
            and _is_told(subject, choice.family)
        ):
            found.tell(subject, hit.text, choice.exact)
    for name in found.without:
        found.drawn.pop(name, None)
    for word in list(found.nearly)[_TOLD:]:
        del found.nearly[word]
    return found


def _is_told(subject: Subject, family: Family) -> bool:
    if subject.family == family:
        return subject.near
    return subject.weight >= _LIGHT and subject.family != "sky"


def _named(hit: Hit) -> Iterable[str]:
    yield from hit.all("feature")
    subject = subject_of(hit)
    if subject is not None and not hit.denied:
        yield from subject.brings
    elif subject is not None and subject.feature:
        yield subject.feature
