"""A live room of the small course, with a host and guests, made by plain functions."""

from typing import Any

from engine.services import hosting, rooms, seats
from engine.services.context import Ctx
from engine.store import attempts
from engine.store import rooms as stored
from engine.store import standings as kept
from engine.store.attempts import AnswerRow
from engine.store.standings import StandingRow
from tests.builders import School


class Class:
    """A room in session: its host, its code and PIN, and whoever takes a seat."""

    def __init__(self, school: School, quiz: str = "drill") -> None:
        self.school, self.host = school, school.admin()
        self.id = rooms.create(self.host, quiz)
        self.code, self.pin = self.view().snapshot.code, self.view().pin

    def view(self) -> hosting.HostView:
        """The room as the control desk shows it, read afresh."""
        rooms.forget(self.host, self.id)
        return hosting.view(self.host, self.id)

    def guest(self, name: str = "小林") -> Ctx:
        """Somebody without an account, with a seat."""
        return self.school.signed_in(self.school.cookie(seats.join(self.school.ctx(), self.code, name).entry.ticket))

    def guests(self, count: int) -> list[Ctx]:
        """So many, each under a name of their own."""
        return [self.guest(f"学员{i}") for i in range(count)]

    def open(self, slot: int, seconds: int = 0) -> None:
        hosting.open_question(self.host, self.id, slot, seconds)

    def close(self, slot: int) -> None:
        hosting.close_question(self.host, self.id, slot)

    def reveal(self, slot: int) -> None:
        hosting.reveal(self.host, self.id, slot)

    def end(self) -> None:
        hosting.end(self.host, self.id)

    def answer(self, ctx: Ctx, slot: int, value: Any) -> None:
        seats.answer(ctx, self.id, slot, value)

    def phone(self, ctx: Ctx) -> seats.PhoneView:
        """What a phone shows."""
        view = seats.phone(ctx, self.id)
        assert view
        return view

    def names(self) -> list[str]:
        with self.school.db.read() as c:
            return stored.nicknames(c, self.id)

    def answers(self) -> list[AnswerRow]:
        """Everything that was answered, with its verdicts."""
        with self.school.db.read() as c:
            return list(attempts.all_answers(c))

    def standings(self) -> list[StandingRow]:
        with self.school.db.read() as c:
            return kept.all_standings(c)
