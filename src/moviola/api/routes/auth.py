"""Tokens and sessions: the first calls of every skill."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from moviola.api import fields
from moviola.api.bodies import StrictRoute
from moviola.api.callers import Reader, TheHouse, Writer
from moviola.api.replies import iso, ok
from moviola.errors import BadRequest, NoSession

router = APIRouter(prefix="/api", tags=["auth"], route_class=StrictRoute)


class NewSession(fields.Request):
    task_name: fields.TaskName
    language: fields.Language = None


class NewClaim(fields.Request):
    task_id: fields.Id
    session_id: fields.Id


@router.post("/auth/anonymous-token")
def anonymous_token(
    request: Request, house: TheHouse, x_client_id: Annotated[str | None, Header()] = None
) -> Response:
    """A token for whoever has no account; ``X-Client-Id`` is any stable text of at most 64 characters."""
    if x_client_id is None:
        raise BadRequest("Send a header X-Client-Id: any stable text of 1 to 64 printable characters.")
    address = request.client.host if request.client else ""
    with house.store.begin() as tx:
        issued = tx.accounts.anonymous(x_client_id.strip(), address)
    return ok(
        {
            "token": issued.token,
            "user_id": issued.user_id,
            "credits": issued.credits,
            "expires_at": iso(issued.expires_at),
        }
    )


@router.post("/auth/claim-token")
@router.post("/auth/exchange-claim-token", include_in_schema=False)
def claim_token(house: TheHouse, caller: Reader, body: NewClaim) -> Response:
    """A token that opens this one project in a browser, and is good for nothing else."""
    with house.store.begin() as tx:
        session = tx.sessions.get(body.session_id, caller.user_id)
        if session.task_id != body.task_id:
            raise NoSession("That session does not belong to that task.")
        token, life = tx.accounts.claim_token(body.task_id, body.session_id, caller.user_id)
    return ok({"claim_token": token, "expires_in": life})


@router.post("/tasks/{user}/with-session/{app}")
def new_session(user: str, app: str, house: TheHouse, caller: Writer, body: NewSession) -> Response:
    """A new project with its conversation."""
    caller.owns(user)
    fields.check_app(app)
    with house.store.begin() as tx:
        row = tx.sessions.create(caller.user_id, body.task_name.strip() or "Untitled", body.language)
    caller.log("session", row.session_id)
    return ok({"task_id": row.task_id, "session_id": row.session_id, "user_id": row.user_id})


@router.get("/tasks/{user}")
def tasks(user: str, house: TheHouse, caller: Reader) -> Response:
    """The caller's projects, the last used first."""
    caller.owns(user)
    with house.store.read() as tx:
        found: list[dict[str, Any]] = [
            {
                "task_id": row.task_id,
                "session_id": row.session_id,
                "task_name": row.task_name,
                "updated_at": iso(row.updated_at),
            }
            for row in tx.sessions.of_user(caller.user_id)
        ]
    return ok({"tasks": found})
