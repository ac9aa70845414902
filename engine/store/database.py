"""Opening a database: connections that commit what they confirm, and errors said in one word."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

HEAD = "0004"
BUSY_MS = 5000
BUSY_STATES = ("55P03", "40P01", "40001", "57014")
"""PostgreSQL: a lock was not to be had in time, two transactions waited for each other, one overtook the other, or a
statement took too long. None is tried again here: locks are taken in one order, so a deadlock is a mistake to be seen,
and whoever presses again does what a retry would do."""
READ_ONLY = "25006"
"""PostgreSQL: this server is a copy that takes no writes, as the old one is after another took over."""
POOL = {"pool_size": 16, "max_overflow": 48, "pool_timeout": 10}
POSTGRES_POOL = {**POOL, "max_overflow": 24, "pool_recycle": 3600}
"""Two processes stay below the hundred connections that a PostgreSQL server takes unless told otherwise."""
POSTGRES_LIMITS = {"lock_timeout": BUSY_MS, "statement_timeout": 15_000, "idle_in_transaction_session_timeout": 60_000}
"""In milliseconds. The last lets go of the locks of a process whose machine vanished without closing its connections."""
NETWORK = {"connect_timeout": 5, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
MIGRATION_MS = 120_000
BACKENDS = ("sqlite", "postgresql", "postgres")
MOST_RECENT = 2000
Reason = Literal["busy", "full", "unavailable", "newer", "foreign", "bad_url", "no_folder"]


class StoreError(Exception):
    """The database could not do it, and nothing of it was done.

    `newer`: a newer version of the program has worked on it. `foreign`: the file is no database. `bad_url`: no URL of a
    database we know. `no_folder`: the folder of the file cannot be made or written to.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Turns:
    """A lock that is given in the order of asking. A plain one goes to whoever runs just then: in a rush some wait for
    seconds, give up, and others that came after them do not wait at all."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._taken = False

    def take(self, patience: float) -> bool:
        """Wait for one's turn for so many seconds; whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._queue.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._guard:
            if mine not in self._queue:  # it came at the last moment
                return True
            self._queue.remove(mine)
            return False

    def give(self) -> None:
        """Let the next have it."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False


class Database:
    """One database of the product. Transactions are short: `read` sees one snapshot, `write` locks at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        snapshot = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._readers = engine.execution_options(begin="BEGIN", **snapshot)
        self._writers = engine.execution_options(begin="BEGIN IMMEDIATE")
        alone = {"begin": ""} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        self._lookers = engine.execution_options(**alone)
        self._turns = Turns()
        self.recent: dict[str, Any] = {}
        """What was read last of the attempts that people are at, by attempt."""

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading. Raises StoreError."""
        with _told(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A connection for one statement, which is a snapshot of its own. Raises StoreError."""
        with _told(), self._lookers.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction, committed to disk at the end. Raises StoreError; then nothing was written."""
        with _told(), self._in_turn(), self._writers.begin() as connection:
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer at a time, and whoever finds it busy sleeps for longer and longer; a lock does not."""
        if not self.is_sqlite:
            yield
        elif self._turns.take(BUSY_MS / 1000):
            try:
                yield
            finally:
                self._turns.give()
        else:
            raise StoreError("busy")

    def remember(self, key: str, value: Any) -> None:
        """Keep something read under `key` in `recent`, which never grows large."""
        if len(self.recent) >= MOST_RECENT:
            self.recent.clear()
        self.recent[key] = value

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StoreError("busy") from error
    except OperationalError as error:
        raise StoreError(_reason(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or getattr(error.orig, "sqlstate", "") == READ_ONLY:
            raise StoreError("unavailable") from error
        if getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise StoreError("foreign") from error
        raise


def _reason(error: OperationalError) -> Literal["busy", "full", "unavailable"]:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "busy"
    state = getattr(error.orig, "sqlstate", "") or ""
    if state in BUSY_STATES:
        return "busy"
    return "full" if code == sqlite3.SQLITE_FULL or state == "53100" else "unavailable"


def open_database(url: str) -> Database:
    """Open (and for SQLite create) the database at `url` and bring its schema up to date. Raises StoreError."""
    parsed = parsed_url(url)
    database = Database(_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed))
    try:
        _upgrade(database)
    except StoreError as trouble:
        code = getattr(getattr(trouble.__cause__, "orig", None), "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise StoreError("no_folder") from trouble
        raise
    return database


def parsed_url(url: str) -> sa.URL:
    """The parts of a database's URL. Raises StoreError where it is none, or names a kind of database we do not use."""
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            parsed.get_dialect()
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError("bad_url") from error
    if parsed.get_backend_name() not in BACKENDS:
        raise StoreError("bad_url")
    return parsed


def _sqlite(url: sa.URL) -> Engine:
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("no_folder") from error
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000}, **POOL)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres(url: sa.URL) -> Engine:
    network = {name: value for name, value in NETWORK.items() if name not in url.query}
    named = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(named, pool_pre_ping=True, connect_args=network, **POSTGRES_POOL)
    event.listen(engine, "connect", _configure_postgres)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what was erased is overwritten, not only forgotten


def _use_wal(connection: Any) -> None:
    """Only the first opening of a new file changes the journal; SQLite does not wait for others at that by itself."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _configure_postgres(connection: Any, _record: Any) -> None:
    connection.execute("; ".join(f"SET {name} = {value}" for name, value in POSTGRES_LIMITS.items()))
    connection.commit()


def without_limits(connection: Connection, wait_ms: int = BUSY_MS) -> None:
    """Let the rest of this transaction take its time, and wait so long for a lock; for work on whole tables."""
    if connection.dialect.name != "sqlite":
        limits = {**dict.fromkeys(POSTGRES_LIMITS, 0), "lock_timeout": wait_ms}
        connection.exec_driver_sql("; ".join(f"SET LOCAL {name} = {value}" for name, value in limits.items()))


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if not begin:
        return
    try:
        connection.connection.cursor().execute(begin)  # past SQLAlchemy, whose way costs more than the statement
    except sqlite3.OperationalError as error:
        raise OperationalError(begin, None, error) from error


def _upgrade(database: Database) -> None:
    """Migrate if the schema is not of this version; Alembic is imported only then."""
    with database.read() as connection:
        there = sa.inspect(connection).has_table("alembic_version")
        if there and connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD:
            return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as connection:
        if not database.is_sqlite:  # two processes may start at once; SQLite's BEGIN IMMEDIATE already queues them
            without_limits(connection, MIGRATION_MS)
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20110322)"))
        config.attributes["connection"] = connection
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if there and connection.scalar(sa.text("SELECT version_num FROM alembic_version")) not in known:
            raise StoreError("newer")
        command.upgrade(config, "head")
