"""People with cookies and open attempts, made through the engine in this process before the server starts."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from engine.services import learning
from engine.services.context import Actor, Ctx
from engine.services.desk import Desk, open_desk, utc_now
from engine.services.identity import SESSION_LASTS
from engine.services.secrets import hashed, new_token, token_hash
from engine.settings import Settings
from engine.store import people
from ui.names import COOKIE


@dataclass(frozen=True)
class Trainee:
    """A person with a session: who they are, and the cookie their browser holds."""

    actor: Actor
    cookie: str


def settings_for(data: Path, content: Path) -> Settings:
    """The settings a server has that is started with these folders."""
    return Settings(data, (content,), f"sqlite:///{(data / 'rapport.db').as_posix()}", False)


def open_school(data: Path, content: Path) -> Desk:
    """The database and the content of a server with these folders, opened in this process too."""
    return open_desk(settings_for(data, content))


def enrol(desk: Desk, count: int) -> list[Trainee]:
    """Sign up `count` people in one transaction, with one pass phrase between them, and sign them in."""
    secret, now, made = hashed("a pass phrase to be measured"), utc_now(), []
    with desk.db.write() as c:
        for number in range(count):
            person, subject, token = uuid.uuid4().hex, uuid.uuid4().hex, new_token()
            row = {"id": person, "name": f"学员{number}", "lang": "zh", "theme": "auto", "zone": "Asia/Shanghai"}
            people.add_person(c, {**row, "is_admin": False, "created_at": now}, subject)
            people.add_credential(c, person, "phrase", f"trainee-{number}-{person[:8]}", secret)
            people.add_session(c, token_hash(token), person, now, now + SESSION_LASTS)
            actor = Actor(person, subject, row["name"], "zh", "auto", "Asia/Shanghai", False)
            made.append(Trainee(actor, f"{COOKIE}={token}"))
    return made


def acting(desk: Desk, trainee: Trainee) -> Ctx:
    """A call of this person."""
    return Ctx(desk.db, desk.library, trainee.actor, utc_now)


def start_all(desk: Desk, trainee: Trainee, quizzes: list[str]) -> list[str]:
    """Start every quiz for this person; the attempts."""
    return [learning.start(acting(desk, trainee), quiz) for quiz in quizzes]
