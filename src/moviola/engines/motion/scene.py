"""A still made ready to be filmed: canvas, camera and the fields that move things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from moviola.engines.base import Effect, MotionRequest, Move
from moviola.engines.motion.box import Box
from moviola.engines.motion.breath import breath, breathing_field, rise
from moviola.engines.motion.camera import Camera, plan_camera
from moviola.engines.motion.canvas import Canvas, build_canvas
from moviola.engines.motion.displacement import Displacement
from moviola.engines.motion.framing import Framing
from moviola.engines.motion.parallax import Parallax, parallax
from moviola.engines.motion.ripple import Ripples, ripples
from moviola.engines.motion.warp import Warper
from moviola.engines.motion.water import Water
from moviola.render.planes import Plane

# Canvas pixels of one field cell and frame pixels of one map cell: ripples are fine, chests are not.
_RIPPLE_STEPS = (3, 2)
_STEPS = (4, 4)
_DEEP = frozenset({"push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down"})


@dataclass(frozen=True)
class Scene:
    """Draws any frame of the clip."""

    canvas: Canvas
    camera: Camera
    effects: tuple[Effect, ...]
    warper: Warper
    breathing: Displacement | None
    waves: Ripples | None
    depth: Parallax | None
    frame: tuple[int, int]

    def draw(self, seconds: float, t: float, target: tuple[Plane, Plane, Plane]) -> None:
        """Draw the frame at ``seconds``, ``t`` = 0–1 of the clip, into the planes of ``target``."""
        matrix = self.canvas.matrix(self.camera.window(t), *self.frame)
        self.warper.draw(matrix, self._displacement(seconds, t), target)

    def _displacement(self, seconds: float, t: float) -> Displacement | None:
        parts: list[Displacement] = []
        if self.depth is not None:
            parts.append(self.depth.at(self.camera.pose(t)))
        if self.breathing is not None:
            parts.append(self.breathing.scaled(breath(seconds)))
        if self.waves is not None:
            parts.append(self.waves.at(seconds))
        return reduce(Displacement.plus, parts) if parts else None


def build_scene(
    request: MotionRequest,
    framing: Framing,
    water: Water | None,
    moves: tuple[Move, ...],
    effects: tuple[Effect, ...],
) -> Scene:
    """Prepare ``framing`` for ``moves`` and ``effects``."""
    person = framing.person
    strengths = {effect.kind: effect.strength for effect in effects}
    reach = rise(person, strengths["breathe"]) if person is not None and "breathe" in strengths else 0.0
    # A rising chest looks for pixels below the frame, so the lowest rows are kept in reserve.
    full = framing.bounds
    bounds = Box(full.left, full.top, full.right, full.bottom - reach)
    aspect = request.width / request.height
    seconds = request.duration_ms / 1000
    alone = person is None
    camera = plan_camera(moves, bounds, framing.window, aspect, framing.focus, seconds, roam=alone)
    canvas = build_canvas(framing.rgb, camera, request.width, reach, request.seed)
    step, coarse = _RIPPLE_STEPS if "ripple" in strengths else _STEPS
    size = (-(-canvas.width // step), -(-canvas.height // step))
    picture = (framing.rgb.shape[1], framing.rgb.shape[0])
    breathing = waves = None
    if person is not None and "breathe" in strengths:
        breathing = breathing_field(person, canvas, picture, size, strengths["breathe"])
    if water is not None and "ripple" in strengths:
        waves = ripples(water, canvas, picture, size, strengths["ripple"], request.seed)
    depth = None
    if person is not None and framing.calm and any(move.kind in _DEEP for move in moves):
        shown = (framing.window.width, framing.window.width / aspect)
        depth = parallax(person, canvas, picture, size, framing.focus, shown)
    frame = (request.width, request.height)
    return Scene(
        canvas, camera, effects, Warper(canvas, *frame, coarse=coarse), breathing, waves, depth, frame
    )
