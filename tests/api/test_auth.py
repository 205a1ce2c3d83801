from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.api.conftest import Person
from tests.api.house import SmallHouse, serving


def error(response: httpx.Response) -> tuple[int, int]:
    """HTTP status and code of an error in the one shape."""
    body = response.json()
    assert isinstance(body["message"], str) and body["message"]
    assert "detail" in body
    assert response.headers["content-type"] == "application/json"
    return response.status_code, body["code"]


def test_a_token_can_be_cut_out_with_grep(base: str) -> None:
    answer = httpx.post(f"{base}/api/auth/anonymous-token", headers={"X-Client-Id": "me"})
    cut = re.search(r'"token":"([^"]*)"', answer.text)
    assert cut is not None and cut[1].startswith("nmv_usr_")
    data = answer.json()["data"]
    assert answer.json()["code"] == 0 and answer.json()["message"] == "ok"
    assert data["credits"] == 100
    assert data["user_id"].startswith("anon_")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", data["expires_at"])


@pytest.mark.parametrize("headers", [{}, {"X-Client-Id": ""}, {"X-Client-Id": "x" * 65}])
def test_no_client_id_is_400(base: str, headers: dict[str, str]) -> None:
    assert error(httpx.post(f"{base}/api/auth/anonymous-token", headers=headers)) == (400, 400)


def test_the_same_client_is_the_same_user(base: str, person: Person) -> None:
    again = Person(base, "client 1")
    assert again.user_id == person.user_id
    assert again.token != person.token
    again.http.close()


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "bearer x y", "Bearer nmv_usr_x", "Basic abc", "nmv_usr_x"]
)
def test_without_a_good_token_all_is_1001(base: str, person: Person, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for method, path in (
        ("GET", "/api/credits/balance/simple"),
        ("GET", f"/api/state/nemo_agent/me/{person.session}/latest"),
        ("POST", f"/api/upload-video/nemo_agent/me/{person.session}"),
        ("GET", f"/api/sessions/{person.session}/events"),
        ("GET", "/api/render/proxy/lambda/x"),
        ("GET", "/apps/nemo_agent/users/me/sessions"),
    ):
        answer = httpx.request(method, base + path, headers=headers)
        assert error(answer) == (401, 1001), path
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_of_anothers_is_as_if_it_were_not(person: Person, stranger: Person) -> None:
    there, nowhere = person.session, "1234567890123456789"
    for template in (
        "/api/state/nemo_agent/me/{}/latest",
        "/api/sessions/{}/events",
        "/apps/nemo_agent/users/me/sessions/{}",
        "/apps/nemo_agent/users/me/sessions/{}/artifacts",
    ):
        theirs = stranger.http.get(template.format(there))
        none = stranger.http.get(template.format(nowhere))
        assert error(theirs) == error(none) == (404, 1002)
        assert theirs.text == none.text
    for user in (person.user_id, "nobody"):
        answer = stranger.http.get(f"/api/state/nemo_agent/{user}/{there}/latest")
        assert error(answer) == (404, 1002)
    run = stranger.http.post("/run_sse", json=person.message("hello"))
    assert error(run) == (404, 1002)
    assert error(stranger.http.post(f"/api/sessions/{there}/cancel")) == (404, 1002)
    assert error(stranger.http.delete(f"/apps/nemo_agent/users/me/sessions/{there}")) == (404, 1002)
    claim = {"task_id": person.task, "session_id": there}
    assert error(stranger.http.post("/api/auth/claim-token", json=claim)) == (404, 1002)


def test_own_id_and_me_are_the_same(person: Person) -> None:
    for user in ("me", person.user_id):
        made = person.http.post(
            f"/api/tasks/{user}/with-session/nemo_agent", json={"task_name": "片子", "language": "zh-CN"}
        )
        data = made.json()["data"]
        assert data["user_id"] == person.user_id
        assert re.fullmatch(r"\d{19}", data["session_id"])
        assert data["task_id"].startswith("task_")
    tasks = person.http.get("/api/tasks/me").json()["data"]["tasks"]
    assert [task["task_name"] for task in tasks] == ["片子", "片子", "project"]


def test_a_missing_scope_is_named(house: SmallHouse, person: Person) -> None:
    with house.store.begin() as tx:
        token = tx.accounts.create_token(person.user_id, ["read"], None)
    headers = {"Authorization": f"Bearer {token}"}
    assert person.http.get("/api/credits/balance/simple", headers=headers).status_code == 200
    refused = person.http.post("/run_sse", json=person.message("hi"), headers=headers)
    assert error(refused) == (403, 1004)
    assert "'write'" in refused.json()["message"]


def test_a_token_in_an_address_is_refused(base: str, person: Person) -> None:
    for address in (
        f"/?token={person.token}",
        f"/workspace/claim?ct={person.token}",
        f"/task/{person.token}",
        "/?t=nmv%5Fusr%5Fx",
    ):
        assert error(httpx.get(base + address)) == (400, 400)


def test_strict_limits_tokens_and_wants_attribution(
    house_with: Callable[..., SmallHouse], stack: ExitStack
) -> None:
    base = stack.enter_context(serving(house_with(host="0.0.0.0", strict=True)))
    person = Person(base, "client 1")
    refused = httpx.post(f"{base}/api/auth/anonymous-token", headers={"X-Client-Id": "client 1"})
    assert error(refused) == (429, 429)
    assert int(refused.headers["retry-after"]) > 600_000
    body = {"id": "r1", "sessionId": person.session, "draft": {"t": []}, "output": {"format": "mp4"}}
    assert error(person.http.post("/api/render/proxy/lambda", json=body)) == (402, 402)
    named = {"X-Skill-Source": "clawhub", "X-Skill-Version": "1.0", "X-Skill-Platform": "cursor"}
    assert person.http.post("/api/render/proxy/lambda", json=body, headers=named).status_code == 200
    person.http.close()


def test_too_many_open_sessions_is_429(house_with: Callable[..., SmallHouse], stack: ExitStack) -> None:
    base = stack.enter_context(serving(house_with(host="0.0.0.0", open_sessions=1)))
    person = Person(base, "client 1")
    refused = person.http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "x"})
    assert error(refused) == (429, 429)
    assert int(refused.headers["retry-after"]) > 0
    person.http.close()


def test_a_claim_opens_one_project_in_a_browser_and_no_api(base: str, person: Person) -> None:
    body = {"task_id": person.task, "session_id": person.session}
    for path in ("/api/auth/claim-token", "/api/auth/exchange-claim-token"):
        data = person.http.post(path, json=body).json()["data"]
        assert data["claim_token"].startswith("clm_") and data["expires_in"] == 604800
    page = httpx.get(f"{base}/workspace/claim", params={"ct": data["claim_token"], "skill_name": "x"})
    assert page.status_code == 200 and "text/html" in page.headers["content-type"]
    assert "project" in page.text
    bearer = {"Authorization": f"Bearer {data['claim_token']}"}
    assert error(httpx.get(f"{base}/api/credits/balance/simple", headers=bearer)) == (401, 1001)
    assert error(person.http.post("/api/auth/claim-token", json={**body, "task_id": "task_x"})) == (404, 1002)
    assert httpx.get(f"{base}/workspace/claim", params={"ct": "clm_unknown"}).status_code == 401
    assert httpx.get(f"{base}/workspace/claim").status_code == 400
    moved = httpx.get(f"{base}/workspace/claim", params={"task": person.task, "session": person.session})
    assert moved.headers["location"] == f"/workspace/task/{person.task}/{person.session}"


@pytest.mark.parametrize("language", ["", " ", None])
def test_a_blank_language_is_as_if_absent(person: Person, language: str | None) -> None:
    body = {"task_name": "x", "language": language}
    assert person.http.post("/api/tasks/me/with-session/nemo_agent", json=body).status_code == 200


def test_what_does_not_fit_is_told_in_words(person: Person) -> None:
    path = "/api/tasks/me/with-session/nemo_agent"
    refused = person.http.post(path, json={"task_name": "x", "language": "C.UTF-8"})
    assert error(refused) == (400, 400)
    assert refused.json()["message"].startswith("language: Name a language by its tag")
    long = person.http.post(path, json={"task_name": "x" * 501}).json()["message"]
    assert long == "task_name: String should have at most 500 characters"
    spaced = person.http.post("/api/render/proxy/lambda", json={"id": "a b", "sessionId": person.session})
    assert spaced.json()["message"] == "id: Use 1 to 200 characters without spaces and slashes"
