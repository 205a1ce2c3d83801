"""The six ways in which a village is laid out before the camera; the seed varies each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.place.props.house import CABIN, CHALET, FARM, NORDIC, TOWN
from moviola.engines.place.scene import Scene
from moviola.engines.place.village.groves import Wish
from moviola.engines.place.village.outlooks import lakeside, valley
from moviola.engines.place.village.plan import CHURCH, Plan, along
from moviola.engines.place.village.retreats import cabin
from moviola.engines.place.village.streets import church, row, street

#: Kinds of houses that stand together.
_MIXES: tuple[tuple[int, ...], ...] = (
    (CHALET, CHALET, CHALET, TOWN, CABIN), (NORDIC, NORDIC, NORDIC, CABIN), (TOWN, TOWN, CHALET), (CHALET, CABIN,
    CHALET),
    (FARM, FARM, FARM, CABIN),
)  # fmt: skip
LAYOUTS = ("street", "row", "church", "valley", "lakeside", "cabin")


def lay_out(scene: Scene, seed: int) -> Plan:
    """The plan of a village; the same for every size of the picture."""
    random = np.random.default_rng(seed * 613 + 11)
    name = _chosen(scene, seed)
    mix = _MIXES[int(random.choice(len(_MIXES), p=(0.42, 0.22, 0.16, 0.14, 0.06)))]
    if thatched(scene):
        mix = (FARM,)
    wish = Wish(mix, scene)
    if name == "cabin":
        plan = cabin(random, wish, seed)
    else:
        plan = {"street": street, "row": row, "church": church, "valley": valley, "lakeside": lakeside}[name](
            random, wish
        )
    if thatched(scene):
        # no church among farms of another faith
        farms = tuple(replace(s, kind=FARM, pick=s.pick + 1) if s.kind == CHURCH else s for s in plan.spots)
        plan = replace(plan, spots=farms, strings=(), snowman=None)
    return _seen(replace(plan, variant=int(random.integers(4))), scene)


def thatched(scene: Scene) -> bool:
    """Whether the village is one of steep thatched farms."""
    return scene.inspired.startswith("Shirakawa") or scene.has("thatch")


def _chosen(scene: Scene, seed: int) -> str:
    asked = set(scene.features)
    if scene.viewpoint in ("high", "aerial"):
        return "valley"
    if asked & {"lake", "reflections", "sea", "boat"}:
        return "lakeside"
    if "cabin" in asked and not asked & {"church", "street", "road"}:
        return "cabin"
    if asked & {"street", "road", "cars", "christmas"}:
        return "street"
    if asked & {"church", "spires"}:
        return ("church", "valley", "street")[seed % 3]
    if asked & {"stream", "river", "bridge"}:
        return "row"
    if "meadow" in asked or "fence" in asked:
        return "row"
    if thatched(scene):
        return ("valley", "row", "lakeside", "valley", "row")[seed % 5]
    return ("row", "street", "valley", "church", "lakeside", "row", "cabin", "street")[seed % 8]


def _seen(plan: Plan, scene: Scene) -> Plan:
    """The plan through the lens that the words ask for."""
    if scene.angle == "tele":
        plan = replace(plan, wide=plan.wide * 0.62)
    elif scene.angle == "wide":
        plan = replace(plan, wide=plan.wide * 1.28)
    if scene.viewpoint == "low":
        plan = replace(plan, eye=max(plan.eye * 0.55, 0.8), horizon=min(plan.horizon + 0.06, 0.74))
    elif scene.viewpoint == "aerial":
        plan = replace(plan, eye=plan.eye + 18, horizon=plan.horizon - 0.07, wide=plan.wide * 1.12)
    if scene.people is False or "person" in scene.without:
        plan = replace(plan, people=())
    elif {"person", "couple", "people"} & set(scene.features):
        plan = replace(plan, people=_walkers(plan, "person" not in scene.features))
    if "snowman" in scene.features and plan.snowman is None:
        x, z = plan.hero
        plan = replace(plan, snowman=(x * 0.62 + 2.2, z * 0.62))
    if "fence" in scene.without:
        plan = replace(plan, fences=())
    if "snowman" in scene.without or (scene.season != "winter" and "snowman" not in scene.features):
        plan = replace(plan, snowman=None)
    kept = tuple(s for s in plan.spots if s.kind != CHURCH) if "church" in scene.without else plan.spots
    if "trees" in scene.without or "pines" in scene.without:
        plan = replace(plan, trees=np.zeros((0, 3)))
    return replace(plan, spots=kept)


def _walkers(plan: Plan, two: bool) -> tuple[tuple[float, float, int], ...]:
    """One or two people on the way into the village."""
    if plan.people:
        x, z, _ = plan.people[0]
    elif plan.paths:
        walk = along(plan.paths[0].points, 1.0)
        ahead = walk[walk[:, 1] > 14]
        x, z = (float(v) for v in ahead[min(6, len(ahead) - 1)])
    else:
        x, z = plan.hero[0] * 0.8 + 3.0, plan.hero[1] * 0.8
    return ((x, z, 0), (x + 0.72, z + 0.1, 1)) if two else ((x, z, 0),)
