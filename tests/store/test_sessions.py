from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from moviola.errors import Conflict, NoSession, NotFound, RateLimited
from moviola.settings import Settings
from moviola.store import Store


def test_a_session_has_a_19_digit_id_and_a_task(store: Store, user: str) -> None:
    with store.begin() as tx:
        row = tx.sessions.create(user, "海边", "zh-CN")
        assert row.session_id.isdecimal() and len(row.session_id) == 19
        assert row.task_id.startswith("task_")
        assert (row.version, row.state) == (0, {})
        assert tx.sessions.get(row.session_id, user) == row
        assert tx.sessions.of_task(row.task_id, user) == row


def test_someone_elses_session_is_as_if_there_were_none(store: Store, session: str) -> None:
    said = set()
    with store.begin() as tx:
        other = tx.accounts.anonymous("other", "198.51.100.1").user_id
        for wanted in (session, "1" * 19):
            with pytest.raises(NoSession) as caught:
                tx.sessions.get(wanted, other)
            said.add(str(caught.value))
        with pytest.raises(NoSession):
            tx.sessions.delete(session, other)
        assert tx.sessions.get(session).session_id == session
    assert len(said) == 1


def test_a_stale_save_is_refused_and_changes_nothing(store: Store, session: str) -> None:
    with store.begin() as tx:
        assert tx.sessions.save(session, {"n": 1}, 0) == 1
    with store.begin() as tx, pytest.raises(Conflict) as caught:
        tx.sessions.save(session, {"n": 2}, 0)
    assert caught.value.data == {"version": 1}
    with store.read() as tx:
        assert tx.sessions.get(session).state == {"n": 1}


def test_client_state_is_apart_from_the_version(store: Store, session: str) -> None:
    with store.begin() as tx:
        tx.sessions.save_client_state(session, {"theme": "dark"})
        row = tx.sessions.get(session)
    assert (row.version, row.client_state, row.state) == (0, {"theme": "dark"}, {})


def test_open_sessions_are_limited(settings_of: Callable[..., Settings]) -> None:
    store = Store.open(settings_of(open_sessions=2))
    with store.begin() as tx:
        user = tx.accounts.anonymous("c", "198.51.100.1").user_id
        first = tx.sessions.create(user, "1", None)
        tx.sessions.create(user, "2", None)
        with pytest.raises(RateLimited) as caught:
            tx.sessions.create(user, "3", None)
        assert caught.value.retry_after
        tx.sessions.delete(first.session_id, user)
        tx.sessions.create(user, "3", None)
        assert sorted(row.task_name for row in tx.sessions.of_user(user)) == ["2", "3"]
    store.close()


def test_events_are_numbered_without_a_gap_by_many_threads(store: Store, session: str) -> None:
    def write(number: int) -> None:
        for count in range(10):
            with store.begin() as tx:
                tx.events.append(session, {"by": number, "count": count})

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        found = tx.events.after(session, 0)
        assert [seq for seq, _ in found] == list(range(1, 61))
        assert tx.events.last_seq(session) == 60
        assert tx.events.after(session, 58) == found[58:]
        assert tx.events.after(session, 0, limit=2) == found[:2]
    for number in range(6):
        assert [e["count"] for _, e in found if e["by"] == number] == list(range(10))


def test_an_event_and_the_state_it_tells_of_come_together_or_not_at_all(store: Store, session: str) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.sessions.save(session, {"n": 1}, 0)
        tx.events.append(session, {"n": 1})
        raise ZeroDivisionError
    with store.read() as tx:
        assert tx.events.last_seq(session) == 0
        assert tx.sessions.get(session).version == 0
    with store.begin() as tx:
        assert tx.events.append(session, {"n": 1}) == 1


def test_deleting_a_session_deletes_what_is_in_it(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        tx.events.append(session, {})
        tx.runs.create("run 1", session, user, "hi", {})
        tx.jobs.begin("job 1", "run 1", session, user, "portrait", {})
        tx.renders.create("render 1", session, user, "0" * 64, {}, {})
        tx.sessions.delete(session, user)
        assert tx.events.after(session, 0) == []
        assert tx.runs.active(session) == []
        assert tx.runs.cancel_requested("run 1")
        assert tx.jobs.get("job 1") is None
        with pytest.raises(NotFound):
            tx.renders.get("render 1")
        with pytest.raises(NoSession):
            tx.events.append(session, {})
        with pytest.raises(NoSession):
            tx.runs.create("run 2", session, user, "hi", {})
