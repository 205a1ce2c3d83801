"""The picture that is filmed: decoded, opaque, no larger than it has to be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moviola.errors import NotFound, UnsupportedFile
from moviola.media.image import load_pixels

Picture = npt.NDArray[np.uint8]  # [height, width, 3], sRGB

#: Fewer pixels than this on the shorter edge cannot fill a frame.
SHORTEST_EDGE = 32

# ITU-R BT.601-7, item 2.5.1.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Still:
    """A decoded picture. ``rgb``: uint8 [height, width, 3], upright sRGB. ``digest``: SHA-256 of the file."""

    rgb: Picture
    digest: str

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])


def read_still(path: Path, width: int, height: int) -> Still:
    """Decode the first frame of ``path``, upright, as sRGB; what is transparent gets a plain backdrop.

    A picture far larger than a ``width`` × ``height`` frame needs is reduced while it is read.

    Raises:
        NotFound: there is no such file.
        UnsupportedFile: empty, broken, no picture, or too small to fill a frame.
        FileTooLarge: more pixels than are read.
    """
    if not path.is_file():
        raise NotFound(f"The picture '{path.name}' is no longer there. Upload it again.")
    # Room for a cover crop, a deep zoom and a pan across a picture of the other orientation.
    pixels = load_pixels(path, enough=2 * max(width, height))
    high, wide = pixels.shape[:2]
    if min(wide, high) < SHORTEST_EDGE:
        raise UnsupportedFile(
            f"This picture is only {wide}×{high} pixels, too little to fill a frame. "
            f"Use one with at least {SHORTEST_EDGE} pixels on each edge."
        )
    rgb = pixels if pixels.shape[2] == 3 else _before_backdrop(pixels)
    with path.open("rb") as file:
        return Still(np.ascontiguousarray(rgb), hashlib.file_digest(file, "sha256").hexdigest())


def _before_backdrop(pixels: npt.NDArray[np.uint8]) -> Picture:
    """``pixels`` [h, w, 4] before a soft studio gradient, dark behind a light subject and light behind a dark
    one."""
    opaque = pixels[..., 3].astype(np.float32) / 255.0
    if opaque.min() == 1.0:
        return pixels[..., :3]
    luma = pixels[..., :3].astype(np.float32) @ _LUMA
    light = float((luma * opaque).sum() / max(1.0, float(opaque.sum())))
    edge, centre = ((24, 27, 34), (66, 72, 84)) if light > 165 else ((196, 200, 206), (242, 242, 240))
    y = np.linspace(-1, 1, pixels.shape[0], dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, pixels.shape[1], dtype=np.float32)[None, :]
    glow = np.exp(-(x * x + (y + 0.2) ** 2))[..., None]
    shade = np.array(edge, np.float32) + (np.array(centre, np.float32) - np.array(edge, np.float32)) * glow
    seen = shade + (pixels[..., :3] - shade) * opaque[..., None]
    return np.asarray(np.clip(seen + 0.5, 0, 255), np.uint8)
