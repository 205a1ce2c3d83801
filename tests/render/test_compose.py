from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from moviola.errors import NotFound
from moviola.render.canvas import Canvas
from moviola.render.compose import Composer, Shot, shots
from moviola.render.output import OutputSettings
from moviola.render.planes import planes
from moviola.timeline.model import Timeline
from tests.render.clips import Shelf, draft, grey, image, levels, patches, title, video


def _canvas(timeline: Timeline) -> Canvas:
    return Canvas.of(timeline, OutputSettings())


def test_gaps_are_black_and_later_tracks_hide_earlier_ones(tmp_path: Path) -> None:
    shelf = Shelf()
    path = video(tmp_path / "a.mp4", frames=40)
    under = shelf.clip(path, 100, 900)
    over = shelf.clip(path, 400, 200, offset=500)
    timeline = draft([under], [over], titles=[title("x", 0, 1200)])
    assert shots(timeline, _canvas(timeline)) == (
        Shot(0, 3, None),
        Shot(3, 12, under, 0),
        Shot(12, 18, over, 0),
        Shot(18, 30, under, 15),
        Shot(30, 36, None),
    )


def test_the_frames_are_those_of_the_clips(tmp_path: Path) -> None:
    shelf = Shelf()
    path = video(tmp_path / "a.mp4", frames=40)
    timeline = draft([shelf.clip(path, 100, 400), shelf.clip(path, 600, 100, offset=300)])
    got = levels(Composer(timeline, shelf.files, _canvas(timeline)).frames())
    want = [16] * 3 + [20 + 4 * number for number in range(12)] + [16] * 3 + [56, 60, 64]
    assert got == pytest.approx(want, abs=1)


def test_one_moment_is_the_same_as_in_the_whole(tmp_path: Path) -> None:
    shelf = Shelf()
    path = video(tmp_path / "a.mp4", frames=40)
    timeline = draft([shelf.clip(path, 0, 500), shelf.clip(path, 500, 500, offset=200)])
    composer = Composer(timeline, shelf.files, _canvas(timeline))
    whole = levels(composer.frames())
    assert [levels(composer.frames(at, at + 1))[0] for at in (0, 7, 15, 22, 29)] == [
        whole[at] for at in (0, 7, 15, 22, 29)
    ]


def test_a_still_with_a_resting_title_is_composed_once(tmp_path: Path) -> None:
    shelf = Shelf()
    path = image(tmp_path / "a.png", patches(64, 48))
    timeline = draft([shelf.clip(path, 0, 1000)], titles=[title("Hi", 0, 1000, animation="none", size=0.3)])
    frames = list(Composer(timeline, shelf.files, _canvas(timeline)).frames())
    assert len(frames) == 30
    assert all(frame is frames[0] for frame in frames)


def test_titles_are_seen_while_they_last_and_never_touch_the_source(tmp_path: Path) -> None:
    shelf = Shelf()
    path = video(tmp_path / "a.mp4", frames=30, paint=lambda _number, frame: grey(60)(frame), size=(320, 180))
    words = title("Hello", 300, 400, animation="none", position="center", size=0.3)
    timeline = draft([shelf.clip(path, 0, 1000)], titles=[words], size=(320, 180))
    brightest = [
        int(planes(frame)[0].max()) for frame in Composer(timeline, shelf.files, _canvas(timeline)).frames()
    ]
    seen = [number for number, level in enumerate(brightest) if level > 200]
    assert seen == list(range(9, 21))
    assert all(level < 64 for number, level in enumerate(brightest) if number not in seen)


def test_titles_fade_in_and_out(tmp_path: Path) -> None:
    shelf = Shelf()
    path = image(tmp_path / "a.png", patches(320, 180))
    words = title("Hello", 0, 2000, animation="fade", position="center", size=0.3)
    timeline = draft([shelf.clip(path, 0, 2000)], titles=[words], size=(320, 180))
    brightest = [
        int(planes(frame)[0].max()) for frame in Composer(timeline, shelf.files, _canvas(timeline)).frames()
    ]
    assert brightest[0] < 140 and brightest[-1] < 140
    assert brightest[30] >= 234
    assert brightest[:20] == sorted(brightest[:20])


def test_titles_alone_stand_on_black() -> None:
    timeline = draft(
        titles=[title("Hello", 0, 500, animation="none", position="center", size=0.3)], size=(320, 180)
    )
    frame = next(Composer(timeline, {}, _canvas(timeline)).frames())
    luma = planes(frame)[0]
    assert luma[0, 0] == 16 and luma.max() >= 234


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shelf = Shelf()
    path = image(tmp_path / "lighthouse.png", patches())
    timeline = draft([shelf.clip(path, 0, 1000)])
    with pytest.raises(NotFound, match=r"lighthouse\.png"):
        Composer(timeline, {}, _canvas(timeline))
    path.unlink()
    with pytest.raises(NotFound, match=r"lighthouse\.png"):
        Composer(timeline, shelf.files, _canvas(timeline))


def test_half_frames_meet_without_gap_or_overlap(tmp_path: Path) -> None:
    shelf = Shelf()
    path = image(tmp_path / "a.png", patches(64, 48))
    other = image(tmp_path / "b.png", patches(48, 64))
    timeline = draft([shelf.clip(path, 0, 517), shelf.clip(other, 517, 483)])
    canvas = Canvas(64, 48, Fraction(30000, 1001), 30)
    found = shots(timeline, canvas)
    assert [(shot.first, shot.last) for shot in found] == [(0, 15), (15, 30)]
