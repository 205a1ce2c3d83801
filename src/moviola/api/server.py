"""One server process: the house, the application and uvicorn."""

from __future__ import annotations

import socket
from types import FrameType

import uvicorn

from moviola.agent.grammar import Grammar
from moviola.agent.house import House
from moviola.api.app import create_app
from moviola.errors import Fault
from moviola.settings import Settings

#: Streams that are still open when the server stops get this long, in seconds.
GRACE = 1


def run(settings: Settings) -> None:
    """Serve until interrupted; unfinished work goes on at the next start.

    Raises:
        Fault: the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    house = House(settings.model_copy(update={"port": port}))
    try:
        Grammar().warm()
        house.runner.recover()
        config = uvicorn.Config(
            create_app(house), log_level="warning", timeout_graceful_shutdown=GRACE, server_header=False
        )
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Moviola is at http://{host}:{port}", flush=True)
        _Server(config, house).run(sockets=[listener])
    finally:
        house.close()
        listener.close()


class _Server(uvicorn.Server):
    """Lets the streams end in good order when it is told to stop; their clients resume them later."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._house.store.bell.close()
        super().handle_exit(sig, frame)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, so that asyncio sends at once; otherwise each small answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise Fault(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port with --port."
        ) from error
    return listener
