from __future__ import annotations

import base64
import platform

import httpx
import pytest
from openapi_spec_validator import validate

from tests.api.conftest import Person
from tests.api.house import SmallHouse
from tests.api.test_auth import error
from tests.api.test_run import ask

SESSIONS = "/apps/nemo_agent/users/me/sessions"


def test_server_facts_need_no_token(base: str) -> None:
    assert httpx.get(f"{base}/health").json() == {"status": "ok"}
    facts = httpx.get(f"{base}/version").json()
    assert (facts["language"], facts["language_version"]) == ("python", platform.python_version())
    assert httpx.get(f"{base}/list-apps").json() == ["nemo_agent"]
    assert httpx.get(f"{base}/list-apps?detailed=true").json()["apps"][0]["name"] == "nemo_agent"
    assert httpx.get(f"{base}/dev-ui/assets/config/runtime-config.json").json() == {"backendUrl": ""}
    assert httpx.get(f"{base}/config/telemetry").json() == {"enabled": False}


def test_sessions_are_made_changed_listed_and_deleted(person: Person) -> None:
    made = person.http.post(SESSIONS, json={"state": {"theme": "dark", "n": 1}}).json()
    assert set(made) == {"id", "appName", "userId", "state", "events", "lastUpdateTime"}
    assert made["state"]["theme"] == "dark"
    one = f"{SESSIONS}/{made['id']}"
    changed = person.http.patch(one, json={"stateDelta": {"theme": "light", "n": None}}).json()
    assert changed["state"]["theme"] == "light" and "n" not in changed["state"]
    got = person.http.get(one).json()
    assert got["state"]["draft"]["t"] == [] and got["state"]["theme"] == "light"
    assert {session["id"] for session in person.http.get(SESSIONS).json()} == {made["id"], person.session}
    assert person.http.delete(one).json() is None
    assert error(person.http.get(one)) == (404, 1002)
    assert person.http.post(SESSIONS).json()["userId"] == person.user_id


def test_a_client_may_choose_a_free_id(person: Person, stranger: Person) -> None:
    wanted = "1234567890123456789"
    assert person.http.post(f"{SESSIONS}/{wanted}", json={"a": 1}).json()["id"] == wanted
    assert error(stranger.http.post(SESSIONS, json={"sessionId": wanted})) == (409, 1009)
    assert error(person.http.post(f"{SESSIONS}/mine")) == (400, 400)


def test_a_session_has_its_whole_events(person: Person) -> None:
    ask(person, "events 3")
    events = person.http.get(f"{SESSIONS}/{person.session}").json()["events"]
    assert [event["author"] for event in events] == ["user", "nemo_agent"]


def test_artifacts_are_the_files_by_name_and_version(house: SmallHouse, person: Person) -> None:
    path = f"/api/upload-video/nemo_agent/me/{person.session}"
    for content in (b"PNG one", b"PNG two"):
        person.http.post(path, files={"files": ("船.png", content)})
    base = f"{SESSIONS}/{person.session}/artifacts"
    assert person.http.get(base).json() == ["船.png"]
    assert person.http.get(f"{base}/船.png/versions").json() == [0, 1]
    latest = person.http.get(f"{base}/船.png").json()["inlineData"]
    assert (base64.b64decode(latest["data"]), latest["mimeType"]) == (b"PNG two", "image/png")
    for address in (f"{base}/船.png/versions/0", f"{base}/船.png?version=0"):
        assert base64.b64decode(person.http.get(address).json()["inlineData"]["data"]) == b"PNG one"
    listed = person.http.get(f"{base}/船.png/versions/metadata").json()
    assert [one["version"] for one in listed] == [0, 1]
    assert person.http.get(f"{base}/船.png/versions/1/metadata").json() == listed[1]
    assert httpx.get(listed[1]["canonicalUri"]).content == b"PNG two"
    for missing in ("x.png", "船.png/versions/2", "船.png/versions/-1", "船.png/versions/²"):
        assert error(person.http.get(f"{base}/{missing}")) == (404, 1003)


@pytest.mark.slow
def test_large_artifacts_go_by_address(house: SmallHouse, person: Person) -> None:
    content = b"PNG" + bytes(17 << 20)
    person.http.post(
        f"/api/upload-video/nemo_agent/me/{person.session}", files={"files": ("big.png", content)}
    )
    part = person.http.get(f"{SESSIONS}/{person.session}/artifacts/big.png").json()["fileData"]
    assert httpx.get(part["fileUri"]).content == content


def test_the_openapi_document_is_valid_and_knows_our_errors(base: str) -> None:
    document = httpx.get(f"{base}/openapi.json").json()
    validate(document)
    assert "/run_sse" in document["paths"]
    run = document["paths"]["/run_sse"]["post"]
    assert "422" not in run["responses"] and "default" in run["responses"]
    assert run["security"]
