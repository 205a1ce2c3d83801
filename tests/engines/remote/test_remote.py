"""The remote engines against real servers on real ports, which speak the two protocols."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from moviola import settings as settings_module
from moviola.engines.base import ImageRequest, no_progress
from moviola.engines.registry import engine_for, engines
from moviola.engines.remote import wire
from moviola.engines.remote.comfyui import ComfyEngine
from moviola.engines.remote.openai import OpenAIEngine
from moviola.engines.remote.workflow import filled, text_to_image
from moviola.errors import BadRequest, EngineFailed, MoviolaError, NotFound, RateLimited, Refused

PROMPT = "a red dragon above a castle"
REQUEST = ImageRequest(prompt=PROMPT, changes=("at night",), width=320, height=180, seed=7)

Answer = tuple[int, bytes]
Handler = Callable[[str, str, dict[str, Any]], Answer]


def png(width: int, height: int, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


class Server:
    """A server that answers as a function says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        self.answer: Handler = lambda method, path, body: (404, b"{}")
        self.headers: dict[str, str] = {}
        self.drip = False
        outer = self

        class Requests(BaseHTTPRequestHandler):
            def _go(self, method: str) -> None:
                size = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(size) or b"{}")
                outer.asked.append((self.path, body, self.headers.get("authorization") or ""))
                code, data = outer.answer(method, self.path, body)
                self.send_response(code)
                self.send_header("content-length", str(len(data)))
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):
                    for byte in data if outer.drip else ():
                        self.wfile.write(bytes([byte]))
                        time.sleep(0.02)
                    self.wfile.write(b"" if outer.drip else data)

            def do_GET(self) -> None:
                self._go("GET")

            def do_POST(self) -> None:
                self._go("POST")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def other() -> Iterator[Server]:
    """A server that nobody is to be led to."""
    one = Server()
    yield one
    one.close()


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def set_(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"MOVIOLA_{name.upper()}", value)
        settings_module.settings.cache_clear()

    yield set_
    settings_module.settings.cache_clear()


def test_an_openai_server_draws_and_the_picture_has_the_size_asked(
    server: Server, setting: Callable[..., None], tmp_path: Path
) -> None:
    drawn = base64.b64encode(png(1536, 1024)).decode()
    server.answer = lambda *_: (200, json.dumps({"data": [{"b64_json": drawn}]}).encode())
    setting(images_url=f"{server.address}/v1", images_key="k-1", images_model="painter")
    output = OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    path, body, key = server.asked[0]
    assert path == "/v1/images/generations" and key == "Bearer k-1"
    assert body == {"prompt": f"{PROMPT}. at night", "n": 1, "size": "1536x1024", "model": "painter"}
    with Image.open(output.file.path) as picture:
        assert picture.size == (320, 180)
        assert picture.text["Prompt"] == f"{PROMPT}. at night"  # type: ignore[attr-defined]
    assert "k-1" not in output.model_dump_json()


def test_an_answer_by_address_is_fetched_from_the_same_server(
    server: Server, setting: Callable[..., None], tmp_path: Path
) -> None:
    def answer(method: str, path: str, body: dict[str, Any]) -> Answer:
        if method == "GET":
            return 200, png(64, 64, "blue")
        return 200, json.dumps({"data": [{"url": f"{server.address}/made.png"}]}).encode()

    server.answer = answer
    setting(images_url=f"{server.address}/v1")
    output = OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    with Image.open(output.file.path) as picture:
        assert picture.getpixel((10, 10)) == (0, 0, 255)


def test_an_answer_does_not_lead_into_the_own_network(
    server: Server, setting: Callable[..., None], tmp_path: Path
) -> None:
    server.answer = lambda *_: (200, json.dumps({"data": [{"url": "http://localhost:1/made.png"}]}).encode())
    setting(images_url=f"{server.address}/v1")
    with pytest.raises(MoviolaError):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("code", "error", "kind", "words"),
    [
        (401, {"message": "bad key"}, BadRequest, "MOVIOLA_IMAGES_KEY"),
        (404, {"message": "no model"}, BadRequest, "MOVIOLA_IMAGES_MODEL"),
        (400, {"code": "content_policy_violation", "message": "no"}, Refused, "something else"),
        (400, {"code": "moderation_blocked"}, Refused, "moderation_blocked"),
        (400, {"message": "size unknown"}, BadRequest, "size unknown"),
        (429, {"message": "quota"}, RateLimited, "quota"),
        (500, {"message": "oops"}, EngineFailed, "oops"),
        (502, "plain", EngineFailed, "502"),
    ],
)
def test_each_refusal_says_what_to_do(
    server: Server,
    setting: Callable[..., None],
    tmp_path: Path,
    code: int,
    error: Any,
    kind: type,
    words: str,
) -> None:
    server.answer = lambda *_: (code, json.dumps({"error": error}).encode())
    setting(images_url=server.address)
    with pytest.raises(kind, match=words):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)


@pytest.mark.parametrize("data", [b"<html>", b"[]", b'{"data": []}', b'{"data": [{"b64_json": "bm8="}]}'])
def test_an_answer_that_is_no_picture_is_said(
    server: Server, setting: Callable[..., None], tmp_path: Path, data: bytes
) -> None:
    server.answer = lambda *_: (200, data)
    setting(images_url=server.address)
    with pytest.raises(EngineFailed):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert not list(tmp_path.iterdir())


def test_no_server_is_said(setting: Callable[..., None], tmp_path: Path) -> None:
    setting(images_url="")
    with pytest.raises(BadRequest, match="MOVIOLA_IMAGES_URL"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    setting(images_url="http://127.0.0.1:9")
    with pytest.raises(EngineFailed, match="reached"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    setting(images_url="http://127.0.0.1:9", images_sizes="big")
    with pytest.raises(BadRequest, match="MOVIOLA_IMAGES_SIZES"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)


def comfy(server: Server, history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the server be a ComfyUI that tells ``history`` answer by answer; gives the workflows it was sent."""
    sent: list[dict[str, Any]] = []

    def answer(method: str, path: str, body: dict[str, Any]) -> Answer:
        if path.startswith("/object_info"):
            info = {"input": {"required": {"ckpt_name": [["small.safetensors"], {}]}}}
            return 200, json.dumps({"CheckpointLoaderSimple": info}).encode()
        if path == "/prompt":
            sent.append(body["prompt"])
            return 200, json.dumps({"prompt_id": "job"}).encode()
        if path.startswith("/history"):
            return 200, json.dumps(history.pop(0) if history else {}).encode()
        assert path.startswith("/view?filename=a.png&subfolder=&type=output")
        return 200, png(1344, 768, "green")

    server.answer = answer
    return sent


def test_comfyui_draws_with_its_first_checkpoint(
    server: Server, setting: Callable[..., None], tmp_path: Path
) -> None:
    done = {"job": {"outputs": {"9": {"images": [{"filename": "a.png", "subfolder": "", "type": "output"}]}}}}
    sent = comfy(server, [{}, {}, done])
    setting(comfyui_url=server.address)
    output = ComfyEngine().run(REQUEST, tmp_path, no_progress)
    graph = sent[0]
    assert graph["model"]["inputs"]["ckpt_name"] == "small.safetensors"
    assert graph["words"]["inputs"]["text"] == f"{PROMPT}. at night"
    assert graph["sampler"]["inputs"]["seed"] == 7
    assert (graph["size"]["inputs"]["width"], graph["size"]["inputs"]["height"]) == (1344, 768)
    with Image.open(output.file.path) as picture:
        assert picture.size == (320, 180)


def test_a_failed_workflow_is_said(server: Server, setting: Callable[..., None], tmp_path: Path) -> None:
    failed = {
        "status": {"messages": [["execution_error", {"exception_message": "out of memory\n"}]]},
        "outputs": {},
    }
    comfy(server, [{"job": failed}])
    setting(comfyui_url=server.address)
    with pytest.raises(EngineFailed, match="out of memory"):
        ComfyEngine().run(REQUEST, tmp_path, no_progress)


def test_an_own_workflow_gets_words_size_and_seed_in_their_places() -> None:
    own = text_to_image("x")
    own["mix"] = {"class_type": "ConditioningCombine", "inputs": {"a": ["words", 0]}}
    own["sampler"]["inputs"]["positive"] = ["mix", 0]
    graph = filled(own, "words", 640, 384, 3)
    assert graph["words"]["inputs"]["text"] == "words"
    assert graph["without"]["inputs"]["text"] == own["without"]["inputs"]["text"] != "words"
    assert own["words"]["inputs"]["text"] == ""
    del own["words"]
    with pytest.raises(BadRequest, match="positive"):
        filled(own, "words", 640, 384, 3)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"1": 2}'])
def test_a_file_that_is_no_workflow_is_said(
    server: Server, setting: Callable[..., None], tmp_path: Path, text: str
) -> None:
    (tmp_path / "own.json").write_text(text)
    setting(comfyui_url=server.address, comfyui_workflow=str(tmp_path / "own.json"))
    with pytest.raises(BadRequest, match=r"own\.json"):
        ComfyEngine().run(REQUEST, tmp_path, no_progress)


def test_a_remote_engine_is_taken_only_by_name() -> None:
    assert {"openai", "comfyui"} <= set(engines())
    assert engine_for("image").name == "place"
    assert engine_for("image", "comfyui").name == "comfyui"
    with pytest.raises(NotFound, match="comfyui, openai, place"):
        engine_for("image", "nobody")


KEY = "k-very-secret-1"


@pytest.mark.parametrize("code", [200, 400, 429, 500])
def test_a_server_s_words_are_repeated_without_the_key_and_without_controls(
    server: Server, setting: Callable[..., None], tmp_path: Path, code: int
) -> None:
    words = f"no money\x1b[31m left\nfor Bearer {KEY}" + "!" * 5000
    server.answer = lambda *_: (code, json.dumps({"error": {"message": words}}).encode())
    setting(images_url=server.address, images_key=f" {KEY}\n")
    with pytest.raises(MoviolaError, match="no money") as caught:
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    said = str(caught.value)
    assert server.asked[0][2] == f"Bearer {KEY}"
    assert KEY not in said and said.isprintable() and len(said) < 600


@pytest.mark.parametrize("key", ["k\nX-Other: 1", "ключ", "a\0b"])
def test_a_key_that_cannot_be_sent_is_said_and_not_shown(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "moviola.engines.remote.openai.settings",
        lambda: settings_module.Settings(images_url="http://127.0.0.1:9", images_key=key),
    )
    with pytest.raises(BadRequest, match="MOVIOLA_IMAGES_KEY") as caught:
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert key not in str(caught.value)


def test_a_redirection_is_not_followed(
    server: Server, setting: Callable[..., None], tmp_path: Path, other: Server
) -> None:
    other.answer = lambda *_: (200, json.dumps({"data": [{"b64_json": ""}]}).encode())
    server.answer = lambda *_: (307, b"")
    server.headers = {"location": f"{other.address}/images/generations"}
    setting(images_url=server.address, images_key=KEY)
    with pytest.raises(BadRequest, match="307"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert not other.asked


def test_the_address_of_a_picture_leads_nowhere_else(
    server: Server, setting: Callable[..., None], tmp_path: Path, other: Server
) -> None:
    """A server of one's own network may give a picture there, but not send us on to another server of it."""

    def answer(method: str, path: str, body: dict[str, Any]) -> Answer:
        if method == "POST":
            server.headers = {"location": other.address.replace("127.0.0.1", "localhost") + "/admin"}
            return 200, json.dumps({"data": [{"url": f"{server.address}/made.png"}]}).encode()
        return 302, b""

    server.answer = answer
    other.answer = lambda *_: (200, png(8, 8))
    setting(images_url=server.address)
    with pytest.raises(EngineFailed, match="cannot be fetched"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert not other.asked and not list(tmp_path.iterdir())


def answered(value: object) -> bytes:
    return json.dumps({"data": [value]}).encode()


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":' * 100_000,
        b'{"data": "\xff"}',
        answered({"b64_json": "é"}),
        answered({"url": "http://[::bad"}),
        answered({"url": "file:///etc/passwd"}),
        answered({"b64_json": base64.b64encode(png(400, 300)[:60]).decode()}),
        answered(
            {"b64_json": base64.b64encode(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n").decode()}
        ),
    ],
)
def test_an_odd_answer_is_no_fault_of_ours(
    server: Server, setting: Callable[..., None], tmp_path: Path, data: bytes
) -> None:
    server.answer = lambda *_: (200, data)
    setting(images_url=server.address)
    with pytest.raises(EngineFailed, match="image server"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)
    assert not list(tmp_path.iterdir())


def test_a_picture_of_far_too_many_pixels_is_not_opened(
    server: Server, setting: Callable[..., None], tmp_path: Path
) -> None:
    bomb = bytearray(png(1, 1))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    server.answer = lambda *_: (200, answered({"b64_json": base64.b64encode(bomb).decode()}))
    setting(images_url=server.address)
    with pytest.raises(EngineFailed, match="too large"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)


@pytest.mark.parametrize("packed", ["gzip", "gzip, gzip"])
def test_an_answer_that_grows_when_unpacked_is_cut_off(
    server: Server, setting: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: str
) -> None:
    monkeypatch.setattr(wire, "_LONGEST", 1_000_000)
    data = gzip.compress(b" " * 50_000_000)
    server.headers = {"content-encoding": packed}
    server.answer = lambda *_: (200, data)
    setting(images_url=server.address)
    with pytest.raises(EngineFailed, match=r"more than a picture|not asked for"):
        OpenAIEngine().run(REQUEST, tmp_path, no_progress)


def test_an_answer_that_drips_comes_to_an_end(server: Server) -> None:
    server.drip = True
    server.answer = lambda *_: (200, b" " * 100_000)
    with (
        pytest.raises(EngineFailed, match="in time"),
        wire.connected(server.address, "X", seconds=0.3) as one,
    ):
        one.ask("GET", "/")


@pytest.mark.parametrize(
    "history",
    [
        {"job": {"outputs": []}},
        {"job": {"outputs": {"1": None, "2": {"images": "x"}, "3": {"images": [1]}}}},
        {"job": {"status": {"messages": [[], ["execution_error"], ["execution_error", 1], 5]}}},
        {"job": {"status": "x", "outputs": {"1": []}}},
    ],
)
def test_an_odd_history_is_no_fault_of_ours(
    server: Server, setting: Callable[..., None], tmp_path: Path, history: dict[str, Any]
) -> None:
    comfy(server, [history])
    setting(comfyui_url=server.address)
    with pytest.raises(EngineFailed, match="saved no picture"):
        ComfyEngine().run(REQUEST, tmp_path, no_progress)
