"""A finished still from layers."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.city.lamps import draw_lamps
from moviola.engines.place.kernels import Picture
from moviola.engines.place.layers import Layers
from moviola.engines.place.post.tone import Bytes, curve_table, glow_of, is_sky, sun_pixel, sun_rays, to_rgb
from moviola.engines.place.resample import AREA, CUBIC, LINEAR, fit


def develop(layers: Layers) -> Bytes:
    """8-bit RGB [height, width, 3]."""
    picture = layers.picture
    if layers.gloss is not None:
        picture = picture + layers.gloss.light * layers.gloss.share[..., None]
    if layers.lamps is not None:
        picture = picture.copy()
        draw_lamps(picture, layers.depths, layers.lamps, layers.lens, 0.0, layers.lamp_fade, layers.lamp_span)
    if layers.moving:
        picture = picture.copy()
        for thing in layers.moving:
            thing.draw(picture, layers.depths, layers.lens, 0.0)
    rays = rays_of(layers, picture)
    rows, columns = picture.shape[:2]
    if rays is not None:
        picture = picture + fit(rays, (columns, rows), LINEAR) * np.float32(layers.grade.rays)
    method = AREA if layers.samples >= 1 else CUBIC
    picture = fit(picture, (layers.width, layers.height), method)
    glow = glow_of(picture, layers.grade.bloom_from)
    return to_rgb(picture, glow, layers.grade, curve_table(layers.grade.contrast), layers.flip)


def rays_of(layers: Layers, picture: Picture) -> Picture | None:
    """The sun's rays, a quarter of the canvas's resolution; None without any."""
    if layers.grade.rays <= 0 or layers.light.z <= 0:
        return None
    lens = layers.lens
    direction = (layers.light.x, layers.light.y, layers.light.z)
    column, row = sun_pixel(direction, lens.focal, lens.centre, lens.horizon)
    return sun_rays(picture, is_sky(layers.depths), column, row)
