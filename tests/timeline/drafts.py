"""Timelines and edits for the tests, by hand and by chance."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from moviola.timeline import edits as e
from moviola.timeline.model import Media, TextStyle

#: A busy machine is no fault.
steady = settings(deadline=None, max_examples=60)


def video(duration: int, letter: str = "a") -> Media:
    return Media(hash=letter * 64, kind="video", name="", width=1920, height=1080, duration=duration)


def music(duration: int, letter: str = "b") -> Media:
    return Media(hash=letter * 64, kind="audio", duration=duration)


def still(letter: str = "c") -> Media:
    return Media(hash=letter * 64, kind="image", width=1024, height=1024)


_durations = st.integers(1, 60_000)
_hashes = st.sampled_from("0123456789abcdef")
_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
_styles = st.none() | st.builds(
    TextStyle,
    position=st.sampled_from(["top", "center", "bottom", "lower_third"]),
    size=st.floats(0.01, 0.5),
)

edits = st.one_of(
    st.builds(e.PlaceStill, media=st.builds(still, _hashes), duration=_durations, label=_words),
    st.builds(e.PlaceClip, media=st.builds(video, _durations, _hashes), label=_words),
    st.builds(e.SetMusic, media=st.builds(music, _durations, _hashes), label=_words, volume=st.floats(0, 4)),
    st.just(e.RemoveMusic()),
    st.builds(e.SetVolume, volume=st.floats(0, 4)),
    st.builds(e.AddTitle, text=_words, start=st.integers(0, 60_000), duration=_durations, style=_styles),
    st.builds(
        e.ChangeTitle,
        id=st.sampled_from(["t1", "t2", "t3"]),
        text=st.none() | _words,
        start=st.none() | st.integers(0, 60_000),
        duration=st.none() | _durations,
        style=_styles,
    ),
    st.builds(e.RemoveTitle, id=st.sampled_from([None, "t1", "t2"])),
    st.builds(e.SetCanvas, width=st.integers(16, 4000), height=st.integers(16, 4000)),
    st.builds(e.Rename, title=_words),
)
