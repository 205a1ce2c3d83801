"""Exports."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from moviola.api import fields
from moviola.api.bodies import StrictRoute
from moviola.api.callers import AttributedExporter, Exporter, TheHouse
from moviola.api.links import Links
from moviola.api.ranges import send_file
from moviola.api.replies import CompactResponse
from moviola.errors import Conflict, NotFound
from moviola.store.rows import RenderRow

router = APIRouter(prefix="/api/render/proxy", tags=["render"], route_class=StrictRoute)


class NewRender(fields.Request):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: fields.Id
    session_id: fields.Id = Field(alias="sessionId")
    draft: dict[str, Any] | None = None
    output: dict[str, Any] = Field(default_factory=lambda: {"format": "mp4"})


@router.post("/lambda")
@router.post("/draft", include_in_schema=False)
def start(request: Request, house: TheHouse, caller: AttributedExporter, body: NewRender) -> Response:
    """Export the draft, or the project's own where none is sent, as ``output`` says."""
    row = house.renders.submit(
        caller.user_id, body.id, body.session_id, body.draft or None, body.output or {"format": "mp4"}
    )
    caller.log("render", row.render_id)
    return CompactResponse(status_of(row, Links(house, request)))


@router.get("/lambda/{render_id}")
@router.get("/{render_id}", include_in_schema=False)
def status(request: Request, render_id: str, house: TheHouse, caller: Exporter) -> Response:
    """How far an export is."""
    row = house.renders.get(caller.user_id, render_id)
    return CompactResponse(status_of(row, Links(house, request)))


@router.post("/lambda/{render_id}/cancel")
@router.post("/{render_id}/cancel", include_in_schema=False)
def cancel(request: Request, render_id: str, house: TheHouse, caller: Exporter) -> Response:
    """Stop an export; one that has ended stays as it is."""
    row = house.renders.cancel(caller.user_id, render_id)
    return CompactResponse(status_of(row, Links(house, request)))


@router.head("/lambda/{render_id}/download", include_in_schema=False)
@router.get("/lambda/{render_id}/download", include_in_schema=False)
@router.head("/{render_id}/download", include_in_schema=False)
@router.get("/{render_id}/download")
def download(request: Request, render_id: str, house: TheHouse, caller: Exporter) -> Response:
    """The finished file."""
    row = house.renders.get(caller.user_id, render_id)
    if row.status in ("pending", "processing"):
        raise Conflict(f"This export is at {row.progress} %. Ask again when its status is completed.")
    if row.sha256 is None:
        raise NotFound(
            f"This export is {row.status}: {row.error or 'it has no file'} Start another with a new id."
        )
    path = house.store.blobs.path(row.sha256)
    return send_file(request, path, sha256=row.sha256, mime=row.mime, name=row.name, attachment=True)


def status_of(row: RenderRow, links: Links) -> dict[str, Any]:
    """One object in both shapes that clients read: flat, and under ``data``."""
    url = links.media(row.sha256, row.mime, row.name) if row.sha256 else None
    facts: dict[str, Any] = {
        "id": row.render_id,
        "taskId": row.render_id,
        "status": row.status,
        "progress": row.progress,
        "output": {
            "url": url,
            "duration": row.duration_ms / 1000,
            "size": row.size,
            "format": row.output.get("format", ""),
        },
        "outputUrl": url,
        "error": row.error,
        "createdAt": int(row.created_at * 1000),
        "completedAt": int(row.completed_at * 1000) if row.completed_at else None,
    }
    return {"success": True, "code": 0, "message": "ok", **facts, "data": facts}
