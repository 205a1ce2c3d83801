from __future__ import annotations

import asyncio
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from moviola.errors import Conflict, Fault
from moviola.settings import Settings
from moviola.store import Store
from moviola.store.schema import REVISION, metadata, users


def test_the_migrations_build_exactly_the_schema(store: Store) -> None:
    with store._engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_what_was_written_is_there_after_a_restart(settings_of: Callable[..., Settings], user: str) -> None:
    store = Store.open(settings_of())
    with store.read() as tx:
        assert tx.ledger.balance(user).available == 100
    store.close()


def test_many_may_open_a_new_folder_at_once(settings_of: Callable[..., Settings]) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store.open(settings_of()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    assert len({store.signer.sign("x", {}) for store in opened}) == 1
    for store in opened:
        store.close()


def test_a_database_from_newer_code_is_left_alone(settings_of: Callable[..., Settings]) -> None:
    store = Store.open(settings_of())
    with store._engine.begin() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(Fault, match=r"9999.*Upgrade Moviola"):
        Store.open(settings_of())
    assert REVISION != "9999"


def test_the_secret_is_private(store: Store) -> None:
    path = store.settings.home / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 64
    assert list(store.settings.home.glob("secret.*")) == [path]


def test_transactions_do_not_nest(store: Store) -> None:
    with store.begin(), pytest.raises(RuntimeError, match="transaction"), store.begin():
        pass
    with store.begin() as tx:
        assert tx.now > 0


def test_a_reader_waits_for_no_writer(store: Store, session: str) -> None:
    with store.begin() as tx:
        tx.events.append(session, {})
        with store.read() as other:
            assert other.events.last_seq(session) == 0
    with store.read() as other:
        assert other.events.last_seq(session) == 1


def test_two_processes_worth_of_stores_share_one_database(
    settings_of: Callable[..., Settings], session: str
) -> None:
    def write(store: Store) -> None:
        for _ in range(25):
            with store.begin() as tx:
                version = tx.sessions.get(session).version
                tx.sessions.save(session, {"n": version + 1}, version)
                tx.events.append(session, {"n": version + 1})

    stores = [Store.open(settings_of()) for _ in range(3)]
    threads = [threading.Thread(target=write, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].read() as tx:
        assert tx.sessions.get(session).version == 75
        assert [event["n"] for _, event in tx.events.after(session, 0)] == list(range(1, 76))
    for store in stores:
        store.close()


def test_what_the_database_refuses_is_said_plainly(store: Store, user: str) -> None:
    with pytest.raises(Conflict, match="same moment"), store.begin() as tx:
        tx._db.execute(users.insert().values(user_id=user, kind="anon", created_at=0))
    with store.begin() as tx:
        assert tx.accounts.local_user().kind == "local"


def test_a_commit_with_events_rings_the_bell(store: Store, session: str) -> None:
    def write() -> None:
        with store.begin() as tx:
            tx.events.append(session, {})

    async def follow() -> list[bool]:
        with store.bell.listen(session) as listener:
            await asyncio.to_thread(write)
            rung = await listener.wait(5)
            quiet = await listener.wait(0.01)
            waiting = asyncio.create_task(store.bell.wait(session, 30))
            await asyncio.sleep(0)
            store.bell.ring("another")
            store.bell.ring(session)
            await asyncio.wait_for(waiting, 5)
        return [rung, quiet]

    assert asyncio.run(follow()) == [True, False]
    assert store.bell._listeners == {}


def test_a_rolled_back_transaction_rings_nothing(store: Store, session: str) -> None:
    async def follow() -> bool:
        with store.bell.listen(session) as listener:
            with pytest.raises(ZeroDivisionError), store.begin() as tx:
                tx.events.append(session, {})
                raise ZeroDivisionError
            return await listener.wait(0.05)

    assert asyncio.run(follow()) is False


def test_a_ring_after_the_loop_closed_is_harmless(store: Store, session: str) -> None:
    async def listen() -> None:
        store.bell.listen(session).__enter__()

    asyncio.run(listen())
    store.bell.ring(session)
    assert isinstance(store.settings.home, Path)
