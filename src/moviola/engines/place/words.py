"""Which place a sentence asks for, in English and Chinese; light enough for the server process."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from moviola.engines.base import Language

Family = Literal["lake", "city"]
Time = Literal["sunset", "dawn", "day", "night"]
Weather = Literal["", "clear", "cloudy", "misty"]


@dataclass(frozen=True)
class PlaceWish:
    """A place this engine can build.

    ``people``: True or False where the text says so. ``unknown``: words that were not understood.
    ``approximate``: wishes that are met only nearly.
    """

    family: Family
    time: Time
    winter: bool = False
    weather: Weather = ""
    futuristic: bool = False
    people: bool | None = None
    timelapse: bool = False
    unknown: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """A short title in title case."""
        return _label_zh(self) if language == "zh" else _label_en(self)


#: Meaning → words. English words match whole, plural or not; Chinese words match anywhere.
_MEANINGS: dict[str, tuple[str, ...]] = {
    "lake": (
        "mountain lake", "alpine lake", "lake", "lakeside", "lakeshore", "tarn", "loch", "reservoir",
        "山间湖泊", "高山湖泊", "山中湖", "山湖", "湖泊", "湖面", "湖边", "湖畔", "湖水", "湖",
    ),
    "mountain": (
        "mountain", "mountains", "alps", "peak", "alpine", "mountainous", "fjord", "雪山", "群山",
        "高山", "山脉", "山峰", "山间", "山谷", "山景", "山",
    ),
    "city": (
        "city", "cityscape", "skyline", "metropolis", "downtown", "skyscraper", "megacity",
        "city skyline", "城市天际线", "天际线", "城市", "都市", "都会", "摩天大楼", "摩天楼", "高楼",
    ),
    "street": (
        "street", "streets", "alley", "avenue", "road", "街道", "街头", "小巷", "马路",
    ),
    "futuristic": (
        "futuristic", "future", "cyberpunk", "sci-fi", "science fiction", "neon", "blade runner",
        "未来感", "未来", "赛博朋克", "科幻", "霓虹",
    ),
    "sunset": (
        "sunset", "sundown", "dusk", "evening", "golden hour", "setting sun", "twilight", "blue hour",
        "日落", "夕阳", "落日", "黄昏", "傍晚", "晚霞", "黄金时刻",
    ),
    "dawn": (
        "dawn", "sunrise", "daybreak", "morning", "early morning", "日出", "黎明", "清晨", "早晨",
        "朝霞", "破晓", "晨曦",
    ),
    "day": (
        "day", "daytime", "noon", "midday", "afternoon", "sunny", "daylight", "by day", "白天", "中午",
        "正午", "下午", "晴天", "阳光",
    ),
    "night": (
        "night", "nighttime", "midnight", "starry", "moonlit", "moonlight", "moon", "stars",
        "milky way", "nightscape", "night sky", "夜景", "夜晚", "夜间", "夜里", "深夜", "星空", "月光",
        "月夜", "银河", "星夜", "夜色", "晚上", "夜",
    ),
    "winter": (
        "winter", "wintry", "snow", "snowy", "snow-covered", "snowcapped", "frozen", "icy", "冬季",
        "冬天", "冬日", "下雪", "积雪", "雪地", "冰雪", "雪", "冬",
    ),
    "clear": (
        "clear", "cloudless", "clear sky", "晴朗", "无云", "万里无云",
    ),
    "cloudy": (
        "cloudy", "overcast", "dramatic clouds", "clouds", "cloud", "多云", "阴天", "云彩", "云",
    ),
    "misty": (
        "misty", "foggy", "mist", "fog", "hazy", "haze", "薄雾", "雾气", "大雾", "有雾", "雾",
    ),
    "nobody": (
        "no people", "without people", "nobody", "no one", "empty", "without anyone", "no person",
        "无人", "没有人", "空无一人",
    ),
    "people": (
        "person", "people", "figure", "someone", "man", "woman", "couple", "silhouette", "hiker",
        "人影", "一个人", "行人", "人物", "人",
    ),
    "timelapse": (
        "timelapse", "time-lapse", "time lapse", "hyperlapse", "延时摄影", "延时",
    ),
    "river": (
        "river", "harbor", "harbour", "bay", "waterfront", "河边", "江边", "海湾", "港湾", "滨水",
    ),
    "granted": (
        "pier", "jetty", "dock", "reflection", "reflections", "reflecting", "reflected", "water",
        "ripple", "pine", "trees", "tree", "reeds", "sky", "light", "lights", "glow", "glowing",
        "tower", "towers", "building", "buildings", "shore", "calm", "quiet", "still", "peaceful",
        "serene", "tranquil", "sun", "forest", "skies", "golden", "windows", "above", "colorful",
        "colourful", "purple", "pink", "orange", "warm", "drifting", "horizon", "倒影", "水面", "波光",
        "码头", "栈桥", "平静", "宁静", "灯光", "灯火", "大厦", "树", "森林", "天空", "太阳", "金色",
        "温暖", "建筑", "楼",
    ),
    "filler": (
        "a", "an", "the", "of", "over", "at", "in", "on", "by", "with", "and", "to", "for", "me", "my",
        "i", "it", "make", "create", "generate", "give", "show", "want", "would", "like", "please",
        "draw", "render", "build", "produce", "some", "that", "this", "is", "image", "picture",
        "photo", "photograph", "video", "clip", "footage", "shot", "film", "movie", "scene",
        "landscape", "view", "scenery", "wallpaper", "background", "realistic", "photorealistic",
        "photo-realistic", "cinematic", "beautiful", "stunning", "gorgeous", "epic", "dramatic",
        "lovely", "pretty", "nice", "hd", "uhd", "high", "quality", "resolution", "detailed", "second",
        "seconds", "sec", "long", "short", "wide", "big", "large", "small", "new", "vertical",
        "horizontal", "portrait", "square", "time", "during", "from", "into", "as", "very", "full",
        "side", "near", "its", "are", "can", "you", "10-second", "5-second", "one", "here", "animated",
        "moving", "loop", "style", "let's", "lets", "across", "us", "slow", "slowly", "behind",
        "under", "which", "be", "mode", "aspect", "ratio", "format", "请", "帮我", "给我", "我想要",
        "我要", "想要", "做一个", "做一张", "做一段", "制作", "生成", "创建", "画", "一张", "一个",
        "一段", "一幅", "图片", "图像", "照片", "视频", "短片", "影片", "画面", "场景", "风景", "风光",
        "景色", "逼真", "真实", "写实", "电影感", "美丽", "漂亮", "壮观", "绝美", "高清", "秒", "的",
        "在", "上", "下", "里", "中", "之上", "有", "和", "与", "座", "一", "张", "做", "要", "个",
        "来", "段", "时", "长", "时分", "景", "竖屏", "横屏", "倒映", "分钟", "超", "宽", "动态",
        "现代",
    ),
}  # fmt: skip

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+([-–:.×x]?\w*)*")


def _tables() -> tuple[dict[str, str], list[tuple[str, str]], int]:
    english: dict[str, str] = {}
    chinese: list[tuple[str, str]] = []
    for meaning, words in _MEANINGS.items():
        for word in words:
            if _CHINESE.search(word):
                chinese.append((word, meaning))
            else:
                english.setdefault(word, meaning)
    chinese.sort(key=lambda pair: -len(pair[0]))
    return english, chinese, max(len(word.split()) for word in english)


_ENGLISH, _CHINESE_WORDS, _LONGEST = _tables()


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _read_english(text: str) -> tuple[list[str], list[str]]:
    tokens = re.findall(r"[a-z0-9][a-z0-9'’.:×-]*", text.lower())
    tokens = [token.strip(".:'’-") for token in tokens]
    found: list[str] = []
    unknown: list[str] = []
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
            phrase = " ".join(tokens[i : i + length])
            meaning = _ENGLISH.get(phrase) or _ENGLISH.get(_singular(phrase))
            if meaning:
                found.append(meaning)
                i += length
                break
        else:
            if tokens[i] and not _NUMBER.fullmatch(tokens[i]):
                unknown.append(tokens[i])
            i += 1
    return found, unknown


def _read_chinese(text: str) -> tuple[list[str], list[str]]:
    found: list[str] = []
    unknown: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+", text):
        rest = ""
        i = 0
        while i < len(run):
            for word, meaning in _CHINESE_WORDS:
                if run.startswith(word, i):
                    found.append(meaning)
                    if rest:
                        unknown.append(rest)
                        rest = ""
                    if word == "雪山":
                        found.append("winter")
                    i += len(word)
                    break
            else:
                rest += run[i]
                i += 1
        if rest:
            unknown.append(rest)
    return found, unknown


def understand(text: str) -> PlaceWish | None:
    """The place that ``text`` describes, or None where it is none that this engine can build."""
    english, unknown_english = _read_english(text)
    chinese, unknown_chinese = _read_chinese(text)
    found = [*english, *chinese]
    unknown = tuple(dict.fromkeys([*unknown_english, *unknown_chinese]))
    family = _family(found, unknown)
    if family is None:
        return None
    times = [meaning for meaning in found if meaning in ("sunset", "dawn", "day", "night")]
    wish = PlaceWish(
        family=family,
        time=_time(times, family),
        winter="winter" in found,
        weather=_weather(found),
        futuristic="futuristic" in found,
        people=False if "nobody" in found else (True if "people" in found else None),
        timelapse="timelapse" in found,
        unknown=unknown,
    )
    return _nearest(wish, found)


def _family(found: list[str], unknown: tuple[str, ...]) -> Family | None:
    for meaning in found:
        if meaning == "lake":
            return "lake"
        if meaning == "city":
            return "city"
    if "mountain" in found:
        return "lake"
    # "a ten-second sunset timelapse" names no place: the lake is where the sun sets here
    if not unknown and "people" not in found and ("sunset" in found or "dawn" in found):
        return "lake"
    return None


def _time(times: list[str], family: Family) -> Time:
    order: tuple[Time, ...] = ("sunset", "dawn", "night", "day")
    for time in order:
        if time in times and not (family == "city" and time == "sunset" and "night" in times):
            return time
    return "night" if family == "city" else "sunset"


def _weather(found: list[str]) -> Weather:
    kinds: tuple[Weather, ...] = ("misty", "cloudy", "clear")
    for kind in kinds:
        if kind in found:
            return kind
    return ""


def _nearest(wish: PlaceWish, found: list[str]) -> PlaceWish:
    """What cannot be had exactly is replaced by what is nearest, and named."""
    approximate: list[str] = []
    if wish.family == "city":
        if wish.time in ("day", "dawn"):
            approximate.append(wish.time)
            wish = replace(wish, time="sunset")
        if wish.winter:
            approximate.append("winter")
            wish = replace(wish, winter=False)
        if "street" in found:
            approximate.append("street")
        if "mountain" in found:
            approximate.append("mountain")
        if "lake" in found and found.index("city") < found.index("lake"):
            approximate.append("lake")
    else:
        approximate.extend(word for word in ("city", "street", "river", "futuristic") if word in found)
    return replace(wish, approximate=tuple(approximate))


def _label_en(wish: PlaceWish) -> str:
    if wish.family == "city":
        city = "Futuristic City" if wish.futuristic else "City Skyline"
        return f"{city} at {'Dusk' if wish.time == 'sunset' else 'Night'}"
    lake = "a Winter Lake" if wish.winter else "a Mountain Lake"
    return {
        "sunset": f"Sunset over {lake}",
        "dawn": f"{'Misty ' if wish.weather == 'misty' else ''}Dawn over {lake}",
        "day": f"Clear Day at {lake}" if wish.weather == "clear" else f"A Day at {lake}",
        "night": f"Starry Night over {lake}",
    }[wish.time]


def _label_zh(wish: PlaceWish) -> str:
    if wish.family == "city":
        return ("未来城市" if wish.futuristic else "城市") + ("暮色" if wish.time == "sunset" else "夜景")
    lake = "冬日山湖" if wish.winter else "山湖"
    return lake + {"sunset": "日落", "dawn": "晨曦", "day": "晴昼", "night": "星夜"}[wish.time]
