from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.errors import BadRequest
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
from moviola.timeline.model import TextStyle, Timeline, VideoTrack
from tests.timeline.drafts import edits, music, steady, still, video


def after(*wishes: Edit) -> Timeline:
    return apply(Timeline(), Batch(edits=wishes))


def made(wishes: list[Edit]) -> Timeline:
    """Every edit of the list that applies, in order."""
    timeline = Timeline()
    for edit in wishes:
        try:
            timeline = apply(timeline, edit)
        except BadRequest:
            continue
    return timeline


def test_a_clip_replaces_the_still_and_keeps_one_video_track() -> None:
    draft = after(PlaceStill(media=still(), duration=5000), PlaceClip(media=video(8000), label="Sea"))
    assert [type(t) for t in draft.tracks] == [VideoTrack]
    assert [(c.start, c.duration, c.label, c.media.kind) for c in draft.clips] == [(0, 8000, "Sea", "video")]
    assert draft.duration == 8000


def test_music_lasts_as_long_as_the_picture_and_fades_when_cut() -> None:
    draft = after(PlaceClip(media=video(5000)), SetMusic(media=music(9000), label="Lo-fi", volume=0.35))
    assert draft.music is not None
    assert (draft.music.start, draft.music.duration, draft.music.volume) == (0, 5000, 0.35)
    assert draft.music.fade_out == 300


def test_music_composed_to_length_is_not_faded() -> None:
    draft = after(PlaceClip(media=video(5000)), SetMusic(media=music(5000)))
    assert draft.music is not None
    assert draft.music.fade_out == 0


def test_new_music_replaces_the_old() -> None:
    draft = after(
        PlaceClip(media=video(5000)),
        SetMusic(media=music(5000, "1"), label="Lo-fi"),
        SetMusic(media=music(5000, "2"), label="Piano"),
    )
    assert [s.label for s in draft.sounds] == ["Piano"]


def test_a_shorter_clip_shortens_music_and_keeps_titles_inside() -> None:
    draft = after(
        PlaceClip(media=video(10_000)),
        SetMusic(media=music(10_000)),
        AddTitle(text="Opening", start=0, duration=3000),
        AddTitle(text="The End", start=7000, duration=3000),
        AddTitle(text="All along", start=0, duration=10_000),
        PlaceClip(media=video(4000)),
    )
    assert draft.music is not None
    assert draft.music.duration == 4000
    assert {t.text: (t.start, t.end) for t in draft.titles} == {
        "Opening": (0, 3000),
        "The End": (1000, 4000),
        "All along": (0, 4000),
    }
    assert draft.duration == 4000


def test_a_longer_clip_moves_the_closing_title_to_its_end() -> None:
    draft = after(
        PlaceClip(media=video(5000)),
        AddTitle(text="The End", start=3000, duration=2000),
        AddTitle(text="Hello", start=0, duration=2000),
        PlaceClip(media=video(12_000)),
    )
    assert {t.text: (t.start, t.end) for t in draft.titles} == {
        "The End": (10_000, 12_000),
        "Hello": (0, 2000),
    }


def test_titles_at_the_same_time_take_different_tracks_and_places() -> None:
    draft = after(AddTitle(text="A"), AddTitle(text="B"), AddTitle(text="C", start=5000))
    assert [len(t.segments) for t in draft.tracks] == [2, 1]
    assert {t.text: t.style.position for t in draft.titles} == {
        "A": "lower_third",
        "B": "top",
        "C": "lower_third",
    }


def test_a_given_style_is_obeyed() -> None:
    draft = after(AddTitle(text="A"), AddTitle(text="B", style=TextStyle(position="lower_third")))
    assert [t.style.position for t in draft.titles] == ["lower_third", "lower_third"]


def test_changing_a_title_changes_only_what_was_said() -> None:
    draft = after(AddTitle(text="A", start=1000, duration=2000), ChangeTitle(id="t1", text="B"))
    assert [(t.id, t.text, t.start, t.duration) for t in draft.titles] == [("t1", "B", 1000, 2000)]


def test_tracks_stand_in_the_order_video_sound_text() -> None:
    draft = after(AddTitle(text="A"), SetMusic(media=music(3000)), PlaceClip(media=video(3000)))
    assert [t.type for t in draft.tracks] == [0, 1, 7]


def test_canvas_and_name() -> None:
    draft = after(SetCanvas(width=1080, height=1920), Rename(title="Captain"))
    assert (draft.meta.width, draft.meta.height, draft.meta.fps, draft.meta.title) == (
        1080,
        1920,
        30,
        "Captain",
    )


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (RemoveMusic(), "no music"),
        (SetVolume(volume=0.5), "no music"),
        (RemoveTitle(), "no title"),
        (RemoveTitle(id="t9"), "no title 't9'"),
        (ChangeTitle(id="t9", text="x"), "no title 't9'"),
        (PlaceClip(media=video(0)), "no length"),
        (SetMusic(media=music(0)), "no length"),
    ],
)
def test_an_edit_with_nothing_to_act_on_says_so(edit: Edit, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        apply(Timeline(), edit)


def test_removing_all_titles_leaves_no_empty_track() -> None:
    draft = after(PlaceClip(media=video(3000)), AddTitle(text="A"), AddTitle(text="B"), RemoveTitle())
    assert [t.type for t in draft.tracks] == [0]


def test_titles_do_not_pile_up_without_end() -> None:
    draft = after(*(AddTitle(text=str(i)) for i in range(16)))
    with pytest.raises(BadRequest, match="at the same time"):
        apply(draft, AddTitle(text="one more"))


@steady
@given(st.lists(edits, max_size=12))
def test_segments_of_a_track_never_overlap_and_ids_are_unique(wishes: list[Edit]) -> None:
    draft = made(wishes)
    for track in draft.tracks:
        times = [(s.start, s.end) for s in track.segments]
        assert all(a[1] <= b[0] for a, b in pairwise(times))
    ids = [s.id for t in draft.tracks for s in t.segments]
    assert len(ids) == len(set(ids))


@steady
@given(st.lists(edits, max_size=12))
def test_the_same_edits_give_the_same_draft(wishes: list[Edit]) -> None:
    assert made(wishes) == made(wishes)


@steady
@given(st.lists(edits, max_size=12))
def test_duration_is_the_end_of_the_last_segment(wishes: list[Edit]) -> None:
    draft = made(wishes)
    assert draft.duration == max((s.end for t in draft.tracks for s in t.segments), default=0)


@steady
@given(st.lists(edits, max_size=10), st.integers(1, 60_000))
def test_after_a_new_clip_everything_lies_inside_it(wishes: list[Edit], duration: int) -> None:
    draft = apply(made(wishes), PlaceClip(media=video(duration)))
    assert all(s.end <= duration for t in draft.tracks for s in t.segments)
    assert all(s.media.duration >= s.offset + s.duration for s in draft.sounds)
