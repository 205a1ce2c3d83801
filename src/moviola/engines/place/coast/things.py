"""What stands on a coast: grass, a lighthouse, vessels, people, palms."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np

from moviola.engines.place.coast.beacon import site
from moviola.engines.place.coast.lookout import Ground
from moviola.engines.place.coast.scene import CoastScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.conifer import reeds
from moviola.engines.place.plants.palm import palm
from moviola.engines.place.props.driftwood import post, trunk
from moviola.engines.place.props.figure import figure
from moviola.engines.place.props.lighthouse import TALL, lighthouse
from moviola.engines.place.props.sail import freighter, yacht
from moviola.engines.place.props.sprites import Atlas, Flock, atlas
from moviola.engines.place.scene import Scene

_GRASSES, _PALMS = 4, 4
_GRASS, _PALM = 0, _GRASSES
_TOWER = _PALM + _PALMS
_YACHT = _TOWER + 9
_FREIGHTER = _YACHT + 2
_PERSON = _FREIGHTER + 2
_POST = _PERSON + 2
_LOG = _POST + 4

_Row = tuple[float, float, float, float, int, float]
_Paint = tuple[float, float, float, float]

_BANDS = ((0.42, 0.035, 0.025), (0.10, 0.11, 0.12), (0.35, 0.05, 0.03))


@cache
def _cutout(kind: int, fine: bool) -> Picture:
    if kind < _PALM:
        return reeds(40 + kind, 220, 170, 90, False)
    if kind < _TOWER:
        shape = palm(90 + kind - _PALM, 280, 300, 0.05 + 0.07 * (kind - _PALM))
        out = np.zeros_like(shape)
        out[..., 0] = shape[..., 0]
        out[..., 1] = shape[..., 1] / np.maximum(shape[..., 0], 1e-3) * 1.3
        return out
    if kind < _YACHT:
        return _tower((kind - _TOWER) // 3, fine)[(kind - _TOWER) % 3]
    if kind < _FREIGHTER:
        return yacht(260)[kind - _YACHT]
    if kind < _PERSON:
        return freighter(90)[kind - _FREIGHTER]
    if kind >= _LOG:
        return trunk(kind - _LOG, 90)
    if kind >= _POST:
        return post(kind - _POST, 260)
    return figure(420, coat=True, long_hair=True) if kind > _PERSON else figure(420)


@cache
def _tower(kind: int, fine: bool) -> list[Picture]:
    return lighthouse(760 if fine else 300, kind)


def _paint(kind: int, straw: float, white: bool) -> _Paint:
    """Colour of a cut-out, and how much light shines through it."""
    if kind < _PALM:
        return 0.085 + 0.09 * straw, 0.100 + 0.045 * straw, 0.032 + 0.03 * straw, 1.3
    if kind < _TOWER:
        return 0.036, 0.056, 0.018, 0.6
    if kind < _YACHT:
        bands = _BANDS[(kind - _TOWER) // 3]
        return ((0.74, 0.72, 0.68, 0.0), (*bands, 0.0), (0.035, 0.037, 0.040, 0.0))[(kind - _TOWER) % 3]
    sails = (0.86, 0.84, 0.80, 0.5) if white else (0.45, 0.10, 0.06, 0.5)
    vessels = ((0.06, 0.065, 0.08, 0.0), sails, (0.10, 0.045, 0.035, 0.0), (0.60, 0.60, 0.58, 0.0))
    if kind >= _LOG:
        return 0.30, 0.27, 0.235, 0.0
    if kind >= _POST:
        return 0.150, 0.128, 0.105, 0.0
    if kind < _PERSON:
        return vessels[kind - _YACHT]
    return (0.16, 0.06, 0.045, 0.2) if kind > _PERSON else (0.045, 0.05, 0.065, 0.2)


@lru_cache(maxsize=4)
def _book(kinds: tuple[int, ...], straw: float, snow: float, white: bool, fine: bool) -> Atlas:
    cutouts = []
    for kind in kinds:
        cutout = _cutout(kind, fine)
        if kind < _PALM and snow > 0:
            cutout = cutout.copy()
            cutout[..., 3] = snow * 0.7
        cutouts.append(cutout)
    return atlas(cutouts, [_paint(kind, straw, white) for kind in kinds])


def standing(
    wanted: Scene, scene: CoastScene, ground: Ground, half: float, fine: bool
) -> tuple[Flock, Atlas] | None:
    """The cut-outs that do not move, far to near, and their pictures; None when there are none."""
    random = np.random.default_rng(scene.seed * 17 + 3)
    rows: list[_Row] = []
    _grasses(scene, ground, half, random, rows)
    if scene.coast.kind == "tropical" or wanted.has("palms"):
        _far_palms(ground, half, random, rows)
    _vessels(wanted, scene, ground, random, rows)
    tower = site(scene, ground)
    if tower and "lighthouse" not in wanted.without:
        x, z, foot = tower
        first = _TOWER + 3 * int(random.integers(0, 3))
        rows += [(x, z - 0.02 * k, foot, TALL, first + k, 1.0) for k in range(3)]
    _people(wanted, scene, ground, half, random, rows)
    _wood(scene, ground, rows)
    if not rows:
        return None
    table = np.array(sorted(rows, key=lambda row: -row[1]), np.float64)
    across, ahead, feet, heights, kind, tints = (np.ascontiguousarray(table[:, k]) for k in range(6))
    sunlit = np.maximum(ground.sunlit(across, ahead), np.float32(0.05))
    sunlit[(kind >= _TOWER) & (kind < _PERSON)] = 1
    kinds, index = np.unique(kind.astype(np.int64), return_inverse=True)
    pictures = _book(
        tuple(int(k) for k in kinds), round(scene.straw, 1), scene.dress.snow, scene.seed % 3 > 0, fine
    )
    return Flock(across, ahead, feet, heights, index.astype(np.int64), sunlit, tints), pictures


def _grasses(
    scene: CoastScene, ground: Ground, half: float, random: np.random.Generator, rows: list[_Row]
) -> None:
    kind = scene.coast.kind
    if kind == "aerial":
        return
    first, last = (4.0, 60.0) if kind == "clifftop" else (3.0, 130.0)
    many = 5200 if kind == "clifftop" else 4200
    depth = np.exp(random.uniform(math.log(first), math.log(last), many))
    x = random.uniform(-1, 1, many) * half * depth * 1.1
    thick = ground.turf(x, depth)
    foot = ground.height(x, depth)
    tall = random.uniform(0.18, 0.42, many) if kind == "clifftop" else random.uniform(0.35, 0.85, many)
    grows = (random.random(many) < thick * 0.9) & (thick > 0.25) & (foot > 0.8)
    rows += [
        (float(x[k]), float(depth[k]), float(foot[k]) - 0.06, float(tall[k] * (0.6 + 0.5 * thick[k])),
         _GRASS + int(k) % _GRASSES, float(random.uniform(0.7, 1.25)))
        for k in np.flatnonzero(grows)
    ]  # fmt: skip


def _far_palms(ground: Ground, half: float, random: np.random.Generator, rows: list[_Row]) -> None:
    many = 2600
    depth = np.exp(random.uniform(math.log(34), math.log(2600), many))
    x = random.uniform(-1, 1, many) * half * depth * 1.05
    off = ground.offshore(x, depth)
    foot = ground.height(x, depth)
    grows = (off < -8 - depth * 0.004) & (off > -60 - depth * 0.15) & (foot > 0.7) & (foot < 60)
    grows &= random.random(many) < 0.75
    rows += [
        (float(x[k]), float(depth[k]), float(foot[k]) - 0.2, float(random.uniform(6.5, 12)),
         _PALM + int(k) % _PALMS, float(random.uniform(0.7, 1.2)))
        for k in np.flatnonzero(grows)[:420]
    ]  # fmt: skip


def _vessels(
    wanted: Scene, scene: CoastScene, ground: Ground, random: np.random.Generator, rows: list[_Row]
) -> None:
    kind = scene.coast.kind
    sail = wanted.has("sailboat") or wanted.has("boat")
    chance = {"islands": 0.75, "tropical": 0.4, "clifftop": 0.35, "beach": 0.3}.get(kind, 0.15)
    side = 1.0 if random.random() < 0.75 or kind != "islands" else -1.0
    takes, at = random.random() < chance, random.uniform(0.1, 0.42) * side
    calm = scene.wind < 0.62
    if sail or (takes and calm and not {"sailboat", "boat"} & set(wanted.without) and kind != "aerial"):
        away = (150 + 16 * scene.coast.eye) * float(random.uniform(0.8, 1.7)) * (0.55 if sail else 1.0)
        for step in range(9):
            x = away * (at + 0.03 * step)
            if float(ground.offshore(np.array([x]), np.array([away]))[0]) > 12:
                rows += [(x, away - 0.02 * k, -0.35, 13.0, _YACHT + k, 1.0) for k in range(2)]
                break
    rare = (
        random.random() < 0.15 and kind in ("islands", "clifftop", "beach") and "ship" not in wanted.without
    )
    if wanted.has("ship") or rare:
        away = 1500.0 if wanted.has("ship") else 6500.0
        spot = float(random.uniform(0.1, 0.25))
        for step in range(9):
            x = away * (spot + (0.05 if step % 2 else -0.05) * step)
            if float(ground.offshore(np.array([x]), np.array([away]))[0]) > 60:
                rows += [(x, away - 0.1 * k, -1.0, 32.0, _FREIGHTER + k, 1.0) for k in range(2)]
                break


def _wood(scene: CoastScene, ground: Ground, rows: list[_Row]) -> None:
    """A row of old posts that runs into the sea, or a trunk on the sand."""
    random = np.random.default_rng(scene.seed * 37 + 5)
    coast = scene.coast
    if coast.groyne is not None:
        line = coast.start + coast.lean * coast.groyne
        many = int(random.integers(13, 20))
        step = float(random.uniform(1.0, 1.3))
        x = line - 3.5 + np.arange(many) * step * 0.92 + random.normal(0, 0.13, many)
        z = (
            coast.groyne
            + np.arange(many) * step * float(random.uniform(0.25, 0.75))
            + random.normal(0, 0.05, many)
        )
        foot = np.maximum(ground.height(x, z), -0.75) - 0.1
        tall = 1.45 + random.normal(0, 0.20, many) - 0.02 * np.arange(many)
        rows += [
            (float(x[k]), float(z[k]), float(foot[k]), float(tall[k]), _POST + int(random.integers(0, 4)),
             float(random.uniform(0.8, 1.15)))
            for k in range(many)
        ]  # fmt: skip
    if coast.log is not None:
        x, z = np.array([coast.log[0]]), np.array([coast.log[1]])
        rows.append((float(x[0]), float(z[0]), float(ground.height(x, z)[0]) - 0.07, coast.log[2],
                     _LOG + scene.seed % 4, 1.0))  # fmt: skip


def _people(
    wanted: Scene,
    scene: CoastScene,
    ground: Ground,
    half: float,
    random: np.random.Generator,
    rows: list[_Row],
) -> None:
    kind = scene.coast.kind
    asked = wanted.people or wanted.has("person") or wanted.has("couple")
    chance = random.random()
    if (
        wanted.people is False
        or kind in ("aerial", "islands")
        or (not asked and (kind not in ("beach", "tropical") or chance > 0.4))
    ):
        return
    depth = np.exp(random.uniform(math.log(20), math.log(58), 300)) * (2.2 if scene.coast.eye > 4 else 1.0)
    x = random.uniform(-0.62, 0.62, 300) * half * depth
    off, foot = ground.offshore(x, depth), ground.height(x, depth)
    if kind == "clifftop":
        fits = (foot > scene.coast.eye - 4) & (foot < scene.coast.eye)
    else:
        # where the sand is wet, and the figure mirrors
        fits = (off < -0.3) & (off > -7) & (foot < 2.0) & (foot > 0) & (ground.rock(x, depth) < 0.2)
        for nearer in (0.55, 0.7, 0.82, 0.92):
            # nothing stands before the figure
            fits &= ground.rock(x * nearer, depth * nearer) < 0.3
    for k in np.flatnonzero(fits)[:1]:
        couple = wanted.has("couple")
        for n in range(2 if couple else 1):
            which = _PERSON + (n if couple else int(random.integers(0, 2)))
            rows.append(
                (
                    float(x[k]) + 0.62 * n,
                    float(depth[k]) - 0.1 * n,
                    float(foot[k]) - 0.03,
                    1.74 - 0.08 * n,
                    which,
                    1.0,
                )
            )
