"""A picture that another server drew: made the size that was asked, and saved with where it comes from."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from moviola.engines.base import EngineSpec, ImageRequest, Output, OutputFile
from moviola.errors import EngineFailed
from moviola.media.provenance import origin, save_png

#: No answer is larger, in bytes.
LIMIT = 100_000_000
_MOST_PIXELS = 50_000_000
#: What image servers send. Other formats of Pillow run programs, or name files.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def words_of(request: ImageRequest) -> str:
    """The prompt, with everything that was said about it since."""
    return ". ".join((request.prompt, *request.changes))


def nearest(width: int, height: int, sizes: list[tuple[int, int]]) -> tuple[int, int]:
    """The size of nearest shape."""
    shape = width / height
    return min(sizes, key=lambda size: max(size[0] / size[1] / shape, shape / (size[0] / size[1])))


def save(
    data: bytes, request: ImageRequest, spec: EngineSpec, folder: Path, parameters: dict[str, object]
) -> Output:
    """Write ``data`` as a PNG of the requested size; what does not fit its shape is cropped evenly.

    Raises:
        EngineFailed: the bytes are no picture.
    """
    try:
        with warnings.catch_warnings():
            # the size is judged here, and a warning would only go to the log
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            answer = Image.open(io.BytesIO(data), formats=_FORMATS)
        with answer:
            if answer.width * answer.height > _MOST_PIXELS:
                raise EngineFailed(
                    f"The picture that came is too large: {answer.width} × {answer.height} pixels. Ask for less."
                )
            picture = ImageOps.exif_transpose(answer).convert("RGB")
    except Image.DecompressionBombError as fault:
        raise EngineFailed("The picture that came is far too large. Check the image server.") from fault
    except UnidentifiedImageError as fault:
        raise EngineFailed(
            "What the image server sent is no picture. Check that its address is the right one."
        ) from fault
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error) as fault:
        raise EngineFailed("The picture that the image server sent is damaged. Try again.") from fault
    picture = ImageOps.fit(picture, (request.width, request.height), Image.Resampling.LANCZOS)
    path = folder / "picture.png"
    source = "synthetic: drawn by a generative model"
    save_png(picture, path, origin(source, f"{spec.name} {spec.version}", request.seed, words_of(request)))
    return Output(
        file=OutputFile(path=path, kind="image", width=request.width, height=request.height),
        engine=spec.name,
        version=spec.version,
        seed=request.seed,
        licence=spec.licence,
        parameters={"prompt": request.prompt, "changes": list(request.changes), **parameters},
        label=_label(request.prompt),
    )


def _label(prompt: str) -> str:
    """The first words of a prompt."""
    first = prompt.split(",")[0].strip()
    return first[:1].upper() + first[1:60]
