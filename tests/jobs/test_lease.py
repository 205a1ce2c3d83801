from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from moviola.jobs import lease

HOLD = """
import sys, time
from pathlib import Path
from moviola.jobs import lease
print(lease.take(Path(sys.argv[1])).executor_id, flush=True)
time.sleep(60)
"""


def test_two_living_holders_never_share_an_id(tmp_path: Path) -> None:
    first, second = lease.take(tmp_path), lease.take(tmp_path)
    assert first.executor_id != second.executor_id
    first.release()
    second.release()


def test_a_released_id_is_taken_over(tmp_path: Path) -> None:
    first = lease.take(tmp_path)
    first.release()
    again = lease.take(tmp_path)
    assert again.executor_id == first.executor_id
    again.release()


def test_a_retired_id_is_gone(tmp_path: Path) -> None:
    first = lease.take(tmp_path)
    first.retire()
    again = lease.take(tmp_path)
    assert again.executor_id != first.executor_id
    again.release()


@pytest.mark.slow
def test_a_killed_process_loses_its_lease(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        theirs = holder.stdout.readline().strip()
        ours = lease.take(tmp_path)
        assert ours.executor_id != theirs
        assert lease.dead(tmp_path) == []
        holder.kill()
        holder.wait()
        assert [found.executor_id for found in lease.dead(tmp_path)] == [theirs]
        ours.release()
