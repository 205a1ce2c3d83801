from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from moviola import __version__, errors
from moviola.cli.app import app
from moviola.cli.exit import exit_code
from moviola.cli.telling import printable

COMMANDS = ["make", "chat", "serve", "upload", "status", "credits", "export", "models", "engines", "doctor"]


def _run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "moviola", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "MOVIOLA_HOME": str(home)},
    )


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert [name for name in COMMANDS if name not in shown.output] == []


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "sqlalchemy", "fastapi", "dbos", "av")
    code = f"import sys, moviola.cli.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output.strip() == f"moviola {__version__}"


def test_prices_are_shown_without_a_server() -> None:
    shown = CliRunner().invoke(app, ["credits", "--prices"])
    assert "100  a generated clip" in shown.output


def test_every_class_of_error_has_its_exit_code() -> None:
    assert exit_code(errors.BadRequest("x")) == 2
    assert exit_code(errors.OutOfCredits("x")) == 5
    assert exit_code(errors.UnsupportedFile("x")) == 6
    assert exit_code(errors.ModelMissing("x")) == 8
    assert exit_code(errors.EngineFailed("x")) == 1


def test_a_server_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07c\nd\u202e") == "a[31mbc\nd"


@pytest.mark.slow
def test_without_a_server_the_remedy_is_named(tmp_path: Path) -> None:
    done = _run("chat", "--url", "http://127.0.0.1:9", home=tmp_path)
    assert done.returncode == 1
    assert "moviola serve" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_without_a_session_the_remedy_is_named(tmp_path: Path) -> None:
    done = _run("status", home=tmp_path)
    assert done.returncode == 2
    assert "moviola chat" in done.stderr


@pytest.mark.slow
def test_engines_and_doctor_speak_json(tmp_path: Path) -> None:
    engines = json.loads(_run("engines", "--json", home=tmp_path).stdout)
    assert {"portrait", "place", "motion", "music"} <= {engine["name"] for engine in engines}
    doctor = _run("doctor", "--json", home=tmp_path)
    findings = {finding["what"]: finding["good"] for finding in json.loads(doctor.stdout)}
    assert findings["cv2"] and findings["av"] and findings["fonts"]


@pytest.mark.slow
def test_a_missing_photo_is_a_usage_error(tmp_path: Path) -> None:
    done = _run("make", "gone.jpg", "pan left", "-o", str(tmp_path / "a.mp4"), home=tmp_path)
    assert done.returncode == 2
    assert "gone.jpg" in done.stderr
