from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from moviola.api.server import _listen
from moviola.errors import Fault


def test_small_answers_are_sent_at_once() -> None:
    # asyncio turns Nagle's delay off only for sockets that are named TCP.
    with _listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_said_so() -> None:
    with _listen("127.0.0.1", 0) as listener, pytest.raises(Fault, match=r"--port"):
        _listen("127.0.0.1", listener.getsockname()[1])


def test_the_server_stays_light() -> None:
    heavy = ["numpy", "cv2", "av", "openvino", "numba", "PIL", "alembic", "symusic"]
    script = f"import sys, moviola.api.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
