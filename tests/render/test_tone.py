from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from moviola.render.canvas import Canvas
from moviola.render.fit import Fitter
from moviola.render.planes import planes
from moviola.render.tone import Gamut, Transfer, convert

CANVAS = Canvas(64, 48, Fraction(30), 1)


def _pq(nits: float) -> float:
    """The inverse EOTF of BT.2100, table 4."""
    y = (nits / 10_000) ** (2610 / 16384)
    return float(((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32))


def test_what_is_bt709_stays_as_it_is() -> None:
    signal = np.random.default_rng(0).random((100, 3))
    assert convert(signal, "sdr", "bt709") == pytest.approx(signal, abs=1e-6)


def test_graphics_white_is_the_same_in_both_systems_and_bright() -> None:
    pq = convert(np.full((1, 3), _pq(203)), "pq", "bt2020")[0]
    hlg = convert(np.full((1, 3), 0.75), "hlg", "bt2020")[0]
    assert pq == pytest.approx(hlg, abs=0.01)
    assert 0.9 < pq[0] < 0.96


@pytest.mark.parametrize("transfer", ["pq", "hlg"])
def test_greys_stay_grey_and_in_order(transfer: Transfer) -> None:
    ramp = np.repeat(np.linspace(0, 1, 64)[:, None], 3, axis=1)
    got = convert(ramp, transfer, "bt2020")
    assert np.ptp(got, axis=1).max() < 0.002
    assert (np.diff(got[:, 1]) > -1e-9).all()
    assert got[0].max() < 0.01 and got[-1].min() > 0.99


@pytest.mark.parametrize("transfer", ["sdr", "pq", "hlg"])
@pytest.mark.parametrize("gamut", ["bt709", "bt2020", "p3"])
def test_nothing_leaves_the_range(transfer: Transfer, gamut: Gamut) -> None:
    got = convert(np.random.default_rng(1).random((500, 3)), transfer, gamut)
    assert np.isfinite(got).all() and got.min() >= 0 and got.max() <= 1


def test_wide_colours_get_their_true_shade() -> None:
    """The red of BT.709, written in BT.2020, comes back as the red of BT.709 (matrix of BT.2087-0)."""
    to_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
    colour = np.array([0.6, 0.2, 0.1])
    wide = (to_2020 @ colour**2.4) ** (1 / 2.4)
    assert convert(wide[None], "sdr", "bt2020")[0] == pytest.approx(colour, abs=0.01)


def test_a_ten_bit_hlg_frame_is_mapped() -> None:
    frame = av.VideoFrame(64, 48, "yuv420p10le")
    for plane, value in zip(frame.planes, (64 + 876 * 0.75, 512, 512), strict=True):
        np.frombuffer(memoryview(plane), np.uint16)[...] = round(value)
    frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries = 9, 1, 18, 9
    got = [int(plane[20, 20]) for plane in planes(Fitter(CANVAS, "cover")(frame))]
    want = 16 + 219 * convert(np.full((1, 3), 0.75), "hlg", "bt2020")[0, 1]
    assert got == pytest.approx([want, 128, 128], abs=1.5)
