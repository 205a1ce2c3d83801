from __future__ import annotations

import pytest

from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.warm import warm
from moviola.settings import settings


@pytest.mark.slow
def test_warming_leaves_kernels_and_land_in_the_cache() -> None:
    shares: list[float] = []
    warm(lambda share, stage: shares.append(share))
    share_evenly()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    kernels = {path.name for path in (settings().cache / "kernels").rglob("*.nbi")}
    for name in ("draw_water", "draw_towers", "shade_ground", "_to_yuv", "_to_rgb"):
        assert any(name in kernel for kernel in kernels), name
    assert {"lake-1-0.npz"} <= {path.name for path in (settings().cache / "terrain").iterdir()}
