from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.city.builder import Builder, Wall
from moviola.engines.place.city.bulbs import Bulbs
from moviola.engines.place.city.fields import AROUND, ROOF
from moviola.engines.place.city.layout import lay_out, quay_lamps
from moviola.engines.place.city.shade import relief
from moviola.engines.place.city.strokes import draw_strokes, stroke_table
from moviola.engines.place.city.towers import see
from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens
from moviola.engines.place.scene import Scene

pytestmark = pytest.mark.slow

_LENS = Lens(0.0, 10.0, 0.0, 60.0, 40.0, 30.0)


def test_nearest_solid_is_seen_with_its_face() -> None:
    city = Builder(1)
    city.solid(0, 100, 10, 10, 0, 40, Wall())
    city.solid(0, 200, 30, 10, 0, 60, Wall())
    city.solid(90, 100, 30, 30, 0, 5, Wall(), is_round=True)
    seen = see(city.table(), _LENS, 80, 60)
    assert seen.found[30, 40] == 0
    assert seen.depths[30, 40] == pytest.approx(90)
    assert seen.face[30, 40] == 3
    assert seen.found[20, 48] == 1
    assert seen.depths[6, 40] == np.float32(FAR)
    low = seen.found == 2
    assert set(np.unique(seen.face[low])) <= {ROOF, AROUND}
    assert ROOF in seen.face[low]
    assert seen.found[2, 2] == -1
    assert seen.depths[2, 2] == np.float32(FAR)


def test_a_tower_shades_what_lies_behind_it() -> None:
    city = Builder(1)
    city.solid(0, 100, 15, 15, 0, 80, Wall())
    city.solid(0, 300, 15, 15, 0, 10, Wall())
    # the sun stands low on this side: shadows fall away from the camera
    maps = relief(city.table(), (0.0, 0.5, -0.866))

    def shadow(x: float, z: float) -> float:
        return float(maps.shadow[int((z - maps.z) / maps.cell), int((x - maps.x) / maps.cell)])

    assert shadow(0, 150) > 30
    assert shadow(0, 150) > shadow(0, 180) > shadow(0, 270)
    dark = relief(city.table(), (0.0, -0.1, 1.0))
    assert dark.shadow.min() > 1000


def test_strokes_hide_behind_what_is_nearer() -> None:
    out = np.zeros((60, 80, 3), np.float32)
    depths = np.full((60, 80), FAR, np.float32)
    depths[:, 40:] = 20.0
    water = np.ones((60, 80), np.uint8)
    table = stroke_table([(-20.0, 10.0, 50.0, 20.0, 10.0, 50.0, 2.0, 1.0, 0.5, 0.25)])
    draw_strokes(out, depths, water, table, _LENS)
    assert out[29:32, 25:38, 0].max() > 0.9
    assert not out[:, 42:].any()
    assert depths[30, 30] == pytest.approx(50, rel=0.01)
    assert water[30, 30] == 0
    assert water[5, 5] == 1
    draw_strokes(out, depths, water, stroke_table([]), _LENS)


def test_bulbs_move_with_their_posts() -> None:
    scene = Scene("city", time="night")
    layout = next(
        found for found in (lay_out(scene, seed) for seed in range(1, 40)) if found.front == "promenade"
    )
    lens = Lens(0.0, layout.eye, 0.0, 120.0, 80.0, 60.0)
    depths = np.full((90, 160), FAR, np.float32)
    bulbs = Bulbs(layout, 0.0)
    x, y, z = min(
        (lamp for lamp in quay_lamps(layout) if lamp[2] > 5), key=lambda lamp: abs(lamp[0] / lamp[2])
    )
    for camera in (lens, lens.moved(-2.0)):
        out = np.zeros((90, 160, 3), np.float32)
        bulbs.draw(out, depths, camera, 0.0)
        row = int(camera.horizon - (y - camera.height) / z * camera.focal)
        column = int(camera.centre + (x - camera.x) / z * camera.focal)
        assert out[row - 1 : row + 2, column - 1 : column + 2].max() > 1
    hidden = np.zeros((90, 160, 3), np.float32)
    bulbs.draw(hidden, np.full((90, 160), 2.0, np.float32), lens, 0.0)
    assert not hidden.any()
