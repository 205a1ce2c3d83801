"""The sky of a heaven, computed: the lights it gives, and its picture through any lens."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import LINEAR, fit, soften
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.aurora import aurora
from moviola.engines.place.sky.bolt import bolt, paint_bolt
from moviola.engines.place.sky.clouds import cloud_layer
from moviola.engines.place.sky.field import cloud_map
from moviola.engines.place.sky.heap import heap_layer, shadows
from moviola.engines.place.sky.heaven import Heaven
from moviola.engines.place.sky.heavens import Cirrus, clear_sky, under_clouds
from moviola.engines.place.sky.milky import milky_way
from moviola.engines.place.sky.moon import paint_moon
from moviola.engines.place.sky.rainbow import paint_rainbow
from moviola.engines.place.sky.scattering import sky_light, sky_table, sun_colour
from moviola.engines.place.sky.sheet import sheet_layer
from moviola.engines.place.sky.stars import haze_stars, paint_stars
from moviola.engines.place.sky.trails import paint_meteor, paint_trails
from moviola.engines.place.sky.virga import hang_rain
from moviola.engines.place.textures import Textures

#: The cloud layer's share of the canvas resolution.
CLOUD_SCALE = 1 / 2.2
_NOTHING = np.zeros((0, 0), np.float32)
#: What the ground throws up at the clouds' bases: a share of the light it gets.
_GROUND = np.array([0.085, 0.085, 0.075])
#: Brightness of the full moon's face, of a bright star, of the Milky Way's core and of the northern lights.
_MOON = (0.95, 0.93, 0.86)
_STAR = 0.62
_MILKY = 0.105
_AURORA = 0.34


class Painted(NamedTuple):
    """The clear sky and the sky under its clouds [H, W, 3], and the cloud layer [h, w, 4] at ``CLOUD_SCALE``."""

    clear: Picture
    covered: Picture
    clouds: Picture


def _table(heaven: Heaven) -> Picture:
    """Light of the clear sky, even where clouds close it."""
    up = math.radians(heaven.elevation if heaven.twilight is None else heaven.twilight)
    table = sky_table(up, heaven.turbidity, heaven.ozone, heaven.multiple)
    table = table * np.array(heaven.sky_gain, np.float32)
    if heaven.even > 0:
        table += (table.mean(1, keepdims=True) - table) * np.float32(heaven.even)
    grey = table.mean(2, keepdims=True)
    table = np.maximum(grey + (table - grey) * heaven.sky_saturation, 0)
    if any(heaven.sky_add):
        falling = np.linspace(1.7, 0.6, table.shape[0], dtype=np.float32)[:, None, None]
        table = table + np.array(heaven.sky_add, np.float32) * falling
    closed = heaven.clouds.grey
    if closed > 0:
        # a closed cover is three times as bright overhead as at the horizon; near it the air evens that out
        rise = np.linspace(0, 1, table.shape[0], dtype=np.float32)[:, None, None] ** 2
        mean = table.mean((0, 1)) * 0.55 + table.mean() * np.array([0.44, 0.45, 0.465])
        even = mean * (0.86 + 0.30 * np.sin(rise * math.pi / 2))
        table = table + (even - table) * np.float32(min(closed, 0.95))
    return np.ascontiguousarray(table, np.float32)


def _veil(layer: Picture, clear: Picture, lens: Lens, amount: float) -> None:
    """Lay fog over clouds ``layer`` [h, w, 4]: it takes the light of the low sky ``clear`` [H, W, 3] behind it."""
    rows, columns = layer.shape[:2]
    line = _low_sky(clear, lens, columns)
    slope = (lens.horizon - (np.arange(rows) + 0.5) / CLOUD_SCALE) / lens.focal
    thick = 1 - np.exp(-0.32 * amount * amount / np.maximum(slope + 0.03, 0.012))
    thick = thick.astype(np.float32)[:, None]
    layer *= (1 - thick)[..., None]
    layer[..., :3] += thick[..., None] * line * np.float32(0.94)
    layer[..., 3] += thick


def _low_sky(clear: Picture, lens: Lens, columns: int) -> Picture:
    """The light [1, columns, 3] of a clear sky near the horizon, without the sun's disc."""
    row = min(max(int(lens.horizon - 0.10 * lens.focal), 0), clear.shape[0] - 1)
    return fit(soften(np.minimum(clear[row : row + 1], 4.0), 0.30 * lens.focal), (columns, 1))


class Dome:
    """The sky table of a heaven, and every light derived from it."""

    def __init__(self, heaven: Heaven) -> None:
        self.heaven = heaven
        self.table: Picture = _table(heaven)
        up = math.radians(heaven.elevation)
        tint = np.array(heaven.sun_tint) * heaven.sun
        low = np.array(sun_colour(max(up, 0.004), heaven.turbidity, heaven.ozone, 0.3)) * tint
        self.high = np.array(sun_colour(max(up, 0.0), heaven.turbidity, heaven.ozone, 4.0)) * tint
        self.air = np.array(sky_light(self.table)) * heaven.ambient
        # northern lights shine on the land
        self.air = self.air + np.array([0.005, 0.020, 0.011]) * heaven.aurora
        self.direction = heaven.direction
        x, y, z = self.direction
        self.ground = Light(x, y, z, *(self.high * 0.35 + low * 0.65), *self.air)
        self.disc = Light(x, y, z, *(low * 0.5 + self.high * 0.5), *self.air)
        self.on_clouds = Light(
            x, max(y, 0.02), z, *(self.high * heaven.cloud_gain), *(self.air * heaven.cloud_sky)
        )
        flat = math.hypot(x, z)
        under = math.radians(heaven.low)
        #: The light on thin high clouds, which may come from below.
        self.on_sheets = self.on_clouds._replace(
            x=x / flat * math.cos(under), y=math.sin(under), z=z / flat * math.cos(under)
        )

    @property
    def cloud_base(self) -> float:
        """Height of the clouds in km."""
        clouds = self.heaven.clouds
        if clouds.heap:
            return clouds.heap.base
        if self.heaven.slab:
            return self.heaven.slab.base
        return min((sheet.height for sheet in clouds.sheets), default=3.0)

    def clouds(self, lens: Lens, columns: int, rows: int, book: Textures, seed: int) -> Picture:
        """The cloud layer [rows, columns, 4] through a lens."""
        heaven = self.heaven
        layer = np.zeros((rows, columns, 4), np.float32)
        if heaven.slab:
            cloud_layer(lens, book.cloud, book.soft, self.table, self.on_clouds, heaven.slab, layer)
        for sheet in heaven.clouds.sheets:
            sheet_layer(lens, book.soft, book.ridges, self.table, self.on_sheets, sheet, 0.0, layer)
        heap, field = heaven.clouds.heap, heaven.clouds.field
        if heap and field:
            tops = cloud_map(field, seed)
            heap_layer(
                lens, tops, book.cloud, shadows(tops, heap, self.on_clouds), self.table, self.on_clouds, heap,
                _NOTHING, self.thrown_up, 4, layer, _NOTHING,
            )  # fmt: skip
        return soften(layer, 0.5)

    @property
    def thrown_up(self) -> Picture:
        """Light [1, 3] that the ground throws up at the clouds."""
        light = self.ground
        sun = np.array([light.red, light.green, light.blue]) * max(light.y, 0)
        return np.asarray(((sun + self.air) * _GROUND)[None], np.float32)

    def paint(self, lens: Lens, columns: int, rows: int, book: Textures, seed: int) -> Painted:
        """The sky on a canvas of rows × columns."""
        heaven = self.heaven
        wide, tall = max(int(columns * CLOUD_SCALE), 2), max(int(rows * CLOUD_SCALE), 2)
        layer = self.clouds(lens.scaled(CLOUD_SCALE), wide, tall, book, seed)
        ice = self.high * heaven.cirrus_gain + self.air * 0.5
        cirrus = Cirrus(heaven.cirrus, *(float(v) for v in ice))
        clear = np.empty((rows, columns, 3), np.float32)
        clear_sky(
            lens, self.table, self.disc, heaven.disc, cirrus, book.soft, np.zeros((2, 2), np.float32), clear
        )
        self._night(clear, lens, book, seed)
        if heaven.rainbow > 0:
            paint_rainbow(clear, lens, self.ground, book.soft, heaven.rainbow)
        if heaven.virga > 0:
            low = _low_sky(clear, lens, wide)
            hang_rain(layer, low, lens.scaled(CLOUD_SCALE), book.soft, heaven.virga, heaven.blow, seed)
        if heaven.veil > 0:
            _veil(layer, clear, lens, heaven.veil)
        covered = under_clouds(clear, layer)
        if heaven.rainbow > 0:
            # rain falls before the clouds, too
            paint_rainbow(covered, lens, self.ground, book.soft, heaven.rainbow * 0.6)
        if heaven.bolt > 0:
            dice = np.random.default_rng((seed, 52))
            flash = bolt(seed, float(dice.uniform(-0.3, 0.3)), float(dice.uniform(0.26, 0.34)))
            paint_bolt(covered, lens, flash, heaven.bolt * 0.9 / heaven.grade.exposure)
        return Painted(clear, covered, layer)

    def _night(self, clear: Picture, lens: Lens, book: Textures, seed: int) -> None:
        """Add stars, the Milky Way, northern lights and the moon to a clear sky."""
        heaven = self.heaven
        rows, columns = clear.shape[:2]
        band = None
        if heaven.milky > 0:
            light = milky_way(
                lens.scaled(0.4), int(columns * 0.4), int(rows * 0.4), book.soft, book.ridges, seed
            )
            band = np.ascontiguousarray(light.mean(2))
            clear += haze_stars(light * np.float32(_MILKY * heaven.milky), columns, rows)
        if heaven.trails:
            paint_trails(clear, lens, seed, heaven.stars * _STAR, 8.0 if seed % 2 else -8.0)
        elif heaven.stars > 0:
            paint_stars(clear, lens, seed, heaven.stars * _STAR, band)
        if heaven.aurora > 0:
            light = aurora(lens.scaled(0.3), int(columns * 0.3), int(rows * 0.3), book.soft, seed)
            clear += fit(soften(light, 1.0), (columns, rows), LINEAR) * np.float32(_AURORA * heaven.aurora)
        if heaven.meteor:
            paint_meteor(clear, lens, seed, 1.2)
        if heaven.moon:
            paint_moon(clear, lens, heaven.moon, book.soft, _MOON)
