from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from moviola.agent.grammar import Grammar
from tests.agent.situations import SITUATIONS, brief, flags

CASES = [
    pytest.param(case, id=f"{path.stem[-2:]}-{case.get('in', '')}-{case['say'][:40]}")
    for path in sorted(Path(__file__).parent.glob("corpus_*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_what_people_say_is_what_they_mean(case: dict[str, Any]) -> None:
    plan = Grammar().plan(case["say"], SITUATIONS[case.get("in", "")])
    assert [brief(action) for action in plan.actions] == case["do"]
    assert flags(plan) == case.get("flags", [])
