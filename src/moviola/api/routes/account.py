"""What the caller has: credits, and the state of a project."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from moviola.api import fields
from moviola.api.callers import Reader, TheHouse
from moviola.api.links import Links
from moviola.api.replies import ok
from moviola.api.rooms import House

router = APIRouter(prefix="/api", tags=["account"])


@router.get("/credits/balance/simple")
def balance(house: TheHouse, caller: Reader) -> Response:
    """``total`` is ``available`` and ``frozen`` together."""
    with house.store.read() as tx:
        found = tx.ledger.balance(caller.user_id)
    return ok({"available": found.available, "frozen": found.frozen, "total": found.total})


@router.get("/state/{app}/{user}/{session_id}/latest")
def state(
    request: Request, app: str, user: str, session_id: str, house: TheHouse, caller: Reader
) -> Response:
    """The project as it stands: draft, files, made media, exports."""
    caller.owns(user)
    fields.check_app(app)
    return ok(full_state(house, Links(house, request), caller.user_id, session_id))


def full_state(house: House, links: Links, user_id: str, session_id: str) -> dict[str, Any]:
    """The house's state of a session, with the addresses of its media."""
    found = house.state_of(user_id, session_id)
    with house.store.read() as tx:
        signed: dict[str, Any] = links.add(tx, user_id, found)
        signed["state"]["renders"] = [
            {
                "id": row.render_id,
                "status": row.status,
                "progress": row.progress,
                "name": row.name,
                "file_type": row.mime.partition("/")[0],
                "url": links.media(row.sha256, row.mime, row.name) if row.sha256 else None,
            }
            for row in tx.renders.of_session(session_id)
        ]
    return signed
