"""The host of a live room, in the process that measures, on the database of the server that is measured."""

from pathlib import Path

from benchmarks import content, people
from benchmarks.phone import Phone
from engine.services import hosting, rooms
from engine.services.context import Actor, Ctx
from engine.services.desk import utc_now
from engine.store import people as person_table
from engine.store import rooms as room_table

QUESTIONS = 8


class Host:
    """A trainer with rooms of a quiz that was made for measuring."""

    def __init__(self, data: Path, root: Path) -> None:
        self.quiz = content.quiz_root(root, 1, QUESTIONS)[0]
        self.desk = people.open_school(data, root)
        me = people.enrol(self.desk, 1)[0].actor
        with self.desk.db.write() as c:
            person_table.update_person(c, me.person_id, {"is_admin": True})
        self.actor = Actor(me.person_id, me.subject_id, me.name, me.lang, me.theme, me.zone, True)
        self.room_id = self.code = ""

    def ctx(self) -> Ctx:
        """A call of the host."""
        return Ctx(self.desk.db, self.desk.library, self.actor, utc_now)

    def new_room(self) -> str:
        """Open a room; its code. What follows happens in it."""
        self.room_id = rooms.create(self.ctx(), self.quiz)
        self.code = rooms.snapshot(self.ctx(), self.room_id).code
        return self.code

    def open(self, slot: int) -> None:
        """Open a question."""
        hosting.open_question(self.ctx(), self.room_id, slot, 0)

    def close(self, slot: int) -> None:
        """Close a question."""
        hosting.close_question(self.ctx(), self.room_id, slot)

    def reveal(self, slot: int) -> None:
        """Show what was right."""
        hosting.reveal(self.ctx(), self.room_id, slot)

    def kept(self, slot: int) -> dict[str, object]:
        """What the database holds for a question, by nickname. Raises RuntimeError if there is more than one each."""
        with self.desk.db.read() as c:
            seats = room_table.seats(c, self.room_id)
            found = {seat.nickname: room_table.answer_of(c, seat.attempt_id, slot) for seat in seats}
            rows = room_table.count_answers(c, self.room_id, slot)
        kept = {name: value for name, (there, value) in found.items() if there}
        if rows != len(kept):
            raise RuntimeError(f"{rows} answers of {len(kept)} phones")
        return kept

    def wrong(self, phones: list[Phone], slot: int) -> list[str]:
        """Nicknames for which the database holds something else than the phone was told."""
        kept = self.kept(slot)
        return [p.nickname for p in phones if slot in p.choices and kept.get(p.nickname) != p.choices[slot]]
