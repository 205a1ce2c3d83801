"""The place engine: a still or a film of the place that the words ask for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import av
from PIL import Image

from moviola.engines.base import ClipRequest, ImageRequest, Note, Output, OutputFile, Progress
from moviola.engines.place import SPEC
from moviola.engines.place.animate import Animation
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.layers import Layers
from moviola.engines.place.still import develop
from moviola.engines.place.words import PlaceWish, understand
from moviola.errors import BadRequest, StorageFull
from moviola.media.provenance import MAKER, as_png
from moviola.render.film import Film

#: Share of a film's progress that drawing its layers takes.
_DRAWN = 0.15


class PlaceEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``image`` and ``clip``."""

    def run(self, request: ImageRequest | ClipRequest, folder: Path, progress: Progress) -> Output:
        """Make the picture or film.

        Raises:
            BadRequest: the words name no place that this engine builds.
            StorageFull: the file could not be written.
        """
        share_evenly()
        wish = understand(request.prompt)
        if wish is None:
            raise BadRequest(
                "No place that can be built was found in the words. Ask for a mountain lake or a city skyline,"
                " for example “sunset over a mountain lake”."
            )
        if isinstance(request, ImageRequest):
            file = _still(request, wish, folder, progress)
        else:
            file = _film(request, wish, folder, progress)
        return Output(
            file=file,
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            parameters={"prompt": request.prompt, "width": file.width, "height": file.height, **_told(wish)},
            notes=_notes(wish),
            label=wish.label(request.language),
        )


def draw_layers(wish: PlaceWish, seed: int, width: int, height: int, progress: Progress) -> Layers:
    """The layers of a wish, whatever its family."""
    if wish.family == "city":
        from moviola.engines.place import cityscape, skyline

        return cityscape.draw(skyline.compose(wish, seed), width, height, progress)
    from moviola.engines.place import lake, landscape

    return landscape.draw(lake.compose(wish, seed), width, height, progress)


def _still(request: ImageRequest, wish: PlaceWish, folder: Path, progress: Progress) -> OutputFile:
    layers = draw_layers(
        wish, request.seed, request.width, request.height, lambda share, stage: progress(share * 0.85, stage)
    )
    progress(0.85, "develop")
    pixels = develop(layers)
    progress(0.95, "write")
    told = as_png(
        {
            "Software": MAKER,
            "Source": "synthetic: a computed picture of a place that does not exist",
            "Engine": f"{SPEC.name} {SPEC.version}",
            "Seed": str(request.seed),
            "Prompt": request.prompt,
        }
    )
    path = folder / "place.png"
    try:
        Image.fromarray(pixels, "RGB").save(path, pnginfo=told, compress_level=3)
    except OSError as fault:
        path.unlink(missing_ok=True)
        raise StorageFull(
            f"The picture could not be written: {fault}. Free some disk space and try again."
        ) from fault
    progress(1.0, "done")
    return OutputFile(path=path, kind="image", width=request.width, height=request.height)


def _film(request: ClipRequest, wish: PlaceWish, folder: Path, progress: Progress) -> OutputFile:
    # 4:2:0 video has even sides
    width, height = request.width // 2 * 2, request.height // 2 * 2
    count = max(round(request.duration_ms * request.fps / 1000), 1)
    layers = draw_layers(
        wish, request.seed, width, height, lambda share, stage: progress(share * _DRAWN, stage)
    )
    progress(_DRAWN, "layers")
    animation = Animation(layers, width, height, count / request.fps)
    path = folder / "place.mp4"
    facts = {"title": wish.label(request.language), "comment": "synthetic; computed by moviola/place"}
    with Film(path, width, height, request.fps, facts) as film:
        for index in range(count):
            planes = animation.frame(index, request.fps)
            film.add(av.VideoFrame.from_ndarray(planes, format="yuv420p"))
            progress(_DRAWN + (1 - _DRAWN) * (index + 1) / count * 0.99, "animate")
    progress(1.0, "done")
    return OutputFile(
        path=path,
        kind="video",
        width=width,
        height=height,
        duration_ms=round(count * 1000 / request.fps),
        fps=request.fps,
    )


def _told(wish: PlaceWish) -> dict[str, Any]:
    told = asdict(wish)
    del told["unknown"], told["approximate"]
    return told


def _notes(wish: PlaceWish) -> tuple[Note, ...]:
    notes = []
    if wish.unknown:
        notes.append(Note(code="unknown_words", values=wish.unknown))
    if wish.approximate:
        notes.append(Note(code="approximate", values=wish.approximate))
    return tuple(notes)
