"""From words to a scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moviola.engines.place.scene import Scene
from moviola.engines.place.words.asked import Asked, asked
from moviola.engines.place.words.fields import PEOPLE, draft
from moviola.engines.place.words.lexicon import real_places
from moviola.engines.place.words.place import Choice, choose
from moviola.engines.place.words.reading import Hit, read
from moviola.engines.place.words.topic import contradiction, something_else, things, unknown
from moviola.engines.place.words.usual import family_of_season, with_usual, without_a_place

#: A vote lighter than this fixes nothing.
_WEAK = 0.5


@dataclass(frozen=True)
class Reading:
    """What the words of a wish say.

    ``scene``: the place, None where none can be built. ``cannot``: what they are about and cannot be built, in the
    person's words. ``impossible``: a contradiction in them, "" without one. ``asked``: features that were asked for,
    drawn or not. ``someone``: a person with a look of their own stands in it, not just a figure.
    """

    scene: Scene | None = None
    cannot: tuple[str, ...] = ()
    impossible: str = ""
    asked: tuple[str, ...] = ()
    someone: bool = False

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words that were not understood."""
        return self.scene.unknown if self.scene is not None else ()

    @property
    def inspired(self) -> str:
        """English name of a real place that was named."""
        return self.scene.inspired if self.scene is not None else ""


def reading(text: str) -> Reading:
    """What ``text`` says about a place; never raises."""
    if (against := contradiction(text)) is not None:
        return Reading(impossible=against)
    hits = read(text)
    choice = choose(hits)
    about = something_else(hits, choice)
    if about:
        return Reading(cannot=about)
    if choice is None:
        choice = without_a_place(hits, text)
    if choice is None:
        return Reading(cannot=things(hits))
    if all(v.hit.value("subject") == "scenery" for v in choice.votes):
        choice = Choice(family_of_season(hits) or choice.family, choice.votes)
    wanted = asked(hits, choice)
    someone = any(hit.is_a("person") and not hit.denied for hit in hits)
    return Reading(scene=_scene(hits, choice, wanted), asked=tuple(wanted.named), someone=someone)


def _scene(hits: Sequence[Hit], choice: Choice, wanted: Asked) -> Scene:
    said = draft(hits, choice.family)
    for vote in choice.votes:
        for one in vote.subject.fixed if vote.weight > _WEAK else ():
            if one.kind == "time":
                said.soft.setdefault("time", one.value)
            else:
                said.take(one)
        for one in vote.subject.soft:
            said.soft.setdefault(one.kind, one.value)
    values = said.settled()
    if set(wanted.drawn) & PEOPLE and "people" not in values:
        values["people"] = True
    places = [real_places()[int(p)] for hit in hits if not hit.denied for p in hit.all("place")]
    best = max(places, key=lambda place: place.subject.weight, default=None)
    scene = Scene(
        family=choice.family,
        features=tuple(wanted.drawn),
        without=tuple(wanted.without),
        unknown=unknown(hits),
        approximate=tuple(wanted.nearly),
        inspired=best.english if best is not None else "",
        **values,
    )
    return with_usual(scene, said, hits)
