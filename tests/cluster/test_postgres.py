"""What only PostgreSQL can do to the product: locks, limits, restarts, and processes that start together."""

import threading
import time
from functools import partial

import pytest
import sqlalchemy as sa

from engine.services import desk as desks
from engine.services import hosting, learning, rooms, seats, standings
from engine.store import attempts, database, people
from engine.store.database import StoreError, open_database
from tests.builders import DRILL, RIGHT, School, outcome, together
from tests.cluster.relay import Relay
from tests.conftest import needs_postgres, postgres_database

pytestmark = needs_postgres


@pytest.fixture
def address(migrated_postgres):
    """The URL of an empty, migrated database."""
    with postgres_database(migrated_postgres) as made:
        yield made


@pytest.fixture
def pg(address, opened):
    """An open database on PostgreSQL."""
    return opened(text(address))


@pytest.fixture
def pg_school(pg, tmp_path, light_hashes):
    """The small course in force on PostgreSQL."""
    return School(pg, tmp_path / "content")


def text(address: sa.URL) -> str:
    return address.render_as_string(hide_password=False)


def reason(call) -> str:
    with pytest.raises(StoreError) as error:
        call()
    return error.value.reason


def ask(db, statement: str) -> object:
    with db.read() as c:
        return c.exec_driver_sql(statement).scalar()


def test_limits_of_every_connection(pg):
    """A lock is waited for five seconds, as with SQLite; a statement may take fifteen, an idle transaction sixty."""
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")

    assert [ask(pg, f"SHOW {name}") for name in names] == ["5s", "15s", "1min"]


def test_row_that_another_holds_too_long_is_busy(address, opened, monkeypatch):
    """Who waits in vain for a row is told that the database is busy, and nothing of the write is kept."""
    monkeypatch.setitem(database.POSTGRES_LIMITS, "lock_timeout", 200)
    db = opened(text(address))
    with db.write() as c:
        people.keep_fact(c, "key", "before")

    def overwrite():
        with db.write() as late:
            people.keep_fact(late, "other", "lost")
            people.keep_fact(late, "key", "late")

    with db.write() as c:
        people.keep_fact(c, "key", "first")
        assert reason(overwrite) == "busy"

    with db.read() as c:
        assert (people.kept_fact(c, "key"), people.kept_fact(c, "other")) == ("first", None)


def test_statement_that_takes_too_long_is_busy(address, opened, monkeypatch):
    """A statement that does not end is ended, and told as busy."""
    monkeypatch.setitem(database.POSTGRES_LIMITS, "statement_timeout", 200)
    db = opened(text(address))

    assert reason(partial(ask, db, "SELECT pg_sleep(20)")) == "busy"


def test_transaction_that_does_nothing_is_ended(address, opened, monkeypatch):
    """Locks of a process that hangs are let go of; its next word is refused, and the one after that is served."""
    monkeypatch.setitem(database.POSTGRES_LIMITS, "idle_in_transaction_session_timeout", 200)
    db = opened(text(address))

    def hang():
        with db.write() as c:
            people.keep_fact(c, "key", "value")
            time.sleep(0.6)
            people.keep_fact(c, "key", "late")

    assert reason(hang) == "unavailable"
    with db.read() as c:
        assert people.kept_fact(c, "key") is None


def test_deadlock_is_busy_for_one_of_the_two(pg):
    """Of two transactions that wait for each other one is told busy and keeps nothing; the other is kept whole."""
    with pg.write() as c:
        for key in "ab":
            people.keep_fact(c, key, "-")
    gate = threading.Barrier(2)

    def crosswise(first: str, second: str, name: str) -> str:
        try:
            with pg.write() as c:
                people.keep_fact(c, first, name)
                gate.wait()
                people.keep_fact(c, second, name)
        except StoreError as error:
            return error.reason
        return name

    said = together(partial(crosswise, "a", "b", "one"), partial(crosswise, "b", "a", "two"))

    assert sorted(said)[0] == "busy"
    assert {ask(pg, f"SELECT value FROM fact WHERE key = '{key}'") for key in "ab"} == set(said) - {"busy"}


def test_two_full_processes_fit_into_one_server(pg):
    """Two processes that use every connection they may leave some of PostgreSQL's default hundred for a backup."""
    pool = database.POSTGRES_POOL
    default = int(ask(pg, "SELECT boot_val FROM pg_settings WHERE name = 'max_connections'"))
    reserved = int(ask(pg, "SELECT boot_val FROM pg_settings WHERE name = 'superuser_reserved_connections'"))

    assert pg.engine.pool.size() == pool["pool_size"]
    assert 2 * (pool["pool_size"] + pool["max_overflow"]) + 10 <= default - reserved


def test_server_that_restarts(address, opened):
    """While the server is away every call says so at once; when it is back the first call is served."""
    with Relay((address.host, address.port)) as wire:
        db = opened(text(address.set(port=wire.port)))
        together(*[partial(ask, db, "SELECT pg_sleep(0.2)")] * 4)  # four connections in the pool

        wire.cut()
        began = time.monotonic()
        said = [reason(partial(ask, db, "SELECT 1")) for _ in range(5)]
        took = time.monotonic() - began
        wire.mend()

        assert (said, took < 5) == (["unavailable"] * 5, True)
        assert [ask(db, "SELECT 1") for _ in range(5)] == [1] * 5
        db.close()


def test_restart_that_nobody_noticed(address, opened):
    """Connections that died while nobody used them are replaced before anybody is troubled by it."""
    with Relay((address.host, address.port)) as wire:
        db = opened(text(address.set(port=wire.port)))
        together(*[partial(ask, db, "SELECT pg_sleep(0.2)")] * 4)

        wire.cut()
        wire.mend()

        assert [ask(db, "SELECT 1") for _ in range(5)] == [1] * 5
        db.close()


def test_copy_that_takes_no_writes(address, opened):
    """A server that has become a read-only copy is unavailable for writing, and goes on being read."""
    db = opened(text(address.update_query_dict({"options": "-c default_transaction_read_only=on"})))

    def write():
        with db.write() as c:
            people.keep_fact(c, "key", "value")

    assert reason(write) == "unavailable"
    assert ask(db, "SELECT count(*) FROM fact") == 0


def test_answer_is_on_disk_or_told_when_the_server_goes_away_under_it(pg_school, address, opened):
    """An answer that the server never heard of is refused, and taken when it is sent again."""
    mei = pg_school.sign_up("mei")
    drill = learning.start(mei, "drill")
    with Relay((address.host, address.port)) as wire:
        far = type(mei)(opened(text(address.set(port=wire.port))), pg_school.library, mei.actor, mei.clock)
        wire.cut()
        assert reason(partial(learning.answer, far, drill, 0, 0, "b")) == "unavailable"
        wire.mend()
        learning.answer(far, drill, 0, 0, "b")
        far.db.close()

    assert [slot.response for slot in learning.view(mei, drill).slots[:2]] == ["b", None]


def test_start_waits_for_a_server_that_comes_up_later(address, tmp_path):
    """A process that starts before its database server is ready when the server is."""
    wire = Relay((address.host, address.port))
    with wire:
        wire.cut()
        threading.Timer(1.5, wire.mend).start()
        config = desks.Settings(tmp_path / "data", (tmp_path / "content",), text(address.set(port=wire.port)), False)

        ready = desks.open_desk(config)

        assert ask(ready.db, "SELECT 1") == 1
        ready.db.close()


def test_start_gives_up_on_a_server_that_never_comes(monkeypatch):
    """Without a server a start ends with one word after its patience."""
    monkeypatch.setattr(desks, "PATIENCE", 1)

    assert reason(partial(desks._patiently_opened, "postgresql://nobody@127.0.0.1:1/nosuch")) == "unavailable"


def test_start_waits_for_a_long_migration_of_another(monkeypatch, opened):
    """Who starts while another process migrates waits for it, also longer than anybody waits for a lock."""
    monkeypatch.setitem(database.POSTGRES_LIMITS, "lock_timeout", 200)
    monkeypatch.setitem(database.POSTGRES_LIMITS, "statement_timeout", 300)
    with postgres_database() as made:
        other = sa.create_engine(made)
        with other.begin() as c:
            c.exec_driver_sql("SELECT pg_advisory_xact_lock(20110322)")
            begun = []
            late = threading.Thread(target=lambda: begun.append(open_database(text(made))))
            late.start()
            late.join(0.8)
            assert late.is_alive()
        late.join()

        with begun[0].read() as c:
            assert people.kept_fact(c, "key") is None
        begun[0].close()
        other.dispose()


def test_rebuilding_may_take_its_time(pg_school, address, opened, monkeypatch):
    """Rebuilding all standings is not ended by the limits that hold for a person's click."""
    mei = pg_school.sign_up("mei")
    learning.answer(mei, learning.start(mei, "drill"), 0, 0, "b")
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        monkeypatch.setitem(database.POSTGRES_LIMITS, name, 200)
    db, everything = opened(text(address)), attempts.all_answers

    def slowly(c):
        c.exec_driver_sql("SELECT pg_sleep(0.5)")
        time.sleep(0.5)
        return everything(c)

    monkeypatch.setattr(attempts, "all_answers", slowly)

    assert standings.rebuild(db) == 1


def test_two_rooms_with_the_same_people_end_at_once(pg_school):
    """Two rooms in which the same people sit can be ended at the same instant; every answer of both is counted."""
    host, people_there = pg_school.admin(), [pg_school.sign_up(f"trainee {i}") for i in range(12)]
    for _ in range(3):
        both = [rooms.create(host, "drill") for _ in range(2)]
        for id, order in zip(both, (people_there, people_there[::-1]), strict=True):
            code = hosting.view(host, id).snapshot.code
            hosting.open_question(host, id, 0, 0)
            for ctx in order:
                seats.join(ctx, code, "")
                seats.answer(ctx, id, 0, RIGHT[DRILL[0]])

        assert together(*(partial(outcome, partial(hosting.end, host, id)) for id in both)) == [None, None]

    assert ask(pg_school.db, "SELECT count(*) FROM standing") == 3 * 2 * len(people_there)
    assert ask(pg_school.db, "SELECT count(*) FROM attempt WHERE closed_at IS NULL") == 0
