"""Whatever is sent, the answer is in the one error shape and never a 500."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from moviola.settings import Settings
from tests.api.conftest import Person
from tests.api.house import SmallHouse, serving
from tests.api.test_auth import error


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all: whatever is sent to it, it goes on."""
    house = SmallHouse(Settings(home=tmp_path_factory.mktemp("home"), host="0.0.0.0"))
    with serving(house) as address:
        yield address
    house.store.close()


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"{not json",
    "not an object": b"[]",
    "null": b"null",
    "a number": b"7",
    "not utf-8": b'{"task_name":"\xff\xfe"}',
    "nan": b'{"task_name":NaN}',
    "deep": b"[" * 100_000,
    "wrong types": b'{"task_name":5,"session_id":[],"id":{},"sessionId":9,"task_id":1,"app_name":3,"new_message":"x"}',
    "huge number": b'{"task_name":' + b"9" * 5000 + b"}",
    "lone surrogate": b'{"task_name":"\\ud800","app_name":"nemo_agent","session_id":"\\udfff","id":"\\ud800"}',
    "long name": b'{"task_name":"' + b"x" * 501 + b'"}',
    "odd language": b'{"task_name":"x","language":"../../etc"}',
}
PATHS = [
    "/api/tasks/me/with-session/nemo_agent",
    "/api/auth/claim-token",
    "/run_sse",
    "/run",
    "/api/render/proxy/lambda",
    "/api/upload-video/nemo_agent/me/{session}",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("what", BODIES)
def test_a_bad_body_is_400(person: Person, path: str, what: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = person.http.post(path.format(session=person.session), content=BODIES[what], headers=headers)
    assert error(answer) == (400, 400)


def test_the_field_that_does_not_fit_is_named(person: Person) -> None:
    answer = person.http.post("/api/tasks/me/with-session/nemo_agent", json={"language": "en"})
    assert answer.json()["message"] == "task_name: Field required"
    assert answer.json()["detail"] == [
        {"type": "missing", "loc": ["body", "task_name"], "msg": "Field required"}
    ]
    form = person.http.post("/api/tasks/me/with-session/nemo_agent", content=b'{"task_name":"x"}')
    assert "Content-Type: application/json" in form.json()["message"]


def test_unknown_paths_and_methods_have_the_same_shape(person: Person) -> None:
    assert error(person.http.get("/no/such/path")) == (404, 1003)
    assert error(person.http.get("/list-apps/")) == (404, 1003)
    assert error(person.http.get("/static/nothing.js")) == (404, 1003)
    refused = person.http.put("/run_sse")
    assert error(refused) == (405, 400)
    assert refused.headers["allow"] == "POST"


@pytest.mark.slow
@pytest.mark.parametrize("declared", [True, False])
def test_a_huge_body_is_413_and_states_the_limit(person: Person, declared: bool) -> None:
    size = 25 << 20
    content: Any = b"x" * size if declared else (b"x" * 65536 for _ in range(size // 65536))
    answer = person.http.post("/run_sse", content=content, headers={"Content-Type": "application/json"})
    assert error(answer) == (413, 4002)
    assert "24 MB" in answer.json()["message"]


@pytest.mark.parametrize("name", ["%00", "a%00b", "..%2f..%2fetc%2fpasswd", "%ff%fe", "x" * 3000, "🦑"])
def test_odd_names_in_paths_find_nothing(person: Person, name: str) -> None:
    for path in (
        f"/api/state/nemo_agent/me/{name}/latest",
        f"/api/render/proxy/lambda/{name}",
        f"/api/sessions/{name}/events",
        f"/media/{name}/x.png",
        f"/apps/nemo_agent/users/me/sessions/{person.session}/artifacts/{name}",
    ):
        status, _ = error(person.http.get(path))
        assert status == 404, path


@pytest.mark.parametrize(
    "request_text",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "POST /run_sse HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "nonsense\r\n\r\n",
    ],
)
def test_broken_http_does_not_stop_the_server(base: str, person: Person, request_text: str) -> None:
    address = urlsplit(base)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        wire.sendall(request_text.encode())
        assert wire.recv(64).startswith(b"HTTP/1.1 4")
    assert person.http.get("/health").json() == {"status": "ok"}


def test_a_nul_in_words_is_dropped(person: Person) -> None:
    answer = person.http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "a\0b"})
    assert answer.status_code == 200
    assert person.http.get("/api/tasks/me").json()["data"]["tasks"][0]["task_name"] == "ab"


def test_unknown_keys_are_let_pass(person: Person) -> None:
    body = {**person.message("events 0"), "stateDelta": None, "function_call_event_id": "x"}
    assert httpx.Response(person.http.post("/run_sse", json=body).status_code).is_success
