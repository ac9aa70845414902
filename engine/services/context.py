"""Who asks, when, of which content: handed to every service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.content.course import Lang
from engine.store.database import Database

if TYPE_CHECKING:
    from engine.services.library import Library

SELF_STUDY = "self"
DAY_STARTS_AT = 4
"""A learner's day begins at this hour of their own zone."""


class Refused(Exception):
    """The service will not do it; `code` has its words in locale/ under `refused.<code>`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is signed in."""

    person_id: str
    subject_id: str
    name: str
    lang: Lang
    theme: str
    zone: str
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Ctx:
    """One call: the database, the content, who asks, and the clock."""

    db: Database
    library: "Library"
    actor: Actor | None
    clock: Callable[[], datetime]
    lang: Lang = "zh"

    @property
    def now(self) -> datetime:
        """The server's time, in UTC."""
        return self.clock()

    @property
    def me(self) -> Actor:
        """Who asks. Raises Refused for nobody."""
        if self.actor is None:
            raise Refused("sign_in_first")
        return self.actor
