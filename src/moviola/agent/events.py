"""Events as Google ADK clients know them (the keys that versions 1 and 2 share), built in one place.

Every event of a run carries its id in ``invocationId``; the last one says ``customMetadata.final``.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from moviola.errors import MoviolaError
from moviola.store.rows import RenderRow
from moviola.studio.project import Medium

AUTHOR = "nemo_agent"

Event = dict[str, Any]


def _event(run_id: str, author: str = AUTHOR, **fields: Any) -> Event:
    return {
        "id": uuid.uuid4().hex,
        "invocationId": run_id,
        "author": author,
        "timestamp": time.time(),
        "actions": {"stateDelta": {}, "artifactDelta": {}},
        **fields,
    }


def _content(*parts: dict[str, Any], role: str = "model") -> dict[str, Any]:
    return {"role": role, "parts": list(parts)}


def said(run_id: str, text: str) -> Event:
    """What the person wrote."""
    return _event(run_id, author="user", content=_content({"text": text}, role="user"))


def text(run_id: str, words: str, *, partial: bool = False, **metadata: Any) -> Event:
    """Words for the person; ``partial`` ones are repeated by the whole text that follows."""
    event = _event(run_id, content=_content({"text": words}), partial=partial)
    if metadata:
        event["customMetadata"] = metadata
    return event


def final(run_id: str, words: str, version: int, **metadata: Any) -> Event:
    """The last words of a run. ``version`` is that of the session's state after it."""
    return _event(
        run_id,
        content=_content({"text": words}),
        partial=False,
        turnComplete=True,
        actions={"stateDelta": {"draft_version": version}, "artifactDelta": {}},
        customMetadata={"runId": run_id, "final": True, **metadata},
    )


def call(run_id: str, call_id: str, name: str, args: dict[str, Any]) -> Event:
    """A tool begins."""
    part = {"functionCall": {"id": call_id, "name": name, "args": args}}
    return _event(run_id, content=_content(part), longRunningToolIds=[call_id])


def response(run_id: str, call_id: str, name: str, answer: dict[str, Any]) -> Event:
    """A tool has ended."""
    part = {"functionResponse": {"id": call_id, "name": name, "response": answer}}
    return _event(run_id, content=_content(part))


def progress(
    run_id: str,
    fraction: float,
    stage: str,
    tool: str,
    index: int,
    count: int,
    preview: dict[str, Any] | None = None,
) -> Event:
    """How far the current tool is: ``percent`` 0–100 of tool ``index`` (from 1) of ``count``.

    ``preview``: a small picture of what is being made.
    """
    facts: dict[str, Any] = {
        "percent": round(100 * fraction),
        "stage": stage,
        "tool": tool,
        "index": index,
        "count": count,
    }
    if preview is not None:
        facts["preview"] = preview
    return _event(run_id, partial=True, customMetadata={"progress": facts})


def failure(run_id: str, error: MoviolaError, words: str) -> Event:
    """A run that could not go on: the stream's error shape, and the last event of the run."""
    return {
        **_event(run_id, content=_content({"text": words}), turnComplete=True),
        "errorCode": str(error.code),
        "errorMessage": words,
        "error": words,
        "error_details": {
            "error_type": type(error).__name__,
            "error_message": words,
            "timestamp": time.time(),
        },
        "customMetadata": {"runId": run_id, "final": True, "failed": True},
    }


def facts_of(medium: Medium) -> dict[str, Any]:
    """A medium as clients see it; the address is added when the event is sent, because addresses expire."""
    return {
        "id": medium.id,
        "file_type": medium.kind,
        "sha256": medium.hash,
        "name": medium.name,
        "width": medium.width,
        "height": medium.height,
        "duration": medium.duration_ms / 1000,
        "engine": medium.engine,
        "engine_version": medium.engine_version,
        "licence": medium.licence,
        "parameters": medium.parameters,
        "seed": medium.seed,
        "prompt": medium.prompt,
        "version": medium.version,
        "label": medium.label,
    }


def refusal(error: MoviolaError) -> dict[str, Any]:
    """A tool's answer where it did nothing."""
    return {"status": "error", "code": error.code, "message": error.message}


def export_facts(row: RenderRow) -> dict[str, Any]:
    """A tool's answer about an exported file."""
    return {
        "status": "success" if row.status == "completed" else "error",
        "render": {"id": row.render_id, "status": row.status},
        "media": [
            {
                "id": row.render_id,
                "file_type": row.mime.partition("/")[0],
                "sha256": row.sha256,
                "name": row.name,
                "duration": row.duration_ms / 1000,
                "size": row.size,
            }
        ]
        if row.sha256
        else [],
    }
