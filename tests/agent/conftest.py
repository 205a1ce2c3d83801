from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moviola.agent.house import House
from moviola.settings import Settings
from moviola.studio import bench
from tests.agent.talk import Open
from tests.fakes import SPEC, Scripted


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "engine_for", lambda task, name="": SPEC)


@pytest.fixture
def open_house(tiny: None, tmp_path: Path, plans: dict[str, tuple[Any, ...]]) -> Iterator[Open]:
    """Opens a house with the tiny engine and the test module's ``plans``."""
    houses: list[House] = []

    def open_(**settings: Any) -> House:
        house = House(
            Settings(home=tmp_path, **{"metered": False, **settings}),
            durable=False,
            planner=Scripted(**plans),
        )
        houses.append(house)
        return house

    yield open_
    for house in houses:
        house.close()
