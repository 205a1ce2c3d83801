from __future__ import annotations

import pytest

from moviola.agent import reply
from moviola.agent.forecast import Effort, effort
from moviola.agent.plan import Action, EditPlace, MakeClip, MakeImage
from moviola.settings import Settings
from moviola.studio.project import Project


@pytest.mark.parametrize(
    ("action", "what", "seconds"),
    [
        (MakeClip(prompt="fly over a mountain lake"), "flight", 105),
        (MakeClip(prompt="飞越沙漠", duration_ms=4000), "flight", 42),
        (MakeClip(prompt="a desert", changes=("make it a timelapse",)), "passage", 45),
        (MakeClip(prompt="a desert"), None, 0),
        (MakeClip(prompt="fly over a mountain lake", duration_ms=500), None, 0),
        (MakeImage(prompt="fly over a mountain lake"), None, 0),
        (EditPlace(instruction="make it a timelapse"), None, 0),
    ],
)
def test_only_what_takes_long_is_worth_a_word(action: Action, what: str | None, seconds: float) -> None:
    found = effort(action, Project(), Settings())
    assert (found.what if found else None) == what
    if found is not None:
        assert found.seconds == pytest.approx(seconds)


def test_another_engine_flies_nowhere() -> None:
    action = MakeClip(prompt="fly over a mountain lake")
    assert effort(action, Project(), Settings(image_engine="comfyui")) is None


def test_the_time_is_told_roughly() -> None:
    assert "about 2 minutes" in reply.before(Effort("flight", 105.0), "en")
    assert "about 45 seconds" in reply.before(Effort("passage", 45.0), "en")
    assert "大约需要 45 秒" in reply.before(Effort("passage", 43.0), "zh")
