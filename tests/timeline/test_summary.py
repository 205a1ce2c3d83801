from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.timeline.edits import (
    AddTitle,
    Batch,
    ChangeTitle,
    Edit,
    PlaceClip,
    PlaceStill,
    RemoveMusic,
    RemoveTitle,
    Rename,
    SetCanvas,
    SetMusic,
    SetVolume,
    apply,
)
from moviola.timeline.model import TextStyle, Timeline
from moviola.timeline.summary import changes, clock, span, summary
from tests.timeline.drafts import edits, music, steady, still, video
from tests.timeline.test_edits import made

CITY = apply(
    Timeline(),
    Batch(
        edits=(
            PlaceClip(media=video(10_000), label="city timelapse"),
            SetMusic(media=music(10_000), label="Lo-fi", volume=0.35),
            AddTitle(text="Urban Dreams", duration=3000),
        )
    ),
)


def test_summary_in_english() -> None:
    assert summary(CITY) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )


def test_summary_in_chinese() -> None:
    assert summary(CITY, "zh") == (
        "时间线（3 条轨道）：1. 视频：city timelapse（0-10秒） 2. 配乐：Lo-fi（0-10秒，35%） "
        "3. 标题：“Urban Dreams”（0-3秒）"
    )


def test_summary_of_nothing_and_of_one() -> None:
    assert summary(Timeline()) == "Timeline: empty"
    assert summary(Timeline(), "zh") == "时间线：空"
    one = apply(Timeline(), PlaceStill(media=still(), duration=5000))
    assert summary(one) == "Timeline (1 track): 1. Picture: still (0-5s)"


@pytest.mark.parametrize(
    ("edit", "english", "chinese"),
    [
        (SetVolume(volume=0.5), "BGM volume: 35% → 50%", "配乐音量：35% → 50%"),
        (RemoveMusic(), "BGM removed: Lo-fi (0-10s, 35%)", "已去掉配乐：Lo-fi（0-10秒，35%）"),
        (
            SetMusic(media=music(10_000, "1"), label="Piano", volume=0.35),
            "BGM: Lo-fi (0-10s, 35%) → Piano (0-10s, 35%)",
            "配乐：Lo-fi（0-10秒，35%） → Piano（0-10秒，35%）",
        ),
        (
            AddTitle(text="End", start=7000),
            'Title added: "End" (7-10s)',
            "已添加标题：“End”（7-10秒）",
        ),
        (
            RemoveTitle(id="t1"),
            'Title removed: "Urban Dreams" (0-3s)',
            "已去掉标题：“Urban Dreams”（0-3秒）",
        ),
        (
            ChangeTitle(id="t1", text="Night"),
            'Title: "Urban Dreams" → "Night"',
            "标题：“Urban Dreams” → “Night”",
        ),
        (
            ChangeTitle(id="t1", start=2500),
            'Title "Urban Dreams" time: 0-3s → 2.5-5.5s',
            "标题“Urban Dreams”时间：0-3秒 → 2.5-5.5秒",
        ),
        (
            ChangeTitle(id="t1", style=TextStyle(position="top")),
            'Title "Urban Dreams" position: lower third → top',
            "标题“Urban Dreams”位置：下方三分之一 → 上方",
        ),
        (
            ChangeTitle(id="t1", style=TextStyle(color="#ff0000")),
            'Title "Urban Dreams": look changed',
            "标题“Urban Dreams”：样式已改",
        ),
        (SetCanvas(width=1080, height=1920), "Frame: 1920×1080 → 1080×1920", "画面：1920×1080 → 1080×1920"),
        (Rename(title="City"), "Name: none → City", "名称：无 → City"),
    ],
)
def test_a_change_is_told_from_what_to_what(edit: Edit, english: str, chinese: str) -> None:
    after = apply(CITY, edit)
    assert changes(CITY, after) == [english]
    assert changes(CITY, after, "zh") == [chinese]


def test_a_new_clip_tells_its_length_and_what_followed() -> None:
    after = apply(CITY, PlaceClip(media=video(2000, "2"), label="sea"))
    assert changes(CITY, after) == [
        "Length: 10 s → 2 s",
        "Video: city timelapse (0-10s) → sea (0-2s)",
        "BGM time: 0-10s → 0-2s",
        'Title "Urban Dreams" time: 0-3s → 0-2s',
    ]


def test_no_change_tells_nothing() -> None:
    assert changes(CITY, CITY) == []


@steady
@given(st.lists(edits, max_size=8), st.lists(edits, max_size=3))
def test_different_drafts_tell_something(first: list[Edit], more: list[Edit]) -> None:
    before, after = made(first), made(first + more)
    for language in ("en", "zh"):
        assert summary(after, language)
        assert all(changes(before, after, language))


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0"), (2500, "2.5"), (10_000, "10"), (59_999, "1:00"), (65_000, "1:05"), (3_661_000, "1:01:01")],
)
def test_clock(milliseconds: int, text: str) -> None:
    assert clock(milliseconds) == text


def test_span_over_a_minute_needs_no_unit() -> None:
    assert span(60_000, 90_000) == "1:00-1:30"
    assert span(0, 3000, "zh") == "0-3秒"
