from __future__ import annotations

import errno
import gzip
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from moviola.errors import BadRequest, Cancelled, FileTooLarge, MoviolaError, StorageFull, UnsupportedFile
from moviola.media import address as address_module
from moviola.media import fetch as fetch_module
from moviola.media.fetch import FetchedFile, fetch
from tests.media import samples

MEGABYTE = 1_000_000
Answer = Callable[["_Handler"], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: dict[str, Answer]
    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.headers["Host"], self.path))
        with suppress(OSError):
            self.answers[self.path.partition("?")[0]](self)

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        sent = {"Content-Length": str(len(body))} | {
            key.replace("_", "-"): text for key, text in headers.items()
        }
        for key, text in sent.items():
            self.send_header(key, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what many of these tests are about."""


class Site:
    """A web server on this machine."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        handler = type("Handler", (_Handler,), {"answers": self.answers, "asked": self.asked})
        self.server = _Server(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.thread.start()
    yield site
    site.server.shutdown()
    site.thread.join()
    site.server.server_close()


@pytest.fixture
def picture(tmp_path: Path) -> bytes:
    samples.corners().save(tmp_path / "sample.png")
    return (tmp_path / "sample.png").read_bytes()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in" / "upload"


def _get(url: str, target: Path, limit: int = MEGABYTE, **rest: Any) -> FetchedFile:
    return fetch(url, target, limit, allow_private=True, **rest)


def _refused(
    kind: type[MoviolaError], said: str, url: str, target: Path, limit: int = MEGABYTE, **rest: Any
) -> None:
    with pytest.raises(kind, match=said):
        _get(url, target, limit, **rest)
    assert list(target.parent.iterdir()) == []


def test_a_file_is_fetched_with_its_name(site: Site, picture: bytes, target: Path) -> None:
    site.answers["/a/%E8%80%81%E8%88%B9.png"] = lambda answer: answer.send(picture)
    told: list[float] = []
    found = _get(
        site.url("/a/%E8%80%81%E8%88%B9.png?size=large"),
        target,
        progress=lambda part, stage: told.append(part),
    )
    assert found == FetchedFile("老船.png", len(picture))
    assert target.read_bytes() == picture
    assert [path.name for path in target.parent.iterdir()] == ["upload"]
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="captain.png"', "captain.png"),
        ("attachment; filename*=UTF-8''%E8%88%B9.png", "船.png"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("inline", "x"),
    ],
)
def test_the_server_names_the_file(
    disposition: str, name: str, site: Site, picture: bytes, target: Path
) -> None:
    site.answers["/x"] = lambda answer: answer.send(picture, Content_Disposition=disposition)
    assert _get(site.url("/x"), target).name == name


def test_the_name_of_the_host_is_sent_and_the_judged_address_is_asked(
    site: Site, picture: bytes, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.server.server_port))]
    asked: list[str] = []

    def resolver(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        # The first answer is the judged one; a second question for the name would get another.
        asked.append(host)
        ours = host != "rebinding.example" or asked.count(host) == 1
        return answers if ours else [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", 1))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    site.answers["/a.png"] = lambda answer: answer.send(picture)
    _get(site.url("/a.png", host="rebinding.example"), target)
    assert asked.count("rebinding.example") == 1
    assert site.asked == [(f"rebinding.example:{site.server.server_port}", "/a.png")]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "concat:/etc/passwd|/etc/hosts",
        "data:image/png;base64,AAAA",
        "ftp://example.com/a.png",
        "gopher://example.com/",
        "/etc/passwd",
        "example.com/a.png",
        "http://",
        "http://[::1",
        "http://a\0b/",
        "",
        "http://user:secret@example.com/a.png",
        "http://example.com:22/a.png",
        "http://example.com:99999/a.png",
    ],
)
def test_what_is_no_open_web_address_is_refused(url: str, target: Path) -> None:
    _refused(BadRequest, r"\.$", url, target)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "169.254.169.254",
        "10.0.0.1",
        "0.0.0.0",
    ],
)
def test_this_machines_own_network_is_refused_and_never_asked(host: str, site: Site, target: Path) -> None:
    site.answers["/a.png"] = lambda answer: answer.send(b"secret")
    with pytest.raises(BadRequest, match="cannot be reached on the public internet"):
        fetch(site.url("/a.png", host=host), target, MEGABYTE)
    assert site.asked == [] and not target.exists()


def test_redirects_are_followed(site: Site, picture: bytes, target: Path) -> None:
    site.answers["/1"] = lambda answer: answer.send(b"", 302, Location="/2?x=1")
    site.answers["/2"] = lambda answer: answer.send(b"", 307, Location=site.url("/b.png"))
    site.answers["/b.png"] = lambda answer: answer.send(picture)
    assert _get(site.url("/1"), target).name == "b.png"


def test_a_redirect_into_the_private_network_is_refused(
    site: Site, picture: bytes, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the first address counts as public.
    judge = address_module.resolve

    def resolve(host: str, port: int, *, allow_private: bool = False) -> Any:
        return judge(host, port, allow_private=host == "127.0.0.1")

    monkeypatch.setattr(fetch_module, "resolve", resolve)
    site.answers["/1"] = lambda answer: answer.send(b"", 302, Location=site.url("/b.png", host="localhost"))
    site.answers["/b.png"] = lambda answer: answer.send(picture)
    with pytest.raises(BadRequest, match="cannot be reached on the public internet"):
        fetch(site.url("/1"), target, MEGABYTE)
    assert [path for _, path in site.asked] == ["/1"]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "concat:a|b"]
)
def test_a_redirect_to_another_scheme_is_refused(location: str, site: Site, target: Path) -> None:
    site.answers["/1"] = lambda answer: answer.send(b"", 302, Location=location)
    _refused(BadRequest, r"\.$", site.url("/1"), target)


def test_endless_redirects_end(site: Site, target: Path) -> None:
    site.answers["/1"] = lambda answer: answer.send(b"", 302, Location="/1")
    _refused(BadRequest, "redirects more than 5 times", site.url("/1"), target)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "no file at this address"), (403, "not open to everyone"), (500, "HTTP 500"), (304, "HTTP 304")],
)
def test_error_answers(status: int, said: str, site: Site, target: Path) -> None:
    site.answers["/a"] = lambda answer: answer.send(b"", status)
    _refused(BadRequest, said, site.url("/a"), target)


def test_a_web_page_is_no_file(site: Site, target: Path) -> None:
    site.answers["/a.mp4"] = lambda answer: answer.send(
        b"<!doctype html><html>login</html>", Content_Type="video/mp4"
    )
    _refused(UnsupportedFile, "a web page", site.url("/a.mp4"), target)


def test_a_stated_size_over_the_limit_is_refused_unread(site: Site, target: Path) -> None:
    def large(answer: _Handler) -> None:
        answer.send_response(200)
        answer.send_header("Content-Length", "2000000")
        answer.end_headers()

    site.answers["/a"] = large
    _refused(FileTooLarge, "larger than 1 MB", site.url("/a"), target)


def test_an_endless_body_is_cut(site: Site, target: Path) -> None:
    def endless(answer: _Handler) -> None:
        answer.send_response(200)
        answer.send_header("Transfer-Encoding", "chunked")
        answer.end_headers()
        while True:
            answer.wfile.write(b"10000\r\n" + bytes(65536) + b"\r\n")

    site.answers["/a"] = endless
    _refused(FileTooLarge, "larger than 1 MB", site.url("/a"), target)


def test_a_packed_file_is_unpacked(site: Site, picture: bytes, target: Path) -> None:
    site.answers["/a.png"] = lambda answer: answer.send(gzip.compress(picture), Content_Encoding="gzip")
    assert _get(site.url("/a.png"), target).size == len(picture)
    assert target.read_bytes() == picture


def test_a_bomb_is_cut(site: Site, target: Path) -> None:
    bomb = gzip.compress(bytes(300 * MEGABYTE), 9)
    assert len(bomb) < MEGABYTE / 2
    site.answers["/a"] = lambda answer: answer.send(bomb, Content_Encoding="gzip")
    _refused(FileTooLarge, "larger than 1 MB", site.url("/a"), target)


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [
        ("gzip", b"nonsense", "cannot be unpacked"),
        ("gzip", gzip.compress(bytes(5000), mtime=0)[:-12], "cannot be unpacked"),
        ("br", b"xx", "packed as 'br'"),
        ("gzip, gzip", b"xx", "packed as"),
    ],
)
def test_broken_and_unknown_packings(coding: str, body: bytes, said: str, site: Site, target: Path) -> None:
    site.answers["/a"] = lambda answer: answer.send(body, Content_Encoding=coding)
    _refused(UnsupportedFile, said, site.url("/a"), target)


def test_a_connection_that_breaks_off_leaves_nothing(site: Site, picture: bytes, target: Path) -> None:
    def short(answer: _Handler) -> None:
        answer.send_response(200)
        answer.send_header("Content-Length", "50000")
        answer.end_headers()
        answer.wfile.write(picture)
        answer.close_connection = True

    site.answers["/a.png"] = short
    _refused(BadRequest, "broke off", site.url("/a.png"), target)


def test_a_server_that_is_not_there(target: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _refused(BadRequest, "cannot be reached", f"http://127.0.0.1:{port}/", target)


def _drip(data: bytes) -> Answer:
    def answer(handler: _Handler) -> None:
        for at in range(len(data)):
            handler.wfile.write(data[at : at + 1])
            handler.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.slow
@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_up(part: str, site: Site, target: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    site.answers["/a"] = _drip(head * 20 if part == "headers" else head[:15] + b"\r\n\r\n" + bytes(1000))
    _refused(BadRequest, "took longer than 1 seconds", site.url("/a"), target, seconds=1.0)


@pytest.mark.slow
def test_a_server_that_says_nothing_is_left(
    site: Site, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_module, "_READ_SECONDS", 0.3)
    site.answers["/a"] = lambda answer: time.sleep(1)
    _refused(BadRequest, "does not answer in time", site.url("/a"), target)


def test_a_stop_from_progress_leaves_nothing(site: Site, picture: bytes, target: Path) -> None:
    def stop(fraction: float, stage: str) -> None:
        raise Cancelled("Stopped.")

    site.answers["/a.png"] = lambda answer: answer.send(picture)
    _refused(Cancelled, "Stopped", site.url("/a.png"), target, progress=stop)


def test_a_full_disk_is_told(
    site: Site, picture: bytes, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(fetch_module, "_save", full)
    site.answers["/a.png"] = lambda answer: answer.send(picture)
    _refused(StorageFull, "no room on the disk", site.url("/a.png"), target)
