"""How long a film will take that takes long, told before it is begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moviola.agent import plan as plans
from moviola.engines.place.scene import Scene
from moviola.engines.place.words import change, understand
from moviola.settings import Settings
from moviola.studio.place import CLIP_MS
from moviola.studio.project import Project

#: Seconds for a frame of full size: of a flight, for which all is drawn anew, and of a clip in which hours pass.
FLIGHT, PASSAGE = 0.35, 0.15
_FPS = 30
_FULL = 1920 * 1080
#: What takes less is not announced, in seconds.
LEAST = 15.0


@dataclass(frozen=True)
class Effort:
    """What is begun, and how many seconds it takes, roughly."""

    what: Literal["flight", "passage"]
    seconds: float


def effort(action: plans.Action, project: Project, settings: Settings) -> Effort | None:
    """What an action will cost in time; None where that is not worth a word."""
    if settings.draws_anything:
        return None  # its films are a still and a camera
    base = project.base
    clip = base is not None and base.origin == "clip"
    pixels, length = _FULL, CLIP_MS
    if base is not None and clip:
        pixels, length = base.width * base.height, base.duration_ms
    match action:
        case plans.MakeClip():
            scene = _scene(action.prompt, action.changes)
            pixels, length = _FULL, action.duration_ms or CLIP_MS
        case plans.EditPlace() if base is not None and clip:
            scene = _scene(base.prompt, (*base.changes, action.instruction))
        case plans.Animate() if base is not None and (clip or base.origin == "image") and not base.person:
            scene = _scene(base.prompt, base.changes)
            length = action.duration_ms or length
        case _:
            return None
    if scene is None or scene.motion not in ("fly", "orbit", "timelapse", "seasons"):
        return None
    flies = scene.motion in ("fly", "orbit")
    frames = length * _FPS / 1000
    seconds = frames * (FLIGHT if flies else PASSAGE) * pixels / _FULL
    return Effort("flight" if flies else "passage", seconds) if seconds >= LEAST else None


def _scene(prompt: str, changes: tuple[str, ...]) -> Scene | None:
    scene = understand(prompt)
    for text in changes:
        scene = (change(scene, text) or scene) if scene is not None else None
    return scene
