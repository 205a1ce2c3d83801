"""Credits as a double-entry ledger: immutable transfers between accounts, each known by its key.

Accounts of a user are ``<user>:available`` and ``<user>:frozen``; ``system:issued`` gives and
``system:spent`` takes. A hold freezes credits before the work, then is captured (spent) or released (given
back), once. Every call is idempotent by its key, so a step that is run again moves nothing twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, case, func, insert, select

from moviola.errors import BadRequest, Conflict, NotFound, OutOfCredits
from moviola.store.rows import Balance, Transfer, TransferKind
from moviola.store.schema import transfers, users

ISSUED = "system:issued"
SPENT = "system:spent"


class Ledger:
    """The ledger within one transaction."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now

    def grant(self, user_id: str, amount: int, key: str) -> Transfer:
        """Give credits. The same key again is no second gift; with another amount: :class:`Conflict`."""
        self._lock(user_id)
        return self._move("grant", user_id, ISSUED, f"{user_id}:available", amount, key)

    def hold(self, user_id: str, amount: int, key: str) -> Transfer:
        """Freeze credits for work to come. :class:`OutOfCredits` when fewer are available."""
        kind = self._lock(user_id)
        if (there := self._find(key, "hold")) is not None:
            return _same(there, user_id, amount)
        available = self.balance(user_id).available
        if available < amount:
            raise _short(user_id, kind, available, amount)
        return self._move("hold", user_id, f"{user_id}:available", f"{user_id}:frozen", amount, key)

    def require(self, user_id: str, amount: int) -> None:
        """Nothing when ``amount`` credits are available; else :class:`OutOfCredits`. Nothing is moved."""
        kind = self._lock(user_id)
        available = self.balance(user_id).available
        if available < amount:
            raise _short(user_id, kind, available, amount)

    def capture(self, key: str, amount: int | None = None) -> Transfer:
        """Spend a hold, or ``amount`` of it; what is left goes back at once.

        The same capture again is no second payment. :class:`Conflict` after a release, for another amount,
        or for more than was held; :class:`NotFound` when nothing was held under ``key``.
        """
        held = self._held(key)
        amount = held.amount if amount is None else amount
        if (there := self._find(key, "capture")) is not None:
            return _same(there, held.user_id, amount)
        if self._find(key, "release") is not None:
            raise Conflict(f"The hold {key} was released; it cannot be spent any more.")
        if amount > held.amount:
            raise Conflict(f"The hold {key} is of {held.amount} credits; {amount} cannot be spent from it.")
        user_id = held.user_id
        spent = self._move("capture", user_id, f"{user_id}:frozen", SPENT, amount, key)
        if rest := held.amount - amount:
            self._move("release", user_id, f"{user_id}:frozen", f"{user_id}:available", rest, key)
        return spent

    def release(self, key: str) -> Transfer:
        """Give a hold back. The same release again does nothing more; :class:`Conflict` after a capture."""
        held = self._held(key)
        if self._find(key, "capture") is not None:
            raise Conflict(f"The hold {key} was spent; it cannot be given back.")
        user_id = held.user_id
        return self._move("release", user_id, f"{user_id}:frozen", f"{user_id}:available", held.amount, key)

    def settled(self, key: str) -> bool | None:
        """Whether the hold was captured or released; None when nothing was held under ``key``."""
        if self._find(key, "hold") is None:
            return None
        return self._find(key, "capture") is not None or self._find(key, "release") is not None

    def balance(self, user_id: str) -> Balance:
        available = self._sum(f"{user_id}:available", user_id)
        frozen = self._sum(f"{user_id}:frozen", user_id)
        return Balance(available, frozen, available + frozen)

    def history(
        self, user_id: str, limit: int = 100, before: int | None = None, kind: TransferKind | None = None
    ) -> list[Transfer]:
        """The user's transfers, the newest first; ``before`` skips that many."""
        query = select(transfers).where(transfers.c.user_id == user_id)
        if kind is not None:
            query = query.where(transfers.c.kind == kind)
        query = query.order_by(transfers.c.ordinal.desc()).limit(limit).offset(before or 0)
        return [_row(found) for found in self._db.execute(query).mappings()]

    def captured(self, user_id: str, prefix: str) -> int:
        """Credits spent under keys that start with ``prefix``."""
        total = self._db.execute(
            select(func.coalesce(func.sum(transfers.c.amount), 0)).where(
                transfers.c.user_id == user_id,
                transfers.c.kind == "capture",
                transfers.c.key.startswith(prefix, autoescape=True),
            )
        ).scalar_one()
        return int(total)

    def _sum(self, account: str, user_id: str) -> int:
        signed = case(
            (transfers.c.credit == account, transfers.c.amount),
            (transfers.c.debit == account, -transfers.c.amount),
            else_=0,
        )
        total = self._db.execute(
            select(func.coalesce(func.sum(signed), 0)).where(transfers.c.user_id == user_id)
        ).scalar_one()
        return int(total)

    def _lock(self, user_id: str) -> str:
        """Serialise the user's transfers where rows can be locked; returns the kind of the user."""
        kind = self._db.execute(
            select(users.c.kind).where(users.c.user_id == user_id).with_for_update()
        ).scalar()
        if kind is None:
            raise NotFound(f"There is no user {user_id}.")
        return str(kind)

    def _held(self, key: str) -> Transfer:
        held = self._find(key, "hold")
        if held is None:
            raise NotFound(f"No credits are held under {key}.")
        self._lock(held.user_id)
        return held

    def _move(
        self, kind: TransferKind, user_id: str, debit: str, credit: str, amount: int, key: str
    ) -> Transfer:
        if amount < 0:
            raise BadRequest("An amount of credits is a whole number from 0 up.")
        if (there := self._find(key, kind)) is not None:
            return _same(there, user_id, amount)
        row = Transfer(key, kind, user_id, debit, credit, amount, self._now)
        self._db.execute(insert(transfers).values(**row.__dict__))
        return row

    def _find(self, key: str, kind: TransferKind) -> Transfer | None:
        found = (
            self._db.execute(select(transfers).where(transfers.c.key == key, transfers.c.kind == kind))
            .mappings()
            .first()
        )
        return None if found is None else _row(found)


def _same(there: Transfer, user_id: str, amount: int) -> Transfer:
    if (there.user_id, there.amount) != (user_id, amount):
        raise Conflict(f"The {there.kind} {there.key} was made before with another user or amount.")
    return there


def _short(user_id: str, kind: str, available: int, amount: int) -> OutOfCredits:
    data: dict[str, Any] = {"available": available, "required": amount}
    says = f"This needs {amount} credits and you have {available}."
    if kind == "anon":
        data["bind"] = user_id
        return OutOfCredits(f"{says} Register to get more: /register?bind={user_id}", data=data)
    return OutOfCredits(f"{says} Top up credits in your account.", data=data)


def _row(found: Any) -> Transfer:
    return Transfer(**{name: value for name, value in found.items() if name != "ordinal"})
