from __future__ import annotations

import subprocess
import sys

import pytest

from moviola.engines.place.words import understand


@pytest.mark.parametrize(
    ("text", "family", "time", "english", "chinese"),
    [
        ("sunset over a mountain lake", "lake", "sunset", "Sunset over a Mountain Lake", "山湖日落"),
        ("make me a 10-second sunset timelapse", "lake", "sunset", "Sunset over a Mountain Lake", "山湖日落"),
        ("山间湖泊的日落", "lake", "sunset", "Sunset over a Mountain Lake", "山湖日落"),
        ("未来城市夜景", "city", "night", "Futuristic City at Night", "未来城市夜景"),
        (
            "a realistic image of a futuristic city at night",
            "city", "night", "Futuristic City at Night", "未来城市夜景",
        ),
        ("a snowy alpine lake at dawn", "lake", "dawn", "Dawn over a Winter Lake", "冬日山湖晨曦"),
        ("mountain lake under the milky way", "lake", "night", "Starry Night over a Mountain Lake", "山湖星夜"),
        ("City skyline, dusk", "city", "sunset", "City Skyline at Dusk", "城市暮色"),
        ("生成一张逼真的未来城市夜景图片", "city", "night", "Futuristic City at Night", "未来城市夜景"),
        ("帮我做一段十秒的湖边日出视频", "lake", "dawn", "Dawn over a Mountain Lake", "山湖晨曦"),
    ],
)  # fmt: skip
def test_places_and_their_names(text: str, family: str, time: str, english: str, chinese: str) -> None:
    wish = understand(text)
    assert wish is not None
    assert (wish.family, wish.time) == (family, time)
    assert wish.label("en") == english
    assert wish.label("zh") == chinese


@pytest.mark.parametrize(
    "text",
    [
        "a cat on a sofa",
        "",
        "an old sea captain",
        "a cat at sunset",
        "一只猫",
        "the desert at noon",
        "!!!",
        "portrait of a man at sunset",
    ],
)
def test_what_is_no_place_here(text: str) -> None:
    assert understand(text) is None


def test_requests_leave_no_unknown_words() -> None:
    for text in (
        "sunset over a mountain lake",
        "make me a 10-second sunset timelapse",
        "a realistic image of a futuristic city at night",
        "山间湖泊的日落",
        "未来城市夜景",
    ):
        wish = understand(text)
        assert wish is not None
        assert wish.unknown == ()
        assert wish.approximate == ()


def test_unknown_words_are_told() -> None:
    wish = understand("sunset over a mountain lake with a unicorn and dragons")
    assert wish is not None
    assert wish.unknown == ("unicorn", "dragons")
    chinese = understand("山湖日落和独角兽")
    assert chinese is not None
    assert chinese.unknown == ("独角兽",)


def test_what_is_only_nearly_met_is_told() -> None:
    wish = understand("a snowy city by day")
    assert wish is not None
    assert wish.time == "sunset"
    assert set(wish.approximate) == {"day", "winter"}
    assert not wish.winter


def test_wishes_beside_the_place() -> None:
    wish = understand("misty winter lake, no people, time-lapse")
    assert wish is not None
    assert (wish.weather, wish.winter, wish.people, wish.timelapse) == ("misty", True, False, True)


def test_contradictions_settle_on_one_time() -> None:
    wish = understand("a mountain lake at sunset, at noon and at night")
    assert wish is not None
    assert wish.time == "sunset"


def test_words_and_spec_load_without_the_drawing_libraries() -> None:
    code = (
        "import sys, moviola.engines.place, moviola.engines.place.words;"
        "heavy = {'numpy', 'numba', 'cv2', 'av', 'PIL'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
