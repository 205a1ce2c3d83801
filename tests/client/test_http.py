from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from moviola import errors
from moviola.client import Client, http

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


def test_a_file_with_the_longest_of_names_can_be_downloaded(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 251 + ".mp4")
    with _client(lambda r: httpx.Response(200, content=b"film")) as client:
        assert client.download("/media/x", target) == 4
    assert target.read_bytes() == b"film"


def test_a_download_whose_connection_breaks_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    target.write_bytes(b"old")

    class Breaking(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"ne"
            raise httpx.ReadError("gone")

    with (
        _client(lambda r: httpx.Response(200, stream=Breaking())) as client,
        pytest.raises(errors.Fault, match="broke"),
    ):
        client.download("/media/x", target)
    assert target.read_bytes() == b"old" and list(tmp_path.iterdir()) == [target]


def _events(*events: tuple[int, Mapping[str, object]]) -> httpx.Response:
    text = "".join(f"id: {seq}\ndata: {json.dumps(event)}\n\n" for seq, event in events)
    return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})


def test_a_run_whose_stream_ends_early_is_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "RESUME_PAUSES", (0.0, 0.0, 0.0))
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("last-event-id", ""))
        if len(asked) == 1:
            return _events((3, {"invocationId": "r1", "partial": True}))
        if len(asked) == 2:
            raise httpx.ConnectError("restarting")
        final = {"invocationId": "r1", "customMetadata": {"final": True}}
        return _events((4, {"invocationId": "r2", "customMetadata": {"final": True}}), (5, final))

    with _client(answer) as client:
        got = list(client.run("1", "hi"))
    assert [event.seq for event in got] == [3, 5]
    assert asked == ["", "3", "3"]


def test_a_run_whose_end_never_comes_is_said_to_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "RESUME_PAUSES", (0.0, 0.0))
    stream = {"invocationId": "r1", "partial": True}
    with (
        _client(lambda r: _events((3, stream))) as client,
        pytest.raises(errors.Fault, match="before the end"),
    ):
        list(client.run("1", "hi"))


def test_a_message_that_met_no_server_is_not_sent_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("nobody")

    with _client(answer) as client, pytest.raises(errors.Fault, match="moviola serve"):
        list(client.run("1", "hi"))
    assert asked == ["/run_sse"]


def test_a_page_instead_of_events_is_told_apart() -> None:
    page = httpx.Response(200, html="<html>")
    with _client(lambda r: page) as client, pytest.raises(errors.Fault, match="Moviola server"):
        list(client.run("1", "hi"))


def test_json_of_another_kind_of_server_is_told_apart() -> None:
    with (
        _client(lambda r: httpx.Response(200, json={"hello": 1})) as client,
        pytest.raises(errors.Fault, match="Moviola server"),
    ):
        client.create_session("x")


@pytest.mark.parametrize("url", ["foo", "ftp://host", "http://::1:99"])
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(errors.BadRequest, match="not an address"), Client(url) as client:
        client.credits()
