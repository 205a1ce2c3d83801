"""Pictures from words in a conversation: variations, choice, change, another frame, the preview."""

from __future__ import annotations

from typing import Any

import pytest

from moviola.agent.plan import (
    Animate,
    Choose,
    EditPlace,
    EditPortrait,
    MakeClip,
    MakeImage,
    MakePortrait,
    Redraw,
    SetAspect,
    StagePerson,
    Storyboard,
    Undo,
)
from moviola.engines.base import Move
from moviola.errors import Cancelled, EngineFailed, Refused
from moviola.studio.bench import Bench
from moviola.studio.shot import Shot
from tests.agent.talk import Open, Talk

pytestmark = pytest.mark.slow

LAKE = "sunset over a mountain lake"


@pytest.fixture
def plans() -> dict[str, tuple[Any, ...]]:
    return {
        "lake": (MakeImage(prompt=LAKE),),
        "four": (MakeImage(prompt=LAKE, count=4),),
        "third": (Choose(index=2),),
        "ninth": (Choose(index=8),),
        "fog": (EditPlace(instruction="more fog"),),
        "winter": (EditPlace(instruction="make it winter"),),
        "clip": (MakeClip(prompt=LAKE, duration_ms=400),),
        "blink": (MakeClip(prompt=LAKE, duration_ms=300),),
        "pan": (Animate(moves=(Move(kind="pan_left"),), duration_ms=400),),
        "tall": (SetAspect(aspect="9:16"),),
        "face": (MakePortrait(description="captain"),),
        "stage": (StagePerson(prompt=LAKE, side="left"),),
        "board": (
            Storyboard(
                title="Two days",
                shots=(
                    Shot(prompt=LAKE, person=True, caption="She waits.", duration_ms=2000),
                    Shot(person=True, framing="close"),
                    Shot(prompt="city at night", caption="Then night falls.", duration_ms=3000),
                ),
            ),
        ),
        "alone": (Storyboard(shots=(Shot(person=True), Shot(person=True, framing="close"))),),
        "jaw": (EditPortrait(instruction="a softer jaw"),),
        "4k": (Redraw(resolution="2160p"),),
        "undo": (Undo(),),
    }


def words(events: list[dict[str, Any]]) -> str:
    return str(events[-1]["content"]["parts"][0]["text"])


def test_variations_differ_and_another_can_be_taken(open_house: Open) -> None:
    talk = Talk(open_house())
    told = words(talk.say("four"))
    offered = talk.project.variations
    assert len(offered) == 4 and "4 variations" in told
    assert len({medium.seed for medium in offered}) == len({medium.hash for medium in offered}) == 4
    assert [medium.version for medium in offered] == [1, 2, 3, 4]
    assert talk.project.base == offered[0]
    talk.say("third")
    assert talk.project.base == offered[2]
    assert "only 4" in words(talk.say("ninth"))
    talk.say("undo")
    assert talk.project.base == offered[0]


def test_nothing_to_choose_from_is_said(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    assert "no variations" in words(talk.say("third"))


def test_variations_cost_one_picture_each(open_house: Open) -> None:
    talk = Talk(open_house(metered=True, price_image=20, anonymous_credits=100))
    talk.say("four")
    assert talk.balance == (20, 0)


def _fail_at(monkeypatch: pytest.MonkeyPatch, part: str, error: Exception) -> None:
    """Let the job whose id ends with ``part`` fail."""
    keep = Bench._keep

    def kept(bench: Bench, job_id: str, *rest: Any) -> Any:
        if job_id.endswith(part):
            raise error
        return keep(bench, job_id, *rest)

    monkeypatch.setattr(Bench, "_keep", kept)


@pytest.mark.parametrize("error", [EngineFailed("No."), Refused("No."), Cancelled("No.")])
@pytest.mark.parametrize(("words", "part"), [("four", "-image-3"), ("board", "-shot-3"), ("fog", "-motion")])
def test_what_is_not_finished_costs_nothing(
    open_house: Open, monkeypatch: pytest.MonkeyPatch, words: str, part: str, error: Exception
) -> None:
    talk = Talk(open_house(metered=True, price_image=20, anonymous_credits=1000))
    talk.say("face" if words == "board" else "lake")
    if words == "fog":
        talk.say("pan silent")
    before, media = talk.balance, len(talk.project.media)
    _fail_at(monkeypatch, part, error)
    talk.say(words)
    assert talk.balance == before and len(talk.project.media) == media


def test_changes_add_up_on_the_same_place(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    first = talk.project.still
    talk.say("fog")
    talk.say("winter")
    still = talk.project.still
    assert first is not None and still is not None
    assert still.changes == ("more fog", "make it winter")
    assert (still.prompt, still.seed, still.width) == (first.prompt, first.seed, first.width)
    talk.say("undo")
    assert talk.project.still is not None and talk.project.still.changes == ("more fog",)


def test_the_shortest_clip_has_music_and_title_too(open_house: Open) -> None:
    talk = Talk(open_house())
    assert "Ambient" in words(talk.say("blink"))
    timeline = talk.project.timeline
    assert timeline.music is not None and timeline.music.duration == timeline.picture_end == 300


def test_a_change_makes_the_clip_again(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("clip silent")
    talk.say("fog")
    base = talk.project.base
    assert base is not None and base.origin == "clip"
    assert base.changes == ("more fog",) and base.duration_ms == 400


def test_a_change_makes_the_moving_still_again_with_its_movement(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    talk.say("pan silent")
    talk.say("fog")
    base, still = talk.project.base, talk.project.still
    assert base is not None and base.origin == "motion" and base.moves[0].kind == "pan_left"
    assert still is not None and still.changes == ("more fog",)


def test_another_frame_composes_the_same_place_anew(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    before = talk.project.still
    talk.say("tall")
    after, meta = talk.project.still, talk.project.timeline.meta
    assert before is not None and after is not None
    assert after.hash != before.hash or after.id != before.id
    assert after.seed == before.seed
    assert (meta.width, meta.height) == (1080, 1920)


def test_a_preview_comes_before_the_picture(open_house: Open) -> None:
    talk = Talk(open_house())
    events = talk.say("lake")
    shown = [
        index
        for index, event in enumerate(events)
        if event.get("customMetadata", {}).get("progress", {}).get("preview", {}).get("sha256")
    ]
    made = next(
        index
        for index, event in enumerate(events)
        if any("functionResponse" in part for part in (event.get("content") or {}).get("parts", ()))
    )
    assert len(shown) == 1 and shown[0] < made
    assert all(medium.name != "preview.jpg" for medium in talk.project.media)


def test_a_clip_where_another_engine_draws_is_its_still_with_a_camera(open_house: Open) -> None:
    talk = Talk(open_house(image_engine="tiny"))
    talk.say("clip silent")
    base, still = talk.project.base, talk.project.still
    assert base is not None and base.origin == "motion" and base.moves[0].kind == "push_in"
    assert still is not None and still.origin == "image" and still.prompt == LAKE
    assert base.duration_ms == 400


def test_the_person_is_put_before_a_place_and_stays_when_the_place_changes(open_house: Open) -> None:
    talk = Talk(open_house())
    assert "nobody" in words(talk.say("stage"))
    talk.say("face")
    face = talk.project.still
    talk.say("stage")
    staged = talk.project.still
    assert face is not None and staged is not None
    assert (staged.person, staged.prompt, staged.origin) == (face.id, LAKE, "image")
    talk.say("fog")
    foggy = talk.project.still
    assert foggy is not None and foggy.person == face.id and foggy.changes == ("more fog",)
    assert foggy.parameters["side"] == "left" and foggy.seed == staged.seed


def test_a_storyboard_is_a_sheet_and_a_draft_with_captions(open_house: Open) -> None:
    talk = Talk(open_house())
    assert "nobody" in words(talk.say("board"))
    talk.say("face")
    face = talk.project.still
    told = words(talk.say("board"))
    assert face is not None and "3 shots" in told
    timeline = talk.project.timeline
    assert [clip.duration for clip in timeline.clips] == [2000, 5000, 3000]
    assert [clip.start for clip in timeline.clips] == [0, 2000, 7000]
    assert [title.text for title in timeline.titles] == ["She waits.", "Then night falls."]
    assert [title.start for title in timeline.titles] == [0, 7000]
    shots = [medium for medium in talk.project.media if medium.origin == "image"]
    assert [medium.person for medium in shots] == [face.id, None]
    assert timeline.clips[1].media.hash == face.hash
    assert [medium.name for medium in talk.project.media if medium.origin == "board"] == ["storyboard.png"]
    talk.say("undo")
    assert talk.project.timeline.clips[0].media.hash == face.hash and not talk.project.timeline.titles


def test_a_storyboard_stays_one_when_it_is_changed_and_moved(open_house: Open) -> None:
    talk = Talk(open_house(metered=True, price_image=20, price_edit_session=50, anonymous_credits=1000))
    talk.say("face")
    talk.say("board")
    titles, paid = talk.project.timeline.titles, talk.balance[0]
    before = talk.project.timeline.clips
    talk.say("fog")
    after = talk.project.timeline
    assert [clip.duration for clip in after.clips] == [2000, 5000, 3000] and after.titles == titles
    shown = [talk.project.by_hash(clip.media.hash) for clip in after.clips]
    assert [m.changes for m in shown if m is not None] == [("more fog",), (), ("more fog",)]
    assert after.clips[1].media == before[1].media
    assert talk.balance == (paid - 40, 0)
    talk.say("pan silent")
    after = talk.project.timeline
    assert [clip.media.kind for clip in after.clips] == ["video"] * 3
    assert sum(clip.duration for clip in after.clips) == pytest.approx(400, abs=210)
    talk.say("tall")
    after = talk.project.timeline
    assert [clip.media.kind for clip in after.clips] == ["video"] * 3
    assert (after.meta.width, after.meta.height) == (1080, 1920)
    assert talk.balance == (paid - 40 - 100 - 10, 0)
    talk.say("undo")
    talk.say("undo")
    talk.say("undo")
    assert talk.project.timeline.clips == before


def test_a_face_that_is_in_several_shots_is_not_changed_in_one(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    talk.say("alone")
    before = talk.project.timeline
    assert "several shots" in words(talk.say("jaw")) and talk.project.timeline == before
    assert "no place of ours" in words(talk.say("fog")) and talk.project.timeline == before


def test_a_picture_is_drawn_finer_not_blown_up(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    before = talk.project.still
    told = words(talk.say("4k"))
    after = talk.project.still
    assert before is not None and after is not None and "finer" in told
    assert (after.seed, after.prompt) == (before.seed, before.prompt) and after.id != before.id


def test_a_clip_of_the_words_of_the_picture_is_the_same_place(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("lake")
    still = talk.project.still
    talk.say("clip silent")
    base = talk.project.base
    assert still is not None and base is not None and base.origin == "clip" and base.seed == still.seed
