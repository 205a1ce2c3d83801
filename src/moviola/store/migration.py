"""Brings a database to the schema of this code."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from moviola.errors import Fault
from moviola.store.connection import WRITES
from moviola.store.schema import REVISION

#: Any number, the same in every process: migrations on Postgres wait for each other on it.
_LOCK = 0x4D6F76696F6C61


def migrate(engine: Engine) -> None:
    """Run the missing migrations, in one transaction. :class:`Fault` when the database is from newer code."""
    with engine.connect() as db, db.begin():
        if revision(db) == REVISION:
            return
    # Alembic takes a tenth of a second to import; most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.connect().execution_options(**{WRITES: True}) as db, db.begin():
        if engine.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = Config()
        config.set_main_option("script_location", "moviola.store:migrations")
        config.attributes["connection"] = db
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise Fault(
                f"The database is at revision {revision(db)}, unknown to this version. Upgrade Moviola."
            ) from error


def revision(db: Connection) -> str | None:
    """The revision that the database is at; None when it is empty."""
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()
