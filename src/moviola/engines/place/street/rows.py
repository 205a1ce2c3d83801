"""Rows of houses along a street, dressed with signs."""

from __future__ import annotations

import math

from moviola.engines.place.street import fields as f
from moviola.engines.place.street.houses import Block, house, shop_lights, sign, solid
from moviola.engines.place.street.panel import Colour
from moviola.engines.place.street.plan import Way
from moviola.engines.place.street.shops import FASCIA
from moviola.engines.place.street.signs import HUES, Sign

#: Painted boards: lacquer, dark wood, green.
_WOODS: tuple[Colour, ...] = ((0.75, 0.07, 0.05), (0.22, 0.12, 0.07), (0.08, 0.17, 0.14), (0.12, 0.09, 0.08))


def dress(block: Block, way: Way, row: list[float], side: int, at: float, half: float, front: float) -> None:
    """Hang signs on the side of a house towards the street; ``front``: how far aside its wall is."""
    random, manner = block.random, block.manner
    heading = way.at(at)[2]
    flat = math.pi / 2 - heading if side < 0 else -math.pi / 2 - heading
    count = max(round(2 * half / row[f.SHOP_WIDTH]), 1)
    for k in range(count):
        if random.random() > 0.35 + 0.5 * min(manner.neon, 1.0):
            continue
        along = at - half + (k + 0.5) * row[f.SHOP_WIDTH]
        wide = float(random.uniform(0.45, 0.74)) * row[f.SHOP_WIDTH]
        x, z, _ = way.at(along, side * (front - 0.32))
        kind = (
            "board" if manner.words.startswith("old") else str(random.choice(["box", "box", "neon", "board"]))
        )
        ground = HUES["white"] if random.random() < 0.45 else block.hue()
        ink: Colour = (0.04, 0.035, 0.03) if kind == "box" and random.random() < 0.6 else (0.95, 0.92, 0.85)
        if ground == HUES["white"] and kind == "box":
            ink = (0.02, 0.02, 0.025) if random.random() < 0.5 else tuple(0.5 * c for c in block.hue())  # type: ignore[assignment]
        if kind == "neon":
            ink, ground = block.hue(), (0.0, 0.0, 0.0)
        dim = 0.30 if kind == "board" else (1.7 if kind == "neon" else 0.80)
        what = Sign(block.word(False), kind, False, ink, ground)
        sign(
            block,
            x,
            z,
            flat,
            wide,
            0.14,
            FASCIA[0] + 0.04,
            FASCIA[1] - FASCIA[0] - 0.06,
            what,
            dim * manner.glow,
        )
    tries = manner.neon * half * 2 / 4.5
    for _ in range(int(tries) + (random.random() < tries % 1)):
        along = at + float(random.uniform(-half + 0.6, half - 0.6))
        tall = float(random.choice([1.4, 2.2, 3.2, 4.4, 5.6], p=[0.22, 0.26, 0.26, 0.16, 0.10]))
        low = float(random.uniform(3.3, max(min(row[f.TOP] - tall - 0.5, 11.0), 3.4)))
        # near ones hang where the picture shows the whole of them
        seen = block.eye + block.frame[1] * 0.94 * max(way.at(along)[1], 1.0)
        low = max(min(low, seen - tall), 3.1)
        if low + tall > row[f.TOP] or any(
            s == side and abs(a - along) < 2.4 and low < b + t + 0.3 and b < low + tall + 0.3
            for s, a, b, t in block.upright
        ):
            continue
        block.upright.append((side, along, low, tall))
        wide = float(random.uniform(0.75, 1.05)) if tall > 1.5 else float(random.uniform(1.0, 1.5))
        x, z, turn = way.at(along, side * (front - wide / 2 - 0.22))
        kind = str(
            random.choice(["box", "neon", "neon"] if not manner.words.startswith("old") else ["board"])
        )
        upright = tall > 1.5
        word = block.word(upright)
        if kind == "neon":
            what = Sign(word, "neon", upright, block.hue(), block.hue())
        else:
            pale = random.random() < 0.4 and kind != "board"
            ground = HUES["white"] if pale else block.hue()
            ink = tuple(0.55 * c for c in block.hue()) if pale else (0.97, 0.95, 0.90)  # type: ignore[assignment]
            if kind == "board":
                ground, ink = _WOODS[int(random.integers(len(_WOODS)))], (0.95, 0.74, 0.36)
            what = Sign(word, kind, upright, ink, ground)
        gain = (1.8 if kind == "neon" else 0.85) * manner.glow * float(random.uniform(0.75, 1.25))
        sign(block, x, z, -turn, wide, 0.22, low, tall, what, gain)


def row_of_houses(
    block: Block,
    way: Way,
    side: int,
    first: float,
    last: float,
    front: float,
    gap: tuple[float, float] | None,
) -> None:
    """Houses from ``first`` to ``last`` metres along, their walls ``front`` metres aside; none inside ``gap``."""
    random, manner = block.random, block.manner
    at, before = first, ""
    while at < last:
        wide = float(random.uniform(manner.narrow, manner.broad))
        if gap is not None and at + wide > gap[0] and at < gap[1]:
            if gap[0] - at > manner.narrow * 0.7:
                wide = gap[0] - at
            else:
                at = gap[1]
                continue
        choices = [s for s in manner.styles if s != before] or list(manner.styles)
        style = before = str(random.choice(choices))
        top = float(random.uniform(manner.low, manner.high)) * (1.25 if random.random() < 0.15 else 1.0)
        back = float(random.choice([0.0, 0.0, 0.0, 0.25, 0.6]))
        deep = 6.0
        half = wide / 2
        x, z, turn = way.at(at + half, side * (front + back + deep))
        row = house(block, x, z, -turn, deep, half, top, style, True)
        face = f.RIGHT if side < 0 else f.LEFT
        outward = (-side * math.cos(turn), side * math.sin(turn))
        shop_lights(block, row, outward, face)
        dress(block, way, row, side, at + half, half, front + back)
        # a cornice and what stands on the roof
        solid(
            block, x, z, -turn, (deep + 0.28, half), row[f.TOP] - 0.02, row[f.TOP] + 0.42, (0.16, 0.155, 0.15)
        )
        if random.random() < 0.5:
            rx, rz, _ = way.at(at + half * float(random.uniform(0.6, 1.4)), side * (front + back + 3.0))
            solid(
                block,
                rx,
                rz,
                -turn,
                (1.2, 1.6),
                row[f.TOP] + 0.4,
                row[f.TOP] + float(random.uniform(1.6, 3.4)),
                (0.10, 0.10, 0.105),
            )
        at += wide + (0.02 if random.random() < 0.85 else float(random.uniform(0.6, 1.4)))
