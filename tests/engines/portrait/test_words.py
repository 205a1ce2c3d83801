"""Words about faces, English and Chinese."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moviola.engines.portrait import lexicon, words
from moviola.engines.portrait.wish import Language


def test_the_acceptance_sentence() -> None:
    wish = words.describe(
        "a weathered sea captain in his sixties with a grey beard, slow push in, he breathes, calm piano, "
        "title 'The Captain'"
    )
    assert wish.is_face
    assert wish.unknown == ()
    assert 58 < wish.targets["age"] < 66
    assert wish.targets["male"] > 1
    assert wish.targets["beard"] > 1.5
    assert wish.targets["hair_L"] > 1
    assert wish.targets["wrinkles"] > 1


def test_chinese_says_the_same() -> None:
    wish = words.describe("一位六十多岁、留着灰胡子的饱经风霜的老船长")
    assert wish.is_face
    assert wish.language == "zh"
    assert 58 < wish.targets["age"] < 66
    assert wish.targets["beard"] > 1.5
    assert wish.soft["male"] > 1


@pytest.mark.parametrize(
    "text",
    [
        "sunset over a mountain lake",
        "a realistic image of a futuristic city at night",
        "生成日落湖面",
        "calm piano music",
        "portrait of a cat",
        "夜晚的未来城市",
    ],
)
def test_places_and_animals_are_no_people(text: str) -> None:
    assert not words.describe(text).is_face


@pytest.mark.parametrize(
    "text",
    [
        "old sea captain",
        "一个女孩",
        "a nurse",
        "八岁小孩",
        "a 40-year-old",
        "grey beard and blue eyes",
        "portrait",
        "老船长",
    ],
)
def test_people_are_people(text: str) -> None:
    assert words.describe(text).is_face


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a man in his sixties", 64),
        ("a woman in her early thirties", 32),
        ("late forties", 48),
        ("a 25-year-old man", 25),
        ("a twenty-five year old woman", 25),
        ("a man of 50", 50),
        ("aged 41", 41),
        ("a woman in her 30s", 34),
        ("八岁小孩", 8),
        ("三十五岁的女人", 35),
        ("二十出头的姑娘", 22),
        ("五十多岁的男人", 54),
        ("年近五十的男人", 49),
        ("不惑之年的男人", 42),
    ],
)
def test_ages(text: str, age: float) -> None:
    expected = age if age <= 55 else 55 + (age - 55) * 0.75
    assert words.describe(text).targets["age"] == pytest.approx(expected)


def test_seconds_are_no_age() -> None:
    assert "age" not in words.describe("a man, 10 seconds, 1960s car").targets


def test_qualities_go_to_their_feature() -> None:
    wish = words.describe("a woman with long, curly red hair, big green eyes and a small nose")
    assert wish.targets["hair_length"] > 1
    assert wish.targets["hair_curl"] > 1
    assert wish.targets["hair_red"] > 1
    assert wish.targets["eye_area"] > 1
    assert wish.targets["iris_a"] < -1
    assert wish.targets["nose_width"] < -1


def test_chinese_qualities_go_to_their_feature() -> None:
    wish = words.describe("大眼睛长头发的女孩，白色背景")
    assert wish.targets["eye_area"] > 1
    assert wish.targets["hair_length"] > 1
    assert wish.targets["bg_white"] > 1


@pytest.mark.parametrize(
    "text",
    ["a man without a beard", "a man, no beard", "不要胡子的男人", "没有胡子的男人", "clean-shaven man"],
)
def test_denied_beard(text: str) -> None:
    assert words.describe(text).targets["beard"] < -0.5


@pytest.mark.parametrize(
    "text", ["a woman, no glasses", "不戴眼镜的女人", "a woman who isn't wearing glasses"]
)
def test_denied_glasses(text: str) -> None:
    assert words.describe(text).targets["glasses"] < 0


def test_strength() -> None:
    plain = words.describe("a man with dark skin").targets["skin_L"]
    assert words.describe("a man with very dark skin").targets["skin_L"] < plain
    assert words.describe("a man with slightly dark skin").targets["skin_L"] > plain


def test_a_woman_captain_has_no_beard() -> None:
    wish = words.describe("a woman sea captain")
    assert wish.targets["male"] < 0
    assert "beard" not in {**wish.soft, **wish.targets}


def test_origin_keeps_the_sex() -> None:
    wish = words.describe("a Black woman in her forties")
    assert wish.targets["black"] > 2
    assert wish.targets["male"] < 0


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("a man with freckles", ("freckles",)),
        ("a woman with purple eyes", ("purple eyes",)),
        ("戴耳环的女人", ("耳环",)),
        ("a man with a scar and a tattoo", ("scar", "tattoo")),
    ],
)
def test_what_cannot_be_made_is_said(text: str, unknown: tuple[str, ...]) -> None:
    assert words.describe(text).unknown == unknown


@pytest.mark.parametrize(
    "text",
    [
        "pan left slowly",
        "make the music softer",
        "make the title bigger",
        "undo",
        "slower",
        "old sea captain",
        "add lo-fi music",
        "把音乐变柔和一点",
        "16:9",
        "longer",
        "add a title 'Old Man'",
        "标题大一点",
        "",
    ],
)
def test_no_face_edit(text: str) -> None:
    assert words.edit(text) is None


@pytest.mark.parametrize(
    ("text", "attribute", "sign"),
    [
        ("make the jaw softer", "jaw_width", -1),
        ("soften the jaw slightly", "jaw_width", -1),
        ("下颌柔和一点", "jaw_width", -1),
        ("a wider jaw", "jaw_width", 1),
        ("older", "age", 1),
        ("a bit younger", "age", -1),
        ("年轻10岁", "age", -1),
        ("ten years older", "age", 1),
        ("更老一些", "age", 1),
        ("bigger eyes", "eye_area", 1),
        ("眼睛大一点", "eye_area", 1),
        ("fuller lips", "lip_full", 1),
        ("thicker eyebrows", "brow_thick", 1),
        ("less wrinkles", "wrinkles", -1),
        ("smile more", "smile", 1),
        ("胡子长一点", "beard", 1),
        ("hair shorter", "hair_length", -1),
    ],
)
def test_changes(text: str, attribute: str, sign: int) -> None:
    edit = words.edit(text)
    assert edit is not None
    assert edit.changes[attribute] * sign > 0


@pytest.mark.parametrize(
    ("text", "attribute", "sign"),
    [
        ("give her blond hair", "hair_b", 1),
        ("把头发变成金色", "hair_L", 1),
        ("remove the glasses", "glasses", -1),
        ("戴上眼镜", "glasses", 1),
        ("去掉胡子", "beard", -1),
        ("make him smile", "smile", 1),
        ("make her serious", "smile", -1),
        ("turn her into a man", "male", 1),
        ("look left", "yaw", -1),
        ("change the background to white", "bg_white", 1),
        ("make him 70 years old", "age", 1),
    ],
)
def test_goals(text: str, attribute: str, sign: int) -> None:
    edit = words.edit(text)
    assert edit is not None
    assert edit.goals[attribute] * sign > 0


def test_two_edits_in_one_sentence() -> None:
    edit = words.edit("make the eyes bigger and the lips fuller")
    assert edit is not None
    assert set(edit.changes) == {"eye_area", "lip_full"}


def test_strength_of_edits() -> None:
    much, plain, little = (words.edit(text) for text in ("much older", "older", "slightly older"))
    assert much is not None
    assert plain is not None
    assert little is not None
    assert much.changes["age"] > plain.changes["age"] > little.changes["age"]


def test_edit_reports_what_it_cannot() -> None:
    edit = words.edit("add freckles")
    assert edit is not None
    assert edit.is_empty
    assert edit.unknown == ("freckles",)


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        (
            "a weathered sea captain in his sixties with a grey beard, slow push in",
            "en",
            "Weathered Sea Captain",
        ),
        ("old sea captain", "en", "Old Sea Captain"),
        ("create a portrait of a young woman with red hair", "en", "Young Woman"),
        ("一位六十多岁、留着灰胡子的饱经风霜的老船长", "zh", "老船长"),
        ("老船长", "zh", "老船长"),
        ("生成一个戴眼镜的年轻女人，微笑", "zh", "年轻女人"),
        ("老船长", "en", "Sea captain"),
        ("", "en", "Portrait"),
        ("", "zh", "人像"),
    ],
)
def test_labels(text: str, language: Language, label: str) -> None:
    assert words.label(text, language) == label


def test_import_is_light() -> None:
    script = (
        "import sys; import moviola.engines.portrait, moviola.engines.portrait.words as w; w.describe('old man');"
        "assert not {'numpy', 'cv2', 'openvino', 'PIL'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_look_belongs_to_a_quality_and_a_feature() -> None:
    senses = [*lexicon.load().english.values(), *lexicon.load().chinese.values()]
    qualities = {sense.quality for sense in senses if sense.quality}
    for sense in senses:
        if sense.feature is not None:
            assert set(sense.feature.looks) <= qualities, sense.feature.key
