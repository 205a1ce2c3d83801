"""What the store hands out: frozen values, one for each kind of row.

All times are Unix seconds in UTC; credits are whole numbers; durations are milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

UserKind = Literal["anon", "local", "registered"]
RunStatus = Literal["queued", "running", "done", "failed", "cancelled"]
JobStatus = Literal["running", "done", "failed"]
RenderStatus = Literal["pending", "processing", "completed", "failed", "cancelled"]
FileKind = Literal["image", "video", "audio"]
FileSource = Literal["upload", "generated", "render", "preview"]
TransferKind = Literal["grant", "hold", "capture", "release"]


@dataclass(frozen=True)
class Issued:
    """A new token. ``token`` is kept nowhere else; ``credits`` is what the user can spend now."""

    user_id: str
    token: str
    credits: int
    expires_at: float


@dataclass(frozen=True)
class Account:
    """Who a request acts as."""

    user_id: str
    kind: UserKind
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        return scope in self.scopes or "*" in self.scopes


@dataclass(frozen=True)
class Claim:
    """What a claim token opens in a browser."""

    task_id: str
    session_id: str
    user_id: str


@dataclass(frozen=True)
class SessionRow:
    """A conversation and its project. ``state`` is the studio's, ``client_state`` what ADK clients store."""

    session_id: str
    task_id: str
    user_id: str
    task_name: str
    language: str | None
    version: int
    state: dict[str, Any]
    client_state: dict[str, Any]
    last_seq: int
    created_at: float
    updated_at: float


@dataclass(frozen=True)
class RunRow:
    """One message being answered. No event of the run has a number below ``first_seq``."""

    run_id: str
    session_id: str
    user_id: str
    text: str
    payload: dict[str, Any]
    status: RunStatus
    first_seq: int
    cancel_requested: bool
    created_at: float
    updated_at: float


@dataclass(frozen=True)
class JobRow:
    """One generation by an engine. ``result`` is set once ``status`` is done, ``error`` once it is failed."""

    job_id: str
    run_id: str
    session_id: str
    user_id: str
    engine: str
    request: dict[str, Any]
    status: JobStatus
    result: dict[str, Any] | None
    error: str | None
    created_at: float
    updated_at: float


@dataclass(frozen=True)
class FileRow:
    """A file of a session; its bytes are the blob ``sha256``. Sizes in bytes and pixels."""

    file_id: str
    session_id: str
    user_id: str
    sha256: str
    kind: FileKind
    name: str
    mime: str
    size: int
    width: int
    height: int
    duration_ms: int
    fps: float
    source: FileSource
    meta: dict[str, Any]
    created_at: float


@dataclass(frozen=True)
class RenderRow:
    """An export. ``progress`` is 0–100; ``sha256``, ``size``, ``duration_ms``, ``name`` come at the end."""

    render_id: str
    session_id: str
    user_id: str
    body_hash: str
    timeline: dict[str, Any]
    output: dict[str, Any]
    status: RenderStatus
    progress: int
    stage: str
    error: str | None
    sha256: str | None
    size: int
    duration_ms: int
    name: str
    mime: str
    created_at: float
    updated_at: float
    completed_at: float | None


@dataclass(frozen=True)
class Balance:
    """``total`` = ``available`` + ``frozen``, both sums over the ledger."""

    available: int
    frozen: int
    total: int


@dataclass(frozen=True)
class Transfer:
    """One immutable line of the ledger: ``amount`` moved from account ``debit`` to account ``credit``."""

    key: str
    kind: TransferKind
    user_id: str
    debit: str
    credit: str
    amount: int
    created_at: float
