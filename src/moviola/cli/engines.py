"""``moviola engines``: what can be made here, and by what."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def engines(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the installed engines."""
    from moviola.engines.registry import engines as installed

    found = installed().values()
    if as_json:
        rows = [
            {
                "name": e.name,
                "version": e.version,
                "tasks": sorted(e.tasks),
                "summary": e.summary,
                "models": list(e.models),
                "licence": e.licence,
                "commercial": e.commercial,
                "memory_mb": e.memory_mb,
                "seeded": e.seeded,
            }
            for e in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("engine", "does", "models", "licence", title="Engines")
    for e in found:
        table.add_row(f"{e.name} {e.version}", e.summary, ", ".join(e.models) or "none", e.licence)
    Console().print(table)
