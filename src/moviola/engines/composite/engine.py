"""The composite engine."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from moviola.engines.base import CompositeRequest, Output, OutputFile, Progress
from moviola.engines.composite import SPEC
from moviola.engines.composite.cutout import Cutout, cut_out
from moviola.engines.composite.layout import stand
from moviola.engines.composite.light import linear, out_of_focus, relit, shown, wrapped
from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.still import read_still
from moviola.errors import BadRequest
from moviola.media.image import load_rgb
from moviola.media.provenance import origin, save_png

Field = npt.NDArray[np.float32]

#: Radius of the discs that points of light become, as a share of the frame's height.
_BLUR = {"close": 0.0130, "medium": 0.0060, "wide": 0.0022}
_GRAIN = 0.010


class CompositeEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``composite``."""

    def __init__(self) -> None:
        self._faces = FaceDetector()
        self._matting = Matting()

    def run(self, request: CompositeRequest, folder: Path, progress: Progress) -> Output:
        """Make the picture.

        Raises:
            BadRequest: there is nobody in the person's picture.
            UnsupportedFile: one of the files is no picture.
            StorageFull: the file could not be written.
        """
        progress(0.05, "cut out")
        width, height = request.width, request.height
        still = read_still(request.person, width, height)
        cutout = cut_out(still, self._faces, self._matting)
        if cutout is None:
            raise BadRequest(
                "I found no person in that picture. Take a portrait, or a photo with a clear face."
            )
        progress(0.5, "light")
        behind = cv2.resize(load_rgb(request.background), (width, height), interpolation=cv2.INTER_AREA)
        pixels = compose(cutout, np.asarray(behind, np.float32) / np.float32(255), request)
        progress(0.85, "write")
        path = folder / "picture.png"
        source = "composite: a person before a computed picture of a place that does not exist"
        facts = origin(source, f"{SPEC.name} {SPEC.version}", request.seed)
        save_png(Image.fromarray(pixels, "RGB"), path, facts)
        progress(1.0, "done")
        return Output(
            file=OutputFile(path=path, kind="image", width=width, height=height),
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            parameters={"side": request.side, "framing": request.framing},
        )


def compose(cutout: Cutout, behind: Field, request: CompositeRequest) -> npt.NDArray[np.uint8]:
    """8-bit RGB of the person before ``behind`` [h, w, 3], display values 0–1, of the requested size."""
    width, height = request.width, request.height
    at = stand(cutout, width, height, request.side, request.framing)
    matrix = np.array([[at.scale, 0, at.left], [0, at.scale, at.top]], np.float32)
    method = cv2.INTER_AREA if at.scale < 0.5 else cv2.INTER_CUBIC

    def moved(plane: Field, border: int) -> Field:
        if at.scale < 0.5:
            plane = np.asarray(cv2.GaussianBlur(plane, (0, 0), 0.3 / at.scale), np.float32)
        placed = cv2.warpAffine(plane, matrix, (width, height), flags=method, borderMode=border)
        return np.asarray(np.clip(placed, 0, 1), np.float32)

    alpha = moved(cutout.alpha, cv2.BORDER_CONSTANT)
    person = linear(moved(cutout.rgb, cv2.BORDER_REPLICATE))
    backdrop = out_of_focus(linear(behind), _BLUR[request.framing] * height)
    person = relit(person, alpha, backdrop)
    person = wrapped(person, alpha, backdrop, 0.012 * height)
    light = backdrop + (person - backdrop) * alpha[..., None]
    random = np.random.default_rng(request.seed)
    grain = random.standard_normal((height, width, 1)).astype(np.float32) * np.float32(_GRAIN)
    return np.asarray(np.clip(shown(light) + grain, 0, 1) * 255 + 0.5, np.uint8)
