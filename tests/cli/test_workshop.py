from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from moviola import errors
from moviola.agent.house import House
from moviola.cli.progress import Steps
from moviola.cli.workshop import Workshop, _failure
from moviola.studio import bench
from tests.fakes import SPEC

pytestmark = pytest.mark.slow


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "MOVIOLA_HOME": str(home)}


def test_a_run_that_failed_keeps_the_class_of_its_error() -> None:
    event = {"error": "No room.", "error_details": {"error_type": "StorageFull"}}
    assert type(_failure(event)) is errors.StorageFull
    unknown = {"error": "Odd.", "error_details": {"error_type": "KeyError"}}
    assert type(_failure(unknown)) is errors.Fault


def test_work_that_cannot_be_written_down_ends_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.console import Console

    monkeypatch.setenv("MOVIOLA_HOME", str(tmp_path))
    with Workshop("0", "en") as workshop:
        house: House = workshop._house

        def full(run_id: str) -> None:
            raise errors.StorageFull("There is no room left on the disk.")

        house._handlers["run"] = full
        with pytest.raises(errors.StorageFull), Steps(Console(quiet=True)) as steps:
            workshop.say("calm piano", "audio", steps)
    assert list(tmp_path.glob("make-*")) == []


def test_json_is_all_there_is_on_standard_output(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moviola", "make", "calm piano", "-o", str(tmp_path / "a.mp3"), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        env=_environment(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["file"] == str(tmp_path / "a.mp3")


def test_a_question_is_json_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moviola", "make", "😀", "-o", str(tmp_path / "a.mp4"), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        env=_environment(tmp_path / "home"),
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["file"] is None and json.loads(done.stdout)["text"]


#: A test run in the background inherits a SIGINT that is ignored, and so would the command.
COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from moviola.cli.app import main
main()
"""


@pytest.mark.parametrize("phase", ["make-*", "make-*/moviola.db", "make-*/scratch/job-*"])
def test_ctrl_c_stops_everything_and_leaves_nothing(tmp_path: Path, phase: str) -> None:
    home, target = tmp_path / "home", tmp_path / "a.mp4"
    words = ["make", "sunset over a lake, 20 seconds", "-o", str(target)]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(home),
        start_new_session=True,
    ) as command:
        try:
            while not any(home.glob(phase)):
                assert command.poll() is None
                time.sleep(0.02)
            os.killpg(command.pid, signal.SIGINT)
            _, said = command.communicate(timeout=20)
        finally:
            command.kill()
    assert command.returncode == 130
    assert "Traceback" not in said
    assert not target.exists() and list(tmp_path.glob(".moviola*")) == []
    assert list(home.glob("make-*")) == []


def test_the_folder_of_a_killed_command_is_cleared_away_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVIOLA_HOME", str(tmp_path))
    code = "from moviola.cli.workshop import Workshop; import os; w = Workshop('0', 'en'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], env=_environment(tmp_path), check=False)
    left = list(tmp_path.glob("make-*"))
    assert len(left) == 1
    with Workshop("0", "en"):
        assert left[0] not in list(tmp_path.glob("make-*"))


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the data folder should be")
    done = subprocess.run(
        [sys.executable, "-m", "moviola", "make", "calm piano", "-o", str(tmp_path / "a.mp3")],
        capture_output=True,
        text=True,
        timeout=60,
        env=_environment(tmp_path / "home"),
    )
    assert done.returncode == 9
    assert "MOVIOLA_HOME" in done.stderr and "Traceback" not in done.stderr


def test_each_variation_is_a_file_and_a_chosen_one_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.console import Console

    monkeypatch.setenv("MOVIOLA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bench, "engine_for", lambda task, name="": SPEC)
    with Workshop("0", "en") as workshop, Steps(Console(quiet=True)) as steps:
        workshop.say("3 variations of a mountain lake", "image", steps)
        files = [tmp_path / f"{n}.png" for n in range(3)]
        for file, draft in zip(files, workshop.drafts, strict=True):
            workshop.export({"format": "png"}, file, steps.update, draft)
        assert len({file.read_bytes() for file in files}) == 3
        workshop.say("take the second one", "image", steps)
        assert workshop.drafts == [None]
        workshop.export({"format": "png"}, tmp_path / "chosen.png", steps.update)
        assert (tmp_path / "chosen.png").read_bytes() == files[1].read_bytes()
        workshop.say("2 variations of a mountain lake", "image", steps)
        workshop.say("a red desert", "image", steps)
        assert workshop.drafts == [None]
