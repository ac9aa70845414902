"""Settings, read once from the environment."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where data and content are, and which database is used.

    RAPPORT_DATA: the data folder (default `data/` in the repository). RAPPORT_CONTENT: content roots, separated
    as PATH is on this system (default the repository). DATABASE_URL: an SQLAlchemy URL (default SQLite
    `rapport.db` in the data folder). RAPPORT_SECURE=1: cookies for https only.
    """

    data: Path
    content: tuple[Path, ...]
    database_url: str
    secure: bool


@cache
def settings() -> Settings:
    """The settings of this process."""
    data = Path(os.environ.get("RAPPORT_DATA") or REPOSITORY / "data")
    roots = [Path(p) for p in os.environ.get("RAPPORT_CONTENT", "").split(os.pathsep) if p] or [REPOSITORY]
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{(data / 'rapport.db').as_posix()}"
    return Settings(data, tuple(roots), url, os.environ.get("RAPPORT_SECURE") == "1")
