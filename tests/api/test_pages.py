from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from moviola import web
from tests.api.conftest import Person
from tests.api.house import SmallHouse, serving


@pytest.mark.parametrize(
    "path", ["/", "/workspace/task/task_1/2", "/task/task_1", "/settings/tokens", "/register?bind=anon_1"]
)
def test_pages_are_closed_to_everything_from_elsewhere(base: str, path: str) -> None:
    answer = httpx.get(base + path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "{{" not in answer.text
    for address in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
        assert address.startswith("/")
        assert httpx.get(base + address).status_code == 200


def test_every_script_finds_what_it_imports(base: str) -> None:
    for path in (web.FOLDER / "static").glob("*.js"):
        served = httpx.get(f"{base}/static/{path.name}")
        assert served.headers["content-type"].startswith("text/javascript")
        for name in re.findall(r'from "\./([a-z]+\.js)"', served.text):
            assert (web.FOLDER / "static" / name).is_file()


def test_the_page_says_whether_it_needs_a_token(
    base: str, house_with: Callable[..., SmallHouse], stack: ExitStack
) -> None:
    assert 'data-local="false"' in httpx.get(base).text
    local = stack.enter_context(serving(house_with()))
    assert 'data-local="true"' in httpx.get(local).text


def test_a_claimed_project_shows_its_media_and_exports(base: str, house: SmallHouse, person: Person) -> None:
    path = f"/api/upload-video/nemo_agent/me/{person.session}"
    person.http.post(path, files={"files": ("<b>.png", b"PNG1")})
    body = {"id": "r1", "sessionId": person.session, "draft": {"t": []}, "output": {"format": "mp4"}}
    person.http.post("/api/render/proxy/lambda", json=body)
    house.renders.finish("r1", b"draft", "a.mp4")
    person.http.post("/api/render/proxy/lambda", json={**body, "id": "r2"})
    house.renders.finish("r2", b"film", "a.mp4")
    claim = {"task_id": person.task, "session_id": person.session}
    token = person.http.post("/api/auth/claim-token", json=claim).json()["data"]["claim_token"]
    page = httpx.get(f"{base}/workspace/claim", params={"ct": token}, headers={"Accept-Language": "zh-CN,en"})
    assert "<b>.png" not in page.text and "&lt;b&gt;.png" in page.text
    assert 'lang="zh"' in page.text and "下载成片 MP4" in page.text
    addresses = re.findall(r'(?:src|href)="(/media/[^"]+)"', page.text)
    contents = {httpx.get(base + one.replace("&amp;", "&")).content for one in addresses}
    assert contents == {b"PNG1", b"film"}
    assert person.token not in page.text


def test_registration_says_what_is_so(house_with: Callable[..., SmallHouse], stack: ExitStack) -> None:
    free = stack.enter_context(serving(house_with()))
    assert "No account needed" in httpx.get(f"{free}/register?bind=x").text
    metered = stack.enter_context(serving(house_with(host="0.0.0.0")))
    assert "does not take registrations" in httpx.get(f"{metered}/register?bind=<x>").text


def test_a_browser_gets_a_page_whatever_its_link_holds(base: str, person: Person) -> None:
    claim = {"task_id": person.task, "session_id": person.session}
    token = person.http.post("/api/auth/claim-token", json=claim).json()["data"]["claim_token"]
    long = {"ct": token, "skill_name": "n" * 500, "skill_version": "\u202e\n", "skill_source": ""}
    assert httpx.get(f"{base}/workspace/claim", params=long).status_code == 200
    for wrong in ({"ct": "clm_" + "x" * 500}, {"ct": "x" * 500}, {"task": "t" * 500}, {}):
        answer = httpx.get(f"{base}/workspace/claim", params=wrong, headers={"Accept-Language": "zh-CN"})
        assert "重新获取链接" in answer.text
        assert answer.status_code in (400, 401)
        assert answer.headers["content-type"].startswith("text/html")
