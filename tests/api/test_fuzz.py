"""Any JSON at all, to every path that takes some: an answer in the one shape, and never our fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moviola.settings import Settings
from tests.api.conftest import Person
from tests.api.house import SmallHouse, serving

NAMES = (
    *(
        "app_name",
        "sessionId",
        "session_id",
        "new_message",
        "newMessage",
        "parts",
        "text",
        "task_name",
        "task_id",
    ),
    *(
        "language",
        "id",
        "draft",
        "output",
        "format",
        "urls",
        "source_type",
        "state",
        "stateDelta",
        "streaming",
    ),
    *("want", "user_id", "inlineData", "data", "t", "m"),
)
KEYS = st.sampled_from(NAMES)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["nemo_agent", "me", "events 0", "../..", "1" * 19, "\0"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    house = SmallHouse(Settings(home=tmp_path_factory.mktemp("home"), host="0.0.0.0", open_sessions=10**6))
    with serving(house) as base:
        who = Person(base, "client")
        yield who
        who.http.close()
    house.store.close()


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    path=st.sampled_from(
        [
            "/api/tasks/me/with-session/nemo_agent",
            "/api/auth/claim-token",
            "/run",
            "/api/render/proxy/lambda",
            "/api/upload-video/nemo_agent/me/{session}",
            "/apps/nemo_agent/users/me/sessions",
        ]
    ),
    good=st.booleans(),
    key=KEYS,
    value=JSON,
)
def test_no_json_is_our_fault(fuzzed: Person, path: str, good: bool, key: str, value: Any) -> None:
    whole = {
        **fuzzed.message("events 0"),
        "sessionId": fuzzed.session,
        "task_name": "x",
        "id": "r",
        key: value,
    }
    answer: httpx.Response = fuzzed.http.post(
        path.format(session=fuzzed.session), json=whole if good else value
    )
    assert answer.status_code < 500
    if answer.is_error:
        assert {"code", "message", "detail"} <= answer.json().keys()
