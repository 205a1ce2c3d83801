"""The frame: its size in pixels for a shape, or for a picture that is to be shown whole."""

from __future__ import annotations

from moviola.errors import BadRequest
from moviola.timeline.edits import SetCanvas

#: The shorter edge of a full-size frame, and the longest that the other may become, in pixels.
SHORT = 1080
LONG = 1920
#: The longest edge of a still, in pixels: 4K.
LONGEST = 3840
#: Beyond this the frame would be a ribbon.
MOST_EXTREME = 4.0


def _even(value: float) -> int:
    return max(2, 2 * round(value / 2))


def for_aspect(aspect: str) -> SetCanvas:
    """Canvas of an aspect like ``"9:16"``; the shorter edge is 1080 pixels.

    Raises:
        BadRequest: the aspect is not a usable shape.
    """
    across, _, down = aspect.partition(":")
    if not (across.isdigit() and down.isdigit() and int(across) and int(down)):
        raise BadRequest(f"'{aspect}' is not a shape I know. Try 16:9, 9:16, 1:1 or 4:5.")
    ratio = int(across) / int(down)
    if not 1 / MOST_EXTREME <= ratio <= MOST_EXTREME:
        raise BadRequest(f"'{aspect}' is too extreme a shape. Try 16:9, 9:16, 1:1, 4:5 or 21:9.")
    if ratio >= 1:
        return SetCanvas(width=_even(SHORT * ratio), height=SHORT)
    return SetCanvas(width=SHORT, height=_even(SHORT / ratio))


def for_still(aspect: str, resolution: str | None = None) -> SetCanvas:
    """Size of a still of a shape; ``resolution`` like ``"2160p"`` names its shorter edge, 1080 when None.

    No edge is longer than an engine draws; the shape is kept.
    """
    frame = for_aspect(aspect)
    factor = int(resolution.removesuffix("p")) / SHORT if resolution else 1.0
    factor = min(factor, LONGEST / max(frame.width, frame.height))
    return SetCanvas(width=_even(frame.width * factor), height=_even(frame.height * factor))


def for_picture(width: int, height: int) -> SetCanvas:
    """Canvas that shows a picture of this size whole where that is sensible, at most 1920 pixels long."""
    if width <= 0 or height <= 0:
        return SetCanvas(width=LONG, height=SHORT)
    ratio = min(max(width / height, 1 / MOST_EXTREME), MOST_EXTREME)
    if ratio >= 1:
        down = min(SHORT, LONG / ratio)
        return SetCanvas(width=_even(down * ratio), height=_even(down))
    across = min(SHORT, LONG * ratio)
    return SetCanvas(width=_even(across), height=_even(across / ratio))
