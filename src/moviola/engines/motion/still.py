"""Reads any still picture as 8-bit sRGB."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from moviola.errors import FileTooLarge, NotFound, UnsupportedFile

Picture = npt.NDArray[np.uint8]  # [height, width, 3], sRGB

#: Fewer pixels than this on the shorter edge cannot fill a frame.
SHORTEST_EDGE = 32
LARGEST_PIXELS = 170_000_000
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)


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
    """Decode the first frame of ``path``, upright, flattened, as sRGB.

    A picture far larger than a ``width`` × ``height`` frame needs is reduced while it is read.

    Raises:
        NotFound: there is no such file.
        UnsupportedFile: empty, broken, no picture, or too small to fill a frame.
        FileTooLarge: more than 170 megapixels.
    """
    _register_heif()
    if not path.is_file():
        raise NotFound(f"The picture '{path.name}' is no longer there. Upload it again.")
    data = path.read_bytes()
    if not data:
        raise UnsupportedFile(f"The picture '{path.name}' is empty (0 bytes). Choose another file.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about odd metadata that does not matter here
        try:
            opened = Image.open(io.BytesIO(data))
            _check_size(opened.size, path.name)
            image = _decode(opened, width, height)
        except Image.DecompressionBombError as error:
            raise FileTooLarge(_too_large(path.name)) from error
        except UnidentifiedImageError as error:
            raise UnsupportedFile(
                f"'{path.name}' is not a picture that can be read. Use JPEG, PNG, WebP, HEIC, TIFF or GIF."
            ) from error
        except _BROKEN as error:
            raise UnsupportedFile(
                f"The picture '{path.name}' is damaged or cut off and cannot be read. Upload it again."
            ) from error
    return Still(np.ascontiguousarray(np.asarray(image, np.uint8)), hashlib.sha256(data).hexdigest())


@cache
def _register_heif() -> None:
    pillow_heif.register_heif_opener()


def _too_large(name: str) -> str:
    return f"The picture '{name}' has more than {LARGEST_PIXELS // 1_000_000} megapixels. Use a smaller copy."


def _check_size(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > LARGEST_PIXELS:
        raise FileTooLarge(_too_large(name))
    if min(size) < SHORTEST_EDGE:
        raise UnsupportedFile(
            f"The picture '{name}' is only {size[0]}×{size[1]} pixels, too little to fill a frame. "
            f"Use one with at least {SHORTEST_EDGE} pixels on each edge."
        )


def _decode(image: Image.Image, width: int, height: int) -> Image.Image:
    # Room for a cover crop, a deep zoom and a pan across a picture of the other orientation.
    needed = 2 * max(width, height)
    if image.format == "JPEG" and image.mode in {"RGB", "L"}:
        image.draft(image.mode, (needed, needed))
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if min(image.size) > needed:
        image = image.reduce(max(1, min(image.size) // needed))
    return _to_rgb(image, profile)


def _to_rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    alpha = None
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    image = _to_srgb(image, profile)
    if alpha is not None and alpha.getextrema()[0] != 255:
        image = Image.composite(image, _backdrop(image, alpha), alpha)
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image, np.float64)
    top = 65535.0 if image.mode.startswith("I") and values.max() <= 65535 else float(values.max()) or 1.0
    if image.mode == "F" and values.max() <= 1.0:
        top = 1.0
    return Image.fromarray(np.clip(values * 255.0 / top + 0.5, 0, 255).astype(np.uint8))


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile for another colour space or a broken one says nothing; the numbers still do
    return image.convert("RGB")


def _backdrop(image: Image.Image, alpha: Image.Image) -> Image.Image:
    """A soft studio gradient, dark behind a light subject and light behind a dark one."""
    opaque = np.asarray(alpha, np.float32) / 255.0
    luma = np.asarray(image.convert("L"), np.float32)
    light = float((luma * opaque).sum() / max(1.0, float(opaque.sum())))
    edge, centre = ((24, 27, 34), (66, 72, 84)) if light > 165 else ((196, 200, 206), (242, 242, 240))
    y = np.linspace(-1, 1, image.height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, image.width, dtype=np.float32)[None, :]
    glow = np.exp(-(x * x + (y + 0.2) ** 2))[..., None]
    shade = np.array(edge, np.float32) + (np.array(centre, np.float32) - np.array(edge, np.float32)) * glow
    return Image.fromarray(np.clip(shade + 0.5, 0, 255).astype(np.uint8))
