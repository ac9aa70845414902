"""Whoever waits to write gets a turn in the order of asking."""

import threading
import time

from engine.store.database import Turns


def waiting(turns, count):
    """Wait until so many wait."""
    while len(turns._queue) < count:
        time.sleep(0.001)


def test_turns_come_in_the_order_of_asking():
    """However many wait and whoever runs just then, the first who asked is the first to have it."""
    turns, order = Turns(), []
    assert turns.take(1)

    def ask(number):
        assert turns.take(10)
        order.append(number)
        turns.give()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for count, thread in enumerate(threads, 1):
        thread.start()
        waiting(turns, count)
    turns.give()
    for thread in threads:
        thread.join()

    assert order == list(range(20))


def test_who_gives_up_waiting_holds_up_nobody():
    """Patience that ran out is no turn, and the next in the row gets the one that comes."""
    turns, got = Turns(), []
    assert turns.take(1)
    thread = threading.Thread(target=lambda: got.append(turns.take(10)))

    gave_up = turns.take(0.01)
    thread.start()
    waiting(turns, 1)
    turns.give()
    thread.join()

    assert (gave_up, got) == (False, [True])
    turns.give()
    assert turns.take(0)


def test_one_at_a_time():
    """Many that ask at once, some of them impatient, never have it together, and it is free in the end."""
    turns, inside, most = Turns(), [], []

    def ask(number):
        for _ in range(50):
            if turns.take(0.0005 if number % 2 else 10):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)
                turns.give()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == 1
    assert len(most) >= 8 * 50
    assert turns.take(0)
