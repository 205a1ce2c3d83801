"""``moviola models``: which model files there are, with licence and size, and fetching them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from moviola.models.store import ModelStatus

models = typer.Typer(help="The model files: list, pull, verify, rm.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="Names of models; all of them when left out.")]


def _facts(row: ModelStatus) -> dict[str, object]:
    model = row.model
    return {
        "name": model.name,
        "title": model.title,
        "source": f"{model.package} {model.version}",
        "sha256": model.wheel_sha256,
        "download_size": model.wheel_size,
        "size": model.size,
        "licence": model.licence,
        "commercial": model.commercial,
        "provenance": model.provenance,
        "state": row.state,
        "problems": [str(problem) for problem in row.problems],
    }


@models.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show every model with its size, licence and state."""
    from moviola.models.store import status

    rows = status()
    if as_json:
        typer.echo(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from moviola.cli.models_table import table

    Console().print(table(rows))


@models.command()
def pull(
    names: Names = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    warm: Annotated[
        bool, typer.Option(help="Also compile the render kernels, so that the first picture is quick.")
    ] = True,
) -> None:
    """Fetch models through pip, verify them, and warm what is compiled."""
    from rich.console import Console

    from moviola.cli.fetching import fetch_missing, warm_kernels

    console = Console(stderr=True)
    fetch_missing(console, names, ask=not yes)
    if warm:
        warm_kernels(console)


@models.command()
def verify(names: Names = None) -> None:
    """Check every file against its SHA-256."""
    from moviola.models.catalog import catalog
    from moviola.models.store import verify as check

    bad = False
    for name in names or catalog():
        problems = check(name)
        bad = bad or bool(problems)
        typer.echo(f"{name}: {'; '.join(str(p) for p in problems) if problems else 'good'}")
    if bad:
        typer.echo("Fetch the broken ones again: moviola models pull", err=True)
        raise typer.Exit(8)


@models.command()
def rm(names: Annotated[list[str], typer.Argument(help="Names of models.")]) -> None:
    """Remove models from the cache."""
    from moviola.models.store import remove

    for name in names:
        remove(name)
        typer.echo(f"{name}: removed")
