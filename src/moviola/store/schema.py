"""The tables. Portable SQL only: the same schema serves SQLite and Postgres.

``migrations/`` builds them step by step; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

#: The revision that this code expects; equal to the newest file in ``migrations/versions``.
REVISION = "0001"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite numbers rows by itself only where the key is spelled INTEGER.
_Ordinal = BigInteger().with_variant(Integer, "sqlite")


def _session() -> Column[str]:
    key = ForeignKey("sessions.session_id", ondelete="CASCADE")
    return Column("session_id", String(19), key, nullable=False)


def _user() -> Column[str]:
    return Column("user_id", String(64), ForeignKey("users.user_id"), nullable=False)


users = Table(
    "users",
    metadata,
    Column("user_id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("created_at", Double, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    Column("client_id", String(64), primary_key=True),
    Column("address", String(64), primary_key=True),
    _user(),
    Column("created_at", Double, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    _user(),
    Column("kind", String(8), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("task_id", String(64)),
    Column("session_id", String(19)),
    Column("client_id", String(64)),
    Column("address", String(64)),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double),
    Column("revoked_at", Double),
    Index(None, "address", "created_at"),
    Index(None, "client_id", "created_at"),
    Index(None, "expires_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", String(19), primary_key=True),
    Column("task_id", String(64), nullable=False),
    _user(),
    Column("task_name", Text, nullable=False),
    Column("language", String(16)),
    Column("version", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    Column("client_state", JSON, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    UniqueConstraint("task_id"),
    Index(None, "user_id", "updated_at"),
)

events = Table(
    "events",
    metadata,
    Column("session_id", String(19), ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("event", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("ordinal", _Ordinal, primary_key=True, autoincrement=True),
    Column("run_id", String(64), nullable=False),
    _session(),
    _user(),
    Column("text", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    UniqueConstraint("run_id"),
    Index(None, "session_id", "status"),
    Index(None, "status"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", String(128), primary_key=True),
    Column("run_id", String(64), nullable=False),
    _session(),
    _user(),
    Column("engine", String(64), nullable=False),
    Column("request", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("error", Text),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    Index(None, "session_id"),
)

files = Table(
    "files",
    metadata,
    Column("ordinal", _Ordinal, primary_key=True, autoincrement=True),
    Column("file_id", String(128), nullable=False),
    _session(),
    _user(),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("mime", String(128), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("fps", Double, nullable=False),
    Column("source", String(16), nullable=False),
    Column("meta", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
    UniqueConstraint("file_id"),
    Index(None, "session_id", "source"),
    Index(None, "user_id", "sha256"),
)

renders = Table(
    "renders",
    metadata,
    Column("ordinal", _Ordinal, primary_key=True, autoincrement=True),
    Column("render_id", String(200), nullable=False),
    _session(),
    _user(),
    Column("body_hash", String(64), nullable=False),
    Column("timeline", JSON, nullable=False),
    Column("output", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("progress", Integer, nullable=False),
    Column("stage", String(64), nullable=False),
    Column("error", Text),
    Column("sha256", String(64)),
    Column("size", BigInteger, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("mime", String(128), nullable=False),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    Column("completed_at", Double),
    UniqueConstraint("render_id"),
    Index(None, "session_id"),
    Index(None, "user_id", "sha256"),
    Index(None, "status"),
)

#: Rows are written once and never changed: the balance is a sum over them.
transfers = Table(
    "transfers",
    metadata,
    Column("ordinal", _Ordinal, primary_key=True, autoincrement=True),
    Column("key", String(192), nullable=False),
    Column("kind", String(8), nullable=False),
    _user(),
    Column("debit", String(80), nullable=False),
    Column("credit", String(80), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("created_at", Double, nullable=False),
    UniqueConstraint("key", "kind"),
    Index(None, "user_id"),
)
