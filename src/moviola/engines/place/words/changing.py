"""Words that change a place which is there: every one is a step on the scene, and the place stays the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from moviola.engines.place.scene import FAMILIES, Scene
from moviola.engines.place.words.place import WEATHER, subject_of
from moviola.engines.place.words.reading import Hit, read
from moviola.engines.place.words.steps import Edit
from moviola.engines.place.words.wishes import deed, wishes

#: Characters of a change that are considered; who writes more describes a picture.
_LONGEST = 300
#: A subject as light as this is a word about the season or the weather.
_LIGHT = 1.5
_FEW = 3


def change(scene: Scene, text: str) -> Scene | None:
    """``scene`` as ``text`` changes it, or None where the text is no change to a place, or asks for another one.

    ``unknown`` and ``approximate`` of the result speak of this change alone.
    """
    if len(text) > _LONGEST:
        return None
    hits = read(text)
    if not hits or any(hit.value("target") == "foreign" for hit in hits) or _is_new(hits, scene):
        return None
    strange = [hit for hit in hits if _is_strange(hit)]
    edit = Edit(replace(scene, unknown=tuple(dict.fromkeys(hit.text for hit in strange)), approximate=()))
    for wish in wishes(hits):
        edit.take(wish, hits)
    return edit.result() if edit.done and len(strange) <= edit.done else None


def is_change(text: str) -> bool:
    """Whether some place could be changed by ``text``."""
    return any(change(Scene(family), text) is not None for family in FAMILIES)


def _is_strange(hit: Hit) -> bool:
    """A word of weight that is no place's."""
    if not hit.sense:
        return len(hit.text) > 1
    return hit.is_a("thing", "backdrop", "beyond") and not hit.is_a("subject", "feature", "filler", "target")


# ---------------------------------------------------------------- another place?


def _is_new(hits: Sequence[Hit], scene: Scene) -> bool:
    """Whether the words ask for another picture: an order for one, or a place that is named anew."""
    version = any(hit.text in ("version", "look", "style", "版", "版本", "效果", "风格") for hit in hits)
    if any(hit.value("change") == "new" for hit in hits) and not version:
        return True
    compared = any(hit.is_a("compare") for hit in hits)
    sky = any(hit.value("subject") in WEATHER for hit in hits)
    if hits[0].english and hits[0].text in ("a", "an") and not (version or compared or sky):
        return True
    does = ""
    for k, hit in enumerate(hits):
        does = deed(hit) or does
        if hit.is_a("place") and not hit.denied and not hit.is_a("feature", "era"):
            return True
        subject = subject_of(hit)
        if subject is None or hit.denied or hit.value("subject") in WEATHER or subject.weight <= _LIGHT:
            continue
        if _is_touched(hits, k, does) or hit.is_a("target"):
            continue
        ours = subject.family == scene.family
        if ours and (_is_several(hits, k) or (does == "set" and (subject.brings or subject.soft))):
            continue  # "wet streets", "make it tropical"
        if not ours or not _is_the_one(hits, k):
            return True
    return False


def _is_several(hits: Sequence[Hit], k: int) -> bool:
    """Whether the subject at ``k`` is a plural in a few words about what is there ("empty streets")."""
    few = sum(not hit.says_nothing for hit in hits) <= _FEW and not any(
        h.grammar("preposition") for h in hits
    )
    return few and hits[k].english and hits[k].text.endswith("s")


def _is_touched(hits: Sequence[Hit], k: int, does: str) -> bool:
    """Whether something is done to the subject at ``k``: more of it, away with it, a bigger one."""
    if does in ("more", "less", "add", "remove", "too", "not_enough"):
        return True
    clause = [hit for hit in hits if hit.clause == hits[k].clause]
    return any(hit.is_a("compare") or hit.value("change") in ("more", "less", "remove") for hit in clause)


def _is_the_one(hits: Sequence[Hit], k: int) -> bool:
    """Whether the subject at ``k`` is the one that is there: "the lake", 把湖…."""
    before = hits[max(k - 3, 0) : k]
    if hits[k].english:
        return any(hit.grammar("the") or hit.text.endswith(" the") for hit in before)
    return any(hit.grammar("the") or hit.value("change") == "set" for hit in hits) and not any(
        hit.value("change") == "set" and hit.text.endswith(("成", "为")) for hit in before
    )


def is_all_place(text: str) -> bool:
    """Whether every word of ``text`` is a place's, and none is a deed ("the boat", 小船)."""
    hits = read(text[:_LONGEST])
    return any(hit.is_a("subject", "feature", "person") for hit in hits) and not any(
        not hit.sense or hit.is_a("motion", "thing", "backdrop") or hit.value("target") == "foreign"
        for hit in hits
    )
