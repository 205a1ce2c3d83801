"""Still pictures as upright 8-bit sRGB pixels, whatever the file holds."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from moviola.errors import UnsupportedFile

Pixels = NDArray[np.uint8]


def load(path: Path, name: str = "", within: tuple[int, int] | None = None) -> Pixels:
    """The picture as uint8 [height, width, 3], or [height, width, 4] with straight alpha where it has one.

    Rotated as EXIF says, colours taken to sRGB through the embedded profile, 16-bit greys scaled to 8 bits.
    ``within``: a size in pixels that is enough; a JPEG is then decoded at a half, a quarter or an eighth.

    Raises:
        UnsupportedFile: the file is damaged or no picture.
    """
    try:
        with Image.open(path) as opened:
            if within is not None and opened.format == "JPEG":
                edge = max(within) * 2
                opened.draft(None, (edge, edge))
            image: Image.Image = ImageOps.exif_transpose(opened)
            image.load()
            return np.asarray(_srgb(image))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnsupportedFile(
            f"The picture {name or path.name} cannot be read ({error}). Upload it again as PNG, JPEG or WebP."
        ) from error


def flatten(pixels: Pixels) -> Pixels:
    """``pixels`` over black as uint8 [height, width, 3]."""
    if pixels.shape[2] == 3:
        return pixels
    shown = pixels[..., :3].astype(np.uint16) * pixels[..., 3:]
    return ((shown + 127) // 255).astype(np.uint8)


def _srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode == "I":
        wide = np.asarray(image).astype(np.int64)
        image = Image.fromarray(np.clip(wide // 257, 0, 255).astype(np.uint8), "L")
    elif image.mode == "F":
        image = image.convert("L")
    transparent = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            got = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            got = None  # a broken profile: the pixels as they are, like every viewer shows them
        if got is not None:
            return got
    return image.convert("RGBA" if transparent else "RGB")
