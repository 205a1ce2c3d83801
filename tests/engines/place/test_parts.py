from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moviola.engines.place import shelf
from moviola.engines.place.city.towers import candidates
from moviola.engines.place.layers import canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.post.tone import Grade, curve_table, to_rgb, to_yuv
from moviola.engines.place.sky.air import ELEVATIONS
from moviola.engines.place.sky.scattering import sky_table, sun_colour
from moviola.settings import Settings


def test_lens_scales_and_mirrors() -> None:
    lens = Lens(0.0, 2.0, 0.0, 100.0, 80.0, 54.0)
    assert lens.scaled(0.5)[3:] == (50.0, 40.0, 27.0)
    below, columns, rows = mirrored(lens, 160, 90, 0.1)
    assert below.height == -2.0
    assert columns == 160 + 2 * 16
    assert below.horizon == rows - 2
    assert below.centre - lens.centre == 16


def test_canvas_is_bounded() -> None:
    assert canvas(1920, 1080)[2] == pytest.approx(1.45)
    wide, tall, samples = canvas(4096, 4096)
    assert wide * tall < 10_000_000
    assert samples < 1


def test_portrait_view_is_narrower_but_higher() -> None:
    wide = half_view(1920, 1080, 0.6)
    tall = half_view(1080, 1920, 0.6)
    assert wide == pytest.approx(0.6)
    assert tall < wide
    assert tall * 1920 / 1080 > wide * 1080 / 1920


def test_shelf_keeps_and_mends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "settings", lambda: Settings(cache=tmp_path))
    made: list[int] = []

    def compute() -> dict[str, np.ndarray]:
        made.append(1)
        return {"a": np.arange(4, dtype=np.float32)}

    for _ in range(2):
        assert shelf.kept("x", ("a",), compute)["a"].tolist() == [0, 1, 2, 3]
    assert len(made) == 1
    path = tmp_path / "terrain" / "x.npz"
    path.write_bytes(path.read_bytes()[:60])
    assert shelf.kept("x", ("a",), compute)["a"].tolist() == [0, 1, 2, 3]
    assert len(made) == 2
    assert [entry.name for entry in path.parent.iterdir() if entry.suffix != ".lock"] == ["x.npz"]


def test_low_sun_is_red_and_the_zenith_blue() -> None:
    red, green, blue = sun_colour(0.05, 1.6, 1.0, 0.3)
    assert red > green > blue > 0
    table = sky_table(0.6, 1.2, 1.0, 1.2)
    assert table.shape[0] == ELEVATIONS
    assert table[-1, :, 2].mean() > table[-1, :, 0].mean()


def test_curve_rises_and_yuv_follows_bt709() -> None:
    curve = curve_table(1.2)
    assert np.all(np.diff(curve[: 1 << 16]) >= 0)
    grade = Grade(1.0, 1.0, 1.2, 0.0, 0.0, 0.0)
    light = np.zeros((4, 6, 3), np.float32)
    light[..., 0] = 0.5
    glow = np.zeros((4, 4, 3), np.float32)
    rgb = to_rgb(light, glow, grade, curve, False)[0, 0].astype(float) / 255
    planes = to_yuv(light, glow, grade, curve, False, 0.0)
    luma = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    assert planes.shape == (6, 6)
    assert planes[0, 0] == pytest.approx(16 + 219 * luma, abs=1)
    assert planes.ravel()[24] == pytest.approx(128 + 224 * (rgb[2] - luma) / 1.8556, abs=1)
    assert planes.ravel()[30] == pytest.approx(128 + 224 * (rgb[0] - luma) / 1.5748, abs=1)


def test_flipped_picture_is_the_mirror_image() -> None:
    grade = Grade(1.0, 1.0, 1.2, 0.3, 0.0, 0.1)
    light = np.random.default_rng(0).random((8, 10, 3)).astype(np.float32)
    glow = np.zeros((4, 4, 3), np.float32)
    curve = curve_table(1.2)
    plain = to_rgb(light, glow, grade, curve, False)
    assert np.array_equal(plain[:, ::-1], to_rgb(light, glow, grade, curve, True))


def test_candidates_are_near_to_far() -> None:
    towers = np.zeros((3, 19))
    towers[:, 1] = (300, 100, 200)
    towers[:, 2:4] = 5
    order, start, count = candidates(towers, 40, Lens(0.0, 2.0, 0.0, 40.0, 20.0, 10.0))
    middle = order[start[20] : start[20] + count[20]]
    assert middle.tolist() == [1, 2, 0]
    assert count[0] == 0
