"""Hour and season of a village: its sky, exposure, how many windows are lit, what lies on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from moviola.engines.place.post.tone import Grade
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.sky.heaven import heaven

_Colour = tuple[float, float, float]

_SNOW: tuple[_Colour, ...] = (
    (0.86, 0.88, 0.92), (0.84, 0.87, 0.92), (0.78, 0.80, 0.84), (0.66, 0.68, 0.72), (0.20, 0.27, 0.32), (0.9, 0.9, 0.9),
)  # fmt: skip
_BARE: dict[str, tuple[_Colour, ...]] = {
    "spring": ((0.070, 0.125, 0.028), (0.110, 0.145, 0.040), (0.16, 0.12, 0.075), (0.20, 0.18, 0.15), (0.03, 0.05,
    0.05), (0.62, 0.55, 0.12)),
    "summer": ((0.060, 0.105, 0.024), (0.125, 0.130, 0.042), (0.17, 0.13, 0.08), (0.21, 0.19, 0.16), (0.03, 0.05,
    0.05), (0.60, 0.60, 0.55)),
    "autumn": ((0.110, 0.100, 0.030), (0.160, 0.115, 0.040), (0.15, 0.11, 0.07), (0.19, 0.17, 0.14), (0.03, 0.05,
    0.05), (0.34, 0.12, 0.03)),
}  # fmt: skip
#: Palette of the far land: rock, dark rock, meadow, forest, snow.
_FAR_WINTER: tuple[_Colour, ...] = (
    (0.20, 0.205, 0.22), (0.11, 0.115, 0.13), (0.80, 0.83, 0.88), (0.17, 0.19, 0.20), (0.85, 0.88, 0.93),
)  # fmt: skip
#: At night rocks that are much darker than their snow would be a noise of spots.
_FAR_NIGHT: tuple[_Colour, ...] = (
    (0.40, 0.42, 0.46), (0.30, 0.32, 0.36), (0.80, 0.83, 0.88), (0.20, 0.23, 0.26), (0.78, 0.82, 0.88),
)  # fmt: skip
_FAR_BARE: tuple[_Colour, ...] = (
    (0.27, 0.26, 0.25), (0.15, 0.145, 0.145), (0.085, 0.105, 0.038), (0.030, 0.046, 0.020), (0.82, 0.85, 0.90),
)  # fmt: skip

#: Leaves of round trees; twigs in winter.
_LEAVES: dict[str, _Colour] = {
    "spring": (0.085, 0.120, 0.026), "summer": (0.050, 0.076, 0.022), "autumn": (0.330, 0.150, 0.024),
    "winter": (0.090, 0.074, 0.064),
}  # fmt: skip

#: For each hour: display light of open snow, share of windows with light, their brightness, that of lamps.
_HOURS: dict[str, tuple[float, float, float]] = {
    "dawn": (0.42, 0.35, 0.45),
    "day": (0.95, 0.06, 0.04),
    "golden": (0.55, 0.25, 0.30),
    "sunset": (0.36, 0.55, 0.65),
    "dusk": (0.20, 0.82, 1.0),
    "night": (0.125, 0.80, 1.0),
}


@dataclass(frozen=True)
class Mood:
    """``snow``: metres on roofs, 0 in the warm seasons; ``lit``: share of windows.

    ``glow``: brightness of lamps, 0–1; ``unit``: light that counts as bright. ``far_light``: that of the mountains.
    """

    dome: Dome
    grade: Grade
    snow: float
    lit: float
    glow: float
    unit: float
    near: tuple[_Colour, ...]
    far: tuple[_Colour, ...]
    trees: _Colour
    leaves: _Colour
    bounce: float
    light: Light
    far_light: Light
    dark: bool

    @property
    def winter(self) -> bool:
        """Whether snow lies."""
        return self.snow > 0


#: Azimuth of the sun or moon at each hour: from the side it models houses and lights the peaks.
_TOWARD: dict[str, float] = {
    "dawn": 100.0,
    "day": 120.0,
    "golden": 104.0,
    "sunset": 96.0,
    "dusk": 118.0,
    "night": 55.0,
}


def mood_of(scene: Scene, seed: int, side: float) -> Mood:
    """The mood of a scene; ``side``: −1 for light from the left, 1 from the right."""
    calm = replace(scene, milky_way=False) if scene.milky_way is None else scene
    sky = heaven(calm, seed, _TOWARD[scene.time] * side)
    winter = scene.season == "winter"
    level, lit, glow = _HOURS[scene.time]
    if not winter:
        level *= 2.1 if scene.time in ("dusk", "night") else 2.3
    air = sky.haze
    sky = replace(
        sky,
        haze=air._replace(
            density=max(air.density, 0.05) * (2.0 if scene.time in ("dusk", "sunset") else 1.4)
        ),
    )
    if scene.time == "day":
        sky = replace(sky, azimuth=(118.0 + 5.0 * math.sin(seed)) * side)
    if scene.snowfall:
        level *= 1.9 if scene.time == "night" else 1.15
        air = sky.haze
        thick = 0.0007 * scene.snowfall
        sky = replace(
            sky,
            haze=air._replace(
                mist=air.mist + thick, mist_height=max(air.mist_height, 420.0), gain=3.0, lift=0.30
            ),
        )
    if scene.time == "night":
        # late in the blue hour rather than black
        red, green, blue = sky.sky_add
        sky = replace(sky, sky_add=(red * 0.9 + 0.0016, green * 1.15 + 0.0036, blue * 1.5 + 0.0095))
    if scene.time == "day":
        red, green, blue = sky.sky_gain
        sky = replace(sky, sky_gain=(red * 1.45, green * 1.55, blue * 1.75))
    if scene.time == "dusk":
        red, green, blue = sky.sky_gain
        sky = replace(sky, sky_gain=(red * 0.92, green * 0.95, blue * 1.22))
    if scene.aurora:
        # a longer exposure, as for the lights above
        level *= 1.25
        sky = replace(sky, aurora=sky.aurora * 1.5)
    dome = Dome(sky)
    ground, far, dark = dome.ground, dome.ground, scene.time in ("dusk", "night")
    if scene.time == "dusk":
        # the sun is gone: what it leaves in the sky lights snow blue
        ground = ground._replace(
            red=0.0,
            green=0.0,
            blue=0.0,
            sky_red=ground.sky_red * 0.73,
            sky_green=ground.sky_green * 1.03,
            sky_blue=ground.sky_blue * 1.06,
        )
        shine = 0.0 if scene.snowfall or (scene.clouds or 0.0) > 0.6 else 0.11
        far = ground._replace(
            red=far.red * shine * 0.9, green=far.green * shine, blue=far.blue * shine * 1.25
        )
    if scene.time == "night":
        # the moon models things; the blue of the sky fills their shadows
        ground = ground._replace(red=ground.red * 0.6, green=ground.green * 0.6, blue=ground.blue * 0.6)
    sun = np.array([ground.red, ground.green, ground.blue]) * max(ground.y, 0.10)
    skylight = np.array([ground.sky_red, ground.sky_green, ground.sky_blue])
    received = float(((sun + skylight * 0.95) * [0.25, 0.6, 0.15]).sum())
    exposure = level / max(received * 0.88, 1e-6)
    # the sky keeps half of a say in how bright the picture is
    exposure = exposure**0.8 * sky.grade.exposure**0.2
    grade = replace(sky.grade, exposure=float(exposure), saturation=sky.grade.saturation * 0.94)
    if scene.snowfall and scene.time in ("dusk", "night"):
        grade = replace(grade, tint=(0.90, 1.0, 1.16))
    if scene.time in ("dusk", "night"):
        grade = replace(grade, bloom=0.055, bloom_from=float(0.9 / exposure), rays=0.0)
    random = np.random.default_rng(seed + 41)
    return Mood(
        dome, grade, float(random.choice((0.58, 0.72, 0.88))) if winter else 0.0, lit, glow, float(1.0 / exposure),
        _SNOW if winter else _BARE[scene.season], (_FAR_NIGHT if dark else _FAR_WINTER) if winter else _FAR_BARE,
        (0.036, 0.050, 0.044) if winter else ((0.34, 0.19, 0.035) if scene.season == "autumn" else (0.030, 0.052,
        0.018)), _LEAVES[scene.season], 0.75 if winter else 0.18, ground, far, dark,
    )  # fmt: skip
