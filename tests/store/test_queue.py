"""Writers of a SQLite file queue in the process: each gets its turn, none sleeps inside SQLite, and none waits for ever."""

import threading
import time
from functools import partial

import pytest
from sqlalchemy import event

from engine.services import learning
from engine.store import attempts, database, people
from engine.store.database import StoreError
from tests.builders import give, outcome, together
from tests.conftest import needs_postgres, postgres_database

WRITERS = 20


@pytest.fixture
def impatient(sqlite_url, opened):
    """A SQLite file whose connections never wait for one another: the second writer at a time would be an error."""
    db = opened(sqlite_url)
    event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    return db


def keep(db, key, seconds=0.0):
    """One short transaction that writes."""
    with db.write() as c:
        people.keep_fact(c, key, "kept")
        time.sleep(seconds)


def kept(db, *keys):
    with db.read() as c:
        return [people.kept_fact(c, key) for key in keys]


def test_writers_take_turns(impatient):
    """Twenty threads that write at the same instant all commit, though SQLite itself would let none of them wait."""
    keys = [f"writer {i}" for i in range(WRITERS)]

    outcomes = together(*(partial(keep, impatient, key, 0.005) for key in keys))

    assert (outcomes, kept(impatient, *keys)) == ([None] * WRITERS, ["kept"] * WRITERS)


def test_without_turns_they_would_collide(impatient, monkeypatch):
    """The same twenty without the queue are turned away by SQLite: the test before this one can fail."""
    monkeypatch.setattr(type(impatient), "is_sqlite", False)

    outcomes = together(*(partial(keep, impatient, f"writer {i}", 0.02) for i in range(WRITERS)))

    assert any(isinstance(o, StoreError) and o.reason == "busy" for o in outcomes)


def test_one_writer_at_a_time(impatient):
    """While one writes no other has begun, whatever it does meanwhile."""
    inside, most = [], []

    def write(i):
        with impatient.write() as c:
            inside.append(i)
            most.append(len(inside))
            people.keep_fact(c, "key", str(i))
            time.sleep(0.002)
            inside.remove(i)

    together(*(partial(write, i) for i in range(WRITERS)))

    assert most == [1] * WRITERS


def test_room_answers_while_sqlite_lets_nobody_wait(sqlite_school):
    """Twenty people who answer at the same instant are all confirmed, and none of them met a busy SQLite."""
    school = sqlite_school
    room = [school.sign_up(f"trainee {i}") for i in range(WRITERS)]
    papers = [learning.start(ctx, "drill") for ctx in room]
    school.db.close()
    event.listen(school.db.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))

    outcomes = together(*(partial(give, ctx, paper, 0, "b") for ctx, paper in zip(room, papers, strict=True)))

    with school.db.read() as c:
        answered = sorted(a.attempt_id for a in attempts.all_answers(c))
    assert (outcomes, answered) == ([None] * WRITERS, sorted(papers))


def test_turn_that_does_not_come(impatient, monkeypatch):
    """Whoever waits longer than is reasonable is told that the database is busy, and nothing of theirs is written."""
    monkeypatch.setattr(database, "BUSY_MS", 50)
    with impatient.write() as c:
        people.keep_fact(c, "first", "kept")
        outcomes = together(*[partial(keep, impatient, "second")] * 3)

    assert [(type(o), o.reason) for o in outcomes] == [(StoreError, "busy")] * 3
    assert kept(impatient, "first", "second") == ["kept", None]


def test_turn_comes_in_time(impatient, monkeypatch):
    """Who is next waits no longer than the writer before it, and nobody who looks waits at all."""
    monkeypatch.setattr(database, "BUSY_MS", 5000)
    second = threading.Thread(target=partial(keep, impatient, "second"))

    with impatient.write() as c:
        second.start()
        people.keep_fact(c, "first", "kept")
        assert kept(impatient, "first", "second") == [None, None]
    second.join(2)

    assert (second.is_alive(), kept(impatient, "first", "second")) == (False, ["kept", "kept"])


@pytest.mark.parametrize("trouble", [ZeroDivisionError, StoreError("full"), KeyboardInterrupt])
def test_turn_is_given_up_after_trouble(impatient, trouble):
    """A write that fails, however it fails, gives its turn to the next."""
    for _ in range(3):
        with pytest.raises((ZeroDivisionError, StoreError, KeyboardInterrupt)), impatient.write():
            raise trouble

    assert outcome(partial(keep, impatient, "after")) is None


def test_turn_is_given_up_where_no_connection_is_left(sqlite_url, opened, monkeypatch):
    """A writer that got its turn and no connection is told so, and the next one writes."""
    monkeypatch.setattr(database, "POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05})
    db = opened(sqlite_url)
    with db.read():
        turned_away = outcome(partial(keep, db, "first"))

    keep(db, "second")

    assert (turned_away.reason, kept(db, "first", "second")) == ("busy", [None, "kept"])


def test_other_process_is_waited_for(sqlite_url, opened, monkeypatch):
    """Between processes it is SQLite that waits: a writer of another one delays this one and is not in its way."""
    one, other = opened(sqlite_url), opened(sqlite_url)
    second = threading.Thread(target=partial(keep, other, "second"))

    with one.write() as c:
        people.keep_fact(c, "first", "kept")
        second.start()
        second.join(0.1)
        waited = second.is_alive()
    second.join(5)

    assert (waited, kept(one, "first", "second")) == (True, ["kept", "kept"])


@needs_postgres
def test_writers_of_a_server_do_not_queue_here(migrated_postgres, opened):
    """Only SQLite has one writer at a time: on a server one write goes on beside another."""
    with postgres_database(migrated_postgres) as made:
        db = opened(made.render_as_string(hide_password=False))
        with db.write() as c:
            people.keep_fact(c, "first", "kept")
            beside = outcome(partial(keep, db, "second"))
            seen = kept(db, "first", "second")
        db.close()

    assert (beside, seen) == (None, [None, "kept"])
