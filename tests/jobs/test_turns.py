from __future__ import annotations

import threading
import time

import pytest

from moviola.jobs.turns import Turns


def _nothing() -> None:
    """Go on waiting."""


def test_waiters_are_served_in_the_order_in_which_they_came() -> None:
    turns, served = Turns(), []
    turns.take(_nothing)
    threads = []
    for number in range(30):
        waiting = threading.Event()

        def wait(number: int = number, waiting: threading.Event = waiting) -> None:
            turns.take(waiting.set)
            served.append(number)
            turns.leave()

        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        assert waiting.wait(10)
    turns.leave()
    for thread in threads:
        thread.join(10)
    assert served == list(range(30))


def test_one_who_gives_up_leaves_the_line_to_the_others() -> None:
    turns, gone, served = Turns(), threading.Event(), threading.Event()
    giving_up = threading.Event()
    turns.take(_nothing)

    class Enough(Exception):
        """Waited for too long."""

    def check() -> None:
        if giving_up.is_set():
            gone.set()
            raise Enough

    def first() -> None:
        with pytest.raises(Enough):
            turns.take(check)

    def second() -> None:
        turns.take(_nothing)
        served.set()
        turns.leave()

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    two.start()
    giving_up.set()
    turns.nudge()
    assert gone.wait(10)
    assert not served.is_set()
    turns.leave()
    assert served.wait(10)
    one.join()
    two.join()
    assert turns.take_if_free()


def test_a_turn_that_is_taken_is_not_free() -> None:
    turns = Turns()
    assert turns.take_if_free()
    assert not turns.take_if_free()
    turns.leave()
    assert turns.take_if_free()


def test_nobody_is_served_twice_at_once() -> None:
    turns, inside, most = Turns(), 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            turns.take(_nothing)
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0)
            with guard:
                inside -= 1
            turns.leave()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
