"""``moviola serve``: the API and the page."""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    metered: Annotated[
        bool | None,
        typer.Option("--metered/--unlimited", help="Charge credits. Default: only when others can reach it."),
    ] = None,
    local_user: Annotated[
        bool | None,
        typer.Option(
            "--local-user/--no-local-user",
            help="Requests without a token are yours. Default: only on this machine's own address.",
        ),
    ] = None,
    fetch: Annotated[bool, typer.Option(help="Fetch missing model files first.")] = True,
) -> None:
    """Start the studio as a server on this machine."""
    from rich.console import Console

    from moviola.settings import Settings

    given = {"host": host, "port": port, "metered": metered, "local_user": local_user}
    settings = Settings().model_copy(update={k: v for k, v in given.items() if v is not None})
    if fetch:
        from moviola.cli.fetching import fetch_if_possible

        fetch_if_possible(Console(stderr=True), ask=True)
    from moviola.api.server import run

    # The server hands the signal back once it has stopped; without a handler the process would end before its
    # children and its unfinished work were put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    run(settings)
