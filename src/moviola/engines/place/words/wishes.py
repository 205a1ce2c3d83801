"""A change cut into its wishes: what is to be done, by how much, to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from moviola.engines.place.words.fields import AMOUNTS, FLAGS
from moviola.engines.place.words.reading import Hit

#: What a wish can speak of.
_MATTER = (
    "subject", "feature", "person", "thing", "target", "time", "season", "era", "style", "palette", "mood", "viewpoint",
    "angle", "motion", "loop", *AMOUNTS, *FLAGS,
)  # fmt: skip
SIDES = ("left", "middle", "right")
#: After one of these comes where something is, no longer what is to be changed ("more snow on the mountains").
_WHERE = frozenset(
    {"on", "in", "over", "behind", "under", "across", "along", "around", "through", "near", "by", "at"}
)
#: Words of a strength beside the lists' own.
_MUCH, _LITTLE = ("much", "a lot", "even", "way", "still"), "a bit"
_MUCH_STEP, _LITTLE_STEP = 1.8, 0.5


@dataclass
class Wish:
    """A stretch of one wish: what is to be done, by which comparative, to what; ``much`` scales the step.

    ``spots``: where the hits of ``about`` stand in the message.
    """

    does: str = ""
    compares: str = ""
    much: float = 1.0
    about: list[Hit] = field(default_factory=list)
    spots: list[int] = field(default_factory=list)
    #: Its object came before its deed (雾浓一点, "the sun lower").
    object_first: bool = False

    @property
    def acts(self) -> bool:
        """Something is done, beyond "make it so"."""
        return bool(self.compares) or self.does not in ("", "set")

    @property
    def is_full(self) -> bool:
        return bool(self.about) and self.acts


def deed(hit: Hit) -> str:
    """What a hit says is to be done: "more", "less", "too", "not_enough", "add", "remove", "set" or nothing."""
    if hit.grammar("no"):
        return ""  # what it denies is marked
    verbs = hit.all("change")
    order = ("remove", "more", "less", "not_enough", "too", "add", "set")
    return next((verb for verb in order if verb in verbs), "")


def wishes(hits: Sequence[Hit]) -> list[Wish]:
    """Cut at clauses, and where a new deed or comparative begins after one that has its object."""
    return [wish for wish in _cut(hits) if wish.about or wish.compares]


def _cut(hits: Sequence[Hit]) -> Iterator[Wish]:
    sun = any("sun" in hit.all("target") or hit.is_a("moon") for hit in hits)
    now, clause = Wish(), -1
    for k, hit in enumerate(hits):
        verb, compares, matter = deed(hit), hit.value("compare") or "", _is_matter(hit, sun)
        if hit.clause != clause or _begins(now, hit, verb, compares, matter):
            goes_on = hit.clause == clause and hit.grammar("join") and not now.compares
            yield now
            now, clause = Wish(now.does if goes_on else ""), hit.clause
        if compares:
            now.compares = compares
        if verb and not (verb == "set" and now.does) and not (verb == "add" and now.does in ("more", "less")):
            now.does = verb
        now.much *= _stress(hit)
        if matter and not (hit.english and now.is_full and _is_elsewhere(hits, now.spots[-1], k)):
            now.object_first |= not now.about and not now.acts
            now.about.append(hit)
            now.spots.append(k)
    yield now


def _is_matter(hit: Hit, sun: bool) -> bool:
    """Whether a wish can be about the hit; a side only where there is something to be moved there."""
    if hit.is_a("target") and hit.value("target") in ("picture", *SIDES) and not hit.is_a(*AMOUNTS):
        return sun and hit.value("target") in SIDES
    return hit.is_a(*_MATTER) or any(m.kind.endswith(("~", "+")) for m in hit.sense)


def _begins(now: Wish, hit: Hit, verb: str, compares: str, matter: bool) -> bool:
    if hit.denied:
        return False
    if compares and now.compares:
        return True
    if not now.is_full:
        return False
    if compares or verb not in ("", "set"):
        return not (now.object_first and not now.does)
    side = hit.value("target") in SIDES
    return matter and now.object_first and not hit.grammar("join") and not side


def _stress(hit: Hit) -> float:
    strength = hit.value("strength")
    if strength is None and hit.is_a("change"):
        strength = "2" if hit.text.startswith(_MUCH) else "0.5" if hit.text.startswith(_LITTLE) else None
    if strength is None:
        return 1.0
    return _MUCH_STEP if float(strength) > 1 else _LITTLE_STEP


def _is_elsewhere(hits: Sequence[Hit], last: int, k: int) -> bool:
    """Whether a preposition of place stands between the wish's last object and hit ``k``."""
    return any(hit.text in _WHERE for hit in hits[last + 1 : k])
