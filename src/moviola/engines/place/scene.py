"""A place as a value: everything words can decide about it, and nothing that a seed decides.

Light: the server process imports it. ``None`` always means that the words left it open, so that the family, the hour
and the seed decide. Amounts run from 0 (none at all) to 1 (as much as still looks right).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Family = Literal["lake", "coast", "city", "street", "forest", "desert", "village", "sky"]
Time = Literal["dawn", "day", "golden", "sunset", "dusk", "night"]
Season = Literal["spring", "summer", "autumn", "winter"]
Style = Literal[
    "photo", "oil", "watercolour", "ink", "sketch", "anime", "vintage", "mono", "dream", "cinematic"
]
Era = Literal["old", "modern", "futuristic"]
#: Where the camera stands: ``high`` looks from a hill or a roof, ``aerial`` from a drone.
Viewpoint = Literal["low", "eye", "high", "aerial"]
#: Angle of view.
Angle = Literal["wide", "normal", "tele"]
#: What a film shows: the place as it lives, hours passing, a season turning, or the camera on its way.
Motion = Literal[
    "living", "timelapse", "seasons", "push_in", "pull_out", "pan_left", "pan_right", "rise", "orbit", "fly"
]

FAMILIES: tuple[Family, ...] = get_args(Family)


@dataclass(frozen=True)
class Scene:
    """What to build.

    ``clouds``, ``fog``, ``rain``, ``snowfall``, ``wind`` (waves, sway): amounts. ``stars``, ``milky_way``, ``moon``,
    ``aurora``, ``rainbow``, ``lightning``, ``people``: wanted, unwanted or left open. ``sun_height``: degrees added to
    where the hour puts the sun; ``sun_side``: −1 left … 1 right. ``light``: stops; ``warmth``: −1 cold … 1 warm;
    ``colour``: −1 muted … 1 vivid. ``size`` and ``number`` scale what the family is about (height of towers, trees,
    dunes, peaks or waves; how many of them). ``features``: things to be seen, by their names in the lexicon;
    ``without``: things that must not be. ``palette``: a named scheme ("pastel", "purple", …) or "".

    ``unknown``: words that were not understood. ``approximate``: wishes that are met only nearly. ``inspired``: English
    name of the real place or building that was named; what is built is only of its kind, and says so.
    """

    family: Family
    time: Time = "sunset"
    season: Season = "summer"
    clouds: float | None = None
    fog: float | None = None
    rain: float | None = None
    snowfall: float | None = None
    wind: float | None = None
    stars: bool | None = None
    milky_way: bool | None = None
    moon: bool | None = None
    aurora: bool | None = None
    rainbow: bool | None = None
    lightning: bool | None = None
    people: bool | None = None
    sun_height: float = 0.0
    sun_side: float | None = None
    light: float = 0.0
    warmth: float = 0.0
    colour: float = 0.0
    size: float = 1.0
    number: float = 1.0
    era: Era = "modern"
    style: Style = "photo"
    viewpoint: Viewpoint = "eye"
    angle: Angle = "normal"
    palette: str = ""
    motion: Motion = "living"
    loop: bool = False
    features: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()
    inspired: str = ""

    def has(self, feature: str) -> bool:
        """Whether the words ask for ``feature``."""
        return feature in self.features


@dataclass(frozen=True)
class View:
    """The picture to draw: its size in pixels, and how far the camera has left the composed viewpoint, in metres.

    ``samples``: most samples along a pixel's edge; 1 draws a preview or a frame of a flight.
    """

    width: int
    height: int
    right: float = 0.0
    up: float = 0.0
    forward: float = 0.0
    samples: float = 1.45
