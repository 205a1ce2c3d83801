from __future__ import annotations

from pathlib import Path

import pytest

from moviola.agent.acting import cost
from moviola.agent.plan import EditPlace, MakeImage, Redraw, SetAspect
from moviola.settings import Settings
from moviola.studio.project import Medium, Project
from moviola.timeline.edits import PlacedShot, PlaceShots
from moviola.timeline.history import Step

EDIT = EditPlace(instruction="more fog")


def metered(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, metered=True, price_image=4, price_edit_session=10)


def board(shots: int, **facts: object) -> Project:
    """A draft of so many drawn shots and an uploaded one."""
    media = [_medium(index, "image") for index in range(shots)] + [_medium(shots, "upload")]
    project = Project()
    for medium in media:
        project = project.add(medium)
    placed = tuple(PlacedShot(media=m.reference(), duration=2000) for m in media)
    return project.do(Step(label="storyboard", edits=(PlaceShots(shots=placed),)), "image").model_copy(
        update=facts
    )


def _medium(index: int, origin: str) -> Medium:
    return Medium.model_validate(
        {
            "id": f"m{index}",
            "hash": f"{index:064x}",
            "kind": "image",
            "origin": origin,
            "name": "x.png",
            "width": 320,
            "height": 180,
        }
    )


@pytest.mark.parametrize(
    ("shots", "charged", "total"), [(1, 0, 4), (2, 0, 8), (3, 0, 10), (6, 0, 10), (3, 6, 4), (3, 10, 0)]
)
def test_an_edit_of_a_storyboard_costs_each_shot_up_to_the_ceiling(
    tmp_path: Path, shots: int, charged: int, total: int
) -> None:
    project = board(shots, edits_charged=charged)
    for action in (EDIT, Redraw(resolution="2160p")):
        assert cost((action,), metered(tmp_path), project) == total


def test_edits_of_one_message_share_the_ceiling(tmp_path: Path) -> None:
    assert cost((EDIT, EDIT, EDIT), metered(tmp_path), Project()) == 10
    assert cost((MakeImage(prompt="a beach", count=3), EDIT), metered(tmp_path), Project()) == 16


def test_another_frame_costs_only_where_something_is_made_again(tmp_path: Path) -> None:
    frame = SetAspect(aspect="9:16")
    assert cost((frame,), metered(tmp_path), Project()) == 0
    assert cost((frame,), metered(tmp_path), board(2)) == 8
