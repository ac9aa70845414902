"""Runs the screens that trainees use in one process and prints, for each, what went wrong and which heavy modules are there.

`python -m tests.architecture.visiting` on a data and a content folder of its own; the database has its schema already.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

import app
import ui.session
from engine.services import entering, hosting, identity, learning, playing, rooms, seats
from engine.services.context import Ctx
from engine.services.desk import desk, utc_now
from engine.settings import settings
from tests.builders import PHRASE, course_files, write_course
from tests.cases import CASE, PLAY, case_files, play_files
from tests.lessons import lesson_files, take

SCREENS = Path(ui.session.__file__).parent / "screens"
HEAVY = ("pandas", "altair", "alembic")
who_is = identity.who  # before AppTest, which has no cookies, is told who looks
Visit = tuple[str, dict[str, str]]


def ctx(token: str | None = None) -> Ctx:
    the = desk()
    return Ctx(the.db, the.library, who_is(the.db, token, utc_now()) if token else None, utc_now)


def newcomer(login: str) -> tuple[Ctx, str]:
    token = entering.redeem(desk().db, identity.sign_up(ctx(), login, login, PHRASE).ticket, utc_now())
    assert token
    return ctx(token), token


def room_of(quiz_id: str, guest: Ctx) -> str:
    """A room with a question open, in which `guest` sits."""
    host, token = newcomer("boss")
    identity.become_admin(host, identity.setup_code(host.db) or "")
    host = ctx(token)
    room = rooms.create(host, quiz_id)
    seats.join(guest, hosting.mine(host)[0].code, "guest")
    hosting.open_question(host, room, 0, 0)
    return room


def visits(mei: Ctx) -> Iterable[Visit]:
    """Every screen of a trainee with something on it; a lesson with every kind of block and question, fresh and done."""
    exam, drill = learning.start(mei, "final"), learning.start(mei, "drill")
    learning.close(mei, exam)
    learning.start(mei, CASE)
    yield from ((name, {}) for name in ("sign_in", "home", "course", "practice", "tests", "notebook", "situations", "live"))
    yield "settings", {}
    yield "quiz", {"a": drill}
    yield "review", {"a": exam}
    yield "room", {"r": room_of("drill", mei)}
    yield "roleplay", {"r": playing.begin(mei, PLAY, "beginner")}
    yield "case", {"c": CASE}
    for work in (learning.start, take):
        work(mei, "everything")
        pages = len(desk().library.current().lessons["zh"]["everything"].pages)
        yield from (("lesson", {"l": "everything", "p": str(number + 1)}) for number in range(pages + 1))
    take(replace(mei, clock=lambda: utc_now() + timedelta(days=1)), "first")
    yield "progress", {}


def visit(name: str, query: dict[str, str], who: Ctx) -> dict[str, object]:
    """Run a screen as somebody."""
    actor = None if name == "sign_in" else who.actor
    ui.session.identity.who = lambda *_: actor  # type: ignore[assignment]
    screen = AppTest.from_file(str(SCREENS / f"{name}.py"), default_timeout=60)
    for key, value in query.items():
        screen.query_params[key] = value
    screen.run()
    heavy = [module for module in HEAVY if module in sys.modules]
    return {
        "screen": name,
        "heavy": heavy,
        "wrong": [e.message for e in screen.exception],
        "size": len(screen.main.children),
    }


def main() -> None:
    assert app.app  # the server's own modules are there too
    write_course(settings().content[0], course_files() | lesson_files() | case_files() | play_files())
    mei, _ = newcomer("mei")
    for name, query in visits(mei):
        print(json.dumps(visit(name, query, mei)))


if __name__ == "__main__":
    main()
