"""The ``moviola`` command. Heavy imports wait inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys

import typer

from moviola import __version__
from moviola.cli.chat import chat
from moviola.cli.doctor import doctor
from moviola.cli.engines import engines
from moviola.cli.exit import exit_code
from moviola.cli.make import make
from moviola.cli.models import models
from moviola.cli.remote import credits_, export, status, upload
from moviola.cli.serve import serve
from moviola.errors import MoviolaError, StorageFull

app = typer.Typer(
    name="moviola",
    help="Say what you see; get a portrait, a picture or a finished video.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(make)
app.command()(chat)
app.command()(serve)
app.command()(upload)
app.command()(status)
app.command("credits")(credits_)
app.command()(export)
app.add_typer(models, name="models")
app.command()(engines)
app.command()(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"moviola {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and leave."
    ),
) -> None:
    """Options of all commands."""


def main() -> None:
    """Run the command line; errors become one sentence and an exit code."""
    try:
        app()
    except MoviolaError as error:
        typer.echo(f"moviola: {error}", err=True)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        typer.echo(f"moviola: {_said_plainly(error)}", err=True)
        sys.exit(exit_code(StorageFull("")))
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        sys.exit(130)


def _said_plainly(error: OSError) -> str:
    place = f" {error.filename}" if error.filename else ""
    return (
        f"Cannot use{place}: {error.strerror or error}. Free some space or mend the rights, "
        "or set MOVIOLA_HOME and MOVIOLA_CACHE to folders that can be written."
    )
