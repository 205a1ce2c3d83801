from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WORK = """
import os, sys, time
from pathlib import Path
from moviola.jobs.durable import Durable
from moviola.settings import Settings

home, seconds, start = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]

def handle(work_id):
    if work_id.startswith("parent"):
        durable.start("demo", "child of " + work_id)
    with (home / "log").open("a") as log:
        log.write(f"begin {work_id}\\n")
    time.sleep(seconds)
    with (home / "log").open("a") as log:
        log.write(f"end {work_id}\\n")

durable = Durable(Settings(home=home), {"demo": handle})
for work_id in start:
    durable.start("demo", work_id)
print("ready", flush=True)
time.sleep(30)
"""


def _start(home: Path, seconds: float, *works: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(home), str(seconds), *works], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def _log(home: Path) -> list[str]:
    path = home / "log"
    return path.read_text().splitlines() if path.exists() else []


def _wait_for(home: Path, line: str) -> None:
    end = time.monotonic() + 20
    while line not in _log(home):
        assert time.monotonic() < end, (line, _log(home))
        time.sleep(0.05)


def _kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@pytest.mark.slow
def test_work_of_a_killed_process_goes_on_in_the_next(tmp_path: Path) -> None:
    first = _start(tmp_path, 30, "w1")
    _wait_for(tmp_path, "begin w1")
    _kill(first)
    second = _start(tmp_path, 0.1)
    try:
        _wait_for(tmp_path, "end w1")
        assert _log(tmp_path) == ["begin w1", "begin w1", "end w1"]
    finally:
        _kill(second)


@pytest.mark.slow
def test_a_second_living_process_leaves_the_firsts_work_alone(tmp_path: Path) -> None:
    first = _start(tmp_path, 2, "w1")
    _wait_for(tmp_path, "begin w1")
    second = _start(tmp_path, 0.1, "w1", "w2")
    try:
        _wait_for(tmp_path, "end w2")
        _wait_for(tmp_path, "end w1")
        time.sleep(1.5)
        assert sorted(_log(tmp_path)) == ["begin w1", "begin w2", "end w1", "end w2"]
    finally:
        _kill(first)
        _kill(second)


@pytest.mark.slow
def test_a_work_may_start_another(tmp_path: Path) -> None:
    process = _start(tmp_path, 0.1, "parent")
    try:
        _wait_for(tmp_path, "end child of parent")
        _wait_for(tmp_path, "end parent")
    finally:
        _kill(process)


UNRULY = """
import sys, time
from pathlib import Path
from moviola.jobs import durable
from moviola.settings import Settings

home = Path(sys.argv[1])
durable._PAUSES = (0.05,)

def handle(work_id):
    with (home / "log").open("a") as log:
        log.write("try\\n")
    if len((home / "log").read_text().split()) < 3:
        raise OSError(28, "No space left on device")
    with (home / "log").open("a") as log:
        log.write("end\\n")

works = durable.Durable(Settings(home=home), {"demo": handle})
works.start("demo", "w1")
print("ready", flush=True)
time.sleep(30)
"""


@pytest.mark.slow
def test_work_that_could_not_write_its_end_is_taken_up_again(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", UNRULY, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        _wait_for(tmp_path, "end")
        assert _log(tmp_path) == ["try", "try", "try", "end"]
    finally:
        _kill(process)


@pytest.mark.slow
def test_a_start_clears_away_what_a_killed_process_left(tmp_path: Path) -> None:
    first = _start(tmp_path, 30, "w1")
    half = tmp_path / "scratch" / "job-x"
    half.mkdir(parents=True, exist_ok=True)
    _kill(first)
    second = _start(tmp_path, 0.1)
    try:
        assert not half.exists()
    finally:
        _kill(second)
