"""The database: opened, migrated, told errors in one word, written whole or not at all."""

import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from engine.services import learning
from engine.store import database, people
from engine.store.database import HEAD, StoreError, open_database
from engine.store.schema import metadata
from tests.builders import RIGHT, give, together
from tests.conftest import SERVERS, needs_postgres, postgres_database, url_of


@pytest.fixture(params=SERVERS)
def new_url(request, tmp_path):
    """The URL of a database without a schema, on each kind of server."""
    if request.param == "sqlite":
        yield url_of(tmp_path / "folder" / "rapport.db")
        return
    with postgres_database() as made:
        yield made.render_as_string(hide_password=False)


def test_migrations_make_the_tables_of_the_schema(db):
    """What the migrations make and what the code expects are the same tables."""
    with db.read() as c:
        assert compare_metadata(MigrationContext.configure(c, opts={"compare_type": True}), metadata) == []


def test_head_is_the_last_migration():
    """The version that counts as up to date is that of the last migration."""
    scripts = ScriptDirectory(str(Path(database.__file__).parent / "migrations"))

    assert scripts.get_heads() == [HEAD]


def test_first_opening_makes_the_schema(new_url, opened):
    """A new database, its folder included, is made by opening it; the next opening finds it as it was."""
    with opened(new_url).write() as c:
        people.keep_fact(c, "key", "value")

    with opened(new_url).read() as c:
        assert people.kept_fact(c, "key") == "value"


def test_processes_open_a_new_database_at_once(new_url):
    """Several processes that start at once on a new database all find it ready."""
    databases = together(*[partial(open_database, new_url)] * 3)

    for db in databases:
        with db.read() as c:
            assert people.kept_fact(c, "key") is None
        db.close()


def test_what_is_confirmed_is_on_disk(sqlite_url):
    """SQLite waits for the disk at every commit, keeps its keys, and overwrites what is deleted."""
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    db = open_database(sqlite_url)
    with db.read() as c:
        pragmas = {p: c.exec_driver_sql(f"PRAGMA {p}").scalar() for p in asked}
    db.close()

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


def test_write_is_whole_or_not_at_all(db):
    """An exception in the middle of a transaction leaves nothing of it."""
    with pytest.raises(ZeroDivisionError), db.write() as c:
        people.keep_fact(c, "key", "value")
        raise ZeroDivisionError

    with db.read() as c:
        assert people.kept_fact(c, "key") is None


def test_read_sees_one_moment(db):
    """What is committed while one reads is not seen before the next read."""
    with db.write() as c:
        people.keep_fact(c, "key", "before")

    with db.read() as c:
        first = people.kept_fact(c, "key")
        with db.write() as other:
            people.keep_fact(other, "key", "after")
        second = people.kept_fact(c, "key")

    with db.read() as c:
        assert (first, second, people.kept_fact(c, "key")) == ("before", "before", "after")


def test_reading_waits_for_no_writer(db):
    """A reader is served while a writer is at work."""
    with db.write() as c:
        people.keep_fact(c, "key", "value")
        with db.read() as other:
            assert people.kept_fact(other, "key") is None


def test_times_come_back_in_utc(db):
    """A time of any zone comes back as the same moment, in UTC."""
    shanghai = datetime(2024, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    row = {"id": "p", "name": "n", "lang": "zh", "theme": "auto", "zone": "UTC", "is_admin": False, "created_at": shanghai}
    with db.write() as c:
        people.add_person(c, row, "s")

    with db.read() as c:
        kept = people.profile_of(c, "p").created_at

    assert (kept, kept.tzinfo) == (datetime(2024, 3, 4, 1, 30, tzinfo=UTC), UTC)


def test_person_keeps_a_row_for_each_key(db):
    """A fact written twice is there once, with its last value, and can be used up once."""
    with db.write() as c:
        people.keep_fact(c, "key", "one")
        people.keep_fact(c, "key", "two")

    with db.write() as c:
        taken = [people.take_fact(c, "key", value) for value in ("one", "two", "two")]

    assert taken == [False, True, False]


def test_pool_that_is_used_up_is_busy(sqlite_url, opened, monkeypatch):
    """When every connection is out the database is busy, not broken."""
    monkeypatch.setattr(database, "POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05})
    db = opened(sqlite_url)

    with db.read(), pytest.raises(StoreError, match="busy"), db.read():
        pass


def test_folder_that_cannot_be_written(tmp_path):
    """Where no database can be made, the folder is to blame: waiting would not help."""
    (tmp_path / "rapport.db").mkdir()

    with pytest.raises(StoreError, match="no_folder"):
        open_database(url_of(tmp_path / "rapport.db"))


@pytest.mark.parametrize(
    ("state", "reason"),
    [("53100", "full"), ("55P03", "busy"), ("40P01", "busy"), ("40001", "busy"), ("08006", "unavailable")],
)
def test_words_of_postgres(state, reason):
    """A full disk, a lock not to be had, a deadlock and a lost server each have their one word."""
    error = type("Orig", (Exception,), {"sqlstate": state})()

    assert database._reason(OperationalError("", {}, error)) == reason


def kept(school):
    tables = ("response", "verdict", "standing")
    with school.db.read() as c:
        return Counter({t: c.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in tables})


def test_full_database(sqlite_school):
    """In a full database an answer is refused as such, nothing of it is kept, and after room was made it is taken."""
    school, room = sqlite_school, [10**9]
    mei = school.sign_up("mei")
    school.files["quizzes/final.yaml"]["attempts"] = 9
    school.publish()
    exam = learning.start(mei, "final")
    school.db.close()
    event.listen(school.db.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={room[0]}"))
    with sqlite3.connect(school.folder.parent / "rapport.db") as c:
        room[0] = c.execute("PRAGMA page_count").fetchone()[0]
    c.close()

    confirmed = 0
    with pytest.raises(StoreError) as error:
        for i in range(10_000):
            give(mei, exam, 2, {"city": f"{i}" + "城" * 190})
            confirmed += 1

    assert error.value.reason == "full"
    assert (kept(school)["response"], kept(school)["verdict"]) == (confirmed, confirmed)
    room[0] += 1000
    school.db.close()
    give(mei, exam, 2, RIGHT["fill"])
    learning.close(mei, exam)
    assert kept(school) == {"response": confirmed + 1, "verdict": confirmed + 1, "standing": 1}
    assert learning.view(mei, exam).slots[2].fraction == 1


@needs_postgres
def test_server_that_goes_away(migrated_postgres, opened):
    """A connection that the server ended is unavailable once; the next question finds the server again."""
    with postgres_database(migrated_postgres) as made:
        db = opened(made.render_as_string(hide_password=False))
        with pytest.raises(StoreError, match="unavailable"), db.read() as c:
            pid = c.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with db.read() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
            c.execute(sa.text("SELECT 1"))

        with db.read() as c:
            assert people.kept_fact(c, "key") is None
        db.close()


def test_a_database_of_a_newer_program_is_left_alone(url):
    """An older program says so in one word, and changes nothing."""
    db = open_database(url)
    with db.write() as c:
        c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    db.close()

    with pytest.raises(StoreError, match="newer"):
        open_database(url)

    engine = sa.create_engine(db.engine.url)
    with engine.connect() as c:
        assert c.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_a_file_that_is_no_database_is_told_to_be_none(tmp_path):
    """What lies there under the name of the database stays as it is."""
    file = tmp_path / "rapport.db"
    file.write_text("something else, longer than a header\n" * 50, encoding="utf-8")
    before = file.read_bytes()

    with pytest.raises(StoreError, match="foreign"):
        open_database(url_of(file))

    assert file.read_bytes() == before
