"""Alembic's entry: runs the steps on the connection that :mod:`moviola.store.migration` opened."""

from __future__ import annotations

from alembic import context

from moviola.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
