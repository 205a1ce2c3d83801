"""The main road with the real engines, on a real server and from the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image

from tests.acceptance.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CAPTAIN = (
    "a weathered sea captain in his sixties with a grey beard, slow push in, he breathes, calm piano, "
    "title 'The Captain'"
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture with a name that is only data."""
    path = tmp_path / "a photo; rm -rf 图片 🌊.png"
    image = Image.effect_noise((480, 360), 60).convert("RGB")
    image.save(path)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "home").start()
    yield running
    running.stop()


def _moviola(*words: str, home: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "moviola", *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "MOVIOLA_HOME": str(home)},
        **options,
    )


def _video(path: Path) -> tuple[int, int, float, str, str]:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        assert context.pix_fmt == "yuv420p"
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (
            1,
            1,
            1,
            1,
        )
        seconds = (container.duration or 0) / av.time_base
        audio = container.streams.audio[0].codec_context.name if container.streams.audio else ""
        return video.width, video.height, seconds, context.name, audio


def test_one_sentence_gives_a_finished_video(tmp_path: Path) -> None:
    target = tmp_path / "captain.mp4"
    done = _moviola("make", CAPTAIN, "-o", str(target), "--json", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    width, height, seconds, video, audio = _video(target)
    assert (width, height, video, audio) == (1080, 1920, "h264", "aac")
    assert seconds == pytest.approx(6.0, abs=0.05)
    facts = json.loads(done.stdout)
    assert [m["file_type"] for m in facts["media"]] == ["image", "video", "audio"]
    assert all(m["engine"] for m in facts["media"])
    moov, mdat = (target.read_bytes().find(box) for box in (b"moov", b"mdat"))
    assert 0 < moov < mdat
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["captain.mp4"]
    assert list((tmp_path / "home").glob("make-*")) == []


def test_a_photo_and_a_sentence_in_chinese_give_a_webm(tmp_path: Path, photo: Path) -> None:
    target = tmp_path / "clip.webm"
    words = "镜头缓慢向左平移,2秒,加轻松的音乐"
    done = _moviola("make", str(photo), words, "-o", str(target), home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    with av.open(str(target)) as container:
        assert container.streams.video[0].codec_context.name == "vp9"
        assert container.streams.audio[0].codec_context.name == "opus"
        assert (container.duration or 0) / av.time_base == pytest.approx(2.0, abs=0.05)


def test_words_that_say_nothing_are_asked_about(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    done = _moviola("make", "blorp the quux", "-o", str(target), home=tmp_path / "home")
    assert done.returncode == 3
    assert done.stdout.strip()
    assert not target.exists()


def test_ctrl_c_stops_within_two_seconds_and_leaves_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "lake.mp4"
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "moviola", "make", "sunset over a mountain lake", "-o", str(target)],
        env={**os.environ, "MOVIOLA_HOME": str(home)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        # a run in the background may have it ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(4)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert process.wait(20) == 130
    assert time.monotonic() - began < 2.0
    assert process.stderr is not None
    process.stderr.close()
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.suffix in (".mp4", ".part")] == []
    assert list(home.glob("make-*")) == []


def test_the_flow_with_curl_alone(server: Server, photo: Path, tmp_path: Path) -> None:
    script = Path(__file__).with_name("flow.sh")
    target = tmp_path / "flow.mp4"
    done = subprocess.run(
        ["sh", str(script), server.url, str(photo), str(target)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    _, _, seconds, video, audio = _video(target)
    assert (video, audio) == ("h264", "aac")
    assert seconds == pytest.approx(1.0, abs=0.05)


def test_a_killed_server_goes_on_with_the_job_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = Server(home, "--metered").start()
    with httpx.Client(base_url=first.url, headers={"X-Client-Id": "kill"}, timeout=60) as http:
        token = http.post("/api/auth/anonymous-token").json()["data"]["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        session = http.post(
            "/api/tasks/me/with-session/nemo_agent", json={"task_name": "kill"}, headers=bearer
        ).json()["data"]["session_id"]
        message = {
            "app_name": "nemo_agent",
            "session_id": session,
            "new_message": {"parts": [{"text": "an old sea captain"}]},
        }
        with http.stream("POST", "/run_sse", json=message, headers=bearer) as stream:
            next(line for line in stream.iter_lines() if "functionCall" in line)
        end = time.monotonic() + 20
        while _balance(http, bearer)["frozen"] != 20:
            assert time.monotonic() < end
    first.kill()
    second = Server(home, "--metered").start()
    try:
        with httpx.Client(base_url=second.url, headers=bearer, timeout=60) as http:
            end = time.monotonic() + 90
            finals: list[str] = []
            while not finals:
                assert time.monotonic() < end
                finals = _finals(http, session)
                time.sleep(0.3)
            time.sleep(1.5)
            assert len(_finals(http, session)) == 1
            assert _balance(http, bearer) == {"available": 80, "frozen": 0, "total": 80}
            state = http.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
            assert len(state["generated_media"]) == 1
    finally:
        second.stop()


def _balance(http: httpx.Client, bearer: dict[str, str]) -> dict[str, int]:
    balance: dict[str, int] = http.get("/api/credits/balance/simple", headers=bearer).json()["data"]
    return {key: balance[key] for key in ("available", "frozen", "total")}


def _finals(http: httpx.Client, session: str) -> list[str]:
    """Last events of runs in the session's log."""
    answer = http.get(f"/apps/nemo_agent/users/me/sessions/{session}").json()
    return [e["id"] for e in answer["events"] if (e.get("customMetadata") or {}).get("final")]


def test_a_make_beside_a_server_disturbs_nothing(server: Server, tmp_path: Path) -> None:
    """The server's job runs once although a command works in the same data folder meanwhile."""
    with httpx.Client(base_url=server.url, timeout=120) as http:
        session = http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "both"}).json()
        sid = session["data"]["session_id"]
        message = {
            "app_name": "nemo_agent",
            "session_id": sid,
            "new_message": {"parts": [{"text": "an old sea captain"}]},
        }
        with http.stream("POST", "/run_sse", json=message) as stream:
            lines = stream.iter_lines()
            next(line for line in lines if "functionCall" in line)
            beside = _moviola("make", "a young woman", "-o", str(tmp_path / "woman.png"), home=server.home)
            text = "\n".join(lines)
        assert beside.returncode == 0, beside.stderr
        assert text.count('"functionResponse"') == 1
        assert len(_finals(http, sid)) == 1
