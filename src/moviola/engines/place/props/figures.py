"""People in the clothes of a street: coats, hoods, hair, bags, legs in stride, seen from any side.

A body is a few joints turned and seen from the front; each piece of clothing is an outline about them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.props.sketch import Colour, Sketch, box, oval, rounded, sleeve

_COATS: tuple[Colour, ...] = (
    (0.011, 0.0115, 0.014), (0.020, 0.018, 0.017), (0.050, 0.039, 0.028), (0.012, 0.017, 0.031), (0.060, 0.013, 0.012),
    (0.024, 0.029, 0.022), (0.038, 0.038, 0.040), (0.085, 0.076, 0.062), (0.014, 0.014, 0.015), (0.11, 0.072, 0.020),
)  # fmt: skip
_LEGS: tuple[Colour, ...] = (
    (0.012, 0.012, 0.014), (0.020, 0.028, 0.046), (0.036, 0.034, 0.032), (0.014, 0.013, 0.013),
)  # fmt: skip
_SHIRTS: tuple[Colour, ...] = (
    (0.42, 0.41, 0.39), (0.24, 0.30, 0.38), (0.06, 0.09, 0.16), (0.30, 0.10, 0.08), (0.40, 0.34, 0.22),
    (0.05, 0.05, 0.055), (0.14, 0.20, 0.15), (0.34, 0.33, 0.34), (0.10, 0.16, 0.28),
)  # fmt: skip
_SLACKS: tuple[Colour, ...] = (
    (0.05, 0.075, 0.13), (0.025, 0.026, 0.03), (0.20, 0.165, 0.115), (0.08, 0.10, 0.14), (0.30, 0.285, 0.26),
)  # fmt: skip
_HAIR: tuple[Colour, ...] = (
    (0.010, 0.009, 0.008), (0.024, 0.016, 0.010), (0.050, 0.036, 0.024), (0.014, 0.011, 0.009),
)  # fmt: skip
_SKIN: tuple[Colour, ...] = (
    (0.24, 0.15, 0.11),
    (0.28, 0.19, 0.145),
    (0.11, 0.06, 0.04),
    (0.17, 0.105, 0.075),
)
_SHOE: Colour = (0.012, 0.011, 0.010)


class Pose(NamedTuple):
    """``turn`` in radians, 0 away from the camera; ``stride`` 0 stands, 1 walks; ``phase`` of a stride in radians;
    ``held``: the hand at the umbrella's stick, −1, 1 or 0."""

    turn: float
    stride: float
    phase: float
    held: float


class Body:
    """Clothes and build, and the joints of one moment of a stride."""

    def __init__(self, random: np.random.Generator, pose: Pose, bright: bool = False) -> None:
        """``bright``: in the light, short clothes of a warm day."""
        self.pose = pose
        pick = random.integers
        self.coat = _COATS[int(len(_COATS) * random.random() ** 1.5)]
        self.legs, self.hair = _LEGS[int(pick(len(_LEGS)))], _HAIR[int(pick(len(_HAIR)))]
        self.skin, self.bag = _SKIN[int(pick(len(_SKIN)))], _COATS[int(pick(len(_COATS)))]
        self.hem = float(random.choice([0.80, 0.70, 0.50, 0.42, 0.58], p=[0.26, 0.2, 0.24, 0.16, 0.14]))
        if bright:
            self.coat, self.legs = _SHIRTS[int(pick(len(_SHIRTS)))], _SLACKS[int(pick(len(_SLACKS)))]
            self.hem = float(random.choice([0.80, 0.84, 0.55], p=[0.5, 0.3, 0.2]))
        self.build = float(random.uniform(0.92, 1.10))
        self.flare = float(random.uniform(0.0, 0.07)) * (1.4 if self.hem < 0.6 else 0.6)
        self.trouser = float(random.choice([0.050, 0.062, 0.085]))
        self.head = str(
            random.choice(["short", "bob", "long", "hood", "cap", "bun"], p=[0.3, 0.14, 0.2, 0.17, 0.1, 0.09])
        )
        if bright and self.head == "hood":
            self.head = "bob"
        self.carried = str(random.choice(["pack", "bag", "tote", "none"], p=[0.26, 0.26, 0.2, 0.28]))
        self.lean = float(random.uniform(-0.015, 0.015))
        self.front, self.side = abs(math.cos(pose.turn)), abs(math.sin(pose.turn))
        self.bob = 0.02 * pose.stride * abs(math.cos(pose.phase))

    def seen(self, right: float, up: float, ahead: float) -> tuple[float, float, float]:
        """Where a place of the body is on the picture, and how near it comes to the camera."""
        cosine, sine = math.cos(self.pose.turn), math.sin(self.pose.turn)
        return right * cosine + ahead * sine, up + self.bob, right * sine - ahead * cosine

    def wide(self, front: float, side: float) -> float:
        """Half the width of a part that is ``front`` wide from before and ``side`` from beside."""
        return math.hypot(front * self.front, side * self.side) * self.build


def _leg(sketch: Sketch, body: Body, side: float) -> None:
    pose = body.pose
    beat = pose.phase + (0 if side > 0 else math.pi)
    angle = 0.44 * pose.stride * math.sin(beat)
    bend = 0.06 + 0.80 * pose.stride * max(0.0, math.cos(beat)) ** 1.5
    stance = (0.015 + 0.03 * (1 - pose.stride)) * side
    low = angle - bend * (1.0 if pose.stride else 0.3)
    hip = (side * 0.085, 0.90, 0.0)
    knee = (hip[0] + stance, hip[1] - 0.42 * math.cos(angle), 0.42 * math.sin(angle))
    ankle = (knee[0] + stance * 0.4, knee[1] - 0.40 * math.cos(low), knee[2] + 0.40 * math.sin(low))
    a, b, c = body.seen(*hip), body.seen(*knee), body.seen(*ankle)
    dark = 0.75 if pose.stride and math.sin(beat) * math.cos(pose.turn) > 0 else 1.0
    # the shoe: a heel from behind, a long sole from beside
    toe = body.seen(ankle[0] + side * 0.03, ankle[1] - 0.055, ankle[2] + 0.17)
    heel = body.seen(ankle[0], ankle[1] - 0.045, ankle[2] - 0.05)
    sketch.lay(sleeve([heel[:2], toe[:2]], [0.037, 0.029]), _SHOE, 0.03)
    tone = (body.legs[0] * dark, body.legs[1] * dark, body.legs[2] * dark)
    middle = ((b[0] * 2 + c[0]) / 3, (b[1] * 2 + c[1]) / 3)
    sketch.lay(
        sleeve([a[:2], b[:2], middle, c[:2]], [0.092 * body.build, 0.068, 0.066, body.trouser]),
        tone,
        0.06,
        0.004,
    )


def _arm(sketch: Sketch, body: Body, side: float) -> None:
    pose = body.pose
    shoulder = (side * (0.172 * body.build), 1.385, 0.0)
    swing = -0.42 * pose.stride * math.sin(pose.phase + (0 if side > 0 else math.pi))
    if pose.held == side:
        elbow = (side * 0.22, 1.12, 0.06)
        hand = (side * 0.12, 1.25, 0.22)
    elif body.carried != "tote" and (not pose.stride or body.hem < 0.75) and body.bag[0] < 0.03:
        # hands in pockets
        elbow, hand = (side * 0.265, 1.12, -0.07), (side * 0.19, 0.93, 0.05)
    else:
        elbow = (side * 0.215, 1.385 - 0.28 * math.cos(swing), 0.28 * math.sin(swing))
        fold = swing + 0.30
        hand = (side * 0.205, elbow[1] - 0.26 * math.cos(fold), elbow[2] + 0.26 * math.sin(fold))
    a, b, c = body.seen(*shoulder), body.seen(*elbow), body.seen(*hand)
    sketch.lay(oval(c[0], c[1] - 0.03, 0.036, 0.05), body.skin, 0.03)
    sketch.lay(sleeve([a[:2], b[:2], c[:2]], [0.070 * body.build, 0.060, 0.048]), body.coat, 0.05, 0.006)
    if body.carried == "tote" and pose.held != side and side == (1.0 if pose.held < 0 else -1.0):
        x, y = c[0], c[1] - 0.08
        sketch.lay(sleeve([(x, y + 0.06), (x, y - 0.10)], [0.012, 0.05]), body.bag, 0.02)
        wide = 0.10 + 0.07 * body.side
        sketch.lay(box(x, y - 0.08, y - 0.36, wide, wide * 1.1), body.bag, 0.05, 0.004)


def _coat(sketch: Sketch, body: Body) -> None:
    pose, wide = body.pose, body.wide
    shoulder, chest, waist = wide(0.215, 0.115), wide(0.182, 0.135), wide(0.160, 0.118)
    hip = wide(0.178, 0.135)
    hem = hip + body.flare + (0.015 if body.hem < 0.75 else 0.0)
    # the stride swings the skirts of a long coat
    reach = 0.12 * body.side * pose.stride * abs(math.sin(pose.phase)) * (0.92 - body.hem) / 0.4
    sway = 0.025 * pose.stride * math.sin(pose.phase) * body.front
    stoop = 0.03 * math.sin(pose.turn) * (0.5 + pose.stride)
    b = body.bob
    right = [
        (stoop + 0.075, 1.525 + b), (stoop + 0.115, 1.475 + b), (stoop + shoulder - 0.035, 1.435 + b),
        (stoop + shoulder + 0.004, 1.385 + b), (shoulder * 0.98, 1.30 + b), (chest, 1.20 + b), (waist, 1.06 + b),
        (hip, 0.90 + b), (hem + reach + sway, body.hem + 0.02), (hem + reach - 0.02 + sway, body.hem),
    ]  # fmt: skip
    left = [(2 * stoop * (y > 1.35) - x + (2 * sway if y < 0.86 else 0), y) for x, y in reversed(right)]
    sketch.lay(rounded(right + left), body.coat, 0.11, 0.011, 0.6)
    if body.front > 0.7 and body.hem < 0.75:
        # the slit of a long coat, or where it is buttoned
        top = body.hem + 0.22 if math.cos(pose.turn) > 0 else 1.40
        dark = (body.coat[0] * 0.35, body.coat[1] * 0.35, body.coat[2] * 0.35)
        sketch.lay(sleeve([(sway * 0.5, top), (sway, body.hem + 0.02)], [0.003, 0.007]), dark, 0.02, 0.0, 0.0)


def _head(sketch: Sketch, body: Body) -> None:
    turn = body.pose.turn
    away, ahead = math.cos(turn) > -0.2, math.sin(turn)
    x, y = 0.045 * ahead + body.lean, 1.625 + body.bob
    wide = body.wide(0.076, 0.094) / body.build
    if body.head == "hood":
        sketch.lay(oval(x + 0.02 * ahead, y - 0.01, wide * 0.95, 0.105), body.skin, 0.07)
        hood = [(-0.135, 1.44), (-0.118, 1.58), (-0.092, 1.70), (-0.02, 1.762), (0.05, 1.752), (0.10, 1.68),
                (0.118, 1.56), (0.135, 1.44), (0.0, 1.40)]  # fmt: skip
        back = -0.03 * ahead
        if away:
            sketch.lay(rounded([(x + back + u * (0.92 + 0.1 * body.side), v + body.bob) for u, v in hood]),
                       body.coat, 0.09, 0.006)  # fmt: skip
            return
        sketch.lay(rounded([(x + back + u, v + body.bob) for u, v in hood]), body.coat, 0.09, 0.006)
        dark = (body.skin[0] * 0.55, body.skin[1] * 0.55, body.skin[2] * 0.55)
        sketch.lay(oval(x + 0.03 * ahead, y - 0.02, wide * 0.72, 0.092), dark, 0.06, 0.0, 0.0)
        return
    sketch.lay(sleeve([(x * 0.6, 1.46 + body.bob), (x, 1.56 + body.bob)], [0.062, 0.056]), body.skin, 0.04)
    if body.head in ("bob", "long") and not away:
        low = 1.50 if body.head == "bob" else 1.34
        sketch.lay(rounded([(x - 0.105, low), (x - 0.098, y + 0.06), (x, y + 0.135), (x + 0.098, y + 0.06),
                             (x + 0.105, low)]), body.hair, 0.05)  # fmt: skip
    sketch.lay(oval(x + 0.012 * ahead, y, wide, 0.112), body.skin, 0.08)
    back = -0.022 * ahead
    if away:
        low = {"bob": 1.50, "long": 1.30}.get(body.head, 1.545) + body.bob
        fall = 0.098 if body.head in ("bob", "long") else 0.066
        sketch.lay(rounded([(x + back - fall, low), (x + back - wide - 0.018, y - 0.01), (x + back - 0.07, y + 0.11),
                             (x + back + 0.01, y + 0.142), (x + back + 0.075, y + 0.105),
                             (x + back + wide + 0.016, y - 0.01), (x + back + fall, low)]),
                   body.hair, 0.06, 0.003)  # fmt: skip
    else:
        sketch.lay(rounded([(x + back - wide - 0.01, y + 0.02), (x + back - 0.06, y + 0.12), (x + back, y + 0.138),
                             (x + back + 0.065, y + 0.115), (x + back + wide + 0.01, y + 0.02),
                             (x + back + 0.02, y + 0.065)]), body.hair, 0.05)  # fmt: skip
    if body.head == "bun":
        sketch.lay(oval(x - 0.07 * ahead, y + 0.125, 0.048, 0.044), body.hair, 0.04)
    if body.head == "cap":
        sketch.lay(rounded([(x - wide - 0.02, y + 0.035), (x - 0.085, y + 0.125), (x, y + 0.155),
                             (x + 0.085, y + 0.125), (x + wide + 0.02, y + 0.035)]), body.bag, 0.06, 0.003)  # fmt: skip


def _luggage(sketch: Sketch, body: Body) -> None:
    turn = body.pose.turn
    if body.carried == "pack":
        x = -0.17 * math.sin(turn)
        wide = body.wide(0.155, 0.10)
        if math.cos(turn) > -0.5:
            b = body.bob
            sketch.lay(rounded([(x - wide * 0.8, 1.43 + b), (x + wide * 0.8, 1.43 + b), (x + wide, 1.25 + b),
                                 (x + wide, 1.03 + b), (x - wide, 1.03 + b), (x - wide, 1.25 + b)]),
                       body.bag, 0.07, 0.004)  # fmt: skip
            sketch.lay(box(x, 1.22 + b, 1.06 + b, wide * 0.7, wide * 0.72), body.bag, 0.035)
    elif body.carried == "bag":
        side = -body.pose.held or 1.0
        a, c = body.seen(-side * 0.12, 1.44, 0.0), body.seen(side * 0.20, 0.98, 0.0)
        sketch.lay(sleeve([a[:2], c[:2]], [0.012, 0.012]), body.bag, 0.02, 0.0, 0.25)
        wide = 0.07 + 0.08 * body.side
        sketch.lay(box(c[0], c[1] + 0.03, c[1] - 0.20, wide, wide * 1.08), body.bag, 0.04, 0.004)


def figure(sketch: Sketch, body: Body) -> None:
    """Lay a person, far parts first."""
    turn, pose = body.pose.turn, body.pose
    order = sorted((-1.0, 1.0), key=lambda side: side * math.sin(turn))
    for side in sorted(
        (-1.0, 1.0), key=lambda s: -math.sin(pose.phase + (0 if s > 0 else math.pi)) * math.cos(turn)
    ):
        _leg(sketch, body, side)
    # an arm before the chest is hidden by the back
    hidden = [
        s for s in order if (pose.held == s and math.cos(turn) > 0.3) or (s == order[0] and body.side > 0.6)
    ]
    for side in hidden:
        _arm(sketch, body, side)
    _coat(sketch, body)
    if math.cos(turn) > 0:
        _head(sketch, body)
    for side in order:
        if side not in hidden:
            _arm(sketch, body, side)
    _luggage(sketch, body)
    if math.cos(turn) <= 0:
        _head(sketch, body)
