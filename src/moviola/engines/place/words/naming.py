"""Short titles of places: in title case in English, as a Chinese reader would write them in Chinese."""

from __future__ import annotations

from moviola.engines.base import Language
from moviola.engines.place.scene import Scene
from moviola.engines.place.words.lexicon import real_places, titles

#: What stands high above decides how the night is called.
_NIGHTS: tuple[tuple[str, str, str], ...] = (
    ("aurora", "Northern Lights", "极光"),
    ("milky_way", "Milky Way", "银河"),
    ("shooting_star", "Meteor Night", "流星夜"),
    ("fireworks", "Fireworks", "烟花夜"),
    ("moon", "Moonlit Night", "月夜"),
    ("stars", "Starry Night", "星夜"),
)
_TIMES = {
    "dawn": ("Dawn", "晨曦"),
    "day": ("Day", "晴昼"),
    "golden": ("Golden Hour", "金色时刻"),
    "sunset": ("Sunset", "日落"),
    "dusk": ("Blue Hour", "蓝调时刻"),
    "night": ("Night", "夜色"),
}
_STYLES = {
    "oil": ("in Oil", "油画"),
    "watercolour": ("in Watercolour", "水彩"),
    "ink": ("in Ink", "水墨"),
    "sketch": ("in Pencil", "素描"),
    "anime": ("as Anime", "动漫"),
    "vintage": ("on Old Film", "老胶片"),
    "mono": ("in Black and White", "黑白"),
}
_SKIES = {
    "dawn": ("Dawn Clouds", "朝霞"),
    "day": ("Clouds on a Clear Day", "白云蓝天"),
    "golden": ("Golden Clouds", "金色云天"),
    "sunset": ("Sunset Clouds", "晚霞"),
    "dusk": ("Evening Clouds", "暮云"),
    "night": ("Night Sky", "夜空"),
}


def label(scene: Scene, language: Language) -> str:
    """A few words that name the scene: "Misty Dawn over a Mountain Lake", 雨夜街头."""
    title = _english(scene) if language == "en" else _chinese(scene)
    if scene.style in _STYLES:
        name = _STYLES[scene.style]
        title = f"{title} {name[0]}" if language == "en" else f"{name[1]}·{title}"
    if scene.inspired:
        place = next((p for p in real_places() if p.english == scene.inspired), None)
        if language == "en":
            title = f"{title}, Inspired by {scene.inspired}"
        elif place is not None:
            title = f"仿{place.chinese}·{title}"
    return title


def real_name(english: str, language: Language) -> str:
    """What a real place, given by its English name, is called."""
    place = next((p for p in real_places() if p.english == english), None)
    return place.chinese if place is not None and language == "zh" else english


def _subject(scene: Scene) -> tuple[str, str, str]:
    """What must be so for the name, and the name in both languages."""
    for key, english, chinese in titles()[scene.family]:
        field, _, value = key.partition(" ")
        if not key or (value and getattr(scene, field) == value) or (not value and _shows(scene, key)):
            return key, english, chinese
    raise AssertionError("the last name of a family fits every scene")


def _shows(scene: Scene, name: str) -> bool:
    return scene.has(name) or bool(getattr(scene, name, None))


def _weather(scene: Scene) -> tuple[str, str]:
    """The adjective of the weather and its Chinese one; two empty words where there is none worth naming."""
    rain, snow, fog, wind = (getattr(scene, name) or 0.0 for name in ("rain", "snowfall", "fog", "wind"))
    if scene.lightning or (wind >= 0.8 and (scene.clouds or 0.0) >= 0.7):
        return "Stormy", "风暴"
    if rain >= 0.25:
        return "Rainy", "雨"
    if snow >= 0.25:
        return "Snowy", "飞雪"
    if fog >= 0.25 and not (scene.family == "forest" and fog <= 0.35 and scene.time != "dawn"):
        return ("Foggy", "浓雾") if fog > 0.6 else ("Misty", "薄雾")
    if wind >= 0.8 and scene.family == "coast":
        return "Stormy", "巨浪"
    if scene.clouds == 0 and scene.time == "day":
        return "Clear", "晴朗"
    if (scene.clouds or 0.0) >= 0.85:
        return "Cloudy", "阴云"
    return "", ""


def _time(scene: Scene) -> tuple[str, str]:
    if scene.rainbow and scene.time != "night":
        return "Rainbow", "彩虹"
    if scene.time == "night":
        for name, english, chinese in _NIGHTS:
            if _shows(scene, name):
                return english, chinese
        if scene.family in ("lake", "desert", "sky") and not _weather(scene)[0]:
            return "Starry Night", "星夜"
    return _TIMES[scene.time]


#: Which word binds a time of day to a place.
_LINKS = {
    "lake": "over",
    "coast": "over",
    "street": "on",
    "forest": "in",
    "desert": "over",
    "village": "in",
    "sky": "over",
}

#: Names that are bound otherwise.
_OTHER_LINKS = {
    "a Lakeside Cabin": "at",
    "a Mountain Cabin": "at",
    "a Forest Waterfall": "at",
    "a Forest Stream": "at",
    "a Desert Oasis": "at",
    "the Pyramids": "at",
    "the Seaside Pier": "at",
    "the Cherry Blossoms": "among",
    "the Meadows": "over",
    "a Forest Path": "on",
}


def _english(scene: Scene) -> str:
    key, subject, _ = _subject(scene)
    weather, time = _weather(scene)[0], _time(scene)[0]
    if scene.family == "sky" and not subject:
        return _english_sky(scene, weather)
    if not subject.startswith(("a ", "an ", "the ")):
        if _lit(scene):
            return f"{time} over a {subject}"
        weather = "" if subject == "Thunderstorm" else weather
        return f"{weather} {subject} {_hour(scene)}".strip()
    if key == "stalls":
        return f"{weather} Night Market".strip() if scene.time == "night" else f"{time} at a Street Market"
    if scene.family == "street" and scene.time == "night" and weather == "Rainy":
        return f"Rainy Night {_link(scene, subject)} {subject}"
    link = _link(scene, subject)
    if scene.time == "day" and not weather and time == "Day":
        return f"A Day {'at' if link == 'over' else link} {subject}"
    if scene.time == "day" and weather == "Clear":
        return f"Clear Day {'at' if link == 'over' else link} {subject}"
    if time in ("Northern Lights", "Milky Way", "Rainbow", "Fireworks"):
        weather = "" if weather == "Cloudy" else weather
        return f"{time} over {subject}" if not weather else f"{weather} Night under the {time}"
    if scene.time == "golden" and not weather:
        return f"Golden Hour {'at' if link == 'over' else link} {subject}"
    if time.endswith(" Night") and weather:
        weather = ""
    if weather == "Snowy":
        subject = subject.replace("a Snow Village", "a Mountain Village").replace("a Winter", "a")
    return f"{weather} {time} {link} {subject}".strip()


def _link(scene: Scene, subject: str) -> str:
    return _OTHER_LINKS.get(subject, _LINKS[scene.family])


def _lit(scene: Scene) -> bool:
    return scene.time == "night" and any(_shows(scene, name) for name in ("aurora", "milky_way", "fireworks"))


def _hour(scene: Scene) -> str:
    if scene.time == "day":
        return "by Day"
    return f"at {'Dusk' if scene.time == 'dusk' else _TIMES[scene.time][0]}"


def _english_sky(scene: Scene, weather: str) -> str:
    if scene.rainbow:
        return "Rainbow Sky"
    if scene.time == "night":
        return {"Night": "Night Sky", "Northern Lights": "Northern Lights", "Milky Way": "The Milky Way"}.get(
            _time(scene)[0], f"{_time(scene)[0]} Sky"
        )
    if weather in ("Stormy", "Rainy", "Snowy"):
        return f"{weather} Sky {_hour(scene)}"
    if scene.clouds == 0:
        return f"Clear Sky {_hour(scene)}"
    return _SKIES[scene.time][0]


def _chinese(scene: Scene) -> str:
    subject = _subject(scene)[2]
    weather, time = _weather(scene)[1], _time(scene)[1]
    if scene.family == "sky" and subject == "天空":
        return _chinese_sky(scene, weather)
    if weather == "飞雪":
        subject = subject.replace("雪村", "山村").removeprefix("冬日")
    if subject == "雷暴":
        return {"night": "雷暴之夜", "day": "雷暴"}.get(scene.time, f"{time}雷暴")
    if scene.family == "city":
        if _lit(scene):
            return f"{time}下的{subject}"
        hour = {"night": "夜景", "sunset": "日落", "dusk": "暮色"}.get(scene.time, time)
        if scene.time == "night" and weather == "雨":
            return f"雨夜{subject}"
        return f"{_before(weather)}{subject}{hour}"
    if subject == "夜市":
        return f"{'雨中' if weather == '雨' else ''}{'夜市' if scene.time == 'night' else '街边集市'}"
    if scene.time == "night" and time in ("夜色", "月夜", "星夜") and weather in ("雨", "飞雪"):
        return f"{'雨夜' if weather == '雨' else '雪夜'}{subject}"
    if time in ("极光", "银河"):
        return f"{time}下的{subject}"
    if scene.time == "day":
        if weather == "晴朗":
            return f"{subject}晴昼"
        return f"{_before(weather)}{subject}" + ("" if weather else "白昼")
    return f"{_before(weather)}{subject}{time}"


def _before(weather: str) -> str:
    return {"": "", "雨": "雨中", "飞雪": "飞雪", "阴云": "阴云下的", "风暴": "风暴中的"}.get(
        weather, weather
    )


def _chinese_sky(scene: Scene, weather: str) -> str:
    if scene.rainbow:
        return "彩虹天空"
    if scene.time == "night":
        return {"夜色": "夜空", "星夜": "星空", "月夜": "月夜天空"}.get(_time(scene)[1], _time(scene)[1])
    if weather in ("风暴", "雨", "飞雪"):
        return {"风暴": "风暴天空", "雨": "雨天", "飞雪": "飞雪天空"}[weather]
    if scene.clouds == 0:
        return "晴空"
    return _SKIES[scene.time][1]
