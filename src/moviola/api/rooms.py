"""What the API needs of the rooms below, as protocols that the house fulfils."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

from moviola.settings import Settings
from moviola.store import Store
from moviola.store.rows import FileRow, RenderRow


class Submitted(Protocol):
    """A run taken on. ``seq``: number of the last event before the run's first answer."""

    @property
    def run_id(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def attached(self) -> bool: ...
    @property
    def queued(self) -> bool: ...


class Runner(Protocol):
    """Takes messages; what becomes of them is in the event log."""

    def submit(
        self,
        user_id: str,
        session_id: str,
        text: str,
        *,
        want: Literal["image", "video", "audio"] | None = None,
    ) -> Submitted: ...
    def cancel(self, user_id: str, session_id: str) -> bool: ...
    def is_finished(self, run_id: str) -> bool: ...


class Renders(Protocol):
    """Takes exports."""

    def submit(
        self,
        user_id: str,
        render_id: str,
        session_id: str,
        draft: dict[str, Any] | None,
        output: dict[str, Any],
    ) -> RenderRow: ...
    def get(self, user_id: str, render_id: str) -> RenderRow: ...
    def cancel(self, user_id: str, render_id: str) -> RenderRow: ...


class Uploads(Protocol):
    """Takes files. Both calls are slow: they look into the file in a child process."""

    @property
    def limit_bytes(self) -> int: ...
    def add(self, user_id: str, session_id: str, path: Path, filename: str) -> FileRow: ...
    def add_url(self, user_id: str, session_id: str, url: str) -> FileRow: ...


class House(Protocol):
    """One process's rooms. All calls are thread-safe."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def runner(self) -> Runner: ...
    @property
    def renders(self) -> Renders: ...
    @property
    def uploads(self) -> Uploads: ...
    def state_of(self, user_id: str, session_id: str) -> dict[str, Any]: ...
