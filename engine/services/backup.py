"""Backups, taken while people go on answering."""

from pathlib import Path

from engine.store.copying import CopyFailed, copy_database

__all__ = ["CopyFailed", "backup"]


def backup(url: str, file: Path) -> None:
    """Copy the database at `url` into a new file. Raises CopyFailed, FileExistsError; other OSErrors for a bad place."""
    file.open("xb").close()
    try:
        copy_database(url, file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
