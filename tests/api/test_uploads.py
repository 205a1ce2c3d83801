from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.api.conftest import Person
from tests.api.house import SmallHouse, serving
from tests.api.test_auth import error

PICTURE = b"PNG" + bytes(range(256)) * 40


def path_of(person: Person) -> str:
    return f"/api/upload-video/nemo_agent/me/{person.session}"


def test_files_by_multipart(house: SmallHouse, person: Person) -> None:
    files = [("files", ("海 🌊.png", PICTURE)), ("files", ("b.png", b"PNGb")), ("file", ("c.png", b"PNGc"))]
    answer = person.http.post(path_of(person), files=files, data={"note": "ignored"})
    data = answer.json()["data"]
    assert data["session_state_applied"] is True
    first = data["files"][0]
    assert first["filename"] == "海 🌊.png"
    assert (first["file_type"], first["width"], first["height"]) == ("image", 640, 480)
    assert {"cdn_url", "duration", "fps", "hash"} <= first.keys()
    assert [httpx.get(one["cdn_url"]).content for one in data["files"]] == [PICTURE, b"PNGb", b"PNGc"]
    assert list((house.settings.home / "scratch").iterdir()) == []
    state = person.http.get(f"/api/state/nemo_agent/me/{person.session}/latest").json()["data"]
    assert [one["filename"] for one in state["state"]["video_infos"]] == ["海 🌊.png", "b.png", "c.png"]
    assert all(httpx.head(one["cdn_url"]).is_success for one in state["state"]["video_infos"])


def test_files_by_address(person: Person) -> None:
    body = {"urls": ["https://example.org/a.png"], "source_type": "url"}
    data = person.http.post(path_of(person), json=body).json()["data"]
    assert data["files"][0]["filename"] == "a.png"
    refused = person.http.post(path_of(person), json={"urls": ["http://127.0.0.1/x"], "source_type": "url"})
    assert error(refused) == (400, 400)


@pytest.mark.parametrize(
    "body",
    [
        {"urls": []},
        {"urls": [5]},
        {"urls": "x"},
        {},
        {"urls": ["x"], "source_type": "disk"},
        {"urls": ["x"] * 21},
    ],
)
def test_addresses_that_do_not_fit(person: Person, body: object) -> None:
    assert error(person.http.post(path_of(person), json=body)) == (400, 400)


def test_a_file_that_cannot_be_read_is_4001(person: Person) -> None:
    assert error(person.http.post(path_of(person), files={"files": ("a.png", b"text")})) == (415, 4001)
    assert error(person.http.post(path_of(person), files={"files": ("a.png", b"")})) == (415, 4001)


def test_a_file_over_the_limit_is_4002_and_leaves_nothing(
    house_with: Callable[..., SmallHouse], stack: ExitStack
) -> None:
    house = house_with(host="0.0.0.0", upload_limit_mb=1)
    person = Person(stack.enter_context(serving(house)), "client 1")
    answer = person.http.post(path_of(person), files={"files": ("a.png", b"PNG" + bytes(3 << 20))})
    assert error(answer) == (413, 4002)
    assert "1 MB" in answer.json()["message"]
    assert list((house.settings.home / "scratch").iterdir()) == []
    assert person.http.post(path_of(person), files={"files": ("a.png", PICTURE)}).status_code == 200
    person.http.close()


MALFORMED = {
    "no boundary": ("multipart/form-data", b"x"),
    "wrong boundary": ("multipart/form-data; boundary=a", b"--b\r\n\r\nx\r\n--b--"),
    "truncated": ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="files"'),
    "cut off in a file": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nPNG and more',
    ),
    "cut off before its end": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nPNG\r\n--a',
    ),
    "empty": ("multipart/form-data; boundary=a", b""),
    "no file": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--a--\r\n',
    ),
    "long header": (
        "multipart/form-data; boundary=a",
        b"--a\r\nX: " + b"y" * 20_000 + b"\r\n\r\n1\r\n--a--\r\n",
    ),
    "other type": ("text/plain", b"hello"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_bodies(house: SmallHouse, person: Person, what: str) -> None:
    kind, content = MALFORMED[what]
    answer = person.http.post(path_of(person), content=content, headers={"Content-Type": kind})
    assert error(answer) == (400, 400)
    scratch = house.settings.home / "scratch"
    assert not scratch.exists() or list(scratch.iterdir()) == []


def test_too_many_files_in_one_request(person: Person) -> None:
    files = [("files", (f"{n}.png", b"PNG")) for n in range(21)]
    assert error(person.http.post(path_of(person), files=files)) == (400, 400)


def test_of_several_files_the_refused_one_is_named(house: SmallHouse, person: Person) -> None:
    files = [("files", ("a.png", PICTURE)), ("files", ("../b.txt", b"text")), ("files", ("c.png", PICTURE))]
    answer = person.http.post(path_of(person), files=files)
    assert error(answer) == (415, 4001)
    assert answer.json()["message"] == (
        "b.txt: This is no picture. Send mp4, mov, jpg, png … The 1 before it in the request is kept."
    )
    assert house.uploads.names == ["a.png", "../b.txt"]
    addresses = ["https://example.org/a.png", "http://127.0.0.1/x"]
    refused = person.http.post(path_of(person), json={"urls": addresses}).json()["message"]
    assert refused.startswith("http://127.0.0.1/x: ")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b'filename="a%22b%0D%0Ac%2F.png"', 'a"b\r\nc%2F.png'),
        (b'filename="a\\"b.png"', 'a"b.png'),
        (b"filename*=utf-8''%E6%B5%B7%20%F0%9F%8C%8A.png", "海 🌊.png"),
        (b"filename=\"x.png\"; filename*=UTF-8'en'%E6%B5%B7.png", "海.png"),
        ('filename="海.png"'.encode(), "海.png"),
        (b'filename="\xff.png"', "\ufffd.png"),
        (b'filename=""', "file"),
    ],
)
def test_a_name_in_the_ways_that_clients_write_it(
    house: SmallHouse, person: Person, sent: bytes, read: str
) -> None:
    content = b'--a\r\nContent-Disposition: form-data; name="files"; ' + sent + b"\r\n\r\nPNG\r\n--a--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=a"}
    assert person.http.post(path_of(person), content=content, headers=kind).status_code == 200
    assert house.uploads.names == [read]
