"""Steps on a scene: more, less, bigger, lower, away, instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from moviola.engines.place.scene import Scene, Time, Viewpoint
from moviola.engines.place.words.abilities import features as drawn_by
from moviola.engines.place.words.asked import Asked
from moviola.engines.place.words.fields import AMOUNTS, ANIMALS, FLAGS, PEOPLE, STEPS, is_about, tints
from moviola.engines.place.words.lexicon import meaning, meanings
from moviola.engines.place.words.place import WEATHER, subject_of
from moviola.engines.place.words.reading import Hit
from moviola.engines.place.words.wishes import Wish

#: One step of an amount, and what an amount that was left open counts as.
STEP, TYPICAL = 0.25, 0.3
_STEPS = {"light": 0.4, "warmth": 0.3, "colour": 0.3}
_FACTORS = {"size": 1.3, "number": 1.4}
#: Degrees by which the sun moves at one step.
_SUN = {"day": 15.0, "golden": 6.0}
_SUN_LOW, _SIDE, _AWAY = 4.0, 0.6, 40.0
_TIMES: tuple[Time, ...] = get_args(Time)
_VIEWPOINTS: tuple[Viewpoint, ...] = get_args(Viewpoint)
_ANGLES = ("wide", "normal", "tele")
#: What a film of the place can show; moves of the camera over a still are another engine's.
_FILMS = ("timelapse", "seasons", "living", "rise", "orbit", "fly")

#: A feature that makes a place more strongly than this must be said to come in ("add cherry blossoms").
_GUEST = 1.5


def _is_guest(feature: str) -> bool:
    home = meanings()["home"].get(feature, ("", 0.0))
    return home[1] < _GUEST and feature not in ANIMALS - {"birds", "butterflies"}


class Edit:
    """A scene while it is changed. ``done``: steps that were understood."""

    def __init__(self, scene: Scene):
        self.scene = scene
        self.things = Asked(scene.family, dict.fromkeys(scene.features), dict.fromkeys(scene.without))
        self.done = 0

    def result(self) -> Scene:
        """The scene as it is now."""
        return replace(
            self.scene,
            features=tuple(self.things.drawn),
            without=tuple(self.things.without),
            approximate=tuple(self.things.nearly),
        )

    def take(self, wish: Wish, hits: Sequence[Hit]) -> None:
        """Carry out one wish; what is denied in it goes, whatever else it says."""
        for hit in [hit for hit in wish.about if hit.denied]:
            self._remove(hit)
            k = next(i for i, one in enumerate(wish.about) if one is hit)
            del wish.about[k], wish.spots[k]
        if not wish.about and not wish.compares:
            return
        if self._sun(wish):
            return
        if wish.compares:
            self._compare(wish)
        elif wish.does in ("more", "not_enough"):
            self._more(wish, 1.0)
        elif wish.does in ("less", "too"):
            self._more(wish, -1.0)
        elif wish.does == "remove":
            for hit in wish.about:
                self._remove(hit)
        else:
            for hit, k in zip(wish.about, wish.spots, strict=True):
                self._set(hit, tints(hits, k) or len(wish.about) <= 2, wish.does == "add", wish.much)

    # ------------------------------------------------------------ values

    def put(self, **values: Any) -> None:
        """Set fields of the scene."""
        self.scene = replace(self.scene, **values)
        self.done += 1

    def step(self, name: str, way: float) -> None:
        """Move one field by ``way`` steps."""
        if name in AMOUNTS:
            now = getattr(self.scene, name)
            value = (TYPICAL if now is None else now) + STEP * way
            self.put(**{name: round(min(max(value, 0.0), 1.0), 3)})
            if name == "snowfall" and way > 0:
                self.put(season="winter")
            return
        low, high = STEPS[name]
        now = getattr(self.scene, name)
        value = now * _FACTORS[name] ** way if name in _FACTORS else now + _STEPS[name] * way
        self.put(**{name: round(min(max(value, low), high), 3)})

    def _next(self, name: str, order: Sequence[str], way: float) -> None:
        at = order.index(getattr(self.scene, name)) + (1 if way > 0 else -1)
        self.put(**{name: order[min(max(at, 0), len(order) - 1)]})

    # ------------------------------------------------------------ the sun

    def _sun(self, wish: Wish) -> bool:
        """Where the sun or the moon stands; False: the wish is not about that."""
        targets = {value for hit in wish.about for value in hit.all("target")}
        sun = "sun" in targets or any(hit.value("moon") for hit in wish.about)
        sides = {"left": -1.0, "right": 1.0, "middle": 0.0}
        side = next((sides[name] for name in sides if name in targets), None)
        if not sun:
            return False
        moved = side is not None
        if side is not None:
            now = self.scene.sun_side
            self.put(
                sun_side=side * _SIDE if now is None or side == 0 else min(max(now + side * _SIDE, -1.0), 1.0)
            )
        if wish.compares.startswith("size"):
            self.things.nearly.update(dict.fromkeys(hit.text for hit in wish.about))
            self.done += 1
            return True
        if wish.compares in ("height+", "height-"):
            degrees = (
                _SUN.get(self.scene.time, _SUN_LOW) * wish.much * (1 if wish.compares.endswith("+") else -1)
            )
            self.put(sun_height=min(max(self.scene.sun_height + degrees, -_AWAY), _AWAY))
            return True
        return moved

    # ------------------------------------------------------------ comparatives

    def _compare(self, wish: Wish) -> None:
        name, way = wish.compares, wish.much
        if name.startswith(("mood ", "less mood ")):
            self._mood(
                name.removeprefix("less ").removeprefix("mood "), -way if name.startswith("less") else way
            )
            return
        if name == "soft":
            self.step("colour", -0.5 * way)
            return
        name, sign = name[:-1], 1.0 if name.endswith("+") else -1.0
        if wish.does in ("less", "too", "remove"):
            sign = -sign
        way *= sign
        if name in ("light", "warmth", "colour", *AMOUNTS):
            self.step(name, way)
        elif name == "time":
            self._next("time", _TIMES, way)
        elif name == "angle":
            self._next("angle", _ANGLES, -way)
        else:
            self._compare_things(wish, name, way)

    def _compare_things(self, wish: Wish, name: str, way: float) -> None:
        """Higher, bigger, denser, stronger: which field that is depends on what it is said of."""
        things = [hit for hit in wish.about if not hit.says_nothing]
        if not things:
            if name in ("size", "number"):
                self.step(name, way)
            elif name == "height":
                self._next("viewpoint", _VIEWPOINTS, way)
            return
        for hit in things:
            amount = next((m.kind for m in hit.sense if m.kind in AMOUNTS), None)
            subject, target = hit.value("subject"), hit.value("target")
            if amount is not None:
                self.step(amount, way)
            elif subject == "clouds":
                self.step("clouds", way)
            elif subject in ("waves", "sea") or (target == "water" and name != "height"):
                self.step("wind", way)
            elif hit.value("season") == "winter":
                self.step("snowfall", way)
            elif name == "strong":
                self.step("light" if target == "light" else "colour", way)
            elif target == "camera":
                self._next("viewpoint", _VIEWPOINTS, way)
            elif target == "light":
                self.step("light", way)
            elif is_about(hit, self.scene.family):
                self.step("number" if name == "number" else "size", way)
            elif hit.is_a("feature") and set(hit.all("feature")) & PEOPLE and name == "number":
                self.put(people=way > 0)
            elif hit.is_a("subject", "feature", "moon"):
                self.things.nearly[hit.text] = None
                self.done += 1

    def _mood(self, name: str, way: float) -> None:
        """A mood more or less: its amounts by a step in its direction, its additions as they are."""
        for text in meanings()["mood"].get(name, ()):
            kind, value = meaning(text)
            if kind.endswith("+"):
                low, high = STEPS[kind[:-1]]
                now = getattr(self.scene, kind[:-1]) + float(value) * way
                self.put(**{kind[:-1]: round(min(max(now, low), high), 3)})
            elif kind in AMOUNTS:
                self.step(kind, way if float(value) > TYPICAL else -way)
            elif kind in FLAGS:
                self.put(**{kind: (value == "yes") == (way > 0)})

    # ------------------------------------------------------------ more, less, away, instead

    def _more(self, wish: Wish, way: float) -> None:
        for hit in wish.about:
            self._more_of(hit, way, wish.much)

    def _more_of(self, hit: Hit, sign: float, much: float) -> None:
        way = sign * much
        named = hit.all("feature")
        subject, target = hit.value("subject"), hit.value("target")
        amount = next((m.kind for m in hit.sense if m.kind in AMOUNTS), None)
        flag = next((m.kind for m in hit.sense if m.kind in FLAGS), None)
        if amount is not None:
            self.step(amount, way)
        elif subject in ("clouds", "storm_sky"):
            self.step("clouds", way)
        elif subject in ("waves",):
            self.step("wind", way)
        elif hit.value("season") == "winter":
            if sign > 0 and self.scene.season != "winter":
                self.put(season="winter")
            else:
                self.step("snowfall", way)
        elif flag is not None:
            self._flag(flag, sign > 0)
        elif target == "sun":
            self.put(light=min(self.scene.light + 0.2 * way, 2.0))
            self.step("clouds", -way)
        elif target == "light":
            self.step("light", way)
        elif hit.is_a("mood"):
            self._mood(cast(str, hit.value("mood")), way)
        elif is_about(hit, self.scene.family) or (
            named and set(named) <= set(self.things.drawn) and sign > 0
        ):
            self.step("number", way)
        elif sign > 0:
            self._set(hit, True, True, much)
        else:
            self._remove(hit)

    def _remove(self, hit: Hit) -> None:
        for kind, value in hit.sense:
            if kind in AMOUNTS:
                self.put(**{kind: 0.0})
            elif kind in FLAGS:
                self.put(**{kind: False})
            elif kind == "person" or (kind == "feature" and value in PEOPLE):
                self._take_away("person")
                self._take_away("couple")
                self.put(people=False)
            elif kind == "feature":
                self._take_away(value)
            elif kind == "season":
                if value == self.scene.season:
                    self.put(season="summer")
                self.put(snowfall=0.0 if value == "winter" else self.scene.snowfall)
            elif kind == "style":
                self.put(style="photo")
            elif kind == "palette":
                self.put(palette="")
            elif kind == "loop":
                self.put(loop=False)
            elif kind == "target" and value == "sun":
                self.put(clouds=0.95)
            elif kind == "mood":
                self._mood(value, -1.0)
            elif kind == "subject":
                self._remove_subject(value, hit)

    def _remove_subject(self, name: str, hit: Hit) -> None:
        subject = subject_of(hit)
        if name in ("clouds", "storm_sky"):
            self.put(clouds=0.0)
        elif name == "waves":
            self.put(wind=0.0)
        elif name == "starry_sky":
            self.put(stars=False)
        elif subject is not None and subject.feature:
            self._take_away(subject.feature)

    def _take_away(self, name: str) -> None:
        self.things.drawn.pop(name, None)
        self.things.without[name] = None
        self.done += 1

    def _set(self, hit: Hit, tinted: bool, add: bool, much: float) -> None:
        """What the words say becomes so; ``add``: things may come in."""
        for kind, value in hit.sense:
            if kind in AMOUNTS:
                self._amount(
                    kind,
                    float(value) * (min(hit.strength, 1.0) if hit.strength != 1 else min(much, 1.0)),
                    add,
                )
            elif kind in FLAGS:
                self._flag(kind, value == "yes")
            elif kind in ("time", "season", "era", "style", "viewpoint", "angle"):
                self._field(kind, value)
            elif kind == "loop":
                self.put(loop=value == "yes")
            elif kind == "motion" and value in _FILMS:
                self.put(motion=value)
            elif kind == "palette" and tinted:
                self.put(palette=value)
            elif kind == "mood":
                self._mood(value, 1.0)
            elif kind.endswith("~") and not hit.is_a("target"):
                self._suggested(kind[:-1], value)
            elif kind.endswith("+"):
                low, high = STEPS[kind[:-1]]
                now = getattr(self.scene, kind[:-1]) + float(value)
                self.put(**{kind[:-1]: round(min(max(now, low), high), 3)})
            elif kind == "subject":
                self._set_subject(value, hit, add)
            elif kind == "feature" and (add or _is_guest(value)):
                self._bring(value, hit.text)
            elif kind == "person" and add:
                self._bring("person", "")
        if not hit.sense and hit.value("target") == "sun" and add:
            self.put(clouds=0.2)

    def _flag(self, kind: str, wanted: bool) -> None:
        """What is only seen at night brings the night with it, and a rainbow the day."""
        self.put(**{kind: wanted})
        if wanted and kind in ("aurora", "milky_way", "stars") and self.scene.time != "dusk":
            self.put(time="night")
        elif wanted and kind == "rainbow" and self.scene.time == "night":
            self.put(time="day")
        elif wanted and kind == "lightning":
            self.put(clouds=max(self.scene.clouds or 0.0, 0.85))

    def _amount(self, kind: str, value: float, add: bool) -> None:
        now = getattr(self.scene, kind)
        if add and now and value > 0:
            self.step(kind, 1.0)
        else:
            self.put(**{kind: round(value, 3)})
            if kind == "snowfall" and value > 0:
                self.put(season="winter")

    def _field(self, kind: str, value: str) -> None:
        self.put(**{kind: value})
        if kind == "season" and value != "winter" and self.scene.snowfall:
            self.put(snowfall=0.0)
        if kind == "time":
            self.put(sun_height=0.0)

    def _suggested(self, kind: str, value: str) -> None:
        if kind in AMOUNTS:
            self.put(**{kind: float(value)})
        elif kind in FLAGS:
            self.put(**{kind: value == "yes"})
        else:
            self._field(kind, value)

    def _set_subject(self, name: str, hit: Hit, add: bool) -> None:
        subject = subject_of(hit)
        if subject is None:
            return
        if name in WEATHER:
            for one in subject.fixed:
                self._suggested(one.kind, one.value)
            for one in subject.soft:
                self._suggested(one.kind, one.value)
        elif not add and subject.family == self.scene.family:
            for one in (*subject.fixed, *subject.soft):
                self._suggested(one.kind, one.value)
            for feature in subject.brings:
                self._bring(feature, "")
        elif not add:
            for one in subject.soft:
                if one.kind == "season":
                    self._suggested(one.kind, one.value)
        elif add and name == "waves":
            self.step("wind", 1.0)
        elif add and subject.family == self.scene.family and subject.weight >= 2.6:
            return  # "a boat on the lake": the one that is there
        elif add and subject.feature:
            self._bring(subject.feature, hit.text)
        elif add:
            self.things.nearly[hit.text] = None
            self.done += 1

    def _bring(self, name: str, word: str) -> None:
        self.things.without.pop(name, None)
        self.things.bring(name, word)
        self.done += 1
        if name in PEOPLE:
            self.things.without.pop("person", None)
            self.put(people=True)
            if name not in drawn_by(self.scene.family):
                self.things.drawn.pop(name, None)
