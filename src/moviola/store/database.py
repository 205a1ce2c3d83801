"""The store: database, blobs, bell and signer of one data folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from moviola.errors import Conflict, Fault, StorageFull
from moviola.settings import Settings
from moviola.store.bell import Bell
from moviola.store.blobs import Blobs, open_blobs
from moviola.store.connection import WRITES, connect
from moviola.store.migration import migrate
from moviola.store.signer import Signer, secret
from moviola.store.transaction import Transaction


class Store:
    """Everything that is kept. Thread-safe; one for each process."""

    def __init__(self, settings: Settings, engine: Engine, blobs: Blobs, signer: Signer) -> None:
        self.settings = settings
        self.blobs = blobs
        self.signer = signer
        self.bell = Bell()
        self._engine = engine
        # Writers of one process queue here, in order, rather than poll the file's lock.
        self._writer = threading.Lock()
        self._here = threading.local()

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Make the folders and the secret, bring the database up to date, and open it."""
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        blobs = open_blobs(settings.blobs, settings.home)
        signer = Signer(secret(settings.home))
        engine = connect(settings.url)
        try:
            migrate(engine)
        except DBAPIError as error:
            engine.dispose()
            raise _said_plainly(error) from error
        except BaseException:
            engine.dispose()
            raise
        return cls(settings, engine, blobs, signer)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction that may write: all of it or, after an error, none of it.

        Keep it short, and do not nest one in another: on SQLite there is one writer at a time.
        """
        if getattr(self._here, "writes", False):
            raise RuntimeError("a writing transaction is open in this thread; pass it on instead")
        with self._writer:
            self._here.writes = True
            try:
                with self._engine.connect().execution_options(**{WRITES: True}) as db, db.begin():
                    transaction = Transaction(db, self.settings, writes=True)
                    yield transaction
            except DBAPIError as error:
                raise _said_plainly(error) from error
            finally:
                self._here.writes = False
        for session_id in transaction.events.touched:
            self.bell.ring(session_id)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads: it waits for no writer and sees one moment of the database."""
        with self._engine.connect() as db, db.begin():
            yield Transaction(db, self.settings, writes=False)


def _said_plainly(error: DBAPIError) -> Conflict | Fault:
    """What the database's refusal means to a person."""
    said = str(error.orig).lower()
    if isinstance(error, IntegrityError):
        return Conflict("Something else wrote the same thing at the same moment. Try again.")
    if "full" in said or "no space" in said:
        return StorageFull("There is no room left on the disk. Free some space and try again.")
    return Fault("The database could not be written. Try again; the server's log says why.")
