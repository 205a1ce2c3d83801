"""Windows as cells of a wall: how much of a pixel falls into one."""

from __future__ import annotations

from moviola.engines.place.kernels import kernel


@kernel
def inside(at: float, margin: float, blur: float) -> float:
    """How much of a pixel of width ``blur`` lies in [margin, 1 − margin] of a cell."""
    blur = max(blur, 0.02)
    return min(max((at - margin) / blur + 0.5, 0.0), 1.0) * min(max((1 - margin - at) / blur + 0.5, 0.0), 1.0)
