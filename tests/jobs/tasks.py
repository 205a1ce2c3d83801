"""Work for real child processes."""

from __future__ import annotations

import os
import time
from typing import Any

from moviola.errors import Refused
from moviola.jobs.workers import Report

calls = 0


def count(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    """How often this process was asked, and which one it is."""
    global calls
    calls += 1
    progress(0.5, "half")
    time.sleep(payload.get("seconds", 0.0))
    return {"calls": calls, "pid": os.getpid()}


def linger(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    """Work until killed, reporting."""
    for step in range(600):
        progress(step / 600, "linger")
        time.sleep(0.05)
    return {}


def refuse(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    raise Refused("not this", data={"why": "because"})


def stumble(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    raise ValueError("a secret detail")


def mutter(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    """Print, as native libraries do."""
    print("muttering", flush=True)
    return {}


def crash(payload: dict[str, Any], progress: Report) -> dict[str, Any]:
    os.abort()
