"""Commands that talk to a running server about one session: upload, status, credits, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

Url = Annotated[str, typer.Option("--url", envvar="NEMO_API_URL", help="Address of the server.")]
Token = Annotated[
    str,
    typer.Option(
        "--token", envvar="NEMO_TOKEN", help="Token; none is needed on this machine.", show_default=False
    ),
]
SessionId = Annotated[str | None, typer.Option("--session", help="Session; the one used last when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DEFAULT_URL = "http://127.0.0.1:8765"


def upload(
    file: Annotated[Path, typer.Argument(help="Picture, video or sound.", exists=True, dir_okay=False)],
    session: SessionId = None,
    url: Url = DEFAULT_URL,
    token: Token = "",
    as_json: AsJson = False,
) -> None:
    """Send a file into the session."""
    from moviola.cli.visit import visit

    with visit(url, token, session) as here:
        row = here.client.upload(here.session_id, file)
    typer.echo(
        json.dumps(row, ensure_ascii=False)
        if as_json
        else f"{row['filename']}: {row['file_type']} {row.get('width', 0)}×{row.get('height', 0)}"
    )


def status(
    session: SessionId = None, url: Url = DEFAULT_URL, token: Token = "", as_json: AsJson = False
) -> None:
    """Show the draft of the session."""
    from moviola.cli.visit import visit

    with visit(url, token, session) as here:
        state = here.client.state(here.session_id)
    if as_json:
        typer.echo(json.dumps(state, ensure_ascii=False))
        return
    from moviola.timeline.codec import decode
    from moviola.timeline.summary import summary

    typer.echo(summary(decode(state["state"]["draft"]), "en"))
    for render in state["state"]["renders"]:
        typer.echo(f"export {render['id']}: {render['status']}")


def credits_(
    prices: Annotated[bool, typer.Option("--prices", help="Show the price list.")] = False,
    url: Url = DEFAULT_URL,
    token: Token = "",
    as_json: AsJson = False,
) -> None:
    """Show the balance, or what things cost."""
    if prices:
        from moviola.settings import Settings
        from moviola.studio.pricing import table

        for what, cost in table(Settings()):
            typer.echo(f"{cost:>6}  {what}")
        return
    from moviola.cli.visit import visit

    with visit(url, token, None, needs_session=False) as here:
        balance = here.client.credits()
    typer.echo(
        json.dumps(balance)
        if as_json
        else f"{balance['available']} available, {balance['frozen']} held, {balance['total']} in all"
    )


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its ending is the format.")],
    session: SessionId = None,
    quality: Annotated[str, typer.Option(help="low, medium or high.")] = "high",
    url: Url = DEFAULT_URL,
    token: Token = "",
    as_json: AsJson = False,
) -> None:
    """Render the draft of the session to a file."""
    from rich.console import Console

    from moviola.cli.output import format_of
    from moviola.cli.progress import Steps
    from moviola.cli.visit import visit

    wanted = {"format": format_of(output), "quality": quality}
    with visit(url, token, session) as here, Steps(Console(stderr=True)) as steps:
        steps.begin("export")
        done = here.client.export(
            here.session_id, wanted, lambda percent, stage: steps.update(percent, stage)
        )
        size = here.client.download(done["outputUrl"], output)
        steps.end()
    typer.echo(
        json.dumps({"file": str(output), "size": size}) if as_json else f"{output}  {size / 1e6:.1f} MB"
    )
