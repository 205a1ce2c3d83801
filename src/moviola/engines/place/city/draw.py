"""Draws a skyline scene into layers."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.city import front
from moviola.engines.place.city.bulbs import Bulbs
from moviola.engines.place.city.facade import shade_walls
from moviola.engines.place.city.greens import trees
from moviola.engines.place.city.haze import above_roofs, veil
from moviola.engines.place.city.lamps import draw_lamps
from moviola.engines.place.city.lights import add_lights
from moviola.engines.place.city.mood import Mood, mood
from moviola.engines.place.city.shade import Relief, relief
from moviola.engines.place.city.skyline import CityScene, build, compose
from moviola.engines.place.city.streets import GROUND, SURFACE, lay_ground, shade_ground
from moviola.engines.place.city.strokes import draw_strokes
from moviola.engines.place.city.towers import see
from moviola.engines.place.city.traffic import Traffic
from moviola.engines.place.city.trees import tree_atlas
from moviola.engines.place.kernels import FAR, Mask, Picture, Vector
from moviola.engines.place.layers import Drift, Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.props.sprites import draw_sprites
from moviola.engines.place.resample import LINEAR, fit, soften
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.air import AZIMUTHS, Light
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome
from moviola.engines.place.sky.heavens import under_clouds
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle
from moviola.engines.place.weather.falling import falling_for

#: The mirror's share of the canvas's resolution: ripples blur it anyway.
_MIRROR = 0.6
#: Water by layout height: seen from low down, only gentle ripples keep the towers' images whole.
_CALM = Water(0.006, 0.007, 0.004, 0.45, 1.0, 0.35, 0.002, 0.004, 0.007)
_OPEN = Water(0.012, 0.014, 0.010, 0.55, 1.0, 0.35, 0.002, 0.004, 0.007)
#: By night a long exposure smooths it, and the lights lie on it as columns.
_LONG = Water(0.0035, 0.0085, 0.006, 0.30, 1.7, 0.35, 0.002, 0.004, 0.007)


def camera(scene: CityScene, view: View, columns: int, rows: int) -> tuple[Lens, float]:
    """The lens, and half the view's width as a slope; a narrow view turns towards the hero."""
    layout = scene.layout
    half = half_view(view.width, view.height, layout.wide, 0.86)
    spread = half / layout.wide
    narrow = max(1 - spread, 0.0)
    focal = columns / (2 * half)
    hero = layout.hero[0] / layout.hero[1]
    turned = hero - hero / layout.wide * half * (1 - min(narrow * 1.3, 0.80)) if narrow > 0 else 0.0
    horizon = layout.horizon + (0.10 if layout.kind not in ("aerial", "rooftop") else 0.06) * narrow
    lens = Lens(
        view.right,
        layout.eye + view.up,
        view.forward,
        focal,
        columns * 0.5 - turned * focal,
        float(round(rows * horizon)),
    )
    return lens, half


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the skyline that ``wanted`` and ``seed`` describe."""
    scene = compose(wanted, seed)
    layout = scene.layout
    columns, rows, samples = canvas(view.width, view.height, view.samples)
    lens, half = camera(scene, view, columns, rows)
    if layout.wet:
        mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.03)
    else:
        mirror_lens = lens._replace(height=-lens.height, horizon=lens.horizon + 2)
        mirror_columns, mirror_rows = columns, int(lens.horizon) + 4
    progress(0.02, "city")
    towers, lamps, strokes, _ = build(scene)
    hour = mood(scene)
    painter = _Painter(scene, hour, towers)
    progress(0.15, "sky")
    clear, covered, clouds = painter.sky(mirror_lens, mirror_columns, mirror_rows)
    offset = (round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre))
    progress(0.3, "towers")
    picture, depths, water = painter.city(lens, columns, rows, covered, *offset)
    draw_strokes(picture, depths, water, painter.strokes(strokes), lens)
    bed, bed_depths, bed_water = picture.copy(), np.full_like(depths, FAR), water.copy()
    look = _CALM if layout.kind in ("low", "park") else _OPEN
    if hour.lit.lamps > 0.6:
        look = _LONG
    if wanted.wind is not None:
        look = look._replace(ripples=0.004 + 0.016 * wanted.wind, swell=0.002 + 0.03 * wanted.wind)
    air = painter.dome.air
    look = look._replace(
        red=float(0.012 * air[0] + 0.05 * hour.lit_air[0]), green=float(0.020 * air[1] + 0.05 * hour.lit_air[1]),
        blue=float(0.026 * air[2] + 0.05 * hour.lit_air[2]),
    )  # fmt: skip
    haze = hour.heaven.haze._replace(density=0.0, mist=hour.mist * 0.5)
    mirror = np.zeros((mirror_rows, mirror_columns, 3), np.float32)
    mirror_depths = np.full((mirror_rows, mirror_columns), FAR, np.float32)
    fade = hour.density[1] + hour.mist
    if layout.wet:
        progress(0.55, "mirror")
        wide, tall = int(mirror_columns * _MIRROR), int(mirror_rows * _MIRROR)
        small = mirror_lens.scaled(_MIRROR)
        half_sky = fit(covered, (wide, tall))
        seen, seen_depths, seen_water = painter.city(small, wide, tall, half_sky, 0, 0)
        draw_strokes(seen, seen_depths, seen_water, painter.strokes(strokes), small)
        _shine(seen, hour.lit.lamps)
        mirror = fit(seen, (mirror_columns, mirror_rows), LINEAR)
        mirror_depths = fit(seen_depths, (mirror_columns, mirror_rows), 0)
        draw_lamps(seen, seen_depths, lamps, small, 0.0, fade, 2400.0)
        progress(0.7, "water")
        surface = settle(
            bed, bed_water, bed_depths, lens, look, painter.dome.table, painter.dome.ground, haze
        )
        draw_water(picture, surface, blurred(seen, lens.focal, _MIRROR), small, _MIRROR, lens, 0.0, look)
    # lamps of the far bank show over the water's surface
    depths[water > 0] = FAR
    progress(0.9, "foreground")
    foreground = front.Front(scene, hour, painter.dome)
    foreground.draw(picture, depths, water, lens, half)
    painter.greenery(picture, depths, water, lens, far=False)
    cars = Traffic(layout, painter.plan, wanted, seed, hour.lit.lamps, fade)
    bulbs = (Bulbs(layout, fade),) if hour.lit.lamps > 0.2 and layout.quay is not None else ()
    moving = (cars, *bulbs, *falling_for(wanted, painter.falling_light(), seed))
    drift = Drift(cloud_east=0.014, cloud_north=-0.018, water=0.30, camera=-0.35)
    if wanted.motion == "timelapse":
        drift = Drift(cloud_east=0.09, cloud_north=-0.10, water=0.5, camera=-0.35)
    return Layers(
        view.width, view.height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water,
        mirror, mirror_depths, clear, clouds, CLOUD_SCALE, painter.dome.cloud_base, painter.dome.table,
        painter.dome.ground, haze, look, hour.heaven.grade, drift=drift,
        lamps=lamps if hour.lit.lamps > 0.2 else None, lamp_fade=fade, flip=scene.flip, moving=moving,
    )  # fmt: skip


def _shine(seen: Picture, lamps: float) -> None:
    """Bring out what shines in a mirrored picture: the sensor clips a lamp, but not its image on the water."""
    if lamps <= 0.2:
        return
    bright = seen.max(axis=2, keepdims=True)
    grey = seen.mean(axis=2, keepdims=True)
    gain = lamps * np.clip((bright - 0.05) / 0.30, 0, 1)
    seen += gain * (1.3 * seen + 0.9 * (seen - grey))
    np.maximum(seen, 0, out=seen)


@lru_cache(maxsize=2)
def _relief(scene: CityScene, sun: tuple[float, float, float]) -> Relief:
    return relief(build(scene)[0], sun)


class _Painter:
    """Draws the city with one hour's light, through any lens."""

    def __init__(self, scene: CityScene, hour: Mood, towers: Vector) -> None:
        self.scene = scene
        self.hour = hour
        self.towers = towers
        self.plan = build(scene)[3]
        self.book = textures()
        self.dome = Dome(hour.heaven)
        if hour.lit.lamps > 0.4:
            # a dark sky is less blue to the eye than to the sum of its light
            light = self.dome.ground
            grey = (light.sky_red + light.sky_green + light.sky_blue) / 3
            red, green, blue = (
                0.45 * v + 0.55 * grey for v in (light.sky_red, light.sky_green, light.sky_blue)
            )
            self.dome.ground = light._replace(sky_red=red, sky_green=green, sky_blue=blue)
        #: What glass mirrors: at sunset the sky opposite the sun is dimmer and bluer than the table knows.
        self.mirrored = self.dome.table
        if scene.wish.time in ("sunset", "dawn"):
            away = np.clip((np.linspace(0, 180, AZIMUTHS) - 50) / 60, 0, 1)[None, :, None]
            dim = 1 - away * (1 - np.array([0.36, 0.44, 0.62]))
            self.mirrored = np.ascontiguousarray(self.dome.table * dim, np.float32)
            light = self.dome.ground
            self.dome.ground = light._replace(
                sky_red=light.sky_red * 0.62, sky_green=light.sky_green * 0.70, sky_blue=light.sky_blue * 0.90
            )
        self.relief = _relief(scene, self.dome.direction)
        x, _, z = self.dome.direction
        flat = math.hypot(x, z) + 1e-9
        if any(hour.under):
            self.dome.on_clouds = Light(
                x / flat * 0.9,
                -0.35,
                z / flat * 0.9,
                *(6 * v for v in hour.under),
                *(1.6 * v for v in hour.under),
            )
            self.dome.on_sheets = self.dome.on_clouds

    def sky(self, lens: Lens, columns: int, rows: int) -> tuple[Picture, Picture, Picture]:
        """The clear sky with the city's glow, the sky under its clouds, and the clouds."""
        hour = self.hour
        painted = self.dome.paint(lens, columns, rows, self.book, self.scene.seed)
        if not any((*hour.low[:3], *hour.high[:3])):
            return painted.clear, painted.covered, painted.clouds
        swell = self.swell(lens, columns)[None, :, None]
        clear = painted.clear.copy()
        for glow in (hour.low, hour.high):
            # from above the roofs, the glow of all that lies behind the horizon shows too
            far = glow._replace(end=3 * glow.end)
            low = lens._replace(height=min(abs(lens.height), 90.0))
            colour = np.array(glow[:3]) * above_roofs(far, low, rows)[:, None]
            clear += (colour[:, None, :] * swell).astype(np.float32)
        return clear, under_clouds(clear, painted.clouds), painted.clouds

    def swell(self, lens: Lens, columns: int) -> Vector:
        """How strongly the air glows, by column: most about the tallest towers."""
        across = (np.arange(columns) + 0.5 - lens.centre) / lens.focal
        over = np.zeros(columns)
        peaks = self.scene.layout.peaks
        total = sum(peak.height for peak in peaks)
        for peak in peaks:
            away = (across - peak.x / peak.z) / (0.30 + peak.wide / peak.z)
            over += peak.height / total * np.exp(-(away**2))
        return 0.45 + 0.95 * over

    def air(self, covered: Picture, lens: Lens, row: int, column: int, columns: int) -> Picture:
        """The air's light by column: what the sky is just above the horizon, and the city's glow."""
        horizon = int(lens.horizon) + row
        band = covered[
            max(horizon - max(int(lens.focal * 0.05), 3), 0) : max(horizon - 1, 1), column : column + columns
        ]
        light = band.mean(axis=0, keepdims=True)
        light = soften(
            np.minimum(light, 1.7 * np.median(light, axis=1, keepdims=True)), max(columns * 0.04, 1.0)
        )[0]
        return np.ascontiguousarray(
            light * self.hour.air + (1 - self.hour.air) * np.array(self.hour.lit_air), np.float32
        )

    def strokes(self, strokes: Vector) -> Vector:
        """Strokes in the hour's light: steel before the sky."""
        lit = strokes.copy()
        glow = np.array(self.hour.lit_air)
        lit[:, 7:10] = lit[:, 7:10] * (self.dome.air * 1.2 + self.hour.lit.lamps * 0.35) + glow * 0.12
        return lit

    def falling_light(self) -> tuple[float, float, float]:
        """Light on rain and snow."""
        red, green, blue = (float(v) for v in self.dome.air)
        lamps = 0.10 * self.hour.lit.lamps
        return 0.8 * red + lamps, 0.8 * green + 0.8 * lamps, 0.8 * blue + 0.7 * lamps

    def greenery(self, out: Picture, depths: Picture, water: Mask, lens: Lens, *, far: bool) -> None:
        """Trees on the banks, or before the camera."""
        flock = trees(self.scene, far)
        if flock is None:
            return
        lit, light = self.hour.lit, self.dome.ground
        street = (0.55 if far else 0.75) * lit.lamps
        light = light._replace(
            sky_red=light.sky_red + lit.glow_red + street * lit.street_red,
            sky_green=light.sky_green + lit.glow_green + street * lit.street_green,
            sky_blue=light.sky_blue + lit.glow_blue + street * lit.street_blue,
        )  # fmt: skip
        # far trees get their air with everything else
        haze = self.hour.heaven.haze._replace(density=0.0, mist=0.0)
        draw_sprites(
            out, depths, water, flock, tree_atlas(self.scene.wish.season), lens, self.dome.table, light, haze
        )

    def city(
        self, lens: Lens, columns: int, rows: int, covered: Picture, row: int, column: int
    ) -> tuple[Picture, Picture, Mask]:
        """Everything built, the ground and the sky; black where the water's surface shows."""
        hour, lit = self.hour, self.hour.lit
        out = np.zeros((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        seen = see(self.towers, lens, columns, rows)
        lay_ground(seen.depths, seen.found, water, self.plan, lens)
        soft, sun = self.book.soft, self.dome.ground
        shade_walls(out, seen, self.towers, lens, self.mirrored, sun, self.relief, lit, soft)
        if lit.lamps > 0:
            add_lights(out, seen, self.towers, lens, lit, soft)
        if lens.height > 0:
            # seen from above, streets are rivers of light
            gain = 4.0 if self.scene.layout.kind == "aerial" else 2.2
            street = gain * np.array([lit.street_red, lit.street_green, lit.street_blue])
            glow = np.array([lit.glow_red, lit.glow_green, lit.glow_blue])
            shade_ground(
                out, seen, lens, sun, self.relief, self.plan, street, glow, lit.lamps, lit.snow, soft
            )
        self.greenery(out, seen.depths, water, lens, far=True)
        # where a tree hides the water, there is something to see
        seen.found[(seen.found == SURFACE) & (water == 0)] = GROUND
        air = self.air(covered, lens, row, column, columns)
        veil(
            out, seen.depths, seen.found, covered, row, column, air, lens, np.array(hour.density), hour.mist,
            hour.mist_height, hour.low, hour.high, self.swell(lens, columns),
        )  # fmt: skip
        return out, seen.depths, water
