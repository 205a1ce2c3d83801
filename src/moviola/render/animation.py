"""How a title comes and goes."""

from __future__ import annotations

from dataclasses import dataclass

_IN, _OUT = 0.8, 0.5
_TRAVEL = 0.45


@dataclass(frozen=True)
class Pose:
    """``opacity`` 0–1; ``drop``: pixels below where it rests."""

    opacity: float
    drop: float


REST = Pose(1.0, 0.0)


def pose(animation: str, seconds: float, duration: float, em: float) -> Pose:
    """The pose ``seconds`` into a title that stays ``duration`` seconds; ``em`` is its size in pixels."""
    if animation == "none":
        return REST
    come, leave = min(_IN, duration / 3), min(_OUT, duration / 4)
    coming = _clamp(seconds / come)
    leaving = _clamp((duration - seconds) / leave)
    opacity = _smooth(coming) * _smooth(leaving)
    drop = (1 - _settle(coming)) * _TRAVEL * em if animation == "rise" else 0.0
    # Steps too fine to see would only defeat the cache of composed frames.
    return Pose(round(opacity * 255) / 255, round(drop * 16) / 16)


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def _smooth(t: float) -> float:
    return t * t * (3 - 2 * t)


def _settle(t: float) -> float:
    """Ease-out, quartic: fast at first, then very gently to rest."""
    return 1 - float((1 - t) ** 4)
