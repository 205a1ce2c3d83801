"""What goes without saying: the place, the hour and the weather where the words leave them open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from moviola.engines.place.scene import Family, Scene
from moviola.engines.place.words.fields import Draft
from moviola.engines.place.words.place import Choice
from moviola.engines.place.words.reading import Hit

#: Hour and weather of each family where the words say nothing.
_USUAL: dict[Family, dict[str, Any]] = {
    "lake": {"time": "sunset"},
    "coast": {"time": "golden"},
    "city": {"time": "night"},
    "street": {"time": "night"},
    "forest": {"time": "dawn"},
    "desert": {"time": "golden"},
    "village": {"time": "dusk"},
    "sky": {"time": "sunset"},
}
#: Under clouds as thick as this no low sun is seen.
_DARK = 0.85
#: A sun on the horizon is a picture by itself.
_SUNS = re.compile(
    r"sunset|sundown|setting sun|sunrise|dawn|daybreak|golden hour|twilight|rising sun"
    r"|日落|夕阳|落日|日出|朝阳|旭日|黎明|破晓|黄昏|夕照|余晖"
)
_PICTURE = re.compile(
    r"(?i)\b(?:wallpapers?|pictures?|images?|photos?|pics?|videos?|clips?|footage|scenes?|backgrounds?|time.?lapses?|views?)\b"
    r"|图|照片|壁纸|视频|画|背景|场景|短片|延时|景"
)
_ORDERS = re.compile(
    r"(?i)\b(?:make|turn|set|change|keep|have) (?:it|this|that|them|the)\b|换成|改成|变成|换为|改为|调成|再.*(?:点|些)"
)


def without_a_place(hits: Sequence[Hit], text: str) -> Choice | None:
    """ "A sunset timelapse" names no place: the lake is where the sun sets here. Neither does "autumn wallpaper"."""
    said = [hit for hit in hits if not hit.denied]
    if _ORDERS.search(text) or any(
        not h.sense or h.is_a("thing", "person", "feature", "backdrop") for h in said
    ):
        return None
    if any(_SUNS.fullmatch(hit.text) for hit in said if hit.is_a("time")):
        return Choice("lake")
    if not _PICTURE.search(text):
        return None
    if any((hit.value("rain") or "0") > "0" for hit in said):
        return Choice("street")
    if any(hit.is_a("snowfall") for hit in said):
        return Choice("village")
    if any(
        hit.is_a("stars", "milky_way", "moon", "aurora", "rainbow", "lightning", "clouds") for hit in said
    ):
        return Choice("sky")
    if any(hit.is_a("fog") for hit in said):
        return Choice("forest")
    family = family_of_season(said)
    return Choice(family) if family is not None else None


def family_of_season(hits: Sequence[Hit]) -> Family | None:
    """The family that shows a season best, where the words name one."""
    season = next((value for hit in hits for value in (*hit.all("season"), *hit.all("season~"))), None)
    families: dict[str, Family] = {
        "winter": "village",
        "autumn": "forest",
        "spring": "forest",
        "summer": "coast",
    }
    return families.get(season or "")


def with_usual(scene: Scene, draft: Draft, hits: Sequence[Hit]) -> Scene:
    """What goes without saying: the hour and the weather in which a family is at its best."""
    said = {**draft.soft, **draft.fixed}
    changes: dict[str, Any] = {}
    if "time" not in said:
        changes.update(_USUAL[scene.family])
        if scene.aurora or scene.milky_way or scene.stars:
            changes["time"] = "night"
        elif scene.rainbow or (
            scene.family in ("lake", "coast", "desert") and (scene.clouds or 0.0) >= _DARK
        ):
            changes["time"] = "day"
        elif scene.family in ("village", "lake") and said.get("season", "winter") in ("spring", "summer"):
            changes["time"] = "day" if scene.family == "village" else "sunset"
    time = changes.get("time", scene.time)
    dry = not {"rain", "snowfall", "clouds", "fog"} & set(draft.fixed) and "season" not in said
    if scene.family == "street" and dry and time in ("night", "dusk") and "rain" not in said:
        changes["rain"] = 0.7
    if scene.family == "forest" and dry and time == "dawn" and "fog" not in said:
        changes["fog"] = 0.35
    if scene.family == "village" and "season" not in said and not _is_green(scene, hits):
        changes["season"] = "winter"
    if "season" not in said and "blossom" in scene.features:
        changes["season"] = "spring"
    if scene.snowfall and "season" not in draft.fixed:
        changes["season"] = "winter"
    return replace(scene, **changes)


def _is_green(scene: Scene, hits: Sequence[Hit]) -> bool:
    """Whether the words want grass where snow would lie."""
    green = any("green" in hit.all("palette") or "lush" in hit.all("mood") for hit in hits)
    return green or bool({"meadow", "flowers", "grass", "hills"} & set(scene.features))
