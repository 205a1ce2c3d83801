"""The server: time from a message to its first event, memory when idle, and ``moviola --help``.

Targets: first event < 100 ms, idle < 150 MB, help < 0.4 s.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROUNDS = 25


def help_seconds() -> float:
    command = [sys.executable, "-m", "moviola", "--help"]
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def resident_mb(pid: int) -> float:
    """Resident memory of a process and its children, in megabytes."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "status").read_text()
        except OSError:
            continue
        facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        if int(folder.name) == pid or int(facts.get("PPid", 0)) == pid:
            total += float(facts.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def first_event(http: httpx.Client, session: str, text: str) -> float:
    """Seconds from sending a message to its first event."""
    body = {"app_name": "nemo_agent", "session_id": session, "new_message": {"parts": [{"text": text}]}}
    began = time.perf_counter()
    first = 0.0
    with http.stream("POST", "/run_sse", json=body) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and not first:
                first = time.perf_counter() - began
    return first


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [sys.executable, "-m", "moviola", "serve", "--port", str(port), "--no-fetch"],
            env={**os.environ, "MOVIOLA_HOME": home},
            stdout=subprocess.DEVNULL,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
                for _ in range(200):
                    try:
                        http.get("/health")
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)
                time.sleep(1)
                idle = resident_mb(server.pid)
                body = {"task_name": "bench"}
                made = http.post("/api/tasks/me/with-session/nemo_agent", json=body).json()
                session = made["data"]["session_id"]
                words = [first_event(http, session, f"status {n}") for n in range(ROUNDS)]
                work = [first_event(http, session, f"an old sea captain number {n}") for n in range(2)]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    rows = [
        ("message → first event, words only, median", statistics.median(words) * 1000, 100, "ms"),
        ("message → first event, words only, worst", max(words) * 1000, 100, "ms"),
        ("message → first event, a portrait, worst", max(work) * 1000, 100, "ms"),
        ("server idle", idle, 150, "MB"),
        ("moviola --help", help_seconds() * 1000, 400, "ms"),
    ]
    for name, value, limit, unit in rows:
        print(f"{name:<45} {value:8.1f} {unit}   {value / limit:5.2f} × target of {limit} {unit}")


if __name__ == "__main__":
    main()
