"""``moviola chat``: a conversation with a running server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from moviola.cli.remote import DEFAULT_URL, SessionId, Token, Url

if TYPE_CHECKING:
    from rich.console import Console

    from moviola.cli.visit import Visit

HELP = """Say what you want to see, then how to change it. Also:
  /upload FILE       bring a picture, a video or a sound
  /export FILE       write the result; its ending is the format
  /status            show the draft
  /new               begin another session
  /quit              leave (or Ctrl-D)"""


def chat(session: SessionId = None, url: Url = DEFAULT_URL, token: Token = "") -> None:
    """Talk with the studio."""
    from rich.console import Console

    from moviola.cli.visit import Visit, remember, visit
    from moviola.errors import MoviolaError

    console = Console()
    with visit(url, token, session, needs_session=False) as start:
        chosen = session or str(start.client.create_session("chat")["session_id"])
        here = Visit(start.client, chosen)
        remember(url, chosen)
        console.print(f"Session {chosen} at {url}. /help shows the commands.", style="dim", highlight=False)
        while True:
            line = _ask(console)
            if line is None or line in ("/quit", "/exit"):
                return
            try:
                if line == "/new":
                    here = Visit(start.client, str(start.client.create_session("chat")["session_id"]))
                    remember(url, here.session_id)
                    console.print("A new session.", style="dim")
                elif line:
                    _answer(console, here, line)
            except MoviolaError as error:
                console.print(f"[red]{error.message}[/]", highlight=False)


def _ask(console: Console) -> str | None:
    try:
        if sys.stdin.isatty():
            return console.input("[bold cyan]› [/]").strip()
        line = sys.stdin.readline()
        return line.strip() if line else None
    except EOFError:
        return None


def _answer(console: Console, here: Visit, line: str) -> None:
    command, _, rest = line.partition(" ")
    if command == "/help":
        console.print(HELP, highlight=False)
    elif command == "/upload":
        row = here.client.upload(here.session_id, _file(rest))
        console.print(f"{row['filename']} is here.", highlight=False)
    elif command == "/export":
        _export(console, here, Path(rest.strip() or "moviola.mp4"))
    elif command == "/status":
        _say(console, here, "status")
    elif command.startswith("/"):
        console.print(f"There is no command {command}.\n{HELP}", highlight=False)
    else:
        _say(console, here, line)


def _file(text: str) -> Path:
    from moviola.errors import BadRequest

    path = Path(text.strip().strip("'\"")).expanduser()
    if not path.is_file():
        raise BadRequest(f"There is no file {path}.")
    return path


def _export(console: Console, here: Visit, target: Path) -> None:
    from moviola.cli.output import format_of
    from moviola.cli.progress import Steps

    wanted = {"format": format_of(target)}
    with Steps(console) as steps:
        steps.begin("export")
        done = here.client.export(
            here.session_id, wanted, lambda percent, stage: steps.update(percent, stage)
        )
        size = here.client.download(done["outputUrl"], target)
        steps.end()
    console.print(f"{target}  {size / 1e6:.1f} MB", highlight=False)


def _say(console: Console, here: Visit, text: str) -> None:
    """Send the words and show the answer; Ctrl-C stops the work, not the chat."""
    from moviola.cli.telling import tell

    try:
        tell(console, here.client.run(here.session_id, text), here.client.url)
    except KeyboardInterrupt:
        here.client.cancel(here.session_id)
        console.print("Stopped.", style="yellow")
