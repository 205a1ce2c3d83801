"""A server on loopback: its own machine needs no token, and nobody else gets in by a trick."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.api.house import SmallHouse, serving
from tests.api.test_auth import error


@pytest.fixture
def local(house_with: Callable[..., SmallHouse], stack: ExitStack) -> str:
    return stack.enter_context(serving(house_with()))


def test_no_token_is_needed(local: str) -> None:
    made = httpx.post(f"{local}/api/tasks/me/with-session/nemo_agent", json={"task_name": "x"}).json()["data"]
    assert made["user_id"] == "usr_local"
    # The ADK Web UI names its user so.
    listed = httpx.get(f"{local}/apps/nemo_agent/users/user/sessions").json()
    assert [one["id"] for one in listed] == [made["session_id"]]


def test_a_bad_token_is_still_refused(local: str) -> None:
    answer = httpx.get(f"{local}/api/credits/balance/simple", headers={"Authorization": "Bearer x"})
    assert error(answer) == (401, 1001)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "", "192.168.0.7:8765", "[::1"]
)
def test_a_rebound_name_is_refused(local: str, host: str) -> None:
    assert error(httpx.get(f"{local}/api/credits/balance/simple", headers={"Host": host})) == (403, 1004)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example:1"])
def test_a_foreign_page_is_refused(local: str, origin: str) -> None:
    for method in ("POST", "OPTIONS"):
        answer = httpx.request(
            method,
            f"{local}/api/tasks/me/with-session/nemo_agent",
            json={"task_name": "x"},
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )
        assert error(answer) == (403, 1004)


@pytest.mark.parametrize("host", ["localhost:99", "127.0.0.1", "[::1]:8765"])
def test_the_machines_own_names_are_good(local: str, host: str) -> None:
    answer = httpx.get(
        f"{local}/api/credits/balance/simple", headers={"Host": host, "Origin": "http://localhost:4200"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:4200"


def test_without_a_local_user_a_token_is_needed(
    house_with: Callable[..., SmallHouse], stack: ExitStack
) -> None:
    base = stack.enter_context(serving(house_with(local_user=False)))
    assert error(httpx.get(f"{base}/api/credits/balance/simple")) == (401, 1001)
