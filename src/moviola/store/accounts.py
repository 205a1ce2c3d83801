"""Users and their tokens. Only the SHA-256 of a token is kept."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update

from moviola.errors import BadRequest, RateLimited, Unauthorized
from moviola.settings import Settings
from moviola.store.ledger import Ledger
from moviola.store.rows import Account, Claim, Issued, UserKind
from moviola.store.schema import clients, sessions, tokens, users

SCOPES = frozenset({"read", "write", "upload", "render", "*"})
ANONYMOUS_SCOPES = ("read", "write", "upload", "render")
WEEK = 7 * 24 * 3600
LOCAL_USER = "usr_local"
#: Strict mode: anonymous tokens that one address may have in a week.
TOKENS_PER_ADDRESS = 10


class Accounts:
    """Accounts within one transaction."""

    def __init__(self, connection: Connection, settings: Settings, ledger: Ledger, now: float) -> None:
        self._db = connection
        self._settings = settings
        self._ledger = ledger
        self._now = now

    def anonymous(self, client_id: str, address: str, now: float | None = None) -> Issued:
        """A token for whoever has no account.

        The same client at the same address is the same user until that user registers; a client id alone
        proves nothing, since it can be guessed. Strict mode gives one token per client and ten per address
        in seven days, then :class:`RateLimited`.
        """
        now = self._now if now is None else now
        if not client_id or len(client_id) > 64 or not client_id.isprintable():
            raise BadRequest("Send a header X-Client-Id: any stable text of 1 to 64 printable characters.")
        address = _same_machine(address)
        if self._settings.strict:
            self._limit(client_id, address, now)
        known = self._db.execute(
            select(clients.c.user_id)
            .join(users, users.c.user_id == clients.c.user_id)
            .where(clients.c.client_id == client_id, clients.c.address == address, users.c.kind == "anon")
        ).scalar()
        user_id = known or self._new_client(client_id, address, now)
        if known:
            self._db.execute(
                delete(tokens).where(tokens.c.user_id == user_id, tokens.c.expires_at < now - WEEK)
            )
        token = self._issue(user_id, ANONYMOUS_SCOPES, now + WEEK, client_id, address, now)
        return Issued(user_id, token, self._ledger.balance(user_id).available, now + WEEK)

    def authenticate(self, token: str) -> Account:
        """The account of an API token. :class:`Unauthorized` when it is unknown, revoked or expired."""
        found = self._find(token, "api")
        if found is None:
            raise Unauthorized(
                "This token is unknown, revoked or expired. Get a new one: POST /api/auth/anonymous-token."
            )
        return Account(found["user_id"], found["user_kind"], frozenset(found["scopes"]))

    def local_user(self) -> Account:
        """The machine's own user, made at the first call. Needs a writing transaction only that once."""
        account = Account(LOCAL_USER, "local", frozenset({"*"}))
        if self._db.execute(select(users.c.user_id).where(users.c.user_id == LOCAL_USER)).scalar() is None:
            self._new_user(LOCAL_USER, "local", self._now)
        return account

    def has_local_user(self) -> bool:
        return (
            self._db.execute(select(users.c.user_id).where(users.c.user_id == LOCAL_USER)).scalar()
            is not None
        )

    def create_token(self, user_id: str, scopes: Iterable[str], expires: float | None) -> str:
        """A new API token with these scopes; ``expires``: Unix seconds, or None for never."""
        wanted = tuple(scopes)
        if unknown := set(wanted) - SCOPES:
            raise BadRequest(f"Unknown scope {min(unknown)!r}. Scopes are: read, write, upload, render, *.")
        return self._issue(user_id, wanted, expires, None, None, self._now)

    def revoke(self, token: str) -> bool:
        """True when the token was good until now."""
        done = self._db.execute(
            update(tokens)
            .where(tokens.c.hash == _hash(token), tokens.c.revoked_at.is_(None))
            .values(revoked_at=self._now)
        )
        return done.rowcount == 1

    def claim_token(self, task_id: str, session_id: str, user_id: str) -> tuple[str, int]:
        """A token that opens one project in a browser, and its life in seconds."""
        token = f"clm_{secrets.token_urlsafe(24)}"
        self._db.execute(
            insert(tokens).values(
                hash=_hash(token),
                user_id=user_id,
                kind="claim",
                scopes=[],
                task_id=task_id,
                session_id=session_id,
                created_at=self._now,
                expires_at=self._now + WEEK,
            )
        )
        return token, WEEK

    def open_claim(self, token: str) -> Claim:
        """What a claim token opens. :class:`Unauthorized` when unknown, expired or its project is gone."""
        found = self._find(token, "claim")
        alive = (
            found is not None
            and self._db.execute(
                select(sessions.c.session_id).where(
                    sessions.c.session_id == found["session_id"], sessions.c.task_id == found["task_id"]
                )
            ).scalar()
        )
        if found is None or not alive:
            raise Unauthorized(
                "This link is unknown or expired. Ask for a new one where you made the project."
            )
        return Claim(found["task_id"], found["session_id"], found["user_id"])

    def _find(self, token: str, kind: str) -> RowMapping | None:
        return (
            self._db.execute(
                select(tokens, users.c.kind.label("user_kind"))
                .join(users, users.c.user_id == tokens.c.user_id)
                .where(
                    tokens.c.hash == _hash(token),
                    tokens.c.kind == kind,
                    tokens.c.revoked_at.is_(None),
                    or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > self._now),
                )
            )
            .mappings()
            .first()
        )

    def _new_client(self, client_id: str, address: str, now: float) -> str:
        user_id = f"anon_{secrets.token_hex(10)}"
        self._new_user(user_id, "anon", now)
        # The pair may still point at a user who has registered since.
        self._db.execute(
            delete(clients).where(clients.c.client_id == client_id, clients.c.address == address)
        )
        self._db.execute(
            insert(clients).values(client_id=client_id, address=address, user_id=user_id, created_at=now)
        )
        return user_id

    def _new_user(self, user_id: str, kind: UserKind, now: float) -> None:
        self._db.execute(insert(users).values(user_id=user_id, kind=kind, created_at=now))
        self._ledger.grant(user_id, self._settings.anonymous_credits, f"welcome:{user_id}")

    def _issue(
        self,
        user_id: str,
        scopes: tuple[str, ...],
        expires: float | None,
        client_id: str | None,
        address: str | None,
        now: float,
    ) -> str:
        token = f"nmv_usr_{secrets.token_urlsafe(32)}"
        self._db.execute(
            insert(tokens).values(
                hash=_hash(token),
                user_id=user_id,
                kind="api",
                scopes=list(scopes),
                client_id=client_id,
                address=address,
                created_at=now,
                expires_at=expires,
            )
        )
        return token

    def _limit(self, client_id: str, address: str, now: float) -> None:
        recent = tokens.c.created_at > now - WEEK
        for column, value, limit in (
            (tokens.c.client_id, client_id, 1),
            (tokens.c.address, address, TOKENS_PER_ADDRESS),
        ):
            count, oldest = self._db.execute(
                select(func.count(), func.min(tokens.c.created_at)).where(column == value, recent)
            ).one()
            if count >= limit:
                wait = max(1, int(cast(float, oldest) + WEEK - now) + 1)
                raise RateLimited(
                    "Too many anonymous tokens in seven days. Use the token you have, or register.",
                    retry_after=wait,
                )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _same_machine(address: str) -> str:
    """Every loopback address is the same place; others are kept in their one canonical spelling."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    parsed = mapped or parsed
    return "loopback" if parsed.is_loopback else str(parsed)
