"""Writes the portrait file: PNG, 8-bit sRGB, no alpha, with its origin in text chunks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moviola.media.provenance import save_png


def write(picture: NDArray[np.float32], size: int, path: Path, text: Mapping[str, str]) -> None:
    """Write ``picture`` ([n, n, 3] RGB, 0…1) as a ``size`` × ``size`` PNG with ``text`` chunks."""
    if size != picture.shape[0]:
        picture = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32)
    pixels = (np.clip(picture, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    save_png(Image.fromarray(pixels), path, text)
