"""What words fix, suggest and add to the fields of a scene."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from moviola.engines.place.scene import Family
from moviola.engines.place.words.lexicon import Meaning, meaning, meanings
from moviola.engines.place.words.reading import Hit

AMOUNTS = ("clouds", "fog", "rain", "snowfall", "wind")
FLAGS = ("stars", "milky_way", "moon", "aurora", "rainbow", "lightning", "people")
#: Fields to which moods add, with the least and the most that they may become.
STEPS = {
    "light": (-2.0, 2.0),
    "warmth": (-1.0, 1.0),
    "colour": (-1.0, 1.0),
    "size": (0.4, 2.5),
    "number": (0.3, 3.0),
}
ANIMALS = frozenset({"cat", "dog", "wolf", "whale", "sheep", "horse", "deer", "birds", "butterflies"})
PEOPLE = frozenset({"person", "couple"})
#: The surest styles first: a picture that is said to be painted is no photograph, whatever else is said.
_STYLES = ("ink", "watercolour", "oil", "sketch", "anime", "mono", "vintage", "dream", "cinematic", "photo")
#: What a colour must stand beside to be the picture's and not a thing's.
_TINTED = re.compile(
    r"sky|skies|clouds?|sunset|sunrise|light|lighting|tones?|hues?|glow|glowing|palette|colors?|atmosphere|haze|mist|fog"
    r"|mood|theme|color palette|twilight|dusk"
    r"|天空|天|云|云朵|调|色调|光|氛围|晚霞|夕阳|系|霞光|余晖|主题|灯光|云彩|光线|基调|色彩"
)
#: What a family is about: its size and number follow words about these.
_ABOUT: dict[Family, frozenset[str]] = {
    "lake": frozenset({"mountains", "snow_mountains", "pines", "trees"}),
    "coast": frozenset({"cliffs", "waves", "sea"}),
    "city": frozenset({"towers", "skyline", "city", "tower", "future_city"}),
    "street": frozenset({"towers", "tower", "signs", "neon", "lanterns", "shops"}),
    "forest": frozenset({"trees", "forest", "pines", "birch", "broadleaf", "bamboo", "bamboo_grove", "blossom"}),
    "desert": frozenset({"dunes", "mesa", "canyon", "pyramid", "cactus"}),
    "village": frozenset({"house", "village", "cabin", "mountains", "snow_mountains"}),
    "sky": frozenset({"clouds", "cloud_sea"}),
}  # fmt: skip


@dataclass
class Draft:
    """Fields that the words fix, and those that they only suggest."""

    fixed: dict[str, Any] = field(default_factory=dict)
    soft: dict[str, Any] = field(default_factory=dict)
    added: dict[str, float] = field(default_factory=dict)

    def take(self, one: Meaning) -> None:
        """Enter one meaning."""
        kind, value = one
        if kind in ("viewpoint", "angle", "motion", "era", "season", "time", "palette"):
            self.fixed.setdefault(kind, value)
        elif kind in AMOUNTS:
            self.fixed[kind] = max(float(value), self.fixed.get(kind, 0.0))
        elif kind in FLAGS or kind == "loop":
            self.fixed[kind] = value == "yes"
        elif kind.endswith("~"):
            self.soft.setdefault(kind[:-1], value)
        elif kind.endswith("+"):
            self.added[kind[:-1]] = self.added.get(kind[:-1], 0.0) + float(value)

    def settled(self) -> dict[str, Any]:
        """The fields of the scene: what is fixed before what is suggested, additions on top."""
        values = dict(self.fixed)
        for name, value in self.soft.items():
            if name in AMOUNTS:
                values.setdefault(name, float(value))
            elif name in FLAGS:
                values.setdefault(name, value == "yes")
            else:
                values.setdefault(name, value)
        for name, amount in self.added.items():
            low, high = STEPS[name]
            values[name] = round(
                min(max(values.get(name, 1.0 if name in ("size", "number") else 0.0) + amount, low), high), 3
            )
        return values


def draft(hits: Sequence[Hit], family: Family) -> Draft:
    """What the words say about the fields of a scene of ``family``."""
    found = Draft()
    _take_time(hits, found)
    for k, hit in enumerate(hits):
        _take(hits, k, hit, found, family)
    return found


def _take_time(hits: Sequence[Hit], draft: Draft) -> None:
    """The first hour that is named; "day" gives way to any other ("a summer day at sunset")."""
    times = [value for hit in hits if not hit.denied for value in hit.all("time")]
    sure = [value for value in times if value != "day"] or times
    if sure:
        draft.fixed["time"] = sure[0]


def _take(hits: Sequence[Hit], k: int, hit: Hit, draft: Draft, family: Family) -> None:
    for one in hit.sense:
        kind, value = one
        if hit.denied:
            _deny(one, draft)
        elif kind in AMOUNTS:
            amount = float(value)
            amount = min(amount * hit.strength, 1.0) if hit.strength <= 1 else min(amount + 0.3, 1.0)
            draft.take(Meaning(kind, str(amount)))
        elif kind == "mood":
            for text in meanings()["mood"][value]:
                mood = meaning(text)
                draft.take(mood if mood.kind.endswith("+") else Meaning(mood.kind + "~", mood.value))
        elif kind == "palette":
            if tints(hits, k):
                draft.take(one)
        elif kind == "style":
            styles = {value, draft.fixed.get("style", value)}
            draft.fixed["style"] = min(styles, key=_STYLES.index)
            if {"photo", "dream"} == styles:
                draft.fixed["style"] = "photo"
        elif kind == "person" and value == "someone":
            draft.take(Meaning("people", "yes"))
        elif kind in ("big", "many"):
            _measure(hits, k, kind, float(value), draft, family)
        elif kind == "motion" and _moves_another(hits, k):
            continue
        elif kind != "time":
            draft.take(one)


def _moves_another(hits: Sequence[Hit], k: int) -> bool:
    """Whether it is something in the picture that moves ("birds flying over the lake"), not the camera."""
    return any(hit.is_a("feature", "thing") for hit in hits[:k] if hit.clause == hits[k].clause)


def _deny(one: Meaning, draft: Draft) -> None:
    kind, value = one
    if kind in AMOUNTS and float(value) > 0:
        draft.fixed[kind] = 0.0
    elif kind in FLAGS:
        draft.fixed[kind] = value != "yes"
    elif kind == "person" or (kind == "feature" and value in PEOPLE):
        draft.fixed["people"] = False
    elif kind == "subject" and value in ("clouds", "storm_sky"):
        draft.fixed["clouds"] = 0.0


def tints(hits: Sequence[Hit], k: int) -> bool:
    """Whether the colour at ``k`` is the picture's ("a purple sky", 紫色调) and not a thing's ("red lanterns")."""
    hit = hits[k]
    if hit.is_a("subject"):
        return True
    if hit.value("palette") in ("pastel", "teal and orange", "neon", "earth") or hit.text.endswith("调"):
        return True
    clause = [other for other in hits if other.clause == hit.clause]
    if all(other.says_nothing or other.is_a("palette") for other in clause):
        return True
    for other in hits[k + 1 : k + 5]:
        if other.clause != hit.clause:
            return False
        if _TINTED.fullmatch(other.text):
            return True
        if not (other.is_a("palette", "mood") or other.grammar("join") or other.text in ("的", "色")):
            return False
    return False


def is_about(hit: Hit, family: Family) -> bool:
    """Whether a hit names what the family's size and number speak of."""
    return bool({*hit.all("subject"), *hit.all("feature")} & _ABOUT[family])


def _measure(hits: Sequence[Hit], k: int, kind: str, value: float, draft: Draft, family: Family) -> None:
    for other in hits[k + 1 : k + 4]:
        if other.clause != hits[k].clause or other.grammar("preposition"):
            return
        if "waves" in other.all("subject") and kind == "big":
            draft.fixed["wind"] = 0.9 if value > 1 else 0.3
            return
        if is_about(other, family):
            draft.fixed.setdefault("size" if kind == "big" else "number", value)
            return
        if not other.says_nothing and not other.is_a("mood", "palette", "era"):
            return
