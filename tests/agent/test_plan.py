from __future__ import annotations

import pytest
from pydantic import ValidationError

from moviola.agent.plan import AddTitle, Animate, MakePortrait, Plan, SetAspect
from moviola.engines.base import Move


def test_a_plan_survives_json() -> None:
    plan = Plan(
        actions=(
            MakePortrait(description="old captain"),
            Animate(moves=(Move(kind="push_in", strength=0.5),), duration_ms=5000),
            AddTitle(text="船长", at="end"),
        ),
        language="zh",
        no_music=True,
    )
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize("aspect", ["", "9x16", "tall", "9:16:1"])
def test_an_aspect_is_two_numbers(aspect: str) -> None:
    with pytest.raises(ValidationError):
        SetAspect(aspect=aspect)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({"actions": [{"kind": "delete_everything"}]})
