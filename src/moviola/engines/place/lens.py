"""The camera: no roll, and a shifted lens instead of pitch, so verticals stay vertical.

Row ``j`` looks at slope ``(horizon - (j + .5)) / focal``, column ``i`` at ``(i + .5 - centre) / focal``; the
ray through a pixel is ``(across, slope, 1) * depth`` with y up and z ahead. A camera mirrored at the water
plane is the same camera at minus its height.
"""

from __future__ import annotations

from typing import NamedTuple


class Lens(NamedTuple):
    """Position in metres; ``focal``, ``centre`` (column) and ``horizon`` (row) in pixels."""

    x: float
    height: float
    z: float
    focal: float
    centre: float
    horizon: float

    def scaled(self, factor: float) -> Lens:
        """The same view on a canvas ``factor`` times as large."""
        return Lens(
            self.x, self.height, self.z, self.focal * factor, self.centre * factor, self.horizon * factor
        )

    def moved(self, across: float) -> Lens:
        """The same view from ``across`` metres to the right."""
        return self._replace(x=self.x + across)


def mirrored(lens: Lens, width: int, height: int, margin: float) -> tuple[Lens, int, int]:
    """Camera and canvas size of what the water reflects.

    The canvas reaches ``margin`` of the width further to both sides, and as high as ripples can tilt the
    reflected ray.

    Returns:
        Lens, width and height of the canvas.
    """
    side = int(width * margin)
    reach = ((height - lens.horizon) / lens.focal) * 1.25 + 0.12
    rows = int(max(reach * lens.focal, lens.horizon)) + 4
    return (
        Lens(lens.x, -lens.height, lens.z, lens.focal, lens.centre + side, float(rows - 2)),
        width + 2 * side,
        rows,
    )
