"""A person who talks to the studio in one session, and waits for the answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from moviola.agent.house import House
from moviola.studio import desk
from moviola.studio.project import Project

Open = Callable[..., House]


class Talk:
    """A person and one session."""

    def __init__(self, house: House):
        self.house = house
        with house.store.begin() as tx:
            self.user = tx.accounts.anonymous("someone", "127.0.0.1").user_id
            self.session = tx.sessions.create(self.user, "test", "en").session_id

    def say(self, text: str) -> list[dict[str, Any]]:
        """Events of the answer."""
        submitted = self.house.runner.submit(self.user, self.session, text)
        return self.until_final(submitted.run_id, submitted.seq)

    def until_final(self, run_id: str, seq: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with self.house.store.read() as tx:
                news = tx.events.after(self.session, seq)
            for seq, event in news:  # noqa: B007
                if event["invocationId"] == run_id:
                    found.append(event)
                    if event.get("customMetadata", {}).get("final"):
                        return found
            time.sleep(0.02)
        raise AssertionError([e.get("customMetadata") for e in found])

    @property
    def project(self) -> Project:
        with self.house.store.read() as tx:
            return desk.project_of(tx, self.session)

    @property
    def balance(self) -> tuple[int, int]:
        with self.house.store.read() as tx:
            balance = tx.ledger.balance(self.user)
        return balance.available, balance.frozen
