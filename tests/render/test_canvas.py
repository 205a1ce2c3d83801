from __future__ import annotations

from fractions import Fraction

import pytest

from moviola.render.canvas import Canvas
from moviola.render.output import OutputSettings
from moviola.timeline.model import Meta, TextTrack, Timeline
from tests.render.clips import title


def _draft(duration: int, width: int = 1920, height: int = 1080, fps: int = 30) -> Timeline:
    track = TextTrack(segments=(title("x", 0, duration),))
    return Timeline(tracks=(track,), meta=Meta(width=width, height=height, fps=fps))


@pytest.mark.parametrize(
    "duration, fps, frames", [(6000, 30, 180), (1001, 30, 30), (1017, 30, 31), (5, 30, 1), (1000, 24, 24)]
)
def test_the_frames_are_the_duration_times_the_rate(duration: int, fps: int, frames: int) -> None:
    assert Canvas.of(_draft(duration, fps=fps), OutputSettings()).frames == frames


def test_sound_lasts_exactly_as_long_as_the_frames() -> None:
    canvas = Canvas.of(_draft(10_000), OutputSettings(fps=29.97))
    assert canvas.frames == 300
    assert canvas.samples == 480_480


def test_odd_sizes_go_down_to_even_ones() -> None:
    canvas = Canvas.of(_draft(1000, 641, 361), OutputSettings())
    assert (canvas.width, canvas.height) == (640, 360)


def test_a_gif_is_small_unless_asked_for() -> None:
    small = Canvas.of(_draft(1000), OutputSettings(format="gif"))
    assert (small.width, small.height, small.fps) == (480, 270, Fraction(25, 2))
    upright = Canvas.of(_draft(1000, 1080, 1920), OutputSettings(format="gif"))
    assert (upright.width, upright.height) == (360, 640)
    hasty = Canvas.of(_draft(1000), OutputSettings(format="gif", fps=120))
    assert hasty.fps == 50, "what browsers can show"
    asked = Canvas.of(_draft(1000), OutputSettings(format="gif", resolution="640x360", fps=20))
    assert (asked.width, asked.height, asked.fps) == (640, 360, Fraction(20))


def test_a_small_avi_uses_the_matrix_its_players_assume() -> None:
    small, large = OutputSettings(format="avi", resolution="480p"), OutputSettings(format="avi")
    assert Canvas.of(_draft(1000), small).matrix == "smpte170m"
    assert Canvas.of(_draft(1000), large).matrix == "bt709"
