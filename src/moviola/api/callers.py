"""Who sends a request, and may they: bearer tokens, scopes, attribution."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from moviola.api.rooms import House
from moviola.errors import Forbidden, NoSession, PlanRequired, Unauthorized
from moviola.store.rows import Account

logger = logging.getLogger("moviola.api")

#: Only for the OpenAPI document: the header is read by :func:`_account`, which knows our errors.
_bearer = HTTPBearer(auto_error=False, description="nmv_usr_… token")


@dataclass(frozen=True)
class Attribution:
    """Which skill sent the request, as its headers say."""

    source: str
    version: str
    platform: str

    @property
    def complete(self) -> bool:
        return bool(self.source and self.version and self.platform)


@dataclass(frozen=True)
class Caller:
    """The account behind a request, and the skill."""

    account: Account
    attribution: Attribution

    @property
    def user_id(self) -> str:
        return self.account.user_id

    def owns(self, user: str) -> None:
        """Nothing when ``user`` in a path is the caller; else :class:`NoSession`, as if there were none.

        The ADK Web UI calls whoever uses it ``user``; on the machine's own server that is its own user.
        """
        mine = {"me", self.user_id, *(["user"] if self.account.kind == "local" else [])}
        if user not in mine:
            raise NoSession("There is no such session. Use 'me' for your own user in a path.")

    def log(self, what: str, name: str) -> None:
        """Write down which skill asked for ``what``."""
        by = self.attribution
        logger.info(
            "%s %s user=%s source=%s version=%s platform=%s",
            what,
            name,
            self.user_id,
            by.source or "-",
            by.version or "-",
            by.platform or "-",
        )


def house_of(request: Request) -> House:
    """The house behind the app."""
    return cast(House, request.app.state.house)


TheHouse = Annotated[House, Depends(house_of)]


def _account(request: Request, house: House) -> Account:
    header = request.headers.get("authorization")
    if header is None:
        if not house.settings.has_local_user:
            raise Unauthorized(
                "Send a token in the header Authorization: Bearer. Get one: POST /api/auth/anonymous-token."
            )
        return _local_user(request, house)
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized("The header Authorization must read: Bearer, a space, and your token.")
    with house.store.read() as tx:
        return tx.accounts.authenticate(token.strip())


def _local_user(request: Request, house: House) -> Account:
    known: Account | None = getattr(request.app.state, "local_user", None)
    if known is None:
        with house.store.begin() as tx:
            known = tx.accounts.local_user()
        request.app.state.local_user = known
    return known


def _attribution(request: Request) -> Attribution:
    def read(name: str) -> str:
        value = request.headers.get(f"x-skill-{name}", "").strip()[:120]
        return value if value.isprintable() else ""

    return Attribution(read("source"), read("version"), read("platform"))


def _needs(scope: str) -> Callable[..., Caller]:
    def caller(request: Request, house: TheHouse, _token: Annotated[object, Security(_bearer)]) -> Caller:
        account = _account(request, house)
        if not account.may(scope):
            raise Forbidden(f"This token lacks the scope '{scope}'. Use one that has it.")
        return Caller(account, _attribution(request))

    return caller


Reader = Annotated[Caller, Depends(_needs("read"))]
Writer = Annotated[Caller, Depends(_needs("write"))]
Uploader = Annotated[Caller, Depends(_needs("upload"))]


def _exporter(house: TheHouse, caller: Annotated[Caller, Depends(_needs("render"))]) -> Caller:
    if house.settings.strict and not caller.attribution.complete:
        raise PlanRequired("Register or upgrade your plan to unlock export.")
    return caller


Exporter = Annotated[Caller, Depends(_needs("render"))]
#: Who starts an export: in strict mode its skill must name itself.
AttributedExporter = Annotated[Caller, Depends(_exporter)]
