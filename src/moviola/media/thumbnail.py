"""A small JPEG of a picture or a video. Only for child processes."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace
from PIL import Image

from moviola.errors import UnsupportedFile
from moviola.media.footage import open_footage, picture_stream, pixel_aspect
from moviola.media.formats import READABLE, Kind
from moviola.media.image import Pixels, load_rgb

_QUALITY = 82
#: Frames looked at for one that shows something, and the spread of brightness (0–255) that counts as
#: something.
_CANDIDATES = 90
_SPREAD = 12.0
#: AVCOL_SPC_UNSPECIFIED
_UNSPECIFIED = 2


def thumbnail(path: Path, kind: Kind, target: Path, edge: int = 320) -> tuple[int, int]:
    """Write a JPEG of at most ``edge`` × ``edge`` pixels to ``target``; its width and height.

    Of a video, the first frame that is not (nearly) one colour is shown, so that a fade-in is not a black
    box.

    Raises:
        UnsupportedFile: there is no picture in the file.
    """
    if kind == "audio":
        raise UnsupportedFile("A sound has no picture to show.")
    pixels = load_rgb(path, enough=4 * edge) if kind == "image" else _frame(path)
    picture = Image.fromarray(pixels)
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    picture.save(target, format="JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return picture.size


def _frame(path: Path) -> Pixels:
    """The first telling frame, as seen: uint8 ``[height, width, 3]``."""
    with open_footage(path) as container:
        stream = picture_stream(container)
        if stream is None:
            raise UnsupportedFile(f"This file has no picture in it. {READABLE}")
        stream.thread_type = "AUTO"
        best: av.VideoFrame | None = None
        spread = -1.0
        for frame in islice(container.decode(stream), _CANDIDATES):
            found = float(np.std(frame.to_ndarray(format="gray", width=64, height=64)))
            if found > spread:
                best, spread = frame, found
            if spread >= _SPREAD:
                break
        if best is None:
            raise UnsupportedFile(f"No picture in this file can be decoded. {READABLE}")
        width = max(1, round(best.width * pixel_aspect(stream)))
        pixels = best.to_ndarray(format="rgb24", width=width, src_colorspace=_matrix(best))
        # The rotation of a frame is counter-clockwise, like that of rot90.
        return np.ascontiguousarray(np.rot90(pixels, round(best.rotation / 90) % 4), dtype=np.uint8)


def _matrix(frame: av.VideoFrame) -> Colorspace | None:
    """The colour matrix: where a frame states none, high definition means BT.709 and less means BT.601."""
    if frame.colorspace != _UNSPECIFIED:
        return None
    return Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
