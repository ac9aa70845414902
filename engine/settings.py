"""Settings, read once from the environment."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PREVIEW_FOLDER = "rapport-preview-"
"""How the data folder of a preview begins: nothing else is ever removed at the end of one."""


SWITCHES = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}


@dataclass(frozen=True)
class Settings:
    """Where data and content are, and which database is used.

    RAPPORT_DATA: the data folder (default `data/` in the repository). RAPPORT_CONTENT: content roots, separated
    as PATH is on this system (default the repository). DATABASE_URL: an SQLAlchemy URL (default SQLite
    `rapport.db` in the data folder). RAPPORT_SECURE=1 (or true, yes): cookies for https only. RAPPORT_PREVIEW=1: an author
    looks at content while writing it, with a database and a data folder of their own that are gone at the end.
    """

    data: Path
    content: tuple[Path, ...]
    database_url: str
    secure: bool
    preview: bool = False
    unclear: str = ""
    """A switch that is set to neither yes nor no: nothing starts then, for taking it for no might open a door."""


@cache
def settings() -> Settings:
    """The settings of this process."""
    data = Path(os.environ.get("RAPPORT_DATA") or REPOSITORY / "data")
    roots = [Path(p) for p in os.environ.get("RAPPORT_CONTENT", "").split(os.pathsep) if p] or [REPOSITORY]
    switches = {"RAPPORT_SECURE": os.environ.get("RAPPORT_SECURE"), "RAPPORT_PREVIEW": os.environ.get("RAPPORT_PREVIEW")}
    secure, preview = (_switch(value) for value in switches.values())
    unclear = next((name for name, value in switches.items() if _switch(value) is None), "")
    if preview:
        data = Path(tempfile.gettempdir()) / f"{PREVIEW_FOLDER}{os.getpid()}"
    given = None if preview else os.environ.get("DATABASE_URL")
    url = given or f"sqlite:///{(data / 'rapport.db').as_posix()}"
    return Settings(data, tuple(roots), url, bool(secure), bool(preview), unclear)


def _switch(value: str | None) -> bool | None:
    """Whether a switch is on; None where it says neither."""
    return SWITCHES.get((value or "").strip().lower())
