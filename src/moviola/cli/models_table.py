"""Models as a table for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from moviola.models.store import ModelStatus


def table(rows: Iterable[ModelStatus]) -> Table:
    """Name, size, state, licence and provenance of each model."""
    shown = Table("model", "size", "state", "licence", "provenance", title="Models")
    for row in rows:
        model = row.model
        state = row.state if row.allowed else f"{row.state}, not allowed here"
        shown.add_row(model.name, f"{model.wheel_size / 1e6:.1f} MB", state, model.licence, model.provenance)
    return shown
