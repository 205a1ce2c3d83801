from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from moviola import errors
from moviola.client import Client

Handler = Callable[[httpx.Request], httpx.Response]


def _client(handler: Handler) -> Client:
    return Client("http://test", "nmv_usr_x", transport=httpx.MockTransport(handler))


def _error(code: int, status: int) -> Handler:
    return lambda request: httpx.Response(
        status, json={"code": code, "message": "because", "detail": "because"}
    )


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [(1001, 401, errors.Unauthorized), (1002, 404, errors.NoSession), (2001, 402, errors.OutOfCredits)],
)
def test_codes_become_errors(code: int, status: int, kind: type[errors.MoviolaError]) -> None:
    with _client(_error(code, status)) as client, pytest.raises(kind, match="because"):
        client.credits()


def test_a_page_instead_of_json_is_told_apart() -> None:
    with (
        _client(lambda r: httpx.Response(200, text="<html>")) as client,
        pytest.raises(errors.Fault, match="JSON"),
    ):
        client.credits()


def test_calls_carry_token_and_attribution() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={"code": 0, "data": {"available": 1, "frozen": 0, "total": 1}})

    with _client(answer) as client:
        assert client.credits()["total"] == 1
    assert seen[0]["authorization"] == "Bearer nmv_usr_x"
    assert all(seen[0][name] for name in ("x-skill-source", "x-skill-version", "x-skill-platform"))


def test_a_run_ends_with_its_final_event_and_skips_heartbeats() -> None:
    events = [
        {"partial": True, "customMetadata": {"progress": {"percent": 5, "stage": "s", "tool": "t"}}},
        {"content": {"parts": [{"text": "part"}]}, "partial": True},
        {"content": {"parts": [{"text": "whole"}]}, "customMetadata": {"final": True}},
        {"content": {"parts": [{"text": "of another run"}]}},
    ]
    lines = [f"id: {n}\ndata: {json.dumps(e)}\n\n: heartbeat\n\n" for n, e in enumerate(events, 1)]
    stream = httpx.Response(200, text="".join(lines), headers={"content-type": "text/event-stream"})
    with _client(lambda r: stream) as client:
        got = list(client.run("1", "hi"))
    assert [event.seq for event in got] == [1, 2, 3]
    assert [event.text for event in got] == ["", "part", "whole"]
    assert got[0].progress is not None and got[0].progress["percent"] == 5
    assert got[2].is_final and not got[2].is_failure


def test_a_broken_download_leaves_nothing(tmp_path: Path) -> None:
    with _client(_error(1003, 404)) as client, pytest.raises(errors.NotFound):
        client.download("/media/x", tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []
