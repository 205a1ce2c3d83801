"""What sky a scene has: the sun or moon, the air, clouds, stars, haze and the exposure that suits them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from moviola.engines.place.post.tone import Grade
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.air import Haze
from moviola.engines.place.sky.clouds import Slab
from moviola.engines.place.sky.heavens import Disc
from moviola.engines.place.sky.hours import Hour, hour_at
from moviola.engines.place.sky.moon import Moon
from moviola.engines.place.sky.weather import Clouds, clouds_of, is_wild

_Colour = tuple[float, float, float]

#: Degrees below the horizon at which the last light of day is gone.
_DARK = 13.0
#: Where the hours put the sun: degrees, and by how much a seed moves it.
_HEIGHTS = {
    "dawn": (3.4, 1.6), "day": (36.0, 9.0), "golden": (9.0, 2.0), "sunset": (2.3, 2.1), "dusk": (-4.4, 0.8),
    "night": (-18.0, 0.0),
}  # fmt: skip


@dataclass(frozen=True)
class Heaven:
    """The light of a place; angles in degrees, azimuth 0 ahead and 90 to the right.

    ``elevation`` and ``azimuth`` are of the main light: the sun, or the moon by night. ``sun`` and ``sun_tint``:
    its intensity and colour before the air; ``sky_gain`` scales the scattered light, ``sky_add`` is light added evenly
    (airglow); ``cloud_gain`` and ``cloud_sky`` scale what clouds receive, ``low`` is the elevation from which the
    light meets thin high clouds. ``twilight``: elevation of the sun whose light the sky shows when the main light is
    another, ``even`` 0–1 how little of it still tells where that sun is.
    ``slab``: an extra even layer of clouds, as over cities. ``milky`` 0–1: the Milky Way; ``aurora`` 0–1;
    ``rainbow`` 0–1; ``bolt`` 0–1: lightning;
    ``veil`` 0–1: fog or rain before the sky, thickest at the horizon. ``virga`` 0–1: rain that hangs from the clouds,
    leaning in the wind, ``blow`` 0–1. ``trails``: stars as a long exposure shows them;
    ``meteor``: one falls.
    """

    elevation: float = 3.1
    azimuth: float = -10.5
    turbidity: float = 1.6
    ozone: float = 1.6
    multiple: float = 1.6
    sky_saturation: float = 1.45
    sky_gain: _Colour = (1.0, 1.0, 1.0)
    sky_add: _Colour = (0.0, 0.0, 0.0)
    sun: float = 26.0
    sun_tint: _Colour = (1.25, 0.95, 0.72)
    ambient: float = 1.15
    disc: Disc = field(default=Disc(0.0085, 60.0, 2.2, 0.0))
    cirrus: float = -9.0
    cirrus_gain: float = 0.06
    slab: Slab | None = None
    clouds: Clouds = field(default_factory=Clouds)
    cloud_gain: float = 0.16
    cloud_sky: float = 0.8
    low: float = -1.6
    twilight: float | None = None
    even: float = 0.0
    stars: float = 0.0
    milky: float = 0.0
    moon: Moon | None = None
    aurora: float = 0.0
    rainbow: float = 0.0
    bolt: float = 0.0
    veil: float = 0.0
    virga: float = 0.0
    blow: float = 0.0
    trails: bool = False
    meteor: bool = False
    haze: Haze = field(default=Haze(0.028, 0.000028, 110.0, 0.50, 0.10))
    grade: Grade = field(default=Grade(0.85, 1.42, 1.5, 0.35, 0.012, 0.05, 0.8, 0.12, (1.03, 1.0, 0.97)))

    @property
    def direction(self) -> tuple[float, float, float]:
        """Unit vector towards the sun or moon."""
        up, round_ = math.radians(self.elevation), math.radians(self.azimuth)
        return math.cos(up) * math.sin(round_), math.sin(up), math.cos(up) * math.cos(round_)

    def cloudless(self) -> Heaven:
        """The same sky without a cloud, its light unchanged."""
        return replace(self, slab=None, clouds=replace(self.clouds, heap=None, field=None, sheets=()))


def heaven(scene: Scene, seed: int, toward: float = -10.5) -> Heaven:
    """The sky of a scene; the seed varies sun and clouds within what looks good.

    ``toward``: azimuth in degrees at which a low sun looks best in the family's composition.
    """
    usual, spread = _HEIGHTS[scene.time]
    dice = np.random.default_rng((seed, 5))
    height = usual + float(dice.uniform(-spread, spread)) + scene.sun_height
    if scene.rainbow:
        # a higher sun would put the bow below the horizon
        height = min(height, 17.0 + float(dice.uniform(-5, 4)))
    elif is_wild(scene) and scene.sun_height == 0:
        # light that comes in low below torn clouds
        height = min(height, float(dice.uniform(9.0, 14.0)))
    return heaven_at(scene, seed, height, toward)


def heaven_at(scene: Scene, seed: int, elevation: float, toward: float = -10.5) -> Heaven:
    """The sky of a scene with the sun at ``elevation`` degrees, −18…90: continuous in it, as films of hours need."""
    hour = _moody(hour_at(elevation, scene.time == "dawn"), seed, elevation)
    clouds = clouds_of(scene, seed)
    sky = _of_hour(hour, elevation, clouds)
    sky = replace(sky, azimuth=_side(scene, seed, elevation, toward))
    if elevation < -6.0:
        sky = _by_night(sky, scene, seed, elevation, toward)
    elif scene.moon:
        side = toward + (24.0 if toward < 0 else -24.0)
        sky = replace(sky, moon=Moon(side, 17.0, 0.012, phase=_phase(seed), gain=0.9))
    sky = _covered(sky, clouds, elevation, scene)
    return _weather(sky, scene)


#: What the air of an evening may be like: dust, ozone, and the balance of the scattered light and of the sun.
_MOODS = (
    (1.0, 1.0, (1.0, 1.0, 1.0), (1.0, 1.0, 1.0)),
    (1.9, 0.7, (1.04, 1.02, 0.82), (1.04, 0.95, 0.72)),
    (0.75, 1.0, (0.94, 1.10, 1.0), (1.0, 1.06, 1.0)),
    (1.25, 1.2, (1.05, 0.97, 0.98), (1.06, 0.92, 0.92)),
    (1.3, 0.8, (1.06, 0.97, 0.92), (1.30, 0.82, 0.60)),
)


def _moody(hour: Hour, seed: int, elevation: float) -> Hour:
    """No two evenings are alike: the seed changes the air, most where the sun is low."""
    dust, ozone, gain, tint = _MOODS[(seed * 3) % len(_MOODS)]
    share = min(max(1 - abs(elevation - 2.0) / 9.0, 0.0), 1.0)

    def toward(value: float, factor: float) -> float:
        return value * (1 + (factor - 1) * share)

    return hour._replace(
        turbidity=toward(hour.turbidity, dust),
        ozone=toward(hour.ozone, ozone),
        sky_gain=_each(hour.sky_gain, gain, share),
        sun_tint=_each(hour.sun_tint, tint, share),
    )


def _each(value: _Colour, factor: _Colour, share: float) -> _Colour:
    return (
        value[0] * (1 + (factor[0] - 1) * share),
        value[1] * (1 + (factor[1] - 1) * share),
        value[2] * (1 + (factor[2] - 1) * share),
    )


def _of_hour(hour: Hour, elevation: float, clouds: Clouds) -> Heaven:
    return Heaven(
        elevation=elevation, turbidity=hour.turbidity, ozone=hour.ozone, multiple=hour.multiple,
        sky_saturation=hour.sky_saturation, sky_gain=hour.sky_gain, sky_add=hour.sky_add, sun=hour.sun,
        sun_tint=hour.sun_tint, ambient=hour.ambient, disc=Disc(0.0085, hour.disc, hour.halo, 0.0), clouds=clouds,
        cloud_gain=hour.cloud_gain, cloud_sky=hour.cloud_sky, low=hour.low, stars=hour.stars, haze=Haze(*hour.haze),
        grade=Grade(
            hour.exposure, hour.saturation, hour.contrast, 0.32, 0.012, hour.bloom, hour.bloom_from, hour.rays,
            hour.tint,
        ),
    )  # fmt: skip


def _side(scene: Scene, seed: int, elevation: float, toward: float) -> float:
    """Azimuth of the sun: low ones stand where the composition wants them, high ones beside the view."""
    dice = np.random.default_rng((seed, 6))
    sway = float(dice.uniform(-0.8, 0.8))
    beside = float(dice.uniform(48, 75)) * (-1.0 if dice.random() < 0.55 else 1.0)
    high = min(max((elevation - 12.0) / 16.0, 0.0), 1.0)
    if scene.rainbow:
        return 180.0 + (22.0 if seed % 2 else -22.0)
    if scene.sun_side is not None:
        return scene.sun_side * (21.0 + 50.0 * high)
    return toward + sway + (beside - toward - sway) * high * high * (3 - 2 * high)


def _phase(seed: int) -> float:
    """Lit share of the moon: often full, at times a crescent."""
    return (1.0, 0.14, 1.0, 0.62, 0.97)[seed % 5]


def _by_night(sky: Heaven, scene: Scene, seed: int, elevation: float, toward: float) -> Heaven:
    """From deep dusk on: the sun's light runs out, the moon takes over."""
    gone = min(max((-elevation - 8.5) / (_DARK - 8.5), 0.0), 1.0)
    flat = min(max((-elevation - 6.0) / 3.0, 0.0), 1.0)
    dice = np.random.default_rng((seed, 7))
    wanted = (
        scene.moon
        if scene.moon is not None
        else (not (scene.milky_way or scene.aurora or scene.has("star_trails")) and dice.random() < 0.3)
    )
    side = toward + float(dice.uniform(-3, 3))
    if scene.sun_side is not None:
        side = scene.sun_side * 21.0
    height = float(dice.uniform(15, 20))
    banded = scene.milky_way if scene.milky_way is not None else not (wanted or scene.aurora or scene.moon)
    # what the eye does not see lights the land: a moon beside the view
    beside = -62.0 if dice.random() < 0.5 else 58.0
    moon = Moon(side, height, 0.0125, phase=_phase(seed), gain=gone) if wanted else None
    stars = 0.0 if scene.stars is False else sky.stars * (0.55 if wanted else 1.0)
    return replace(
        sky,
        twilight=elevation,
        even=flat,
        elevation=(height if wanted else 26.0) if gone > 0 else elevation,
        azimuth=(side if wanted else beside) if gone > 0 else sky.azimuth,
        sun=sky.sun * (1.6 if wanted else 1.0),
        moon=moon,
        stars=stars,
        milky=gone if banded else 0.0,
        aurora=gone if scene.aurora else 0.0,
    )


def _covered(sky: Heaven, clouds: Clouds, elevation: float, scene: Scene) -> Heaven:
    """Under a closed cover the sun casts little, the sky is even, and the picture is exposed for it."""
    if clouds.grey <= 0.2:
        return sky
    grey = clouds.grey
    grade = sky.grade
    stops = (0.75 if elevation > -6 else 0.3) * grey - (0.75 if scene.lightning and elevation > -6 else 0.0)
    if is_wild(scene):
        # dark clouds over a bright gap: the gap is what the picture is exposed for
        stops -= 0.6
    if scene.lightning and elevation > -6:
        grade = replace(grade, saturation=grade.saturation * 0.85)
        sky = replace(sky, sky_saturation=1 + (sky.sky_saturation - 1) * 0.5)
        sky = replace(sky, sun_tint=_blend(sky.sun_tint, (1.0, 0.92, 0.84), 0.5), sky_gain=(0.9, 1.0, 1.05))
    if scene.rainbow:
        # the sun behind the viewer lights the land in full
        stops -= 0.5
    grade = replace(
        grade,
        exposure=grade.exposure * 2**stops,
        saturation=1 + (grade.saturation - 1) * (1 - 0.45 * grey),
        rays=grade.rays * (1 - grey),
        tint=_blend(grade.tint, (0.98, 1.0, 1.02), grey),
    )
    disc = sky.disc._replace(gain=sky.disc.gain * (1 - grey), glow=sky.disc.glow * (1 - grey))
    if is_wild(scene):
        disc = disc._replace(gain=0.0)
        grade = replace(
            grade, tint=_blend(grade.tint, (0.95, 1.0, 1.06), 0.8), saturation=grade.saturation * 0.9
        )
        sky = replace(sky, sun_tint=_blend(sky.sun_tint, (1.0, 0.94, 0.86), 0.6))
    return replace(
        sky, sun=sky.sun * clouds.shade, disc=disc, stars=sky.stars * (1 - grey), milky=0.0, grade=grade
    )


def _blend(a: _Colour, b: _Colour, share: float) -> _Colour:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def _weather(sky: Heaven, scene: Scene) -> Heaven:
    if scene.rainbow:
        sky = replace(sky, rainbow=0.9)
    if scene.lightning:
        sky = replace(sky, bolt=1.0)
    if sky.stars > 0.1:
        trails = scene.has("star_trails")
        sky = replace(
            sky, trails=trails, meteor=scene.has("shooting_star"), milky=0.0 if trails else sky.milky
        )
    if scene.has("rays") and 0 < sky.elevation < 30 and scene.time != "night":
        sky = replace(sky, grade=replace(sky.grade, rays=max(sky.grade.rays, 0.08) * 2.4))
    wet = max(scene.rain or 0.0, scene.snowfall or 0.0)
    if wet > 0:
        haze = sky.haze
        hazy = haze._replace(density=haze.density + 0.35 * wet, gain=max(haze.gain, 0.8))
        sky = replace(sky, haze=hazy, veil=(0.22 if is_wild(scene) else 0.35) * wet)
    wild = is_wild(scene)
    if (scene.rain or wild or scene.rainbow or scene.lightning) and scene.time != "night":
        amount = max(0.9 * (scene.rain or 0.0), 0.6 if wild or scene.lightning else 0.35)
        sky = replace(sky, virga=amount, blow=scene.wind if scene.wind is not None else 0.25)
    if scene.fog:
        haze = sky.haze
        mist = max(haze.mist * 2, 0.0036 * scene.fog)
        sky = replace(
            sky,
            haze=haze._replace(mist=mist, mist_height=34.0, density=haze.density * (1 + scene.fog)),
            turbidity=sky.turbidity * (1 + 1.2 * scene.fog),
            veil=max(sky.veil, scene.fog),
            sky_saturation=1 + (sky.sky_saturation - 1) * (1 - 0.5 * scene.fog),
        )
    return sky
