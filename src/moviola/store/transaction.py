"""One transaction over all tables."""

from __future__ import annotations

import time
from functools import cached_property

from sqlalchemy import Connection

from moviola.settings import Settings
from moviola.store.accounts import Accounts
from moviola.store.events import Events
from moviola.store.files import Files
from moviola.store.jobs import Jobs
from moviola.store.ledger import Ledger
from moviola.store.renders import Renders
from moviola.store.runs import Runs
from moviola.store.sessions import Sessions


class Transaction:
    """What can be read and written together; everything in it carries the same ``now`` (Unix seconds)."""

    def __init__(self, connection: Connection, settings: Settings, *, writes: bool) -> None:
        self._db = connection
        self._settings = settings
        self._writes = writes
        self.now = time.time()

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self._db, self._settings, self.ledger, self.now)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self._db, self._settings, self.now, writes=self._writes)

    @cached_property
    def events(self) -> Events:
        return Events(self._db, self.now)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self._db, self.now)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self._db, self.now)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self._db, self.now)

    @cached_property
    def files(self) -> Files:
        return Files(self._db, self.now)

    @cached_property
    def renders(self) -> Renders:
        return Renders(self._db, self.now)
