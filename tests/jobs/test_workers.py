from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from moviola.errors import Cancelled, EngineFailed, Refused
from moviola.jobs.workers import Interrupted, Workers

TASKS = "tests.jobs.tasks"


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.slow
def test_a_child_stays_warm_and_reports_progress(workers: Workers) -> None:
    seen: list[tuple[float, str]] = []
    first = workers.run("a", f"{TASKS}:count", {}, job_id="1", progress=lambda f, s: seen.append((f, s)))
    second = workers.run("a", f"{TASKS}:count", {}, job_id="2")
    assert (first["calls"], second["calls"]) == (1, 2)
    assert first["pid"] == second["pid"] != os.getpid()
    assert seen == [(0.5, "half")]


@pytest.mark.slow
def test_cancel_kills_the_child_at_once_and_the_next_job_gets_a_new_one(workers: Workers) -> None:
    before = workers.run("a", f"{TASKS}:count", {}, job_id="0")["pid"]
    started = threading.Event()

    def stop() -> None:
        started.wait(10)
        workers.cancel("long")

    threading.Thread(target=stop).start()
    began = 0.0

    def report(fraction: float, stage: str) -> None:
        nonlocal began
        began = began or time.monotonic()
        started.set()

    with pytest.raises(Cancelled):
        workers.run("a", f"{TASKS}:linger", {}, job_id="long", progress=report)
    assert time.monotonic() - began < 2.0
    assert _gone(before)
    assert workers.run("a", f"{TASKS}:count", {}, job_id="3")["calls"] == 1


@pytest.mark.slow
def test_a_job_that_waits_for_its_turn_can_be_cancelled(workers: Workers) -> None:
    running = threading.Event()
    first = threading.Thread(
        target=lambda: workers.run(
            "a", f"{TASKS}:count", {"seconds": 1.0}, job_id="1", progress=lambda f, s: running.set()
        )
    )
    first.start()
    assert running.wait(10)
    workers.cancel("2")
    with pytest.raises(Cancelled):
        workers.run("a", f"{TASKS}:count", {}, job_id="2")
    first.join()
    assert workers.run("a", f"{TASKS}:count", {}, job_id="3")["calls"] == 2


@pytest.mark.slow
def test_errors_cross_the_process_boundary(workers: Workers) -> None:
    with pytest.raises(Refused, match="not this") as refused:
        workers.run("a", f"{TASKS}:refuse", {}, job_id="1")
    assert refused.value.data == {"why": "because"}
    with pytest.raises(EngineFailed, match="ValueError") as failed:
        workers.run("a", f"{TASKS}:stumble", {}, job_id="2")
    assert "secret" not in str(failed.value)


@pytest.mark.slow
def test_a_crash_in_native_code_fails_one_job_only(workers: Workers) -> None:
    with pytest.raises(EngineFailed, match="ended unexpectedly"):
        workers.run("a", f"{TASKS}:crash", {}, job_id="1")
    assert workers.run("a", f"{TASKS}:count", {}, job_id="2")["calls"] == 1


@pytest.mark.slow
def test_a_listener_that_fails_stops_the_work(workers: Workers) -> None:
    def broken(fraction: float, stage: str) -> None:
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError, match="gone"):
        workers.run("a", f"{TASKS}:linger", {}, job_id="1", progress=broken)
    assert workers.run("a", f"{TASKS}:count", {}, job_id="2")["calls"] == 1


@pytest.mark.slow
def test_closing_interrupts_without_failing_the_work() -> None:
    workers = Workers()
    started = threading.Event()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            workers.run("a", f"{TASKS}:linger", {}, job_id="1", progress=lambda f, s: started.set())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(10)
    workers.close()
    thread.join(5)
    assert [type(error) for error in raised] == [Interrupted]


@pytest.mark.slow
def test_a_child_killed_while_idle_costs_no_job(workers: Workers) -> None:
    pid = workers.run("a", f"{TASKS}:count", {}, job_id="1")["pid"]
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert workers.run("a", f"{TASKS}:count", {}, job_id="2")["calls"] == 1


@pytest.mark.slow
def test_a_child_killed_at_work_fails_one_job_only(workers: Workers) -> None:
    pid = workers.run("a", f"{TASKS}:count", {}, job_id="1")["pid"]
    with pytest.raises(EngineFailed, match="exit code -9"):
        workers.run(
            "a", f"{TASKS}:linger", {}, job_id="2", progress=lambda f, s: os.kill(pid, signal.SIGKILL)
        )
    assert workers.run("a", f"{TASKS}:count", {}, job_id="3")["calls"] == 1


@pytest.mark.slow
def test_a_storm_of_cancellations_ends_everyone_and_leaves_nothing_behind(workers: Workers) -> None:
    running = threading.Event()
    ended: list[str] = []

    def work(job_id: str) -> None:
        with pytest.raises(Cancelled):
            workers.run("a", f"{TASKS}:linger", {}, job_id=job_id, progress=lambda f, s: running.set())
        ended.append(job_id)

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(50)]
    for thread in threads:
        thread.start()
    assert running.wait(10)
    for n in range(50):
        workers.cancel(str(n))
    for thread in threads:
        thread.join(10)
    assert len(ended) == 50
    assert workers.run("a", f"{TASKS}:count", {}, job_id="0")["calls"] == 1


@pytest.mark.slow
def test_what_a_child_prints_stays_out_of_standard_output() -> None:
    code = (
        "from moviola.jobs.workers import Workers\n"
        "if __name__ == '__main__':\n"
        f"    workers = Workers(); workers.run('a', '{TASKS}:mutter', {{}}, job_id='1'); workers.close()\n"
        "    print('ours')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "ours\n"
    assert "muttering" in done.stderr
