"""People of the pictures and what they do, through the services, at any hour of the past."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.content.course import Lang
from engine.content.questions import Question
from engine.content.questions.worksheet import Sheetfield
from engine.scoring.questions import right_answer
from engine.services import hosting, identity, learning, lessons, rooms, seats
from engine.services.context import Ctx
from engine.services.desk import open_desk, utc_now
from engine.settings import Settings
from tests.browser.server import ROOT

PHRASE = "一句好记的话 2026"


class Academy:
    """The product's services on one data folder, and a clock that can be set back."""

    def __init__(self, data: Path) -> None:
        config = Settings(data, (ROOT,), f"sqlite:///{(data / 'rapport.db').as_posix()}", False)
        self.desk, self.back = open_desk(config), timedelta()
        self.trainer: Person | None = None
        problems = [p for p in self.desk.library.problems if p.level == "error"]
        if problems:
            raise SystemExit(f"{problems[0].file}:{problems[0].line}: {problems[0].code} (python -m engine check)")

    def now(self) -> datetime:
        """The hour the story is at."""
        return utc_now() - self.back

    @contextmanager
    def ago(self, **delta: float) -> Iterator[None]:
        """What is done inside was done then."""
        self.back = timedelta(**delta)
        yield
        self.back = timedelta()

    def visitor(self, lang: Lang) -> Ctx:
        """Somebody nobody knows."""
        return Ctx(self.desk.db, self.desk.library, None, self.now, lang)

    def _come_in(self, ticket: str, login: str, lang: Lang) -> "Person":
        token = identity.redeem(self.desk.db, ticket, self.now())
        assert token
        return Person(self, token, login, lang)

    def newcomer(self, login: str, name: str, lang: Lang) -> "Person":
        """Somebody who signs up."""
        return self._come_in(identity.sign_up(self.visitor(lang), login, name, PHRASE).ticket, login, lang)

    def guest(self, room: str, name: str, lang: Lang) -> "Person":
        """Somebody who takes a seat in a live room without an account."""
        entry = seats.join(self.visitor(lang), self.snapshot(room).code, name).entry
        assert entry
        return self._come_in(entry.ticket, "", lang)

    def snapshot(self, room: str) -> rooms.Snapshot:
        """A live room as it is this moment."""
        ctx = self.visitor("zh")
        rooms.forget(ctx, room)
        return rooms.snapshot(ctx, room)


@dataclass(frozen=True)
class Person:
    """Somebody signed in, by the token of their cookie."""

    academy: Academy
    token: str
    login: str
    lang: Lang

    @property
    def ctx(self) -> Ctx:
        """A call of theirs."""
        desk = self.academy.desk
        actor = identity.who(desk.db, self.token, utc_now())
        return Ctx(desk.db, desk.library, actor, self.academy.now, self.lang)

    def answer(self, attempt: str, slot: int, right: bool = True) -> None:
        """Answer one question of a paper, or of a lesson."""
        shown = learning.view(self.ctx, attempt).slot(slot)
        learning.answer(self.ctx, attempt, slot, shown.step, value(shown.question, right))

    def practise(self, quiz: str, pattern: str, leave_open: bool = False) -> str:
        """A round of practice or a test; of the pattern "+" is a right answer, "-" a wrong one, over and over."""
        attempt = learning.start(self.ctx, quiz)
        view = learning.view(self.ctx, attempt)
        asked = len(pattern) if leave_open else len(view.briefs)
        for slot in range(asked):
            right = pattern[slot % len(pattern)] == "+"
            self.answer(attempt, slot, right)
            if not right and not learning.view(self.ctx, attempt).briefs[slot].settled and view.quiz.tries > 1:
                self.answer(attempt, slot, slot % 3 > 0)
        if not leave_open:
            learning.close(self.ctx, attempt)
        return attempt

    def study(self, lesson: str, pages: int = 99, slips: tuple[int, ...] = (), complete: bool = True) -> str:
        """Go through the first pages of a lesson; complete it if that was all."""
        attempt = learning.start(self.ctx, lesson)
        view = lessons.view(self.ctx, lesson)
        slots = {question.id: i for i, question in enumerate(view.lesson.questions)}
        openings = {block.id for block in view.lesson.openings}
        for page in view.lesson.pages[:pages]:
            lessons.visit(self.ctx, attempt, page.id)
            for block in page.blocks:
                if block.id in openings:
                    lessons.visit(self.ctx, attempt, block.id)
                elif block.id in slots and block.id not in view.done:
                    self.answer(attempt, slots[block.id], slots[block.id] not in slips)
        if complete and pages >= len(view.lesson.pages):
            lessons.finish(self.ctx, attempt)
        return attempt

    def vote(self, room: str, right: bool) -> None:
        """Answer the question that is open in a live room."""
        seat = seats.phone(self.ctx, room)
        assert seat and seat.question
        seats.answer(self.ctx, room, seat.snapshot.slot, value(seat.question, right))

    def host(self, quiz: str) -> str:
        """Start a live room."""
        return rooms.create(self.ctx, quiz)

    def ask(self, room: str, slot: int, seconds: int = 0) -> None:
        """Open a question in one's room."""
        hosting.open_question(self.ctx, room, slot, seconds)


def _entry(field: Sheetfield) -> str:
    """What somebody might write: the first half of the sample, where that is long enough."""
    if field.options:
        return field.options[0].id
    whole = field.sample or "12"
    half = re.split("[，。；：]", whole)[0]
    return half if len(half) >= field.least else whole


def value(question: Question, right: bool) -> Any:
    """A right answer, or one that somebody might give by mistake; of what is not marked, a whole one."""
    if question.kind == "worksheet":
        return {field.id: _entry(field) for field in question.fields}
    if question.kind == "rating":
        return {item.id: 1 + (3 * n + len(item.axis)) % question.points for n, item in enumerate(question.items)}
    if question.kind == "scale":
        return 4
    return right_answer(question) if right else slip(question)


def slip(question: Question) -> Any:
    """A mistake somebody might make: nearly right where a question has parts."""
    key = right_answer(question)
    if question.kind == "single":
        return next(o.id for o in question.options if not o.correct)
    if question.kind == "multiple":
        return [*key[1:], next(o.id for o in question.options if not o.correct)]
    if question.kind == "true_false":
        return not key
    if question.kind == "ordering":
        return [*key[:-2], key[-1], key[-2]]
    if question.kind == "fill_in":
        return {b.id: "老客户" if b.number is None else "12" for b in question.blanks}
    first, *others = key
    swapped = next(item for item in others if key[item] != key[first])
    return {**key, first: key[swapped], swapped: key[first]}
