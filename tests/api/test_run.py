from __future__ import annotations

import base64
import json
import threading
import time
from typing import Any

import httpx
import pytest

from moviola.api import streams
from tests.api.conftest import Person
from tests.api.house import SmallHouse, wait_until
from tests.api.test_auth import error

Numbered = list[tuple[int, dict[str, Any]]]


def read(response: httpx.Response) -> Numbered:
    """All events of a stream; fails on anything that is not ``id``, one line of ``data`` or a comment."""
    found: Numbered = []
    for block in "".join(response.iter_text()).split("\n\n"):
        if not block or block.startswith(": "):
            continue
        lines = block.split("\n")
        assert [line.split(": ", 1)[0] for line in lines] == ["id", "data"], block
        found.append((int(lines[0][4:]), json.loads(lines[1][6:])))
    return found


def ask(person: Person, text: str, headers: dict[str, str] | None = None, **more: Any) -> Numbered:
    with person.http.stream(
        "POST", "/run_sse", json=person.message(text, **more), headers=headers
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return read(response)


def words(events: Numbered) -> list[str]:
    return [event["content"]["parts"][0]["text"] for _, event in events]


def test_partial_texts_come_first_and_the_whole_text_last(person: Person) -> None:
    events = ask(person, "events 3", streaming=True)
    assert words(events) == ["piece 0", "piece 1", "piece 2", "done\nand 完成"]
    assert [seq for seq, _ in events] == [2, 3, 4, 5]


def test_without_streaming_only_whole_events_come(person: Person) -> None:
    assert words(ask(person, "events 3")) == ["done\nand 完成"]


@pytest.mark.parametrize("streaming", [False, True])
def test_a_message_that_waits_is_told_so(house: SmallHouse, person: Person, streaming: bool) -> None:
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 0")) as first:
        with person.http.stream(
            "POST", "/run_sse", json=person.message("events 1", streaming=streaming)
        ) as second:
            lines = second.iter_lines()
            told = json.loads(next(line for line in lines if line.startswith("data: "))[6:])
            house.runner.go.set()
            rest = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
        first.read()
    assert told["customMetadata"] == {"queued": True}
    assert told["content"]["parts"] == [{"text": "noted"}]
    assert rest[-1]["customMetadata"]["final"]


def test_camel_case_and_a_user_id_are_accepted(person: Person) -> None:
    body = {
        "appName": "nemo_agent",
        "userId": person.user_id,
        "sessionId": person.session,
        "newMessage": {"role": "user", "parts": [{"text": "events 1"}]},
    }
    with person.http.stream("POST", "/run_sse", json=body) as response:
        assert words(read(response)) == ["done\nand 完成"]


def test_a_stream_names_its_run_before_the_first_event(house: SmallHouse, person: Person) -> None:
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 0")) as response:
        run = response.headers["x-run-id"]
        house.runner.go.set()
        assert {event["invocationId"] for _, event in read(response)} == {run}
    followed = person.http.get(f"/api/sessions/{person.session}/events")
    assert "x-run-id" not in followed.headers


def test_run_gives_one_array(person: Person) -> None:
    answer = person.http.post("/run", json=person.message("events 3"))
    assert [event["content"]["parts"][0]["text"] for event in answer.json()] == ["done\nand 完成"]


def test_a_stream_that_was_lost_is_resumed_without_loss_or_repetition(
    house: SmallHouse, person: Person
) -> None:
    house.runner.go.set()
    whole = ask(person, "events 30 large", streaming=True)
    seen: Numbered = []
    last = 1
    while len(seen) < len(whole):
        header = {"Last-Event-ID": str(last)}
        with person.http.stream("GET", f"/api/sessions/{person.session}/events", headers=header) as response:
            for block in response.iter_text():
                # Leave in the middle of whatever came.
                for line in block.split("\n\n")[:2]:
                    if line.startswith("id: ") and "\ndata: " in line and line.endswith("}"):
                        last = int(line[4:].split("\n")[0])
                        seen.append((last, json.loads(line.split("\ndata: ")[1])))
                break
    assert seen == whole


def test_following_goes_on_while_the_run_does(house: SmallHouse, person: Person) -> None:
    got: list[Numbered] = []

    def first() -> None:
        got.append(ask(person, "wait events 2", streaming=True))

    thread = threading.Thread(target=first)
    thread.start()
    wait_until(lambda: house.runner.count == 1)
    other = Person(str(person.http.base_url), "client 1")
    other.session = person.session
    body = {"app_name": "nemo_agent", "session_id": person.session, "streaming": True}
    with other.http.stream("POST", "/run_sse", json=body, headers={"Last-Event-ID": "1"}) as response:
        house.runner.go.set()
        followed = read(response)
    thread.join()
    assert followed == got[0]
    assert house.runner.count == 1
    other.http.close()


def test_dropping_the_connection_cancels_nothing(house: SmallHouse, person: Person) -> None:
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 2", streaming=True)):
        wait_until(lambda: house.runner.count == 1)
    wait_until(lambda: house.store.bell._listeners == {})
    house.runner.go.set()
    with person.http.stream("GET", f"/api/sessions/{person.session}/events") as response:
        assert words(read(response)) == ["wait events 2", "piece 0", "piece 1", "done\nand 完成"]


def test_the_same_text_again_attaches_to_its_run(house: SmallHouse, person: Person) -> None:
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 2")):
        wait_until(lambda: house.runner.count == 1)
    threading.Timer(0.2, house.runner.go.set).start()
    assert words(ask(person, "wait events 2")) == ["done\nand 完成"]
    assert house.runner.count == 1


def test_two_sessions_at_once_do_not_mix(person: Person, stranger: Person) -> None:
    got: dict[str, Numbered] = {}
    threads = [
        threading.Thread(target=lambda w=who, n=name: got.update({n: ask(w, "events 40", streaming=True)}))
        for who, name in ((person, "a"), (stranger, "b"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for events in got.values():
        assert [seq for seq, _ in events] == list(range(2, 43))
        assert len({event["invocationId"] for _, event in events}) == 1


@pytest.mark.slow
def test_a_slow_reader_gets_everything(person: Person) -> None:
    text = ""
    with person.http.stream(
        "POST", "/run_sse", json=person.message("events 400 large", streaming=True)
    ) as response:
        for chunk in response.iter_raw(65536):
            text += chunk.decode("utf-8", "replace")
            time.sleep(0.005)
    assert text.count("\ndata: ") == 401


def test_heartbeats_are_comments_and_none_comes_after_the_last_event(
    house: SmallHouse, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    monkeypatch.setattr(streams, "POLL", 0.02)
    threading.Timer(0.4, house.runner.go.set).start()
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 1")) as response:
        text = "".join(response.iter_text())
    assert text.count(": heartbeat\n\n") >= 2
    assert text.endswith("}\n\n")
    assert "data: \n" not in text


def test_a_stream_ends_at_its_longest(
    house: SmallHouse, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LONGEST", 0.1)
    monkeypatch.setattr(streams, "POLL", 0.02)
    assert ask(person, "wait events 1") == []
    house.runner.go.set()


def test_a_server_that_stops_ends_its_streams_in_good_order(house: SmallHouse, person: Person) -> None:
    path = f"/api/sessions/{person.session}/events?follow=true"
    with person.http.stream("GET", path) as response:
        wait_until(lambda: house.store.bell._listeners != {})
        house.store.bell.close()
        assert "".join(response.iter_text()) == ""


def test_media_in_events_have_addresses_that_work(base: str, person: Person) -> None:
    person.http.post(
        f"/api/upload-video/nemo_agent/me/{person.session}", files={"files": ("船.png", b"PNG1")}
    )
    events = ask(person, "events 0 media")
    part = events[0][1]["content"]["parts"][0]["functionResponse"]["response"]["media"][0]
    assert httpx.get(part["cdn_url"]).content == b"PNG1"
    assert part["cdn_url"].startswith(base)


def test_cancel_ends_the_run_with_an_event(house: SmallHouse, person: Person) -> None:
    cancel = f"/api/sessions/{person.session}/cancel"
    assert person.http.post(cancel).json()["data"] == {"cancelled": False}
    answers: list[Any] = []

    def stop() -> None:
        wait_until(lambda: house.runner.count == 1)
        with httpx.Client(base_url=person.http.base_url, headers=person.http.headers) as other:
            answers.append(other.post(cancel).json()["data"])

    thread = threading.Thread(target=stop)
    thread.start()
    assert words(ask(person, "wait events 0")) == ["cancelled"]
    thread.join()
    assert answers == [{"cancelled": True}]


def test_what_is_known_before_the_stream_is_a_plain_error(person: Person) -> None:
    broke = person.http.post("/run_sse", json=person.message("broke"))
    assert error(broke) == (402, 2001)
    assert broke.json()["data"]["bind"] == person.user_id
    assert error(person.http.post("/run_sse", json=person.message("  "))) == (400, 400)
    assert error(person.http.post("/run_sse", json={**person.message("x"), "app_name": "y"})) == (404, 1003)
    other = {**person.message("x"), "user_id": "anon_other"}
    assert error(person.http.post("/run_sse", json=other)) == (404, 1002)
    bad = person.http.post("/run_sse", json=person.message("x"), headers={"Last-Event-ID": "x"})
    assert error(bad) == (400, 400)


def test_our_own_fault_carries_an_id_and_no_trace(person: Person) -> None:
    answer = person.http.post("/run_sse", json=person.message("crash"))
    assert error(answer) == (500, 5000)
    assert answer.json()["request_id"] in answer.json()["message"]
    assert "secret detail" not in answer.text and "Traceback" not in answer.text


def test_a_session_deleted_under_a_stream_ends_it_with_an_error(house: SmallHouse, person: Person) -> None:
    with person.http.stream("POST", "/run_sse", json=person.message("wait events 1")) as response:
        wait_until(lambda: house.runner.count == 1)
        with house.store.begin() as tx:
            tx.sessions.delete(person.session)
        text = "".join(response.iter_text())
    body = json.loads(text.removeprefix("data: "))
    assert body["error_details"]["error_type"] == "NotFound"


def test_inline_files_of_adk_clients_are_uploaded_first(house: SmallHouse, person: Person) -> None:
    data = base64.urlsafe_b64encode(b"PNG\xfb\xff").decode().rstrip("=")
    body = person.message("events 0")
    body["new_message"]["parts"].append(
        {"inlineData": {"data": data, "mimeType": "image/png", "displayName": "a.png"}}
    )
    with person.http.stream("POST", "/run_sse", json=body) as response:
        assert words(read(response)) == ["done\nand 完成"]
    assert house.uploads.names == ["a.png"]
