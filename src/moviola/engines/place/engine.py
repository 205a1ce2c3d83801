"""The place engine: a still or a film of the place that the words ask for."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from moviola.engines.base import (
    PREVIEW,
    ClipRequest,
    ImageRequest,
    Language,
    Note,
    Output,
    OutputFile,
    Progress,
    no_progress,
)
from moviola.engines.place import SPEC
from moviola.engines.place.compiled import watching
from moviola.engines.place.families import draw_layers, plain_seed
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.layers import Layers
from moviola.engines.place.memory import make_room, trim
from moviola.engines.place.motion.reel import Reel
from moviola.engines.place.post.still import develop
from moviola.engines.place.post.tone import Bytes, graded
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.words import change, label, real_name, understand
from moviola.errors import BadRequest
from moviola.media.provenance import origin, save_png
from moviola.render.film import Film
from moviola.render.styles.finish import finish

#: Share of a film's progress that drawing its layers takes.
_DRAWN = 0.15
#: Share of the progress at which the preview is there, and its longer edge in pixels.
_PREVIEWED = 0.05
_PREVIEW_EDGE = 480
#: Stage of the progress while kernels are compiled.
_COMPILE = "compile"


class PlaceEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``image`` and ``clip``."""

    def run(self, request: ImageRequest | ClipRequest, folder: Path, progress: Progress) -> Output:
        """Make the picture or film.

        Raises:
            BadRequest: the words name no place that this engine builds.
            StorageFull: the file could not be written.
        """
        share_evenly()
        wish = read(request.prompt, request.changes)
        make_room(wish.family)
        told = _Teller(progress)
        try:
            with watching(told.compiles):
                if isinstance(request, ImageRequest):
                    file = _still(request, wish, folder, told)
                else:
                    file = _film(request, wish, folder, told)
        finally:
            trim()
        return Output(
            file=file,
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            parameters={"prompt": request.prompt, "width": file.width, "height": file.height, **_told(wish)},
            notes=_notes(wish, request.language),
            label=label(wish, request.language),
        )


class _Teller:
    """Progress that also tells when kernels are compiled, for which a place asked for on a cold machine waits."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._share, self._stage = progress, 0.0, ""

    def __call__(self, share: float, stage: str) -> None:
        self._share, self._stage = share, stage
        self._progress(share, stage)

    def compiles(self, _kernel: str) -> None:
        if self._stage != _COMPILE:
            self(self._share, _COMPILE)


def read(prompt: str, changes: tuple[str, ...]) -> Scene:
    """The scene of a prompt, with every change to it in order.

    Raises:
        BadRequest: the words name no place that this engine builds, or a change that it does not know.
    """
    scene = understand(prompt)
    if scene is None:
        raise BadRequest(
            "No place that can be built was found in the words. Ask for a mountain lake, a coast, a city, a street, a"
            " forest, a desert, a village or the sky, for example “sunset over a mountain lake”."
        )
    for text in changes:
        after = change(scene, text)
        if after is None:
            raise BadRequest(f"“{text}” is no change to a place that is known. Say for example “more fog”.")
        scene = after
    return scene


def _still(request: ImageRequest, wish: Scene, folder: Path, progress: Progress) -> OutputFile:
    _preview(request, wish, folder, progress)
    view = View(request.width, request.height)
    layers = layers_of(
        wish,
        request.seed,
        view,
        lambda share, stage: progress(_PREVIEWED + share * (0.85 - _PREVIEWED), stage),
    )
    progress(0.85, "develop")
    pixels = finished(_developed(layers), wish, request.seed)
    progress(0.95, "write")
    path = folder / "place.png"
    facts = origin(
        "synthetic: a computed picture of a place that does not exist",
        f"{SPEC.name} {SPEC.version}",
        request.seed,
        request.prompt,
        request.changes,
    )
    save_png(Image.fromarray(pixels, "RGB"), path, facts)
    progress(1.0, "done")
    return OutputFile(path=path, kind="image", width=request.width, height=request.height)


def _film(request: ClipRequest, wish: Scene, folder: Path, progress: Progress) -> OutputFile:
    # 4:2:0 video has even sides
    width, height = request.width // 2 * 2, request.height // 2 * 2
    count = max(round(request.duration_ms * request.fps / 1000), 1)
    _preview(request, wish, folder, progress)
    hand = (
        None
        if wish.style == "photo" and not wish.palette
        else partial(finished, scene=wish, seed=request.seed)
    )
    reel = Reel(
        wish,
        width,
        height,
        request.fps,
        count,
        lambda scene, view, report: layers_of(scene, request.seed, view, report),
        hand,
        lambda share, stage: progress(_PREVIEWED + share * (_DRAWN - _PREVIEWED), stage),
        request.moves,
    )
    progress(_DRAWN, "animate")
    path = folder / "place.mp4"
    facts = {"title": label(wish, request.language), "comment": "synthetic; computed by moviola/place"}
    with Film(path, width, height, request.fps, facts) as film:
        for index in range(count):
            film.add(av.VideoFrame.from_ndarray(reel.frame(index), format="yuv420p"))
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


def layers_of(scene: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """The layers of a scene, with the exposure and colour that were asked."""
    layers = draw_layers(scene, seed, view, progress)
    layers.grade = graded(layers.grade, scene.light, scene.warmth, scene.colour)
    return layers


def _developed(layers: Layers) -> Bytes:
    """The finished picture; frees what only a film still needs."""
    layers.bed = layers.mirror = layers.sky = layers.clouds = np.empty((0, 0, 3), np.float32)
    layers.bed_depths = layers.mirror_depths = np.empty((0, 0), np.float32)
    layers.bed_water = layers.water = np.empty((0, 0), np.uint8)
    return develop(layers)


def finished(pixels: Bytes, scene: Scene, seed: int) -> Bytes:
    """A developed picture in the style and palette that were asked."""
    return finish(pixels, scene.style, scene.palette, plain_seed(seed))


def _preview(request: ImageRequest | ClipRequest, scene: Scene, folder: Path, progress: Progress) -> None:
    """A small picture of what is to come, as soon as it can be had."""
    shrink = min(_PREVIEW_EDGE / max(request.width, request.height), 1.0)
    width, height = max(round(request.width * shrink), 16), max(round(request.height * shrink), 16)
    layers = layers_of(scene, request.seed, View(width, height, samples=1.0), no_progress)
    part = folder / f"{PREVIEW}.part"
    Image.fromarray(finished(_developed(layers), scene, request.seed), "RGB").save(part, "JPEG", quality=85)
    part.replace(folder / PREVIEW)
    progress(_PREVIEWED, "preview")


def _told(wish: Scene) -> dict[str, Any]:
    told = asdict(wish)
    del told["unknown"], told["approximate"]
    return told


def _notes(wish: Scene, language: Language) -> tuple[Note, ...]:
    notes = []
    if wish.unknown:
        notes.append(Note(code="unknown_words", values=wish.unknown))
    if wish.inspired:
        notes.append(Note(code="inspired", values=(real_name(wish.inspired, language),)))
    if wish.approximate:
        notes.append(Note(code="approximate", values=wish.approximate))
    return tuple(notes)
