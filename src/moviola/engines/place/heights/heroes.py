"""Who and what stands under the sky: a person, two, a lone tree, a tent, grass at their feet, distant conifers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from moviola.engines.place.heights.land import Land, far_height, height_of, near_height
from moviola.engines.place.heights.layouts import Layout
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.plants.conifer import conifer, reeds
from moviola.engines.place.plants.growth import portrait
from moviola.engines.place.plants.species import SPECIES
from moviola.engines.place.props.figure import figure
from moviola.engines.place.props.sprites import Atlas, Flock, atlas, draw_sprites
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.scene import Season
from moviola.engines.place.shelf import kept
from moviola.engines.place.sky.air import Haze, Light
from moviola.engines.place.textures import textures

_TREES = 3
_VERSION = 3
#: An oak that never stood in a wood: a stem of its own, and leaves down to the ground's reach.
_OAK = replace(SPECIES["oak"].crown, stem=True, clear=0.17, leaves=90_000, leaf=0.0046, reach=0.60)


@cache
def _people() -> Atlas:
    cutouts = [figure(420, pack=True), figure(420, coat=True), figure(420, coat=True, long_hair=True)]
    return atlas(
        cutouts, [(0.030, 0.028, 0.030, 0.2), (0.032, 0.030, 0.036, 0.2), (0.048, 0.030, 0.030, 0.2)]
    )


@cache
def _grass(season: Season) -> Atlas:
    """Green tufts, then dry ones, then tall stalks."""
    cutouts = [reeds(9 + k, 220, 150, 90, False) for k in range(3)]
    green = {"spring": (0.24, 0.37, 0.085), "autumn": (0.34, 0.28, 0.10), "winter": (0.32, 0.27, 0.14)}.get(
        season, (0.22, 0.32, 0.080)
    )
    dry = {"spring": (0.44, 0.44, 0.16)}.get(season, (0.58, 0.47, 0.20))
    palette = [(*green, 1.0)] * 3 + [(*dry, 1.0)] * 3 + [(0.20, 0.155, 0.07, 1.2)]
    return atlas([*cutouts, *cutouts, reeds(2, 200, 300, 26, True)], palette)


@cache
def _conifers(snow: float) -> Atlas:
    return atlas(
        [conifer(61 + k, 130 + 14 * k, 330, snow) for k in range(4)], [(0.020, 0.034, 0.016, 0.3)] * 4
    )


_LEAVES: dict[Season, tuple[float, float, float]] = {
    "spring": (0.085, 0.140, 0.022), "summer": (0.048, 0.080, 0.018), "autumn": (0.330, 0.150, 0.022),
    "winter": (0.075, 0.060, 0.048),
}  # fmt: skip


@cache
def _sprite(kind: int, bare: bool) -> Picture:
    """An old oak that stands alone, as :class:`Atlas` wants it."""

    def grown() -> dict[str, Picture]:
        cutout = portrait(_OAK, 71 + kind, 820, 760, bare).astype(np.float32) / 255
        inside = np.maximum(cutout[..., 0], 1 / 255)
        sprite = np.zeros((*cutout.shape[:2], 4), np.float32)
        sprite[..., 0] = cutout[..., 0]
        sprite[..., 1] = np.clip(1.7 * cutout[..., 1] * cutout[..., 6] / (inside * inside), 0, 1.3) * (
            cutout[..., 0] > 0
        )
        sprite[..., 2] = np.clip((cutout[..., 4] / inside - 0.502) * 2, -1, 1) * (cutout[..., 0] > 0)
        return {"tree": sprite}

    return kept(f"lone-tree-{_VERSION}-{kind}-{'bare' if bare else 'leaves'}", ("tree",), grown)["tree"]


@cache
def _tree(kind: int, season: Season, night: bool) -> Atlas:
    bare = season == "winter"
    red, green, blue = _LEAVES[season]
    if night:
        # the eye sees no colour by moonlight
        red, green, blue = 0.5 * green, 0.55 * green, 0.5 * green
    return atlas([_sprite(kind, bare)], [(red, green, blue, 0.2 if bare or night else 1.1)])


@cache
def _grove(season: Season) -> Atlas:
    """The same oaks, small, for groves far away."""
    bare = season == "winter"
    cutouts = [_sprite(kind, bare) for kind in range(_TREES)]
    cutouts = [fit(cutout, (cutout.shape[1] // 3, cutout.shape[0] // 3), AREA) for cutout in cutouts]
    red, green, blue = _LEAVES[season]
    return atlas(cutouts, [(red * 0.7, green * 0.7, blue * 0.7, 0.2 if bare else 0.5)] * _TREES)


def place_of(layout: Layout, half: float) -> tuple[float, float]:
    """Where the hero stands, for half a view of ``half``."""
    return layout.side * half * layout.away, layout.away


def draw_hero(
    out: Picture, depths: Picture, layout: Layout, land: Land, half: float, season: Season, lens: Lens, table: Picture,
    light: Light, haze: Haze,
) -> None:  # fmt: skip
    """Draw the layout's hero into ``out`` [H, W, 3]."""
    x, z = place_of(layout, half)
    water = np.zeros(depths.shape, np.uint8)
    ground = height_of(land.heights, x, z)
    if layout.hero == "tree":
        one = np.ones(1)
        flock = Flock(
            x * one, z * one, (ground - 0.25) * one, (8.5 + layout.seed % 4) * one, np.zeros(1, np.int64),
            np.ones(1, np.float32), one,
        )  # fmt: skip
        draw_sprites(
            out,
            depths,
            water,
            flock,
            _tree(layout.seed % _TREES, season, layout.night),
            lens,
            table,
            light,
            haze,
        )
    elif layout.hero in ("person", "couple"):
        two = layout.hero == "couple"
        kinds = np.array([1, 2] if two else [layout.seed % 2], np.int64)
        count = len(kinds)
        across = x + np.array([-0.34, 0.36])[:count]
        flock = Flock(
            across, np.full(count, z), np.full(count, ground - 0.04), np.array([1.82, 1.68])[:count], kinds,
            np.ones(count, np.float32), np.ones(count),
        )  # fmt: skip
        draw_sprites(out, depths, water, flock, _people(), lens, table, light, haze)
    elif layout.hero == "tent":
        _tent(out, depths, lens, x, ground, z, light, layout.seed)


def _tent(
    out: Picture, depths: Picture, lens: Lens, x: float, ground: float, z: float, light: Light, seed: int
) -> None:
    """A ridge tent, lit from within when little light comes from outside."""
    tall, wide = 1.55, 2.3
    fine = 6
    size = max(int(wide * 1.1 * 90), 60)
    rows = int(size * tall / wide)

    def polygon(points: list[tuple[float, float]]) -> Picture:
        plane = np.zeros((rows * fine // 2, size * fine // 2), np.uint8)
        scaled = np.array([(p * (size * fine // 2 - 1), (1 - q) * (rows * fine // 2 - 1)) for p, q in points])
        cv2.fillPoly(plane, [scaled.astype(np.int32)], 255, cv2.LINE_AA)
        return np.asarray(fit(plane, (size, rows), AREA) / 255, np.float32)

    # the front gable, its sagging side, the seam and the door
    front = polygon([(0.02, 0.0), (0.30, 0.97), (0.34, 1.0), (0.62, 0.0)])
    flank = polygon(
        [(0.34, 1.0), (0.40, 0.965), (0.62, 0.93), (0.84, 0.95), (0.88, 0.98), (0.99, 0.0), (0.62, 0.0)]
    )
    door = polygon([(0.26, 0.0), (0.325, 0.82), (0.345, 0.80), (0.37, 0.0)])
    shape = np.maximum(front, flank)
    p = np.linspace(0, 1, size)[None, :]
    q = np.linspace(1, 0, rows)[:, None]
    # a lamp hangs in the middle of it
    glow = np.exp(-(((p - 0.46) / 0.30) ** 2) - ((q - 0.32) / 0.42) ** 2)
    sky = np.array([light.sky_red, light.sky_green, light.sky_blue])
    sun = np.array([light.red, light.green, light.blue])
    cloth = np.array(((0.42, 0.13, 0.03), (0.40, 0.26, 0.05), (0.10, 0.22, 0.26))[seed % 3])
    side = np.where(flank > front, 0.75, 1.0)[..., None]
    face = cloth * (sky * 0.7 + sun * 0.18) * side
    ambient = float(sky.mean() + 0.3 * sun.mean())
    inner = cloth / cloth.max() * np.array([1.0, 0.72, 0.42]) * (0.75 if ambient < 0.6 else 0.0) * 0.36
    colour = face + inner * glow[..., None] * side
    colour *= (1 - 0.35 * door)[..., None]
    depth = z - lens.z
    scale = lens.focal / depth
    left, foot = (
        lens.centre + (x - wide / 2 - lens.x) * scale,
        lens.horizon - (ground - 0.05 - lens.height) * scale,
    )
    pixels_wide, pixels_tall = max(int(wide * scale), 2), max(int(tall * scale), 2)
    cover = fit(np.ascontiguousarray(shape), (pixels_wide, pixels_tall), AREA)
    paint = fit(np.ascontiguousarray(colour * shape[..., None], np.float32), (pixels_wide, pixels_tall), AREA)
    top, start = round(foot) - pixels_tall, round(left)
    a, b = max(start, 0), min(start + pixels_wide, out.shape[1])
    c, d = max(top, 0), min(top + pixels_tall, out.shape[0])
    if a >= b or c >= d:
        return
    cover, paint = (
        cover[c - top : d - top, a - start : b - start],
        paint[c - top : d - top, a - start : b - start],
    )
    cover = cover * (depths[c:d, a:b] > depth * 0.97)
    patch = out[c:d, a:b]
    patch *= (1 - cover)[..., None]
    patch += paint * (cover > 0)[..., None]
    depths[c:d, a:b][cover > 0.5] = depth
    if inner.any():
        # its light on the grass around
        reach = int(7 * scale)
        i0, i1 = max(int(left) - reach, 0), min(int(left) + pixels_wide + reach, out.shape[1])
        j0, j1 = max(round(foot) - 2, 0), min(round(foot) + int(reach * 0.4), out.shape[0])
        if i0 < i1 and j0 < j1:
            u = (np.arange(i0, i1) - left - pixels_wide * 0.45) / (2.2 * scale)
            v = (np.arange(j0, j1) - foot) / (0.9 * scale)
            spill = np.exp(-(u**2))[None, :] * np.exp(-(v**2))[:, None] * 0.05
            region = out[j0:j1, i0:i1]
            grain = region.mean(2, keepdims=True) / max(float(region.mean()), 1e-6)
            region += (spill[..., None] * inner * 2.4 * np.clip(grain, 0.3, 2)).astype(np.float32)


def draw_grass(
    out: Picture, depths: Picture, layout: Layout, land: Land, half: float, season: Season, lens: Lens, table: Picture,
    light: Light, haze: Haze,
) -> None:  # fmt: skip
    """Grass from before the camera to beyond the hero, tuft over tuft; in snow a few stalks."""
    dice = np.random.default_rng((layout.seed, 23))
    count = 14 if layout.snow > 0 else 40_000
    ahead = 1.8 + 50.0 * dice.random(count) ** 1.15
    across = dice.uniform(-1, 1, count) * (half * 1.1 * ahead + 0.6)
    order = np.argsort(-ahead)
    ahead, across = ahead[order], across[order]
    foot = near_height(land.heights, across, ahead) - 0.025
    # dry where the ground is
    book = textures().soft
    patch = book[(ahead * 3.0).astype(np.int64) & 1023, (across * 3.0).astype(np.int64) & 1023]
    dry = dice.random(count) < np.clip(layout.dry + 0.30 * patch, 0.02, 0.98)
    kind = (dice.integers(0, 3, count) + 3 * dry).astype(np.int64)
    stalk = dice.random(count) < (1.0 if layout.snow > 0 else 0.0012)
    kind[stalk] = 6
    tall = np.where(stalk, dice.uniform(0.3, 0.55, count), dice.uniform(0.08, 0.19, count) + 0.0022 * ahead)
    sunlit = np.full(count, 0.9, np.float32)
    flock = Flock(
        across, ahead, foot, tall, kind, sunlit, dice.uniform(0.75, 1.25, count) * (1 + 0.009 * ahead)
    )
    water = np.zeros(depths.shape, np.uint8)
    draw_sprites(out, depths, water, flock, _grass(season), lens, table, light, haze)


def draw_woods(
    out: Picture, depths: Picture, layout: Layout, land: Land, half: float, season: Season, lens: Lens, table: Picture,
    light: Light, haze: Haze,
) -> None:  # fmt: skip
    """Trees beyond the meadow: conifers below mountains, groves and lone oaks in open country."""
    dice = np.random.default_rng((layout.seed, 29))
    wild = layout.form in ("ridge", "snow")
    count = 4200 if wild else 3000
    ahead = 170.0 + 2600.0 * dice.random(count) ** 1.3
    across = dice.uniform(-1.1, 1.1, count) * half * ahead
    turn = layout.seed * 1.7
    groups = (
        np.sin(across / 170 + turn) + np.sin(ahead / 210 + 2 * turn) + 0.8 * np.sin((across + ahead) / 61)
    )
    grows = groups + dice.normal(0, 0.35, count) > (0.75 if wild else 1.25)
    ahead, across = ahead[grows], across[grows]
    order = np.argsort(-ahead)
    ahead, across = ahead[order], across[order]
    count = len(ahead)
    foot = far_height(land.heights, across, ahead) - 0.6
    tall = dice.uniform(9, 22, count) if wild else dice.uniform(6, 13, count)
    kind = dice.integers(0, 4 if wild else _TREES, count).astype(np.int64)
    flock = Flock(
        across, ahead, foot, tall, kind, np.full(count, 0.9, np.float32), dice.uniform(0.7, 1.25, count)
    )
    book = _conifers(0.85 if layout.snow > 0 else 0.0) if wild else _grove(season)
    draw_sprites(out, depths, np.zeros(depths.shape, np.uint8), flock, book, lens, table, light, haze)
