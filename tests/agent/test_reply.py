from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

import pytest

from moviola.agent import reply
from moviola.agent.plan import Ask, Decline, Show
from moviola.agent.reply.sentences import say, table
from moviola.engines.base import Effect, EffectKind, Language, Move, MoveKind, Note
from moviola.errors import BadRequest, Fault, ModelMissing
from moviola.settings import Settings
from moviola.store.rows import Balance, RenderRow
from moviola.studio.done import Done
from moviola.studio.project import Medium, Project
from moviola.timeline.edits import AddTitle, Batch, Edit, PlaceClip, PlaceStill, SetMusic, SetVolume, apply
from moviola.timeline.model import Timeline
from tests.timeline.drafts import music, still, video

LANGUAGES: tuple[Language, ...] = ("en", "zh")
EMPTY = Timeline()
STILL = apply(EMPTY, PlaceStill(media=still(), duration=5000))
CLIP = apply(EMPTY, PlaceClip(media=video(5000), label="Captain"))
SCORED = apply(CLIP, SetMusic(media=music(5000), label="Lo-fi", mood="lofi", volume=0.35))
FULL = apply(SCORED, AddTitle(text="Golden Hour"))


def same(project: Project) -> Project:
    return project


def done(what: str, **facts: Any) -> Done:
    return Done(what=what, change=same, **facts)


def medium(kind: Any = "image", **facts: Any) -> Medium:
    return Medium(
        id="m", hash="a" * 64, kind=kind, origin="portrait", name="x", width=1024, height=1024, **facts
    )


def test_both_languages_have_the_same_sentences() -> None:
    english, chinese = table("en"), table("zh")
    assert set(chinese) - {"fault"} == set(english)
    for section, sentences in english.items():
        assert set(chinese[section]) == set(sentences), section


def test_both_languages_use_the_same_values() -> None:
    chinese = table("zh")
    optional = {"them", "they"}  # Chinese has no number
    for section, sentences in table("en").items():
        for name, sentence in sentences.items():
            values = set(re.findall(r"\{(\w+)", sentence)) - optional
            assert set(re.findall(r"\{(\w+)", chinese[section][name])) == values, f"{section}.{name}"


def test_no_sentence_sends_the_person_to_a_screen() -> None:
    forbidden = re.compile(r"(?i)\b(?:click|drag|button|menu|tab|panel|open the)\b|点击|拖拽|按钮|菜单|面板")
    for language in LANGUAGES:
        for sentences in table(language).values():
            for sentence in (
                sentences.values() if isinstance(sentences, dict) else [row["say"] for row in sentences]
            ):
                assert not forbidden.search(sentence), sentence


@pytest.mark.parametrize(
    ("made", "before", "after", "english", "chinese"),
    [
        (
            done("make_portrait", label="Old Captain", media=(medium(),)),
            EMPTY,
            EMPTY,
            "Here is your portrait: Old Captain (1024×1024).",
            "肖像做好了：Old Captain（1024×1024）。",
        ),
        (
            done("make_clip", label="Lake", media=(medium("video", duration_ms=10_000),)),
            EMPTY,
            CLIP,
            "Here is your clip: Lake (10 s, 1024×1024).",
            "片段做好了：Lake（10 秒，1024×1024）。",
        ),
        (
            done(
                "edit_portrait", before="1", after="2", facts={"instruction": "softer jaw"}, media=(medium(),)
            ),
            EMPTY,
            EMPTY,
            'Portrait changed: "softer jaw" (version 1 → 2).',
            "肖像已修改：“softer jaw”（第 1 版 → 第 2 版）。",
        ),
        (
            done(
                "animate",
                moves=(Move(kind="push_in", strength=0.5),),
                effects=(Effect(kind="breathe"),),
                end_ms=5000,
            ),
            EMPTY,
            CLIP,
            "It moves now: slow push in and breathing, 5 s.",
            "画面动起来了：缓慢推近、呼吸，5 秒。",
        ),
        (
            done("set_music", before="Lo-fi", after="Happy"),
            SCORED,
            apply(SCORED, SetMusic(media=music(5000, "1"), label="Happy", volume=0.35)),
            "Music changed: Lo-fi → Happy (0-5s, 35%).",
            "音乐已更换：Lo-fi → Happy（0-5秒，35%）。",
        ),
        (
            done("set_volume", before="35%", after="50%"),
            SCORED,
            apply(SCORED, SetVolume(volume=0.5)),
            "BGM volume: 35% → 50%.",
            "配乐音量：35% → 50%。",
        ),
        (
            done("add_title", after="Golden Hour"),
            SCORED,
            FULL,
            'Title added: "Golden Hour" (0-3s).',
            "已添加标题：“Golden Hour”（0-3秒）。",
        ),
        (
            done("undo", before="add_title", label="Golden Hour"),
            FULL,
            SCORED,
            'Undone: the title (Golden Hour).\nTitle removed: "Golden Hour" (0-3s)',
            "已撤销：标题（Golden Hour）。\n已去掉标题：“Golden Hour”（0-3秒）",
        ),
        (
            done("set_volume"),
            SCORED,
            SCORED,
            "It was like that already, so nothing changed.",
            "本来就是这样，没有变化。",
        ),
    ],
)
def test_a_deed_is_told(made: Done, before: Timeline, after: Timeline, english: str, chinese: str) -> None:
    assert reply.done(made, before, after, "en", 0.0) == english
    assert reply.done(made, before, after, "zh", 0.0) == chinese


def test_the_second_stage_lists_the_tracks_and_offers_to_strip_them() -> None:
    told = reply.done(done("second_stage", label="Lo-fi", after="Golden Hour"), CLIP, FULL, "en", 0.0)
    assert "I added the music (Lo-fi) and the title (Golden Hour)." in told
    assert "Timeline (3 tracks): 1. Video: Captain (0-5s)" in told
    assert 'Keep them as they are, or say "strip the extras"' in told


def test_a_new_clip_tells_what_became_of_music_and_titles() -> None:
    shorter = apply(FULL, PlaceClip(media=video(2000, "2"), label="Captain"))
    told = reply.done(done("animate", moves=(Move(kind="pan_left"),), end_ms=2000), FULL, shorter, "en", 4.2)
    assert told.splitlines() == [
        "The movement is now: pan left, 2 s. It took 4 s.",
        "Length: 5 s → 2 s.",
        "BGM time: 0-5s → 0-2s.",
        'Title "Golden Hour" time: 0-3s → 0-2s.',
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code", ["unknown_words", "cannot", "no_person", "no_water", "approximate", "inspired", "new_code"]
)
def test_every_note_is_told(code: str, language: Language) -> None:
    told = reply.note(Note(code=code, values=("freckles", "scar")), language)
    assert told
    assert "{" not in told
    if code not in ("no_person", "no_water"):
        assert "freckles" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_move_and_effect_has_a_name(language: Language) -> None:
    moves = tuple(Move(kind=kind) for kind in get_args(MoveKind))
    effects = tuple(Effect(kind=kind) for kind in get_args(EffectKind))
    assert "_" not in reply.motion(moves, effects, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_its_words(language: Language) -> None:
    settings, balance = Settings(), Balance(available=80, frozen=20, total=100)
    actions: list[Show | Ask | Decline] = [
        *(Show(what=what) for what in get_args(Show.model_fields["what"].annotation)),
        *(
            Ask(question=question, choices=("a", "b"), about="x")
            for question in get_args(Ask.model_fields["question"].annotation)
        ),
        *(
            Decline(reason=reason, about="a {cat}")
            for reason in get_args(Decline.model_fields["reason"].annotation)
        ),
    ]
    for action in actions:
        told = reply.words(action, FULL, balance, settings, language)
        assert told
        assert not re.search(r"\{(?!cat)\w+\}", told), told


def test_credits_are_told_with_prices_only_where_they_are_charged() -> None:
    balance = Balance(available=80, frozen=20, total=100)
    metered = reply.credits_left(balance, Settings(metered=True), "en")
    assert metered.startswith("Credits: 80 available, 20 held, 100 in all.\nA generated clip costs 100")
    assert reply.credits_left(balance, Settings(metered=False), "en").endswith("nothing is charged.")


def test_the_state_has_the_frame() -> None:
    assert reply.state(FULL, "en").splitlines()[1] == "Frame 1920×1080, 30 frames per second, 5 s."


def test_errors_are_translated_where_they_are_known() -> None:
    error = BadRequest("The video is 5 s long, so a title cannot start at 9 s.")
    assert reply.failed(error, "en") == error.message
    assert reply.failed(error, "zh") == "视频长 5 秒，标题不能从第 9 秒开始。"
    missing = ModelMissing(
        "The model 'matte' is not on this machine. Fetch it with: moviola models pull matte"
    )
    assert "moviola models pull matte" in reply.failed(missing, "zh")
    assert reply.failed(Fault("Odd {thing}."), "zh") == "没有做成：Odd {thing}."


def row(**facts: Any) -> RenderRow:
    values: dict[str, Any] = {
        "render_id": "r", "session_id": "s", "user_id": "u", "body_hash": "", "timeline": {},
        "output": {"format": "mp4"},
        "status": "completed", "progress": 100, "stage": "", "error": None, "sha256": "a" * 64, "size": 2_340_000,
        "duration_ms": 6000, "name": "captain.mp4", "mime": "video/mp4", "created_at": 0.0, "updated_at": 0.0,
        "completed_at": 1.0,
    }  # fmt: skip
    return RenderRow(**values | facts)


def test_an_export_is_told() -> None:
    assert reply.exported(row(), "en").startswith(
        "Your file is ready: captain.mp4 (MP4, 6 s, 2.3 MB). Change"
    )
    assert reply.exported(row(), "zh").startswith("文件好了：captain.mp4（MP4，6 秒，2.3 MB）。")
    assert (
        reply.export_failed(row(status="cancelled"), "en")
        == "The export was stopped. Your draft is unchanged."
    )
    assert "No room." in reply.export_failed(replace(row(status="failed"), error="No room."), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_steps_fit_the_draft(language: Language) -> None:
    assert reply.next_steps(EMPTY, language) == ""
    assert say("next.music", language) in reply.next_steps(CLIP, language)
    assert say("next.edit_portrait", language) in reply.next_steps(STILL, language, "portrait")
    assert say("next.edit_portrait", language) not in reply.next_steps(STILL, language, "image")
    assert say("next.edit_portrait", language) not in reply.next_steps(STILL, language, "portrait", True)
    assert say("next.stage", language) in reply.next_steps(STILL, language, "portrait", True)
    assert say("next.side", language) in reply.next_steps(STILL, language, "image", staged=True)
    assert say("next.storyboard", language) in reply.next_steps(STILL, language, "image", board=True)
    assert say("next.title", language) in reply.next_steps(SCORED, language)
    assert say("next.bigger_title", language) in reply.next_steps(FULL, language)


def test_values_are_never_read_as_sentences() -> None:
    edits: tuple[Edit, ...] = (PlaceClip(media=video(5000)), AddTitle(text="{label} {0} %s"))
    draft = apply(EMPTY, Batch(edits=edits))
    told = reply.done(done("add_title"), EMPTY, draft, "en", 0.0)
    assert '"{label} {0} %s"' in told


def test_simple_sentences_of_a_run() -> None:
    for language in LANGUAGES:
        assert reply.queued(language)
        assert reply.cancelled(language)
        assert reply.raw_clip(language)
        assert "freckles" in reply.not_understood(("freckles",), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_that_reads_alike_on_both_sides_is_not_told(language: Language) -> None:
    one = apply(EMPTY, PlaceStill(media=still("a"), duration=5000, label="Lake: dawn"))
    two = apply(EMPTY, PlaceStill(media=still("b"), duration=5000, label="Lake: dawn"))
    three = apply(EMPTY, PlaceStill(media=still("b"), duration=5000, label="Sea"))
    undone = done("undo", before="choose", label="Lake: dawn")
    assert "→" not in reply.done(undone, two, one, language)
    assert "→" in reply.done(undone, three, one, language)


def test_one_and_many_are_chosen_by_numbers_given_as_text() -> None:
    assert "1 shot," in say("deed.storyboard", "en", length="2 s", count="1")
    assert "2 shots," in say("deed.storyboard", "en", length="2 s", count="2")
    assert say("run.minutes", "en", count=2) == "2 minutes"
    assert say("run.minutes", "en", count="1") == "1 minute"


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_place_is_not_called_uploaded(language: Language) -> None:
    words = reply.words(Decline(reason="no_face", about="X"), EMPTY, Balance(0, 0, 0), Settings(), language)
    assert "X" in words
    assert not re.search("upload|上传", words)


def test_how_many_pictures_can_be_made_is_said() -> None:
    asked = Ask(question="how_many", choices=("8 beaches",), about="100")
    assert "1 to 8" in reply.words(asked, EMPTY, Balance(0, 0, 0), Settings(), "en")
    assert "1 到 8" in reply.words(asked, EMPTY, Balance(0, 0, 0), Settings(), "zh")
