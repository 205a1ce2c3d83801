from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moviola.errors import BadRequest, Conflict, MoviolaError, NotFound, OutOfCredits
from moviola.settings import Settings
from moviola.store import Store
from moviola.store.rows import Balance


def test_a_hold_freezes_and_a_capture_spends(store: Store, user: str) -> None:
    with store.begin() as tx:
        tx.ledger.hold(user, 60, "job 1")
        assert tx.ledger.balance(user) == Balance(40, 60, 100)
        tx.ledger.capture("job 1")
        assert tx.ledger.balance(user) == Balance(40, 0, 40)
        assert [t.kind for t in tx.ledger.history(user)] == ["capture", "hold", "grant"]
        assert tx.ledger.captured(user, "job") == 60
        assert tx.ledger.captured(user, "jo_") == 0


def test_a_release_gives_all_back(store: Store, user: str) -> None:
    with store.begin() as tx:
        tx.ledger.hold(user, 60, "job 1")
        assert tx.ledger.settled("job 1") is False
        tx.ledger.release("job 1")
        assert tx.ledger.settled("job 1") is True
        assert tx.ledger.settled("job 2") is None
        assert tx.ledger.balance(user) == Balance(100, 0, 100)


def test_a_part_may_be_spent_and_the_rest_goes_back(store: Store, user: str) -> None:
    with store.begin() as tx:
        tx.ledger.hold(user, 60, "job 1")
        tx.ledger.capture("job 1", 20)
        tx.ledger.capture("job 1", 20)
        assert tx.ledger.balance(user) == Balance(80, 0, 80)
        with pytest.raises(Conflict):
            tx.ledger.capture("job 1", 30)


def test_every_call_repeated_moves_nothing_twice(store: Store, user: str) -> None:
    with store.begin() as tx:
        for _ in range(2):
            tx.ledger.grant(user, 10, "gift")
            tx.ledger.hold(user, 50, "a")
            tx.ledger.hold(user, 40, "b")
        for _ in range(2):
            tx.ledger.capture("a")
            tx.ledger.release("b")
        # The work is repeated from its start after both were settled.
        tx.ledger.hold(user, 50, "a")
        assert tx.ledger.balance(user) == Balance(60, 0, 60)


def test_a_hold_is_settled_one_way_only(store: Store, user: str) -> None:
    with store.begin() as tx:
        tx.ledger.hold(user, 10, "a")
        tx.ledger.hold(user, 10, "b")
        tx.ledger.capture("a")
        tx.ledger.release("b")
        with pytest.raises(Conflict):
            tx.ledger.release("a")
        with pytest.raises(Conflict):
            tx.ledger.capture("b")


def test_what_cannot_be(store: Store, user: str) -> None:
    with store.begin() as tx:
        tx.ledger.hold(user, 10, "a")
        with pytest.raises(Conflict):
            tx.ledger.hold(user, 20, "a")
        with pytest.raises(Conflict):
            tx.ledger.capture("a", 11)
        with pytest.raises(BadRequest):
            tx.ledger.hold(user, -1, "b")
        with pytest.raises(NotFound):
            tx.ledger.capture("c")
        with pytest.raises(NotFound):
            tx.ledger.grant("nobody", 1, "d")
        with pytest.raises(OutOfCredits) as caught:
            tx.ledger.hold(user, 91, "e")
        assert caught.value.data == {"available": 90, "required": 91, "bind": user}
        assert tx.ledger.balance(user) == Balance(90, 10, 100)


def test_two_threads_cannot_spend_the_same_credits(store: Store, user: str) -> None:
    outcomes: list[str] = []

    def spend(number: int) -> None:
        try:
            with store.begin() as tx:
                tx.ledger.hold(user, 30, f"job {number}")
            outcomes.append("held")
        except OutOfCredits:
            outcomes.append("out")

    threads = [threading.Thread(target=spend, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.ledger.balance(user) == Balance(10, 90, 100)
    assert sorted(outcomes) == ["held"] * 3 + ["out"] * 9


STEP = st.tuples(
    st.sampled_from(["grant", "hold", "capture", "part", "release"]),
    st.integers(0, 5),
    st.integers(0, 120),
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=40))
def test_no_order_of_calls_breaks_the_books(
    settings_of: Callable[..., Settings], steps: list[tuple[str, int, int]]
) -> None:
    """A small model in plain Python says what each call must do; the ledger must agree after every one."""
    store = Store.open(settings_of())
    with store.begin() as tx:
        user = tx.accounts.anonymous(f"c{id(steps)}", "198.51.100.1").user_id
        granted: dict[str, int] = {"welcome": tx.ledger.balance(user).available}
        assert tx.ledger.balance(user).frozen == 0
        holds: dict[str, tuple[int, int | None]] = {}  # key → (held, spent; None while open)
        for what, number, amount in steps:
            key = f"{user} {number}"
            if what == "grant" and granted.get(key, amount) == amount:
                tx.ledger.grant(user, amount, key)
                granted[key] = amount
            elif what != "grant":
                available = sum(granted.values()) - sum(
                    held if spent is None else spent for held, spent in holds.values()
                )
                before = tx.ledger.balance(user)
                try:
                    if what == "hold":
                        tx.ledger.hold(user, amount, key)
                        assert key in holds or amount <= available
                        holds.setdefault(key, (amount, None))
                        assert holds[key][0] == amount
                    elif what == "release":
                        tx.ledger.release(key)
                        holds[key] = (holds[key][0], 0)
                    else:
                        spent = holds[key][0] if what == "capture" and key in holds else amount
                        tx.ledger.capture(key, None if what == "capture" else amount)
                        assert holds[key][1] in (None, spent)
                        holds[key] = (holds[key][0], spent)
                except (MoviolaError, KeyError):
                    assert tx.ledger.balance(user) == before
            balance = tx.ledger.balance(user)
            frozen = sum(held for held, spent in holds.values() if spent is None)
            spent_in_all = sum(spent or 0 for _, spent in holds.values())
            assert balance.frozen == frozen
            assert balance.total == balance.available + balance.frozen
            assert balance.total == sum(granted.values()) - spent_in_all
            assert balance.available >= 0
    store.close()
