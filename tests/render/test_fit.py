from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from moviola.render.canvas import COEFFICIENTS, Canvas, Matrix
from moviola.render.fit import Fit, Fitter
from moviola.render.planes import planes
from moviola.render.still import to_rgb
from tests.render.clips import Pixels, decoded, patches, video

COLOURS = ((200, 30, 40), (30, 170, 60), (40, 60, 200), (128, 128, 128), (255, 255, 255), (0, 0, 0))


def _canvas(width: int = 96, height: int = 64, matrix: Matrix = "bt709") -> Canvas:
    return Canvas(width, height, Fraction(30), 30, matrix)


def _rgb(pixels: Pixels) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")


def _code(colour: Sequence[int], matrix: Matrix, full: bool) -> list[float]:
    """Y', Cb, Cr by the formulas of BT.709-6 and BT.601-7."""
    kr, kb = COEFFICIENTS[matrix]
    red, green, blue = (value / 255 for value in colour)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    if full:
        return [255 * luma, 128 + 255 * cb, 128 + 255 * cr]
    return [16 + 219 * luma, 128 + 224 * cb, 128 + 224 * cr]


def _flat(colour: Sequence[int], matrix: Matrix, full: bool, size: tuple[int, int]) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    for plane, value in zip(planes(frame), _code(colour, matrix, full), strict=True):
        plane[...] = round(min(255, max(0, value)))
    frame.colorspace = 1 if matrix == "bt709" else 6
    frame.color_range = 2 if full else 1
    return frame


def _middle(frame: av.VideoFrame) -> list[int]:
    return [int(plane[plane.shape[0] // 2, plane.shape[1] // 2]) for plane in planes(frame)]


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("source", ["bt709", "smpte170m"])
@pytest.mark.parametrize("target", ["bt709", "smpte170m"])
@pytest.mark.parametrize("size", [(96, 64), (48, 32)])
def test_colours_survive_every_matrix_and_range(
    colour: Sequence[int], full: bool, source: Matrix, target: Matrix, size: tuple[int, int]
) -> None:
    got = Fitter(_canvas(matrix=target), "cover")(_flat(colour, source, full, size))
    assert _middle(got) == pytest.approx(_code(colour, target, False), abs=1.6)


@pytest.mark.parametrize("colour", COLOURS)
def test_rgb_becomes_limited_bt709(colour: Sequence[int]) -> None:
    pixels = np.zeros((64, 96, 3), np.uint8)
    pixels[...] = colour
    assert _middle(Fitter(_canvas(), "cover")(_rgb(pixels))) == pytest.approx(
        _code(colour, "bt709", False), abs=0.6
    )


def test_a_frame_that_is_right_goes_through_untouched() -> None:
    frame = _flat((200, 30, 40), "bt709", False, (96, 64))
    assert Fitter(_canvas(), "cover")(frame) is frame


def test_untagged_pictures_are_judged_by_their_size() -> None:
    red = (200, 30, 40)
    small = _flat(red, "smpte170m", False, (720, 480))
    large = _flat(red, "bt709", False, (1280, 720))
    for frame in (small, large):
        frame.colorspace, frame.color_range = 2, 0
        assert _middle(Fitter(_canvas(), "cover")(frame)) == pytest.approx(
            _code(red, "bt709", False), abs=1.6
        )


def test_cover_fills_and_crops_the_sides_alike() -> None:
    pixels = np.zeros((64, 192, 3), np.uint8)
    pixels[:, 48:144] = 255
    got = to_rgb(Fitter(_canvas(), "cover")(_rgb(pixels)), _canvas())
    assert got.min() > 240


def test_contain_keeps_all_between_black_bars() -> None:
    pixels = np.full((64, 192, 3), 255, np.uint8)
    luma = planes(Fitter(_canvas(), "contain")(_rgb(pixels)))[0]
    assert (luma[:14] == 16).all() and (luma[-14:] == 16).all()
    assert (luma[18:-18] > 230).all()


def test_blur_fills_the_bars_with_the_picture_dimmed() -> None:
    pixels = np.full((64, 192, 3), 200, np.uint8)
    luma = planes(Fitter(_canvas(), "blur")(_rgb(pixels)))[0].astype(int)
    assert (luma[20:-20] > 180).all()
    assert (luma[:12] > 60).all() and (luma[:12] < 140).all()


@pytest.mark.parametrize("fit", ["cover", "contain", "blur"])
@pytest.mark.parametrize("size", [(95, 63), (1, 1), (33, 200), (641, 3)])
def test_odd_sizes_fit(fit: Fit, size: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 3), 200, np.uint8)
    got = Fitter(_canvas(), fit)(_rgb(pixels))
    assert (got.width, got.height, got.format.name) == (96, 64, "yuv420p")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_in_the_file_is_honoured(tmp_path: Path, turn: int) -> None:
    def paint(_number: int, frame: av.VideoFrame) -> None:
        for plane in planes(frame):
            plane[...] = 128
        planes(frame)[0][:32, :48] = 235  # the stored top left is bright

    frame = decoded(video(tmp_path / "a.mp4", frames=1, size=(96, 64), paint=paint, rotate=turn))[0]
    shown = (96, 64) if turn == 180 else (64, 96)
    canvas = _canvas(*shown)
    luma = planes(Fitter(canvas, "cover")(frame))[0]
    bright = {
        (y > shown[1] // 2, x > shown[0] // 2)
        for y in (5, shown[1] - 5)
        for x in (5, shown[0] - 5)
        if luma[y, x] > 200
    }
    # Turned counter-clockwise by 90°, the top left goes to the bottom left.
    assert bright == {{90: (True, False), 180: (True, True), 270: (False, True)}[turn]}


def test_pixels_that_are_not_square_are_stretched() -> None:
    pixels = np.zeros((64, 48, 3), np.uint8)
    pixels[:, 12:36] = 255
    canvas = _canvas()
    luma = planes(Fitter(canvas, "contain", Fraction(2))(_rgb(pixels)))[0]
    assert (luma[:, 30:66] > 230).all() and (luma[:, :18] < 20).all()


def test_alpha_is_laid_over_black() -> None:
    pixels = np.zeros((64, 96, 4), np.uint8)
    pixels[...] = (255, 255, 255, 0)
    pixels[:, :48, 3] = 255
    frame = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(
        format="yuva420p", dst_colorspace="ITU709"
    )
    luma = planes(Fitter(_canvas(), "cover")(frame))[0]
    assert luma[:, :40].min() > 225 and luma[:, 56:].max() < 20


def test_many_bits_become_eight() -> None:
    wide = _rgb(patches()).reformat(format="yuv422p10le", dst_colorspace="ITU709", dst_color_range="MPEG")
    wide.colorspace, wide.color_range = 1, 1
    got = to_rgb(Fitter(_canvas(), "cover")(wide), _canvas())
    for x in (12, 36, 60, 84):
        assert abs(got[32, x].astype(int) - patches()[32, x]).max() <= 3


def test_a_stream_may_change_its_size_midway() -> None:
    fitter = Fitter(_canvas(), "cover")
    for size in ((48, 32), (96, 64), (200, 100)):
        got = fitter(_flat((128, 128, 128), "bt709", False, size))
        assert (got.width, got.height) == (96, 64)
        assert _middle(got) == [126, 128, 128]
