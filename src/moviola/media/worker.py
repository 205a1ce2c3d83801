"""What child processes run for uploads: look at a file within hard limits of memory and time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moviola.media.names import safe_name

#: Called with the fraction done (0–1) and a stage name.
Progress = Callable[[float, str], None]

MEMORY_BYTES = 4 << 30
CPU_SECONDS = 60


def limit(memory: int = MEMORY_BYTES, seconds: int = CPU_SECONDS) -> None:
    """Let this process use ``memory`` more bytes than now, and ``seconds`` more CPU seconds than now.

    Call it before every file: a warm process has used some of both already. More memory raises MemoryError;
    more time ends the process. Only for child processes, and only where the system knows such limits (not
    Windows; macOS ignores the one on memory).
    """
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + 1 + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        room = used + memory
        resource.setrlimit(
            resource.RLIMIT_AS, (room if hard == resource.RLIM_INFINITY else min(room, hard), hard)
        )


def ingest(path: Path | str, name: str, thumbnail: Path | str | None = None) -> dict[str, Any]:
    """Look into an uploaded file; the fields of :class:`~moviola.media.probed.Probed`, ``mime`` and ``name``.

    With ``thumbnail`` (where to write it) pictures and videos also get a small JPEG, and ``thumbnail`` in the
    answer is its path, or None for sound. The answer can be written as JSON.

    Raises:
        UnsupportedFile, FileTooLarge: as :func:`moviola.media.probe.probe` says.
    """
    # Imported here: this module is named in the server process, which must not load decoders.
    from moviola.media.probe import probe

    source = Path(path)
    found = probe(source)
    written: str | None = None
    if thumbnail is not None and found.kind != "audio":
        from moviola.media.thumbnail import thumbnail as draw

        draw(source, found.kind, Path(thumbnail))
        written = str(thumbnail)
    shown = {"name": safe_name(name), "mime": found.mime, "thumbnail": written}
    return found.model_dump(mode="json") | shown


def run_ingest(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """:func:`ingest` in a child process, within limits; ``payload``: ``path``, ``name``, ``thumbnail``?"""
    limit()
    progress(0.0, "probe")
    return ingest(payload["path"], payload["name"], payload.get("thumbnail"))


def run_fetch(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """:func:`moviola.media.fetch.fetch` in a child process, within limits.

    ``payload``: ``url``, ``target`` (path), ``limit`` (bytes); the answer: ``name``, ``size`` (bytes).
    """
    from moviola.media.fetch import fetch

    limit()
    fetched = fetch(payload["url"], Path(payload["target"]), int(payload["limit"]), progress)
    return {"name": fetched.name, "size": fetched.size}
