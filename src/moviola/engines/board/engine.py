"""The board engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from moviola.engines.base import BoardRequest, Output, OutputFile, Progress
from moviola.engines.board import SPEC
from moviola.media.image import load_rgb
from moviola.media.provenance import origin, save_png
from moviola.render.board import HEIGHT, WIDTH, Panel, pages

#: Pixels of a picture's shorter edge that are enough for a panel.
_ENOUGH = 640


class BoardEngine:
    """Fulfils :class:`moviola.engines.base.Engine` for ``board``."""

    def run(self, request: BoardRequest, folder: Path, progress: Progress) -> Output:
        """One picture with all pages below each other.

        Raises:
            UnsupportedFile: one of the files is no picture.
            StorageFull: the file could not be written.
        """
        panels = []
        for number, shot in enumerate(request.shots):
            progress(0.6 * number / len(request.shots), "read")
            panels.append(Panel(load_rgb(shot.picture, enough=_ENOUGH), shot.words, shot.facts))
        progress(0.6, "lay out")
        sheet = np.concatenate(pages(request.title, panels))
        progress(0.8, "write")
        path = folder / "storyboard.png"
        save_png(Image.fromarray(sheet), path, origin("storyboard", f"{SPEC.name} {SPEC.version}"))
        progress(1.0, "done")
        return Output(
            file=OutputFile(path=path, kind="image", width=WIDTH, height=sheet.shape[0]),
            engine=SPEC.name,
            version=SPEC.version,
            seed=0,
            licence=SPEC.licence,
            parameters={"pages": sheet.shape[0] // HEIGHT, "shots": len(request.shots)},
            label=request.title,
        )
