"""What kind of street a scene and a seed ask for: its layout, its houses and its camera."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.scene import Scene
from moviola.engines.place.street.houses import Manner
from moviola.engines.place.street.panel import Colour
from moviola.engines.place.street.plan import Camera

#: How bright lamps and windows are against the sky of the hour.
GLOW = {"night": 1.0, "dusk": 0.95, "dawn": 0.42, "sunset": 0.60, "golden": 0.30, "day": 0.22}

_PALETTES: tuple[tuple[str, ...], ...] = (
    ("red", "amber", "warm", "cyan"), ("pink", "cyan", "blue", "magenta"), ("red", "pink", "teal", "warm"),
    ("amber", "warm", "red", "green"), ("cyan", "blue", "white", "magenta"), ("teal", "amber", "pink", "white"),
)  # fmt: skip
_OLD_TINTS: tuple[Colour, ...] = (
    (1.0, 1.0, 1.0),
    (1.0, 0.90, 0.72),
    (0.92, 0.80, 0.68),
    (1.05, 0.86, 0.74),
    (0.82, 0.84, 0.82),
)
_NEW_TINTS: tuple[Colour, ...] = (
    (1.0, 1.0, 1.0),
    (0.85, 0.84, 0.82),
    (0.70, 0.70, 0.72),
    (1.0, 0.93, 0.84),
    (0.62, 0.60, 0.60),
)


def layout(scene: Scene, random: np.random.Generator) -> str:
    """ "avenue", "bend", "crossing", "alley" or "lane"."""
    if scene.viewpoint in ("high", "aerial"):
        return "crossing"
    if scene.has("crosswalk"):
        return str(random.choice(["crossing", "avenue"]))
    if scene.has("lanterns"):
        return "alley"
    if scene.era == "old":
        return str(random.choice(["lane", "lane", "bend", "alley"]))
    if scene.has("cars") or scene.has("trails"):
        return str(random.choice(["avenue", "bend", "crossing"]))
    return str(
        random.choice(["avenue", "alley", "bend", "avenue", "alley", "crossing", "avenue", "bend", "alley"])
    )


def manner_of(scene: Scene, kind: str, random: np.random.Generator) -> Manner:
    """What the houses of a layout are like."""
    glow, size = GLOW[scene.time], scene.size
    if scene.time == "dawn" and (scene.fog or 0) > 0.2:
        # lamps still burn in a foggy morning
        glow *= 1.7
    hues = _PALETTES[int(random.integers(len(_PALETTES)))]
    if scene.palette in ("purple", "pink", "neon", "cyberpunk"):
        hues = _PALETTES[1]
    neon = scene.number * (1.5 if scene.has("neon") else 1.0)
    if "neon" in scene.without or "signs" in scene.without:
        neon = 0.0
    if scene.era == "old" and scene.has("lanterns"):
        # an old street of the East: low wooden houses, bars with short curtains and warm light
        return Manner(
            ("timber", "plaster", "timber", "brick"), ("diner", "diner", "house", "diner"), 6.5 * size, 10.5 * size,
            5.0, 9.0, 0.55, 0.05, glow, 1.0 * neon, ("amber", "warm", "red", "red"), "old cjk", _OLD_TINTS,
        )  # fmt: skip
    if scene.era == "old":
        styles: tuple[str, ...] = (
            ("brick", "ashlar", "plaster"),
            ("plaster", "timber", "plaster"),
            ("ashlar", "plaster"),
        )[int(random.integers(3))]
        return Manner(
            styles, ("house", "house", "diner"), 8.5 * size, 15.0 * size, 5.5, 10.0, 0.38, 0.10, glow, 0.35 * neon,
            ("amber", "warm", "red", "teal"), "old", _OLD_TINTS,
        )  # fmt: skip
    words = str(random.choice(["both", "latin", "cjk", "both"]))
    if scene.era == "futuristic":
        return Manner(
            ("shell", "shell", "curtain", "formed"), ("diner", "store", "store", "lobby"),
            26 * size, 58 * size, 9.0, 17.0,
            0.5, 0.55, glow, 1.9 * neon, _PALETTES[int(random.choice([1, 4, 5, 1]))], "both", _NEW_TINTS,
        )  # fmt: skip
    if kind == "alley":
        return Manner(
            ("tiled", "formed", "tiled", "brick"), ("diner", "diner", "store", "closed"),
            8 * size, 17 * size, 4.6, 8.5, 0.42,
            0.25, glow, 1.6 * neon, hues, words, _NEW_TINTS,
        )  # fmt: skip
    styles = (
        ("brick", "ribbon", "ashlar", "formed"), ("tiled", "formed", "ribbon", "tiled"), ("ashlar", "curtain", "brick"),
    )[int(random.integers(3))]  # fmt: skip
    # the sun reaches the pavement between lower houses
    low, high = (10.0, 21.0) if scene.time == "day" and random.random() < 0.8 else (15.0, 32.0)
    return Manner(
        styles, ("store", "diner", "store", "lobby", "diner"), low * size, high * size, 9.0, 17.0, 0.40, 0.35, glow,
        0.95 * neon, hues, "latin" if "ashlar" in styles and random.random() < 0.7 else words, _NEW_TINTS,
    )  # fmt: skip


def camera_of(scene: Scene, kind: str, random: np.random.Generator) -> Camera:
    """Where a layout is seen from."""
    height = {"low": 0.75, "eye": float(random.uniform(1.45, 1.75)), "high": 6.5, "aerial": 11.0}[
        scene.viewpoint
    ]
    if kind == "crossing" and scene.viewpoint == "eye":
        height = float(random.uniform(3.2, 5.2))
    # a longer lens stacks signs and lights behind each other, and keeps near walls out of the picture
    normal = float(random.uniform(0.31, 0.40) if kind in ("alley", "lane") else random.uniform(0.35, 0.46))
    wide = {"wide": 0.60, "normal": normal, "tele": 0.24}[scene.angle]
    horizon = float(random.uniform(0.50, 0.59)) - (
        0.10 if scene.viewpoint == "high" else 0.18 if scene.viewpoint == "aerial" else 0
    )
    if scene.era == "futuristic" and scene.viewpoint in ("low", "eye") and kind != "crossing":
        # towers need height
        horizon, wide = float(random.uniform(0.57, 0.65)), max(wide, 0.44) if scene.angle != "tele" else wide
    if kind == "crossing":
        horizon = min(horizon, 0.46)
    elif scene.time == "day" and scene.viewpoint in ("low", "eye"):
        # by day the sky and the sunny side are worth more than the road
        horizon += 0.07
    return Camera(height, wide, horizon)
