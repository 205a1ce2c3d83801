"""The motion engine: a still picture becomes a clip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from moviola.engines.base import MotionRequest, Note, Output, OutputFile, Progress
from moviola.engines.motion import SPEC
from moviola.engines.motion.direction import direct
from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.framing import Framing, frame_still
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.scene import Scene, build_scene
from moviola.engines.motion.still import Still, read_still
from moviola.engines.motion.subject import find_person
from moviola.engines.motion.water import Water, find_water
from moviola.errors import BadRequest
from moviola.render.film import Film


class MotionEngine:
    """Keeps its networks loaded between requests."""

    def __init__(self, faces: FaceDetector | None = None, matting: Matting | None = None) -> None:
        self._faces = faces or FaceDetector()
        self._matting = matting or Matting()

    def run(self, request: MotionRequest, folder: Path, progress: Progress) -> Output:
        """Write ``motion.mp4`` into ``folder``.

        Raises:
            BadRequest: an odd width or height.
            NotFound, UnsupportedFile, FileTooLarge: the picture cannot be read.
            ModelMissing: a model is not on this machine.
            StorageFull: no room for the clip.
        """
        if request.width % 2 or request.height % 2:
            raise BadRequest(
                f"A clip of {request.width}×{request.height} is not possible: use an even width and height."
            )
        progress(0.0, "read")
        still = read_still(request.image, request.width, request.height)
        progress(0.02, "analyse")
        person = find_person(still, self._faces, self._matting)
        progress(0.05, "frame")
        framing = frame_still(still.rgb, person, request.width / request.height, request.seed)
        water = _water(request, framing)
        moves, effects, notes = direct(request, framing, water)
        scene = build_scene(request, framing, water, moves, effects)
        progress(0.08, "draw")
        path = folder / "motion.mp4"
        _shoot(scene, path, request, progress)
        return _output(request, path, still, framing, scene, notes)


def _water(request: MotionRequest, framing: Framing) -> Water | None:
    if all(effect.kind != "ripple" for effect in request.effects):
        return None
    return find_water(framing.rgb, None if framing.person is None else framing.person.matte)


def _shoot(scene: Scene, path: Path, request: MotionRequest, progress: Progress) -> None:
    count = frame_count(request)
    with Film(path, request.width, request.height, request.fps) as film:
        for index in range(count):
            frame, planes = film.blank()
            scene.draw(index / request.fps, index / max(1, count - 1), planes)
            film.add(frame)
            progress(0.08 + 0.9 * (index + 1) / count, "draw")
    progress(1.0, "done")


def frame_count(request: MotionRequest) -> int:
    """Frames of the clip: duration × rate, rounded, at least one."""
    return max(1, round(request.duration_ms * request.fps / 1000))


def _output(
    request: MotionRequest, path: Path, still: Still, framing: Framing, scene: Scene, notes: tuple[Note, ...]
) -> Output:
    window = scene.camera.window(0.0)
    parameters: dict[str, Any] = {
        "moves": [move.model_dump() for move in scene.camera.moves],
        "effects": [effect.model_dump() for effect in scene.effects],
        "framing": framing.kind,
        "added_rows": framing.added,
        "person": framing.person is not None,
        "window": {
            "x": round(window.x, 2),
            "y": round(window.y - framing.added, 2),
            "width": round(window.width, 2),
        },
        "picture": {"width": still.width, "height": still.height, "sha256": still.digest},
        "frames": frame_count(request),
    }
    return Output(
        file=OutputFile(
            path=path,
            kind="video",
            width=request.width,
            height=request.height,
            duration_ms=round(1000 * frame_count(request) / request.fps),
            fps=float(request.fps),
        ),
        engine=SPEC.name,
        version=SPEC.version,
        seed=request.seed,
        licence=SPEC.licence,
        parameters=parameters,
        notes=notes,
    )
