"""Copying a whole database while it is in use."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from engine.store.database import parsed_url


class CopyFailed(Exception):
    """No copy was made; `code` is `no_database`, `no_pg_dump` or `failed`, `reason` what the system said."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


def copy_database(url: str, target: Path) -> None:
    """Copy the database at `url` as it is at one moment into the empty file `target`. Raises CopyFailed, StoreError."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(Path(parsed.database or ""), target)
    else:
        _dump_postgres(parsed, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    """By SQLite's own backup, in one step: writers may go on, since the log keeps what the copy reads."""
    if not source.is_file():
        raise CopyFailed("no_database")
    try:
        with closing(sqlite3.connect(source, timeout=10)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except sqlite3.Error as error:
        raise CopyFailed("failed", str(error)) from error


def _dump_postgres(url: sa.URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CopyFailed("no_pg_dump")
    named = url._replace(drivername="postgresql", password=None).render_as_string()  # `set` would leave `***` there
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}  # arguments can be read by every process
    command = [program, "--format=custom", f"--file={target}", f"--dbname={named}"]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CopyFailed("failed", " ".join(done.stderr.split()))
