from __future__ import annotations

import threading
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from moviola.errors import UnsupportedFile
from moviola.render.canvas import Canvas
from moviola.render.source import open_source
from tests.render.clips import Shelf, image, levels, patches, tone, video

STEP = 4


def _shown(path: Path, count: int, skip: int = 0, fps: Fraction = Fraction(30), **options: Any) -> list[int]:
    """The numbers of the source frames that are shown."""
    clip = Shelf().clip(path, 0, 60_000, **options)
    source = open_source(clip, path, Canvas(64, 48, fps, 1000), skip, count)
    try:
        frames = [source.next() for _ in range(count)]
        return [round((level - 20) / STEP) for level in levels(frames)]
    finally:
        source.close()


def test_every_frame_once_at_its_own_rate(tmp_path: Path) -> None:
    assert _shown(video(tmp_path / "a.mp4"), 12) == list(range(12))


def test_the_last_frame_is_held(tmp_path: Path) -> None:
    assert _shown(video(tmp_path / "a.mp4", frames=5), 9) == [0, 1, 2, 3, 4, 4, 4, 4, 4]


def test_other_rates_repeat_or_leave_out_frames_without_drift(tmp_path: Path) -> None:
    slow = video(tmp_path / "slow.mp4", frames=10, fps=15)
    assert _shown(slow, 20) == [number // 2 for number in range(20)]
    fast = video(tmp_path / "fast.mp4", frames=24, fps=60)
    got = _shown(fast, 12)
    assert [after - before for before, after in pairwise(got)] == [2] * 11
    film = video(tmp_path / "film.mp4", frames=48, fps=24)
    got = _shown(film, 60)
    assert all(abs(number / 24 - place / 30) <= 1 / 30 for place, number in enumerate(got[:59]))


def test_a_variable_rate_goes_by_the_time_stamps(tmp_path: Path) -> None:
    times = [0, 100, 133, 500, 533]  # ms
    path = video(tmp_path / "a.mp4", frames=5, times=times, base=Fraction(1, 1000))
    want = [
        max(index for index, time in enumerate(times) if round(time * 0.03) <= place) for place in range(20)
    ]
    assert _shown(path, 20) == want


def test_offset_begins_in_the_middle_even_between_keyframes(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", frames=40, gop=250)
    assert _shown(path, 5, offset=500) == [15, 16, 17, 18, 19]
    assert _shown(path, 5, skip=10, offset=500) == [25, 26, 27, 28, 29]
    assert _shown(video(tmp_path / "b.mp4", frames=40, gop=8), 5, offset=700) == [21, 22, 23, 24, 25]


def test_an_offset_behind_the_end_holds_the_last_frame(tmp_path: Path) -> None:
    assert _shown(video(tmp_path / "a.mp4", frames=6), 3, offset=5000) == [5, 5, 5]


def test_time_counts_from_where_the_file_starts(tmp_path: Path) -> None:
    times = [1000 + 100 * number for number in range(8)]  # ms
    path = video(tmp_path / "a.mkv", frames=8, times=times, base=Fraction(1, 1000))
    assert _shown(path, 8, fps=Fraction(10)) == list(range(8))


def test_a_picture_is_one_frame_for_ever(tmp_path: Path) -> None:
    path = image(tmp_path / "a.png", patches(64, 48))
    source = open_source(Shelf().clip(path, 0, 1000), path, Canvas(64, 48, Fraction(30), 30), 0, 30)
    first = source.next()
    assert all(source.next() is first for _ in range(5))
    source.close()


def test_closing_early_ends_the_thread(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", frames=50)
    before = threading.active_count()
    source = open_source(Shelf().clip(path, 0, 2000), path, Canvas(64, 48, Fraction(30), 60), 0, 60)
    source.next()
    source.close()
    assert threading.active_count() == before


@pytest.mark.parametrize("content", [b"", b"nothing", b"\0\0\0\x18ftypisom" + b"\0" * 64])
def test_damaged_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.mp4"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFile, match=r"holiday\.mp4"):
        _shown(path, 1)


def test_a_cut_off_file_gives_what_it_has(tmp_path: Path) -> None:
    whole = video(tmp_path / "a.mkv", frames=40, gop=5, container="matroska").read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    got = _shown(path, 40)
    assert got[:10] == list(range(10))
    assert got[-1] < 39 and len(set(got[-5:])) == 1


def test_sound_alone_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile, match="no picture"):
        _shown(tone(tmp_path / "a.wav"), 1)
