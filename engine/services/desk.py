"""What one process of the product holds: its database and its content, opened once."""

import shutil
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.services.context import SELF_STUDY
from engine.services.drafts import Drafts
from engine.services.library import Library
from engine.services.personal import replay_erasures
from engine.settings import PREVIEW_FOLDER, Settings, settings
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
            if trouble.reason not in ("busy", "unavailable") or time.monotonic() > until:
                raise
        time.sleep(1)


def open_desk(config: Settings, at_once: bool = True) -> Desk:
    """Open the database, replay erasures, and publish the content if it is sound. A preview begins with nothing.

    Unless `at_once`, the content is read when somebody first asks for it.
    """
    _forget_preview(config)
    db = _patiently_opened(config.database_url)
    with db.write() as c:
        people.ensure_context(c, SELF_STUDY, "self")
    replay_erasures(db, config.data)
    library = Drafts(db, config.content) if config.preview else Library(db)
    if at_once or config.preview:
        library.publish(config.content, utc_now())
    else:
        library.publish_when_asked(config.content, utc_now())
    return Desk(db, library, config)


def _forget_preview(config: Settings) -> None:
    """Remove what an earlier preview left, and nothing that is no preview's."""
    if config.preview and config.data.name.startswith(PREVIEW_FOLDER):
        shutil.rmtree(config.data, ignore_errors=True)
        config.data.mkdir(mode=0o700, parents=True)  # of ours alone: what is there now is somebody else's


def desk() -> Desk:
    """The desk of this process, opened by whoever asks first."""
    if not _open:
        with _lock:
            if not _open:
                _open.append(open_desk(settings(), at_once=False))
    return _open[0]


def close_desk() -> None:
    """Close the desk at the end of the process."""
    while _open:
        closed = _open.pop()
        closed.db.close()
        if closed.settings.preview and closed.settings.data.name.startswith(PREVIEW_FOLDER):
            shutil.rmtree(closed.settings.data, ignore_errors=True)
