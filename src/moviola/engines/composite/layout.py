"""Where the person stands in the frame, and how large."""

from __future__ import annotations

from typing import NamedTuple

from moviola.engines.base import Framing, Side
from moviola.engines.composite.cutout import Cutout

#: Height of the head as a share of the frame's height, for a frame as wide as high or wider.
_HEADS = {"close": 0.50, "medium": 0.34, "wide": 0.24}
#: The lowest place for the top of a head, as a share of the frame's height.
_LOWEST = {"close": 0.14, "medium": 0.28, "wide": 0.40}
_THIRDS = {"left": 0.34, "centre": 0.5, "right": 0.66}


class Stand(NamedTuple):
    """``scale`` of the cutout, and where its top left corner lies in the frame, in pixels."""

    scale: float
    left: float
    top: float


def stand(cutout: Cutout, width: int, height: int, side: Side, framing: Framing) -> Stand:
    """Place the person so that the frame's lower edge cuts them where the picture did: nobody floats.

    A head without a body can therefore not be small: it then stands as low as it may. A head that its picture cuts
    is cut by the frame's upper edge.
    """
    high = cutout.alpha.shape[0]
    head = max(cutout.head.bottom - cutout.head.top, 1.0)
    tall = min(width / height, 1.0)
    scale = _HEADS[framing] * height * (0.62 + 0.38 * tall) / head
    if cutout.is_cut:
        # only the frame's own edge may cut a head
        scale = max(scale, height * 1.03 / high)
    body = (high - cutout.head.top) * scale
    room = height * (0.08 if framing == "close" else 0.14)
    if cutout.is_cut:
        top = height - high * scale
    elif body < height - room:
        # too little of the person: larger until the head stands in the middle at the lowest
        scale *= max((height - height * _LOWEST[framing]) / body, 1.0)
        top = height - high * scale
    else:
        top = room - cutout.head.top * scale
    middle = (cutout.face.left + cutout.face.right) / 2 * scale
    at = _THIRDS[side] if width > height else 0.5 + (_THIRDS[side] - 0.5) * 0.4
    return Stand(scale, at * width - middle, top)
