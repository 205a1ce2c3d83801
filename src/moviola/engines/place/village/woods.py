"""Trees and people of a village as cut-outs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.plants.conifer import reeds
from moviola.engines.place.plants.creatures import walker
from moviola.engines.place.plants.fir import broadleaf, fir, flattened
from moviola.engines.place.plants.snowfir import snowfir
from moviola.engines.place.props.sprites import Atlas, Flock, atlas, draw_sprites
from moviola.engines.place.shelf import kept
from moviola.engines.place.sky.air import Haze, Light
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.village.plan import clear_of
from moviola.engines.place.village.world import World

_Colour = tuple[float, float, float]


#: Share of a cut-out of a fir that is empty below its lowest boughs.
SUNK = 0.03
_VERSION = 6
#: Kinds of near trees: firs, then round trees.
_FIRS, _ROUND = 4, 3
#: Larches in autumn.
_GOLD: _Colour = (0.34, 0.19, 0.035)


def _needles(colour: _Colour, through: float) -> list[tuple[float, float, float, float]]:
    """Colours of four kinds of trees; where the first is warm, larches stand among firs."""
    firs = (0.026, 0.042, 0.018) if colour == _GOLD else colour
    return [(*firs, through), (*colour, through), (*firs, through), (*colour, through)]


@lru_cache(maxsize=4)
def far_trees(colour: _Colour, snow: float) -> Atlas:
    """Small spruces for slopes."""
    return atlas([snowfir(60 + k, 100, 230, snow) for k in range(4)], _needles(colour, 0.1))


def _cropped(laden: Picture) -> Picture:
    """``laden`` without most of what is empty below its lowest boughs."""
    return np.ascontiguousarray(laden[: round(len(laden) * 0.945)])


@lru_cache(maxsize=4)
def near_trees(colour: _Colour, leaves: _Colour, snow: float) -> Atlas:
    """Firs that stand near, then round trees with ``leaves`` of that colour, bare under snow."""
    names = tuple("abcdefg")

    def grown() -> dict[str, Picture]:
        made = [fir(10 + k, 480, 1050, snow, SUNK) for k in range(_FIRS)]
        if snow > 0:
            # two laden ones among those that the wind has half bared
            made[::2] = [_cropped(snowfir(10 + k, 460, 1120, snow)) for k in range(2)]
        made += [broadleaf(5 + k, 760, 900, snow, snow > 0, SUNK) for k in range(_ROUND)]
        return dict(zip(names, made, strict=True))

    cutouts = kept(f"trees-{_VERSION}-{round(snow * 100)}", names, grown)
    warm = (leaves[0] * 1.15, leaves[1] * 0.82, leaves[2])
    round_ = [(*leaves, 0.5), (*warm, 0.5), (*leaves, 0.5)]
    return atlas([cutouts[name] for name in names], _needles(colour, 0.2) + round_)


@lru_cache(maxsize=2)
def stalks(dry: bool) -> Atlas:
    """Grass that stands out of the snow, or grows."""
    colour = (0.16, 0.11, 0.06, 0.3) if dry else (0.075, 0.125, 0.030, 0.5)
    return atlas([reeds(3 + k, 150, 170, 16 + 8 * k, False) for k in range(3)], [colour] * 3)


@lru_cache(maxsize=1)
def walkers() -> Atlas:
    """People in coats, from behind, with a rucksack or without."""
    return atlas(
        [flattened(walker(rucksack), 0.0, 0.0) for rucksack in (False, True)],
        [(0.085, 0.100, 0.150, 0.1), (0.260, 0.055, 0.042, 0.1)],
    )


def draw_lit(
    out: Picture, depths: Picture, water: Mask, flock: Flock, book: Atlas, lens: Lens, table: Picture, light: Light,
    haze: Haze, pool: Picture, grid: Grid,
) -> None:  # fmt: skip
    """Draw ``flock`` with what the lamps give it, in three groups from unlit to bright.

    Args:
        pool: [3, h, w] light of lamps on the ground; ``grid``: its cells.
    """
    rows, columns = pool.shape[1:]
    i = np.clip((flock.x - grid.west) / grid.cell, 0, columns - 1).astype(int)
    j = np.clip((flock.z - grid.south) / grid.cell, 0, rows - 1).astype(int)
    received = pool[:, j, i]
    air = np.array([light.sky_red, light.sky_green, light.sky_blue])
    share = received.sum(0) / max(float(air.sum()), 1e-9)
    group = np.digitize(share, (0.15, 0.8))
    for number in range(3):
        chosen = group == number
        if not chosen.any():
            continue
        more = received[:, chosen].mean(1) * 0.55
        lit = light._replace(
            sky_red=light.sky_red + float(more[0]), sky_green=light.sky_green + float(more[1]),
            sky_blue=light.sky_blue + float(more[2]),
        )  # fmt: skip
        some = Flock(*(np.ascontiguousarray(part[chosen]) for part in flock))
        draw_sprites(out, depths, water, some, book, lens, table, lit, haze)


def trees(world: World, seed: int) -> Flock:
    """The firs of the plan, far to near."""
    plan = world.plan
    each = plan.trees[np.argsort(-plan.trees[:, 1])]
    # no lone tops poke into the picture from below
    tops = world.sampled(world.site.height, each[:, 0], each[:, 1]) + each[:, 2]
    lowest = -(1 - plan.horizon) * 2 * plan.wide * 9 / 16
    each = each[((tops - world.eye) / each[:, 1] > lowest + 0.09) | (each[:, 2] < 2.5)]
    x, z, tall = (np.ascontiguousarray(column) for column in each.T)
    random = np.random.default_rng(seed + 3)
    sunlit = world.sampled(world.ground.sunlit, x - 1.0, z - 1.5)
    # round trees stand among the houses, firs in the woods and where the picture's frame is
    kind = random.integers(0, _FIRS, len(x))
    settled = 0.16 if world.mood.winter else 0.55
    if world.plan.name == "cabin":
        settled *= 0.35
    round_ = (random.random(len(x)) < settled) & (tall > 3.0) & (z > 22)
    kind = np.where(round_, _FIRS + random.integers(0, _ROUND, len(x)), kind)
    tall = np.ascontiguousarray(np.where(round_, tall * 0.82, tall))
    return Flock(
        x, z, world.sampled(world.site.height, x, z) - 0.10 - SUNK * tall, tall, kind,
        np.asarray(0.25 + 0.75 * sunlit, np.float32), random.uniform(0.85, 1.1, len(x)),
    )  # fmt: skip


def clumps(world: World, seed: int) -> Flock:
    """Dry stalks or grass in clumps before the camera."""
    plan = world.plan
    random = np.random.default_rng(seed + 9)
    green = not world.mood.winter
    groups, count = (170, 3000) if green else (5, 46)
    depth = 4.0 * 7.0 ** random.random(groups) if not green else 4.0 * 9.0 ** random.random(groups)
    middles = np.column_stack([random.uniform(-1.15, 1.15, groups), depth])
    at = middles[random.integers(0, groups, count)]
    z = at[:, 1] + random.normal(0, 0.9, count)
    aim = plan.hero[0] / plan.hero[1] + (0.5 - plan.hero_at) * 2 * plan.wide
    x = (aim + at[:, 0] * plan.wide) * at[:, 1] + random.normal(0, 0.8, count)
    keep = clear_of(plan.spots, plan.paths, x, z, -1.0) & (z > 3.5)
    keep &= world.sampled(world.site.height, x, z) > 0.25
    order = np.argsort(-z[keep])
    x, z = x[keep][order], z[keep][order]
    return Flock(
        np.ascontiguousarray(x), np.ascontiguousarray(z), world.sampled(world.site.height, x, z) - 0.06,
        random.uniform(0.22, 0.62, len(x)) * (0.52 if green else 1.0), random.integers(0, 3, len(x)),
        np.ones(len(x), np.float32),
        random.uniform(0.8, 1.15, len(x)),
    )  # fmt: skip


def people(world: World) -> Flock:
    """Those who walk there."""
    each = np.array(world.plan.people, np.float64).reshape(-1, 3)
    x, z, kind = (np.ascontiguousarray(column) for column in each[np.argsort(-each[:, 1])].T)
    return Flock(
        x, z, world.sampled(world.site.height, x, z) - 0.08, 1.76 - 0.1 * kind, kind.astype(np.int64),
        np.asarray(world.sampled(world.ground.sunlit, x, z), np.float32), np.ones(len(x)),
    )  # fmt: skip
