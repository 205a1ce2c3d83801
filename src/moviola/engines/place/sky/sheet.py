"""Thin clouds: a sheet that heaps, rolls or fibres make uneven, lit from above, from behind or from below."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.sky.air import Light, sky_colour

_PLANET = 6360.0


class Sheet(NamedTuple):
    """A cloud sheet; lengths in km.

    ``cover``: −1 nearly clear … 1 closed. ``size`` of its cells or of the spacing of its fibres, ``stretch`` along
    ``turn`` (radians from east), ``fibre`` 0 cells … 1 fibres of ice, ``patch`` km of the gaps and ``patchy`` 0–1 how
    much they show. ``depth``: optical depth where it is thickest. ``relief``: how strongly its underside is
    modelled by light from the side. ``forward``: brightness towards the light. ``gain`` times the light.
    ``edge``: km ahead at which the sheet ends, 0 for none. ``dim`` times the light of the sky.
    """

    height: float = 6.0
    cover: float = 0.0
    size: float = 1.2
    stretch: float = 1.4
    turn: float = 0.3
    fibre: float = 0.0
    patch: float = 18.0
    patchy: float = 0.6
    depth: float = 3.0
    relief: float = 0.6
    forward: float = 1.0
    gain: float = 1.0
    east: float = 0.0
    north: float = 0.0
    haze: float = 0.008
    edge: float = 0.0
    dim: float = 1.0


@kernel
def _amount(soft: Picture, ridges: Picture, x: float, z: float, sheet: Sheet, fine: float) -> float:
    """Thickness of the sheet at a place, 0–1; ``fine`` fades small detail out."""
    cosine = math.cos(sheet.turn)
    sine = math.sin(sheet.turn)
    along = x * cosine + z * sine
    side = -x * sine + z * cosine
    grid = 128.0 / sheet.patch
    gaps = tiled(soft, x * grid, z * grid)
    if sheet.fibre > 0.5:
        # fibres: waves sheared along themselves, bundled, frayed by a warp that grows with their size
        bundle = 128.0 / (sheet.size * 8)
        warp = tiled(soft, along * bundle * 0.35 + 91, side * bundle * 0.35 + 13)
        warp2 = tiled(soft, along * bundle * 1.4 + 17, side * bundle * 1.4 + 201)
        u = along * 128.0 / (sheet.size * 8 * sheet.stretch) + warp * 5
        v = side * bundle + warp * 14 + warp2 * 3.2
        value = tiled(soft, u, v) * 0.62
        value += tiled(soft, u * 2.3 + 55, v * 4.1 + 9 + warp2 * 3) * 0.34 * fine
        value += tiled(soft, u * 5.2 + 21, v * 13 + 77 + warp2 * 8) * 0.20 * fine
        value += gaps * sheet.patchy
        return min(max((value + sheet.cover) * 0.42, 0.0), 1.0)
    cells = 128.0 / sheet.size
    warp = tiled(soft, along * cells * 0.11 + 31, side * cells * 0.11 + 61)
    u = along * cells / sheet.stretch / 8 + warp * 7
    v = side * cells / 8 + warp * 9
    value = tiled(soft, u * 8 + 3, v * 8 + 9) * 0.16 * fine
    value += -tiled(ridges, u * 1.6 + 7, v * 1.6) * 0.30
    value += tiled(soft, u * 2.4 + 40, v * 2.4 + 20) * 0.50
    value += gaps * sheet.patchy
    grain = min(
        max(0.5 - 0.34 * tiled(ridges, u * 3.1 + 7, v * 3.1) + 0.2 * tiled(soft, u * 1.3, v * 1.3), 0.0), 1.0
    )
    return smoothstep(-0.55, 1.5, value + sheet.cover * 1.6) * (
        0.62 + 0.38 * (grain * fine + 0.5 * (1 - fine))
    )


@parallel
def sheet_layer(
    lens: Lens,
    soft: Picture,
    ridges: Picture,
    table: Picture,
    light: Light,
    sheet: Sheet,
    eye: float,
    out: Picture,
) -> None:
    """Lay the sheet over ``out`` [H, W, 4], premultiplied light and opacity, seen through ``lens`` from ``eye`` km."""
    rows, columns = out.shape[0], out.shape[1]
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    low = sheet.height - eye
    stride = sheet.size * 0.22
    # from below the horizon light meets the underside, from high up the upper side
    from_below = smoothstep(0.20, -0.02, light.y)
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        if slope < 0.006 or low <= 0:
            continue
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            dx = across * length
            dy = slope * length
            dz = length
            bend = (1 - dy * dy) / (2 * _PLANET)
            t = 2 * low / (dy + math.sqrt(dy * dy + 4 * bend * low))
            if t > 260:
                continue
            x = dx * t + sheet.east
            z = dz * t + sheet.north
            # how many cells a pixel spans, foreshortened
            span = t / lens.focal / max(dy, 0.03) / sheet.size
            fine = 1 / (1 + (span * 2.5) ** 2)
            here = _amount(soft, ridges, x, z, sheet, fine)
            if sheet.edge > 0:
                frayed = sheet.edge * (
                    1 + 0.16 * tiled(soft, x * 7 + 9, z * 7) + 0.05 * tiled(soft, x * 40, z * 40)
                )
                here *= smoothstep(frayed, frayed * 0.82, dz * t)
            if here <= 0.003:
                continue
            near = _amount(soft, ridges, x + sun_x * stride, z + sun_z * stride, sheet, fine)
            ahead = _amount(soft, ridges, x + sun_x * stride * 3, z + sun_z * stride * 3, sheet, 0.3)
            slant = 1 / max(dy + 0.10, 0.12)
            depth = here * here * sheet.depth
            opacity = 1 - math.exp(-depth * min(slant * 0.5, 2.0))
            cosine = dx * light.x + dy * light.y + dz * light.z
            lobe = 0.55 + sheet.forward * (1.3 * max(cosine, 0.0) ** 6 + 2.6 * max(cosine, 0.0) ** 40)
            # light through the sheet reddens no further, it only fades
            through = math.exp(-depth * 0.55) * 0.85 + 0.15 * math.exp(-depth * 0.12)
            # what faces the light on the underside is lit, what lies behind a swelling is not
            faces = min(
                max(0.5 + (here - near) * 2.4 * sheet.relief + (here - ahead) * 0.9 * sheet.relief, 0.03), 1.6
            )
            blocked = math.exp(-(max(near, 0.0) + max(ahead, 0.0)) * sheet.depth * 0.16)
            grazing = faces * (0.35 + 0.65 * blocked)
            above = through * lobe * (0.75 + 0.5 * (here - near) * sheet.relief)
            sunlit = (
                above * (1 - from_below) + (grazing * 0.9 + through * (lobe - 0.5) * 0.5) * from_below
            ) * sheet.gain
            ambient = 0.48 + 0.30 * math.exp(-depth * 0.5) + 0.34 * math.exp(-depth * 0.16)
            ambient *= sheet.dim
            far = math.exp(-t * sheet.haze)
            sky_red, sky_green, sky_blue = sky_colour(table, dx, max(dy, 0.02), dz, sun_x, sun_z)
            fade = opacity * min(1.0, (260 - t) / 120.0)
            keep = 1 - fade
            red = light.red * sunlit + light.sky_red * ambient
            green = light.green * sunlit + light.sky_green * ambient
            blue = light.blue * sunlit + light.sky_blue * ambient
            out[j, i, 0] = out[j, i, 0] * keep + fade * (red * far + sky_red * (1 - far))
            out[j, i, 1] = out[j, i, 1] * keep + fade * (green * far + sky_green * (1 - far))
            out[j, i, 2] = out[j, i, 2] * keep + fade * (blue * far + sky_blue * (1 - far))
            out[j, i, 3] = out[j, i, 3] * keep + fade
