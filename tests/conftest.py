"""Databases for tests: SQLite always, PostgreSQL where RAPPORT_TEST_POSTGRES names a server by an SQLAlchemy URL.

Every test has a database of its own, copied from one that was migrated once, and dropped afterwards.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from engine.services import secrets
from engine.settings import settings
from engine.store.database import Database, open_database
from tests.builders import School


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests run in CI, or when asked for with -m or by their own file."""
    asked = config.option.markexpr or any("::" in a or a.endswith(".py") for a in config.args)
    if CI or asked:
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="long: runs in CI, or with -m slow"))


POSTGRES = os.environ.get("RAPPORT_TEST_POSTGRES")
CI = os.environ.get("CI") == "true"
SERVERS = ["sqlite", "postgresql"] if POSTGRES or CI else ["sqlite"]
needs_postgres = pytest.mark.skipif(not POSTGRES and not CI, reason="needs RAPPORT_TEST_POSTGRES")


def url_of(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


@contextmanager
def postgres_database(template: str | None = None) -> Iterator[sa.URL]:
    """A new database on the server of RAPPORT_TEST_POSTGRES, dropped at the end."""
    if not POSTGRES:
        pytest.fail("RAPPORT_TEST_POSTGRES names no server, and CI must not skip the tests on PostgreSQL")
    server = sa.make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"rapport_test_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as c:
        c.execute(sa.text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    yield server.set(database=name)
    with engine.connect() as c:
        c.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    file = tmp_path_factory.mktemp("migrated") / "rapport.db"
    open_database(url_of(file)).close()
    return file


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str | None]:
    """The name of a PostgreSQL database with the newest schema and nothing in it."""
    if not POSTGRES:
        yield None
        return
    with postgres_database() as url:
        open_database(url.render_as_string(hide_password=False)).close()
        yield url.database


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated: Path) -> str:
    file = tmp_path / "rapport.db"
    shutil.copy(migrated, file)
    return url_of(file)


@pytest.fixture(params=SERVERS)
def url(request: pytest.FixtureRequest, migrated_postgres: str | None) -> Iterator[str]:
    """The URL of an empty, migrated database, on each kind of server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with postgres_database(migrated_postgres) as made:
        yield made.render_as_string(hide_password=False)


def _hurry(connection: Any, _record: Any) -> None:
    """Tests need not wait for the disk; one of them looks that the product does."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def opened() -> Iterator[Callable[[str], Database]]:
    """Opens databases and closes them at the end."""
    databases: list[Database] = []

    def open_one(url: str) -> Database:
        db = open_database(url)
        databases.append(db)
        if db.is_sqlite:
            db.close()
            sa.event.listen(db.engine, "connect", _hurry)
        return db

    yield open_one
    for database in databases:
        database.close()


@pytest.fixture
def db(url: str, opened: Callable[[str], Database]) -> Database:
    """An open database, on each kind of server."""
    return opened(url)


@pytest.fixture
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashing of pass phrases at a thousandth of its cost."""
    monkeypatch.setattr(secrets, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def school(db: Database, tmp_path: Path, light_hashes: None) -> School:
    """The small course in force, on each kind of server."""
    return School(db, tmp_path / "content")


@pytest.fixture
def sqlite_school(sqlite_url: str, opened: Callable[[str], Database], tmp_path: Path, light_hashes: None) -> School:
    """The small course in force, in a SQLite file."""
    return School(opened(sqlite_url), tmp_path / "content")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets environment variables and has the settings read anew, also afterwards."""

    def set_all(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield set_all
    settings.cache_clear()
