from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from moviola.engines.place.scene import FAMILIES, Scene, Season, Style, Time
from moviola.engines.place.words import change, is_change, label, reading, understand
from moviola.engines.place.words.lexicon import meanings, real_places, subjects, words

_HERE = Path(__file__).parent
_FILES = {
    name: tomllib.loads((_HERE / f"prompts_{name}.toml").read_text(encoding="utf-8")) for name in ("en", "zh")
}
PLACES = [
    pytest.param(case, name, id=f"{name}-{case['say'][:40]}")
    for name, file in _FILES.items()
    for case in file["place"]
]
CHANGES = [
    pytest.param(case, id=f"{case['from']}-{'-'.join(case['say'])}"[:60])
    for file in _FILES.values()
    for case in file["changes"]
]


@pytest.mark.parametrize(("case", "language"), PLACES)
def test_what_is_said_is_what_is_built(case: dict[str, Any], language: Any) -> None:
    said = reading(case["say"])
    scene = said.scene
    assert (scene.family if scene is not None else "none") == case["family"]
    if "cannot" in case:
        assert list(said.cannot) == case["cannot"]
    if scene is None:
        return
    for field, value in case.get("want", {}).items():
        assert _meets(scene, said.asked, field, value), (field, getattr(scene, field), said.asked)
    if "unknown" in case:
        assert list(scene.unknown) == case["unknown"]
    if "near" in case:
        assert list(scene.approximate) == case["near"]
    if "title" in case:
        assert label(scene, language) == case["title"]


def _meets(scene: Scene, asked: tuple[str, ...], field: str, value: Any) -> bool:
    if field == "features":
        return set(value) <= set(asked)
    got = getattr(scene, field)
    if field == "without":
        return set(value) <= set(got)
    if value in ("+", "0"):
        return got is not None and (got > 0.1) == (value == "+")
    return bool(got == value)


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_said_about_a_place_changes_just_that(case: dict[str, Any]) -> None:
    scene = understand(case["from"])
    assert scene is not None
    before = scene
    for text in case["say"]:
        after = change(scene, text)
        if case.get("none"):
            assert after is None
            return
        assert after is not None, text
        assert after.family == before.family
        scene = after
    for field, value in case["want"].items():
        got = getattr(scene, field)
        assert (list(got) if isinstance(value, list) else got) == (
            pytest.approx(value) if isinstance(value, float) else value
        ), field


@pytest.mark.parametrize("case", [c for c in CHANGES if not c.values[0].get("none")])  # type: ignore[union-attr]
def test_a_change_is_known_for_one_without_the_scene(case: dict[str, Any]) -> None:
    assert all(is_change(text) for text in case["say"])


def test_changes_do_not_depend_on_what_was_undone() -> None:
    scene = understand("sunset over a mountain lake")
    assert scene is not None
    said = ["more fog", "make it winter", "warmer", "from above"]
    states = [scene]
    for text in said:
        after = change(states[-1], text)
        assert after is not None
        states.append(after)
    # The last change left out: the state before it, whatever was read in between.
    for count, state in enumerate(states):
        again = scene
        for text in said[:count]:
            step = change(again, text)
            assert step is not None
            again = step
        assert again == state


@pytest.mark.parametrize(
    ("more", "less", "field"),
    [
        ("more fog", "less fog", "fog"),
        ("more clouds", "fewer clouds", "clouds"),
        ("brighter", "darker", "light"),
        ("warmer", "colder", "warmth"),
        ("more saturated", "less saturated", "colour"),
        ("雾浓一点", "雾淡一点", "fog"),
        ("亮一点", "暗一点", "light"),
        ("暖一点", "冷一点", "warmth"),
        ("云多一点", "云少一点", "clouds"),
    ],
)
def test_a_step_there_and_back_is_no_step(more: str, less: str, field: str) -> None:
    scene = Scene("lake", fog=0.4, clouds=0.4)
    up = change(scene, more)
    assert up is not None
    assert getattr(up, field) > getattr(scene, field)
    down = change(up, less)
    assert down is not None
    assert getattr(down, field) == pytest.approx(getattr(scene, field))


def test_steps_end_at_the_ends() -> None:
    scene = Scene("lake")
    for _ in range(30):
        for text in (
            "more fog",
            "brighter",
            "warmer",
            "bigger mountains",
            "more trees",
            "sun higher",
            "less rain",
        ):
            after = change(scene, text)
            assert after is not None
            scene = after
    assert (scene.fog, scene.light, scene.warmth, scene.size, scene.number) == (1.0, 2.0, 1.0, 2.5, 3.0)
    assert (scene.sun_height, scene.rain) == (40.0, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "a square circle",
        "draw me a square circle",
        "silent sound",
        "a lake without water",
        "方形的圆",
        "没有水的湖",
    ],
)
def test_contradictions_are_named(text: str) -> None:
    said = reading(text)
    assert said.scene is None
    assert said.impossible


def test_odd_is_not_impossible() -> None:
    for text in ("a snowy tropical beach", "a town square", "palm trees in the snow", "沙漠里的雪"):
        assert reading(text).impossible == ""
        assert understand(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "🌅🌊🏔",
        "\x00\ud800",
        "{{7*7}} ${jndi} <script>alert(1)</script>",
        "__import__('os').system('ls')",
        "lake " * 2500,
        "山间湖泊的日落，" * 1300,
        "no " * 4000,
        "不要" * 5000,
        "(" * 10_000,
        "--no " * 2000,
        "a" * 10_000,
        "没" * 10_000,
    ],
)
def test_nothing_makes_it_fail(text: str) -> None:
    reading(text)
    is_change(text)
    change(Scene("lake"), text)


def test_full_width_and_pictograms_are_read() -> None:
    plain = understand("sunset over a mountain lake")
    assert understand("🌅 ＳＵＮＳＥＴ　ｏｖｅｒ　ａ　ｍｏｕｎｔａｉｎ　ｌａｋｅ ✨") == plain


def test_both_languages_have_their_words() -> None:
    found = words()
    for table in (found.english, found.chinese):
        weighty = [
            word
            for word, sense in table.items()
            if any(
                m.kind
                not in ("filler", "grammar", "thing", "backdrop", "person", "place", "target", "change")
                for m in sense
            )
        ]
        assert len(weighty) >= 600
    assert len(real_places()) >= 80


def test_every_word_leads_somewhere() -> None:
    known = {"subject": subjects(), "mood": meanings()["mood"]}
    for table in (words().english, words().chinese):
        for word, sense in table.items():
            for kind, value in sense:
                assert kind not in known or value in known[kind], (word, kind, value)
    for feature, (family, weight) in meanings()["home"].items():
        assert family in FAMILIES, feature
        assert 0 < weight <= 3


@pytest.mark.parametrize("family", FAMILIES)
def test_every_scene_has_a_title(family: Any) -> None:
    times: tuple[Time, ...] = get_args(Time)
    seasons: tuple[Season, ...] = get_args(Season)
    weathers: list[dict[str, Any]] = [
        {}, {"fog": 0.5}, {"rain": 0.7}, {"snowfall": 0.6}, {"clouds": 0.9, "wind": 0.9}, {"aurora": True},
        {"moon": True}, {"milky_way": True}, {"rainbow": True}, {"lightning": True}, {"clouds": 0.0},
    ]  # fmt: skip
    features = ("", "lighthouse", "camels", "cabin", "blossom", "bridge", "cloud_sea", "stalls", "waterfall")
    small = {"a", "an", "the", "in", "on", "at", "over", "of", "by", "with", "and", "under", "as", "among"}
    for time, season, weather, feature in product(times, seasons, weathers, features):
        scene = Scene(family, time=time, season=season, features=(feature,) if feature else (), **weather)
        english, chinese = label(scene, "en"), label(scene, "zh")
        assert 3 <= len(english) <= 60, english
        assert all(word in small or word[0].isupper() for word in english.split()), english
        assert english[0].isupper()
        assert len(set(english.split()) - small) == len([w for w in english.split() if w not in small]), (
            english
        )
        assert 2 <= len(chinese) <= 16, chinese
        assert re.search(r"[A-Za-z]", chinese) is None


def test_titles_tell_style_and_model() -> None:
    scene = Scene("lake", style="oil", inspired="Mount Fuji")
    assert label(scene, "en") == "Sunset over a Mountain Lake in Oil, Inspired by Mount Fuji"
    assert label(scene, "zh") == "仿富士山·油画·山湖日落"
    styles: tuple[Style, ...] = get_args(Style)
    assert len({label(replace(scene, style=style), "en") for style in styles}) >= 8


def test_words_and_spec_load_without_the_drawing_libraries() -> None:
    code = (
        "import sys, moviola.engines.place; from moviola.engines.place.words import change, understand;"
        "from moviola.engines.place.scene import FAMILIES, Scene;"
        "understand('sunset over a mountain lake'); [change(Scene(f), 'add a boat') for f in FAMILIES];"
        "heavy = {'numpy', 'numba', 'cv2', 'av', 'PIL'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
