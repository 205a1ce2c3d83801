"""A small house with a real store, and a runner that does what a script of events says."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import uvicorn

from moviola.api.app import create_app
from moviola.errors import BadRequest, Conflict, NoSession, OutOfCredits, UnsupportedFile
from moviola.settings import Settings
from moviola.store import Store
from moviola.store.rows import FileRow, RenderRow

Event = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    run_id: str
    seq: int
    attached: bool = False
    queued: bool = False


class ScriptedRunner:
    """Answers ``events N`` with N events, ``wait`` only after ``go`` is set, ``broke`` with no credits."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.go = threading.Event()
        self.count = 0

    def submit(
        self,
        user_id: str,
        session_id: str,
        text: str,
        *,
        want: Literal["image", "video", "audio"] | None = None,
    ) -> Taken:
        if text == "broke":
            raise OutOfCredits("This needs 100 credits and you have 0.", data={"bind": user_id})
        if text == "crash":
            raise ZeroDivisionError("secret detail")
        run_id = f"run_{uuid.uuid4().hex[:12]}"
        with self.store.begin() as tx:
            active = tx.runs.active(session_id)
            for run in active:
                if run.text == text:
                    return Taken(run.run_id, run.first_seq, attached=True)
            tx.runs.create(run_id, session_id, user_id, text, {"want": want})
            said = {
                "id": "e",
                "invocationId": run_id,
                "author": "user",
                "content": {"parts": [{"text": text}]},
            }
            seq = tx.events.append(session_id, said)
            if active:
                noted = {"partial": False, "customMetadata": {"queued": True}}
                tx.events.append(session_id, {**self.event(run_id, "noted"), **noted})
        threading.Thread(target=self._perform, args=(run_id, session_id, text), daemon=True).start()
        return Taken(run_id, seq, queued=bool(active))

    def cancel(self, user_id: str, session_id: str) -> bool:
        with self.store.begin() as tx:
            active = tx.runs.active(session_id)
            for run in active:
                tx.runs.request_cancel(run.run_id)
        if active:
            self.go.set()
        return bool(active)

    def is_finished(self, run_id: str) -> bool:
        with self.store.read() as tx:
            return tx.runs.get(run_id).status not in ("queued", "running")

    def _perform(self, run_id: str, session_id: str, text: str) -> None:
        self.count += 1
        # A session may be deleted while its run waits.
        with suppress(NoSession):
            self._answer(run_id, session_id, text)

    def _answer(self, run_id: str, session_id: str, text: str) -> None:
        words = text.split()
        if "wait" in words:
            self.go.wait(30)
        with self.store.begin() as tx:
            tx.runs.set_status(run_id, "running", {"queued"})
        number = int(words[words.index("events") + 1]) if "events" in words else 2
        padding = "…" * 2000 if "large" in words else ""
        for place in range(number):
            event = self.event(run_id, f"piece {place}{padding}")
            event["partial"] = True
            self._write(session_id, event)
        if "media" in words:
            with self.store.read() as tx:
                files = tx.files.of_session(session_id)
            media = [{"sha256": one.sha256, "file_type": one.kind, "name": one.name} for one in files]
            if "preview" in words:
                shown = {**self.event(run_id, ""), "partial": True}
                shown["customMetadata"] = {
                    "progress": {"percent": 5, "stage": "preview", "tool": "make_image", "preview": media[0]}
                }
                self._write(session_id, shown)
            if "hold" in words:
                self.go.wait(30)
            tool = "make_variations" if "variations" in words else "make_portrait"
            response = {"functionResponse": {"id": "c", "name": tool, "response": {"media": media}}}
            self._write(
                session_id, {**self.event(run_id, ""), "content": {"role": "model", "parts": [response]}}
            )
        last = self.event(run_id, "cancelled" if self._cancelled(run_id) else "done\nand 完成")
        last["customMetadata"] = {"runId": run_id, "final": True}
        last["turnComplete"] = True
        with self.store.begin() as tx:
            tx.runs.set_status(run_id, "done", {"running"})
            tx.events.append(session_id, last)

    def _cancelled(self, run_id: str) -> bool:
        with self.store.read() as tx:
            return tx.runs.cancel_requested(run_id)

    def _write(self, session_id: str, event: Event) -> None:
        with self.store.begin() as tx:
            tx.events.append(session_id, event)

    @staticmethod
    def event(run_id: str, text: str) -> Event:
        return {
            "id": uuid.uuid4().hex,
            "invocationId": run_id,
            "author": "nemo_agent",
            "timestamp": time.time(),
            "content": {"role": "model", "parts": [{"text": text}]},
        }


class SimpleRenders:
    """An export whose file is the draft's own JSON; ``finish`` completes it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def submit(
        self,
        user_id: str,
        render_id: str,
        session_id: str,
        draft: dict[str, Any] | None,
        output: dict[str, Any],
    ) -> RenderRow:
        if output.get("format") not in {"mp4", "webm"}:
            raise BadRequest("Unknown format.")
        body = hashlib.sha256(json.dumps([session_id, draft, output]).encode()).hexdigest()
        with self.store.begin() as tx:
            tx.sessions.get(session_id, user_id)
            return tx.renders.create(render_id, session_id, user_id, body, draft or {}, output)

    def finish(self, render_id: str, content: bytes, name: str) -> None:
        path = self.folder / "export"
        path.write_bytes(content)
        blob = self.store.blobs.put(path)
        with self.store.begin() as tx:
            tx.renders.update(
                render_id,
                "completed",
                100,
                sha256=blob.sha256,
                size=blob.size,
                duration_ms=6000,
                name=name,
                mime="video/mp4",
            )

    def get(self, user_id: str, render_id: str) -> RenderRow:
        with self.store.read() as tx:
            return tx.renders.get(render_id, user_id)

    def cancel(self, user_id: str, render_id: str) -> RenderRow:
        with self.store.begin() as tx:
            tx.renders.get(render_id, user_id)
            tx.renders.update(render_id, "cancelled", expected={"pending", "processing"})
            return tx.renders.get(render_id, user_id)


class SimpleUploads:
    """Takes whatever begins with the letters PNG as a picture."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.limit_bytes = settings.upload_limit_mb << 20
        self.names: list[str] = []

    def add(self, user_id: str, session_id: str, path: Path, filename: str) -> FileRow:
        self.names.append(filename)
        with path.open("rb") as file:
            if file.read(3) != b"PNG":
                raise UnsupportedFile("This is no picture. Send mp4, mov, jpg, png …")
        blob = self.store.blobs.put(path)
        name = filename.rsplit("/", 1)[-1].replace("\0", "")[:80]
        with self.store.begin() as tx:
            return tx.files.add(
                f"file_{uuid.uuid4().hex}",
                session_id,
                user_id,
                blob.sha256,
                "image",
                name,
                "image/png",
                blob.size,
                640,
                480,
                source="upload",
            )

    def add_url(self, user_id: str, session_id: str, url: str) -> FileRow:
        if not url.startswith("https://example.org/"):
            raise BadRequest("That address is not public.")
        path = self.store.settings.home / uuid.uuid4().hex
        path.write_bytes(b"PNG by address")
        return self.add(user_id, session_id, path, url.rsplit("/", 1)[-1])


class SmallHouse:
    """What the API needs, and no engine."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store.open(settings)
        self.runner = ScriptedRunner(self.store)
        self.renders = SimpleRenders(self.store, settings.home)
        self.uploads = SimpleUploads(self.store, settings)

    def state_of(self, user_id: str, session_id: str) -> dict[str, Any]:
        with self.store.read() as tx:
            row = tx.sessions.get(session_id, user_id)
            files = tx.files.of_session(session_id)
        return {
            "session_id": row.session_id,
            "task_id": row.task_id,
            "task_name": row.task_name,
            "user_id": row.user_id,
            "version": row.version,
            "state": {
                "draft": {"t": [], "m": {}, "d": 0},
                "video_infos": [
                    {"filename": f.name, "file_type": f.kind, "sha256": f.sha256, "hash": f.sha256}
                    for f in files
                ],
                "canvas_config": {},
                "generated_media": [],
                "video_analyses": [],
                "renders": [],
            },
        }


@contextmanager
def serving(house: Any) -> Iterator[str]:
    """The address of a real server over ``house``, on a free port."""
    config = uvicorn.Config(
        create_app(house), host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        if thread.is_alive():
            raise Conflict("the server did not stop")


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Return once ``true`` is; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.01)
