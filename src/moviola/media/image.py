"""Still pictures, decoded to sRGB. Imports Pillow and NumPy: only for child processes."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms, ImageOps

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.formats import MAX_PIXELS, READABLE
from moviola.media.magic import IMAGES, Magic, identify

pillow_heif.register_heif_opener(thumbnails=False)

#: Pillow's name of each format.
_PLUGINS: dict[Magic, str] = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "heif": "HEIF"}
_ORIENTATION = 0x0112
_DAMAGED = "This picture is damaged or cut off, so it cannot be shown whole. Send the whole file again."

Pixels = npt.NDArray[np.uint8]


@contextmanager
def open_image(path: Path, magic: Magic | None = None) -> Iterator[Image.Image]:
    """An open picture whose header was read and found sane; its pixels are not decoded yet.

    Raises:
        UnsupportedFile: not a picture that can be read, or damaged (also when raised inside the block by a
            decoder).
        FileTooLarge: more than ``MAX_PIXELS``; told by the header alone.
    """
    magic = magic or identify(path)
    if magic not in IMAGES:
        raise UnsupportedFile(f"This file is not a picture. {READABLE}")
    with _plain_errors(), warnings.catch_warnings():
        # Sizes are checked below, and odd metadata is no reason to refuse a picture.
        warnings.simplefilter("ignore")
        with Image.open(path, formats=[_PLUGINS[magic]]) as picture:
            _check_size(*picture.size)
            yield picture


def load_pixels(path: Path, enough: int | None = None) -> Pixels:
    """The picture as seen, in sRGB: uint8 ``[height, width, 3]``, or ``[height, width, 4]`` with straight
    alpha where the file has one.

    EXIF orientation and the colour profile are applied; CMYK, grey, palette and 16-bit pictures are
    converted; of an animation the first frame is taken. ``enough``: pixels of the shorter edge that suffice;
    a larger picture is reduced by a whole factor, but not below that.

    Raises:
        UnsupportedFile: not a picture that can be read, or damaged.
        FileTooLarge: more than ``MAX_PIXELS`` pixels.
    """
    with open_image(path) as picture:
        return np.asarray(_upright(picture, enough), dtype=np.uint8)


def load_rgb(
    path: Path, enough: int | None = None, background: tuple[int, int, int] = (255, 255, 255)
) -> Pixels:
    """:func:`load_pixels` over one colour: uint8 ``[height, width, 3]``."""
    return flatten(load_pixels(path, enough), background)


def flatten(pixels: Pixels, background: tuple[int, int, int]) -> Pixels:
    """``pixels``, with alpha or without, over one colour: uint8 ``[height, width, 3]``."""
    if pixels.shape[2] == 3:
        return pixels
    canvas = Image.new("RGB", (pixels.shape[1], pixels.shape[0]), background)
    picture = Image.fromarray(pixels)
    canvas.paste(picture, mask=picture)
    return np.asarray(canvas, dtype=np.uint8)


def _upright(picture: Image.Image, enough: int | None) -> Image.Image:
    """``picture`` in mode RGB or RGBA, as :func:`load_pixels` says."""
    if enough:
        # A JPEG decoder can reduce by 2, 4 or 8 at once; the rest is done below.
        picture.draft(None, (enough, enough))
    picture.load()
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture) if _orientation(picture) != 1 else picture
    alpha = _alpha(turned)
    seen = _srgb(turned, profile)
    if alpha is not None:
        seen.putalpha(alpha)
    factor = min(seen.size) // enough if enough else 1
    return seen.reduce(factor) if factor > 1 else seen


def turn(picture: Image.Image) -> tuple[int, bool]:
    """Clockwise degrees and mirroring that EXIF asks for, from the stored to the seen picture."""
    return {
        2: (0, True),
        3: (180, False),
        4: (180, True),
        5: (270, True),
        6: (90, False),
        7: (90, True),
        8: (270, False),
    }.get(_orientation(picture), (0, False))


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise UnsupportedFile(f"This picture is {width}×{height} pixels: there is nothing to see. {READABLE}")
    if width * height > MAX_PIXELS:
        raise FileTooLarge(
            f"This picture is {width}×{height} pixels; the limit is {MAX_PIXELS // 1_000_000} megapixels. "
            "Make it smaller and send it again."
        )


def _orientation(picture: Image.Image) -> int:
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, struct.error, ValueError, TypeError, OSError, EOFError):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _alpha(picture: Image.Image) -> Image.Image | None:
    if not picture.has_transparency_data or picture.mode.startswith("I"):
        return None
    return picture.convert("RGBA").getchannel("A")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """``picture`` without its alpha, in sRGB."""
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # Pillow clips such pictures when converting; they use the full 16 bits.
        grey = np.asarray(picture).astype(np.float64) / 257.0
        picture = Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))
    elif picture.mode in ("LA", "1"):
        picture = picture.convert("L")
    elif picture.mode in ("P", "PA", "RGBA"):
        picture = picture.convert("RGB")
    if profile:
        converted = _through_profile(picture, profile)
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _through_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """``picture`` through its colour profile; None where the profile is broken or of another colour model."""
    try:
        source: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != {"L": "GRAY"}.get(picture.mode, picture.mode):
            return None
        return ImageCms.profileToProfile(
            picture, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


_SRGB: Any = ImageCms.createProfile("sRGB")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Decoders' own errors become sentences."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise FileTooLarge(
            f"This picture has far more pixels than the limit of {MAX_PIXELS // 1_000_000} megapixels. "
            "Make it smaller and send it again."
        ) from error
    except MemoryError as error:
        raise FileTooLarge("This picture needs more memory than there is. Make it smaller.") from error
    except FileNotFoundError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, TypeError) as error:
        raise UnsupportedFile(f"{_DAMAGED} {READABLE}") from error
