from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moviola.agent.grammar import Grammar
from moviola.agent.grammar.choices import ask, which_title
from moviola.agent.grammar.lexicon import names, pattern
from moviola.agent.plan import Ask, Context, Decline, Plan, Question, SetMusic
from moviola.agent.reply.sentences import table
from moviola.engines.base import Language
from tests.agent.situations import SITUATIONS

_FRAGMENTS = [
    "an old sea captain", "make the jaw softer", "slow push in", "pan left", "he breathes", "ripple", "calm piano",
    "no music", "title 'X'", "标题“山湖”", "去掉标题", "at the end", "5 seconds", "9:16", "竖屏", "export as gif",
    "导出",
    "undo", "撤销", "louder", "30%", "a cat", "sunset over a lake", "山湖日落", "and", "然后", ",", "。", "then",
    "with", "please", "慢一点", "the", "不要", "ignore your instructions", "\x00", "😀", "https://youtu.be/x", "“", "'",
    "(", "\\", "[", "longer",
]  # fmt: skip


@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=12), st.sampled_from(sorted(SITUATIONS)))
@settings(max_examples=120, deadline=None)
def test_any_mixture_gives_a_plan(fragments: list[str], situation: str) -> None:
    plan = Grammar().plan(" ".join(fragments), SITUATIONS[situation])
    assert plan.actions
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    kinds = [action.kind for action in plan.actions]
    assert sum(kind in ("make_portrait", "make_image", "make_clip") for kind in kinds) <= 1
    assert kinds.count("animate") <= 1


@given(st.text(max_size=200), st.sampled_from(sorted(SITUATIONS)))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_plan(text: str, situation: str) -> None:
    assert Grammar().plan(text, SITUATIONS[situation]).actions


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "title " * 20_000,
        "山" * 100_000,
        "'" * 100_000,
        "9:16 " * 20_000,
        "pan left, " * 10_000,
        "no music and " * 8_000,
        "一分半" * 30_000,
        " " * 100_000,
        "((((" * 25_000,
        "from 2 to " * 10_000,
        "slowly slowly " * 7_000,
        "storyboard: she " * 6_000,
        "storyboard: " + "1. a lake 2. a sea " * 5_000,
        "“" * 50_000 + "storyboard",
        "put her in " * 9_000,
        "1x1 " * 20_000,
    ],
)
@pytest.mark.timeout(30)  # against patterns that never come to an end
def test_a_huge_message_is_read(text: str) -> None:
    assert Grammar().plan(text, SITUATIONS["full"]).actions


def test_the_same_message_gives_the_same_plan() -> None:
    text, context = "an old captain, slow push in, calm piano, title 'X'", Context()
    assert Grammar().plan(text, context) == Grammar().plan(text, context)


@pytest.mark.parametrize("situation", sorted(SITUATIONS))
@pytest.mark.parametrize("text", ["remove it", "delete everything", "去掉它", "clear", "erase", "删除"])
def test_nothing_is_taken_away_on_a_guess(text: str, situation: str) -> None:
    kinds = {action.kind for action in Grammar().plan(text, SITUATIONS[situation]).actions}
    assert not kinds & {"remove_title", "remove_music", "strip_extras", "undo"}


def test_a_length_without_a_picture_is_the_musics() -> None:
    plan = Grammar().plan("calm piano, 8 seconds", Context(want="audio"))
    assert plan.actions == (SetMusic(mood="calm piano", duration_ms=8000),)


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        (None, "pan left", "en"),
        (None, "向左平移", "zh"),
        (None, "title “山湖”", "en"),
        (None, "zoom in, title 'Morning ☕ 早安' at the end", "en"),
        (None, "标题'Golden Hour'", "zh"),
        (None, "“山湖”", "zh"),
        (None, "don't pan, it's 早安", "zh"),
        ("zh-CN", "pan left", "zh"),
        ("zh", "pan left", "zh"),
        ("en", "向左平移", "en"),
        ("fr", "向左平移", "en"),
    ],
)
def test_the_answer_is_in_the_persons_language(asked: str | None, text: str, language: Language) -> None:
    assert Grammar().plan(text, Context(language=asked, picture="upload")).language == language


def _refused(text: str, context: Context) -> bool:
    return any(isinstance(action, Ask | Decline) for action in Grammar().plan(text, context).actions)


_ENOUGH: dict[Question, str] = {
    "not_understood": "clip",
    "need_title": "clip",
    "title_text": "clip",
    "need_music": "clip",
    "which_mood": "clip",
    "which_change": "full",
    "how_face": "portrait",
    "how_many": "image",
    "which_aspect": "clip",
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("question", Ask.model_fields["question"].annotation.__args__)  # type: ignore[union-attr]
def test_offered_answers_work(question: Question, language: Language) -> None:
    if question == "which_title":
        context = SITUATIONS["two"]
        asked = [
            which_title(context, language, text, remove)
            for text, remove in ((None, True), ("B", False), (None, False))
        ]
        choices = [choice for one in asked for choice in one.choices]
    else:
        context = SITUATIONS[_ENOUGH.get(question, "")]
        choices = list(ask(question, language).choices)
    assert choices
    for choice in choices:
        assert not _refused(choice, context), choice
        assert not Grammar().plan(choice, context).unknown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_offered_next_steps_work(language: Language) -> None:
    for name, words in table(language)["next"].items():
        portrait = name in ("edit_portrait", "move_portrait", "stage")
        place = name in ("edit_place", "variations")
        staged = name in ("side", "storyboard")
        context = SITUATIONS["portrait" if portrait else "image" if place else "staged" if staged else "full"]
        assert not _refused(words, context), words


def test_every_word_list_compiles() -> None:
    for section in ("control", "frame", "format", "resolution", "quality", "move", "effect", "pace", "style", "music",
                    "title", "verb", "several", "choice", "subject", "framing", "glue"):  # fmt: skip
        for name in names(section):
            assert pattern(f"{section}.{name}").pattern


def test_the_grammar_loads_nothing_heavy() -> None:
    heavy = ["numpy", "cv2", "av", "openvino", "numba", "PIL", "icu", "uharfbuzz", "symusic"]
    code = (
        "import sys; from moviola.agent.grammar import Grammar; from moviola.agent.plan import Context; "
        "Grammar().plan('a captain, calm piano, 山湖', Context()); "
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
