from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import Person
from tests.api.house import SmallHouse
from tests.api.test_auth import error

CONTENT = bytes(range(256)) * 100


def body_of(person: Person, render_id: str = "r1", **more: Any) -> dict[str, Any]:
    return {
        "id": render_id,
        "sessionId": person.session,
        "draft": {"t": []},
        "output": {"format": "mp4"},
        **more,
    }


@pytest.mark.parametrize(("start", "look"), [("/lambda", "/lambda/"), ("/draft", "/")])
def test_an_export_from_start_to_file(house: SmallHouse, person: Person, start: str, look: str) -> None:
    proxy = "/api/render/proxy"
    begun = person.http.post(proxy + start, json=body_of(person)).json()
    assert begun == {
        **begun,
        "success": True,
        "code": 0,
        "id": "r1",
        "taskId": "r1",
        "status": "pending",
        "progress": 0,
    }
    assert begun["outputUrl"] is None and begun["completedAt"] is None
    assert error(person.http.get(f"{proxy}/r1/download")) == (409, 1009)
    house.renders.finish("r1", CONTENT, "老船长 1.mp4")
    done = person.http.get(f"{proxy}{look}r1").json()
    assert (done["status"], done["progress"], done["error"]) == ("completed", 100, None)
    assert done["output"] == {
        "url": done["outputUrl"],
        "duration": 6.0,
        "size": len(CONTENT),
        "format": "mp4",
    }
    assert done["data"] == {k: v for k, v in done.items() if k not in {"success", "code", "message", "data"}}
    assert done["completedAt"] >= done["createdAt"] > 1_600_000_000_000
    assert httpx.head(done["outputUrl"]).headers["content-length"] == str(len(CONTENT))
    assert httpx.get(done["outputUrl"]).content == CONTENT
    file = person.http.get(f"{proxy}/r1/download")
    assert file.content == CONTENT
    assert file.headers["content-type"] == "video/mp4"
    assert file.headers["content-disposition"] == (
        "attachment; filename=\"___ 1.mp4\"; filename*=UTF-8''%E8%80%81%E8%88%B9%E9%95%BF%201.mp4"
    )
    state = person.http.get(f"/api/state/nemo_agent/me/{person.session}/latest").json()["data"]["state"]
    assert [(one["id"], one["status"]) for one in state["renders"]] == [("r1", "completed")]
    assert httpx.get(state["renders"][0]["url"]).content == CONTENT


def test_an_id_is_one_export(person: Person, stranger: Person) -> None:
    first = person.http.post("/api/render/proxy/lambda", json=body_of(person)).json()
    again = person.http.post("/api/render/proxy/lambda", json=body_of(person)).json()
    assert again == first
    other = person.http.post("/api/render/proxy/lambda", json=body_of(person, output={"format": "webm"}))
    theirs = stranger.http.post("/api/render/proxy/lambda", json=body_of(stranger))
    assert error(other) == error(theirs) == (409, 1009)
    assert other.text == theirs.text
    for path in ("/api/render/proxy/lambda/r1", "/api/render/proxy/r1", "/api/render/proxy/r1/download"):
        assert error(stranger.http.get(path)) == (404, 1003)
    assert error(stranger.http.post("/api/render/proxy/lambda/r1/cancel")) == (404, 1003)


def test_cancel(person: Person) -> None:
    person.http.post("/api/render/proxy/lambda", json=body_of(person))
    assert person.http.post("/api/render/proxy/lambda/r1/cancel").json()["status"] == "cancelled"
    assert error(person.http.get("/api/render/proxy/r1/download")) == (404, 1003)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "a/b"},
        {"id": "x" * 201},
        {"id": "a\nb"},
        {"output": {"format": "exe"}},
        {"draft": []},
    ],
)
def test_what_does_not_fit_is_400(person: Person, change: dict[str, Any]) -> None:
    answer = person.http.post("/api/render/proxy/lambda", json=body_of(person, **change))
    assert error(answer) == (400, 400)


@pytest.fixture
def address(house: SmallHouse, person: Person) -> str:
    person.http.post("/api/render/proxy/lambda", json=body_of(person))
    house.renders.finish("r1", CONTENT, "a.mp4")
    url: str = person.http.get("/api/render/proxy/lambda/r1").json()["outputUrl"]
    return url


@pytest.mark.parametrize(
    ("header", "status", "content"),
    [
        ("bytes=0-99", 206, CONTENT[:100]),
        ("bytes=100-", 206, CONTENT[100:]),
        ("bytes=-5", 206, CONTENT[-5:]),
        ("bytes=0-999999", 206, CONTENT),
        ("bytes=999999-", 416, None),
        ("bytes=-0", 416, None),
        ("lines=1-2", 200, CONTENT),
        ("bytes=x", 200, CONTENT),
        ("bytes=-", 200, CONTENT),
    ],
)
def test_ranges(address: str, header: str, status: int, content: bytes | None) -> None:
    answer = httpx.get(address, headers={"Range": header})
    assert answer.status_code == status
    if content is None:
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"
        assert error(answer) == (416, 400)
    else:
        assert answer.content == content
        assert answer.headers["accept-ranges"] == "bytes"


def test_a_signed_address_is_safe_to_show(address: str) -> None:
    answer = httpx.get(address)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    again = httpx.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    saved = httpx.get(address, params={"download": "1"})
    assert saved.headers["content-disposition"].startswith("attachment")
    resumed = httpx.get(address, headers={"Range": "bytes=5-9", "If-Range": answer.headers["etag"]})
    assert resumed.content == CONTENT[5:10]


def test_a_forged_address_finds_nothing(address: str, base: str) -> None:
    token = address.split("/media/")[1].split("/")[0]
    for forged in (token[:-1], token[1:], "x", token.upper()):
        assert error(httpx.get(f"{base}/media/{forged}/a.mp4")) == (404, 1003)
