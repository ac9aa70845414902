"""What one process of the product holds: its database and its content, opened once."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.services.context import SELF_STUDY
from engine.services.library import Library
from engine.services.personal import replay_erasures
from engine.settings import Settings, settings
from engine.store import people
from engine.store.database import Database, StoreError, open_database

PATIENCE = 30
"""Seconds for which a start waits for a database server."""


@dataclass(frozen=True)
class Desk:
    """The open database and the content of this process."""

    db: Database
    library: Library
    settings: Settings


_lock = threading.Lock()
_open: list[Desk] = []


def utc_now() -> datetime:
    """The server's time."""
    return datetime.now(UTC)


def _patiently_opened(url: str) -> Database:
    """The database; at the start of a machine a server of its own may come up after us. Raises StoreError."""
    until = time.monotonic() + (0 if url.startswith("sqlite") else PATIENCE)
    while True:
        try:
            return open_database(url)
        except StoreError as trouble:
            if trouble.reason == "full" or time.monotonic() > until:
                raise
        time.sleep(1)


def open_desk(config: Settings) -> Desk:
    """Open the database, replay erasures, and publish the content if it is sound."""
    db = _patiently_opened(config.database_url)
    with db.write() as c:
        people.ensure_context(c, SELF_STUDY, "self")
    replay_erasures(db, config.data)
    library = Library(db)
    library.publish(config.content, utc_now())
    return Desk(db, library, config)


def desk() -> Desk:
    """The desk of this process, opened by whoever asks first."""
    if not _open:
        with _lock:
            if not _open:
                _open.append(open_desk(settings()))
    return _open[0]


def close_desk() -> None:
    """Close the desk at the end of the process."""
    while _open:
        _open.pop().db.close()
