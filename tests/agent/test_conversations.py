"""Whole conversations in both languages: the real grammar, a tiny engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moviola.agent.house import House
from moviola.settings import Settings
from moviola.studio import motion
from tests.agent.talk import Talk

pytestmark = pytest.mark.slow


@pytest.fixture
def talk(tiny: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    # the tiny engine, too, lets places live
    monkeypatch.setattr(motion, "_lives", lambda base: True)
    house = House(Settings(home=tmp_path, metered=False), durable=False)
    yield Talk(house)
    house.close()


def words(events: list[dict[str, Any]]) -> str:
    return str(events[-1]["content"]["parts"][0]["text"])


def tools(events: list[dict[str, Any]]) -> list[str]:
    parts = [part for event in events for part in (event.get("content") or {}).get("parts", ())]
    return [part["functionCall"]["name"] for part in parts if "functionCall" in part]


@pytest.mark.parametrize(
    "said",
    [
        (
            "sunset over a mountain lake",
            "more fog",
            "4 variations",
            "take the second one",
            "an old sea captain with a grey beard",
            "put him in front of a stormy sea, on the left",
            "storyboard 'Two Days': 1. dawn over a mountain lake, he waits (2s) 2. a city street in the rain (3s)",
            "export as pdf",
        ),
        (
            "山湖日落",
            "雾再浓一点",
            "来四个版本",
            "用第二个",
            "一位留着灰白胡子的老船长",
            "把他放到暴风雨的海边，靠左",
            "分镜《两天》：1. 清晨的山湖，他在等船（2秒）2. 雨夜街头（3秒）",
            "导出 pdf",
        ),
    ],
    ids=["en", "zh"],
)
def test_from_a_place_to_a_storyboard(talk: Talk, said: tuple[str, ...]) -> None:
    place, fog, four, second, face, stage, board, export = said
    assert tools(talk.say(place)) == ["make_image"]
    first = talk.project.still
    assert tools(talk.say(fog)) == ["edit_place"]
    still = talk.project.still
    assert first is not None and still is not None and still.seed == first.seed and still.changes == (fog,)
    assert tools(talk.say(four)) == ["make_image"]
    offered = talk.project.variations
    assert len({medium.seed for medium in offered}) == 4 and {medium.changes for medium in offered} == {
        (fog,)
    }
    assert tools(talk.say(second)) == ["choose"]
    assert talk.project.base == offered[1]
    assert tools(talk.say(face)) == ["make_portrait"]
    portrait = talk.project.still
    assert tools(talk.say(stage)) == ["stage_person"]
    staged = talk.project.still
    assert portrait is not None and staged is not None and staged.person == portrait.id
    assert staged.parameters["side"] == "left"
    told = words(talk.say(board))
    assert "2" in told and "pdf" in told
    timeline = talk.project.timeline
    assert [clip.duration for clip in timeline.clips] == [2000, 3000]
    shots = [medium for medium in talk.project.media if medium.origin == "image"][-2:]
    assert [medium.person for medium in shots] == [portrait.id, None]
    assert ".pdf" in words(talk.say(export))


def test_both_at_once_and_then_moved_about(talk: Talk) -> None:
    made = talk.say("a young woman with red hair in front of a sunset lake")
    assert tools(made) == ["make_portrait", "stage_person"]
    staged = talk.project.still
    assert staged is not None and staged.prompt == "a sunset lake" and staged.person
    talk.say("on the left")
    moved = talk.project.still
    assert moved is not None and moved.seed == staged.seed
    assert (moved.parameters["side"], moved.parameters["framing"]) == ("left", "medium")
    talk.say("close-up")
    near = talk.project.still
    assert near is not None and near.seed == staged.seed
    assert (near.parameters["side"], near.parameters["framing"]) == ("left", "close")
    talk.say("make it 9:16")
    talk.say("change the background to a neon street")
    street = talk.project.still
    assert street is not None and street.prompt == "a neon street" and street.parameters["side"] == "left"
    talk.say("again")
    another = talk.project.still
    assert another is not None and another.seed != street.seed and another.person == street.person
    assert tools(talk.say("3 variations")) == ["stage_person"]
    assert len(talk.project.variations) == 3
    assert {medium.person for medium in talk.project.variations} == {street.person}


def test_hours_pass_over_the_place_that_was_there(talk: Talk) -> None:
    talk.say("sunset over a mountain lake")
    still = talk.project.still
    events = talk.say("make it a 1 second timelapse, no music, no title")
    base = talk.project.base
    assert still is not None and base is not None and base.origin == "clip"
    assert base.seed == still.seed and base.duration_ms == 1000
    assert "about" not in words(events)  # too short to be announced
    talk.say("slower")
    slower = talk.project.base
    assert slower is not None and slower.seed == base.seed and slower.duration_ms == 1500
    talk.say("loop it")
    looped = talk.project.base
    assert looped is not None and looped.seed == base.seed and looped.changes[-1] == "loop it"
    talk.say("again")
    again = talk.project.base
    assert again is not None and again.seed != base.seed and again.changes == looped.changes


def test_a_flight_is_announced_before_it_begins(talk: Talk) -> None:
    events = talk.say("fly over a mountain lake, 2 seconds, no music, no title")
    texts = [
        (n, part["text"])
        for n, event in enumerate(events)
        for part in (event.get("content") or {}).get("parts", ())
        if "text" in part
    ]
    first = next(n for n, text in texts if "about 20 seconds" in text)
    answer = next(
        n
        for n, event in enumerate(events)
        if any("functionResponse" in part for part in (event.get("content") or {}).get("parts", ()))
    )
    assert first < answer
    assert "about 20 seconds" in words(events)


def test_nothing_is_half_done_when_a_shot_cannot_be_drawn(talk: Talk) -> None:
    told = words(talk.say("storyboard: 1. a mountain lake 2. a dragon's nest 3. the sea"))
    assert "2: a dragon's nest" in told
    assert talk.project.timeline.is_empty and not talk.project.media


def test_a_poster_has_its_words_on_top(talk: Talk) -> None:
    talk.say("a poster of a mountain lake with the title 'LAKE'")
    timeline = talk.project.timeline
    assert (timeline.meta.width, timeline.meta.height) == (1080, 1620)
    assert [(t.text, t.style.position) for t in timeline.titles] == [("LAKE", "top")]
    assert timeline.titles[0].style.size > 0.1
    talk.say("in 4K")
    still = talk.project.still
    assert still is not None and talk.project.timeline.titles[0].text == "LAKE"
