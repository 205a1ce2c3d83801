from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from moviola.errors import UnsupportedFile
from moviola.media.worker import ingest
from tests.media import samples


def test_ingest_answers_in_json_with_a_thumbnail(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4", audio="aac").rename(tmp_path / "a.bin")
    found = ingest(tmp_path / "a.bin", "../我的 video.mp4", tmp_path / "t.jpg")
    assert json.loads(json.dumps(found)) == found
    assert (found["name"], found["kind"], found["mime"]) == ("我的 video.mp4", "video", "video/mp4")
    assert (tmp_path / "t.jpg").read_bytes().startswith(b"\xff\xd8\xff")


def test_ingest_of_sound_has_no_thumbnail(tmp_path: Path) -> None:
    samples.sound(tmp_path / "a.wav", "pcm_s16le")
    assert ingest(str(tmp_path / "a.wav"), "a.wav", tmp_path / "t.jpg")["thumbnail"] is None
    assert not (tmp_path / "t.jpg").exists()


def test_ingest_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("words")
    with pytest.raises(UnsupportedFile):
        ingest(tmp_path / "a.mp4", "a.mp4")


def _child(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_the_limit_on_memory_holds_and_the_process_lives() -> None:
    program = """
from moviola.media.worker import limit
limit(memory=200_000_000)
small = bytearray(50_000_000)
try:
    bytearray(400_000_000)
except MemoryError:
    print("held")
"""
    assert _child(program).stdout == "held\n"


@pytest.mark.slow
def test_the_limit_on_time_ends_the_process_and_starts_anew_for_every_file() -> None:
    program = """
import time
from moviola.media.worker import limit
for _ in range(3):
    limit(seconds=1)
    until = time.process_time() + 0.7
    while time.process_time() < until:
        pass
print("three files", flush=True)
while True:
    pass
"""
    done = _child(program)
    assert done.stdout == "three files\n" and done.returncode < 0


@pytest.mark.slow
def test_run_ingest_works_within_its_limits(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4", 640, 360, audio="aac")
    program = """
import sys, json
from moviola.media.worker import run_ingest
print(json.dumps(run_ingest({"path": sys.argv[1], "name": "a.mp4"}, lambda fraction, stage: None)))
"""
    done = _child(program, str(tmp_path / "a.mp4"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["width"] == 640


def test_naming_the_worker_loads_no_decoder() -> None:
    program = """
import sys
import moviola.media.worker, moviola.media.probed, moviola.media.names, moviola.models.store
print([name for name in ("av", "numpy", "PIL", "openvino", "httpx") if name in sys.modules])
"""
    assert _child(program).stdout == "[]\n"
