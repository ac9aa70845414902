"""Live rooms: a room, its rounds, its seats. Answers in a room are responses of each seat's attempt."""

import json
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.attempts import read_paper
from engine.store.schema import context, live_round, membership, response, room, seat
from engine.store.upserting import insert_new


class RoomRow(NamedTuple):
    """A room; `version` rises with every change that someone in it must see."""

    id: str
    code: str | None
    context_id: str
    activity: str
    release_id: int
    paper: list[dict[str, Any]]
    pin: str | None
    pin_failures: int
    version: int
    created_at: datetime
    ended_at: datetime | None


class RoundRow(NamedTuple):
    """One question of a room: opened, perhaps with a deadline, closed, revealed."""

    room_id: str
    slot: int
    opens_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    revealed_at: datetime | None


class SeatRow(NamedTuple):
    """Someone in a room, under a name that is unique there."""

    room_id: str
    subject_id: str
    attempt_id: str
    nickname: str
    joined_at: datetime


_ROOM_BY_ID = sa.select(room).where(room.c.id == sa.bindparam("wanted"))
_HELD = {change: _ROOM_BY_ID.with_for_update(read=not change) for change in (True, False)}
_ROOM_BY_CODE = sa.select(room).where(room.c.code == sa.bindparam("wanted"))
_LAST_ROUND = (
    sa.select(live_round).where(live_round.c.room_id == sa.bindparam("room")).order_by(live_round.c.slot.desc()).limit(1)
)
_SEAT_OF = sa.select(seat).where(seat.c.room_id == sa.bindparam("room"), seat.c.subject_id == sa.bindparam("subject"))
_TAKEN = sa.select(seat.c.nickname).where(seat.c.room_id == sa.bindparam("room"), seat.c.nickname == sa.bindparam("name"))
_ANSWER_OF = sa.select(response.c.value).where(
    response.c.attempt_id == sa.bindparam("attempt"), response.c.slot == sa.bindparam("place"), response.c.step == 0
)
"""Built once: every phone asks these, and in a rush building them took longer than the answers."""


def _room(row: Any) -> RoomRow | None:
    return RoomRow(**{**row._mapping, "paper": read_paper(row.paper)}) if row else None


def add_room(c: Connection, row: dict[str, Any], title: str, host: str) -> None:
    """Add a room with a workshop of its own, taught by `host`; IntegrityError where the code is in use."""
    zone = {"kind": "workshop", "title": title[:120], "zone": "Asia/Shanghai"}
    c.execute(context.insert(), {"id": row["context_id"], **zone})
    add_teacher(c, host, row["context_id"])
    c.execute(room.insert(), {**row, "paper": json.dumps(row["paper"], ensure_ascii=False)})


def add_teacher(c: Connection, person_id: str, context_id: str) -> None:
    """Let a person teach in a context."""
    insert_new(c, membership, [{"person_id": person_id, "context_id": context_id, "role": "instructor"}])


def teaches(c: Connection, person_id: str, context_id: str) -> bool:
    """Whether a person teaches in a context."""
    mine = sa.and_(
        membership.c.person_id == person_id, membership.c.context_id == context_id, membership.c.role == "instructor"
    )
    return c.scalar(sa.select(sa.literal(1)).where(sa.exists().where(mine))) is not None


def room_by_code(c: Connection, code: str) -> RoomRow | None:
    """The room that is open under a join code."""
    return _room(c.execute(_ROOM_BY_CODE, {"wanted": code}).first())


def room_by_id(c: Connection, id: str) -> RoomRow | None:
    """One room."""
    return _room(c.execute(_ROOM_BY_ID, {"wanted": id}).first())


def locked_room(c: Connection, id: str, change: bool) -> RoomRow | None:
    """One room, held until the end of the transaction: for answers against changes of phase, for changes alone."""
    return _room(c.execute(_HELD[change], {"wanted": id}).first())


def rooms_taught_by(c: Connection, person_id: str) -> list[RoomRow]:
    """Rooms a person may control, newest first."""
    query = (
        sa.select(room)
        .join(membership, membership.c.context_id == room.c.context_id)
        .where(membership.c.person_id == person_id, membership.c.role == "instructor")
        .order_by(room.c.created_at.desc())
    )
    return [found for row in c.execute(query) if (found := _room(row))]


def bump(c: Connection, room_id: str) -> None:
    """Tell everyone in the room that something changed."""
    c.execute(room.update().where(room.c.id == room_id).values(version=room.c.version + 1))


def end_room(c: Connection, room_id: str, at: datetime) -> None:
    """End a room: its code and PIN are free again."""
    c.execute(room.update().where(room.c.id == room_id).values(ended_at=at, code=None, pin=None))


def note_pin_failure(c: Connection, room_id: str, failures: int) -> None:
    """Keep how often a wrong PIN was given."""
    c.execute(room.update().where(room.c.id == room_id).values(pin_failures=failures))


def open_round(c: Connection, room_id: str, slot: int, at: datetime, deadline: datetime | None) -> None:
    """Open a question; IntegrityError where it was opened before."""
    c.execute(live_round.insert(), {"room_id": room_id, "slot": slot, "opens_at": at, "deadline": deadline})


def change_round(c: Connection, room_id: str, slot: int, **times: datetime) -> None:
    """Close or reveal a question."""
    this = sa.and_(live_round.c.room_id == room_id, live_round.c.slot == slot)
    c.execute(live_round.update().where(this).values(**times))


def last_round(c: Connection, room_id: str) -> RoundRow | None:
    """The question a room is at."""
    row = c.execute(_LAST_ROUND, {"room": room_id}).first()
    return RoundRow._make(row) if row else None


def add_seat(c: Connection, row: SeatRow) -> None:
    """Take a seat; IntegrityError where the nickname is taken or the person sits already."""
    c.execute(seat.insert(), row._asdict())


def seat_of(c: Connection, room_id: str, subject_id: str) -> SeatRow | None:
    """Someone's seat."""
    row = c.execute(_SEAT_OF, {"room": room_id, "subject": subject_id}).first()
    return SeatRow._make(row) if row else None


def is_taken(c: Connection, room_id: str, nickname: str) -> bool:
    """Whether someone sits in a room under this name."""
    return c.execute(_TAKEN, {"room": room_id, "name": nickname}).first() is not None


def nicknames(c: Connection, room_id: str) -> list[str]:
    """Who sits in a room, in the order of coming."""
    query = sa.select(seat.c.nickname).where(seat.c.room_id == room_id).order_by(seat.c.joined_at, seat.c.nickname)
    return list(c.scalars(query))


def seats(c: Connection, room_id: str) -> list[SeatRow]:
    """All seats of a room."""
    query = sa.select(seat).where(seat.c.room_id == room_id).order_by(seat.c.joined_at, seat.c.nickname)
    return [SeatRow._make(row) for row in c.execute(query)]


def count_seats(c: Connection, room_id: str) -> int:
    """How many joined."""
    return c.scalar(sa.select(sa.func.count()).select_from(seat).where(seat.c.room_id == room_id)) or 0


def count_answers(c: Connection, room_id: str, slot: int) -> int:
    """How many of those who joined have answered a question."""
    query = (
        sa.select(sa.func.count())
        .select_from(seat)
        .join(response, sa.and_(response.c.attempt_id == seat.c.attempt_id, response.c.slot == slot, response.c.step == 0))
        .where(seat.c.room_id == room_id)
    )
    return c.scalar(query) or 0


def answers_to(c: Connection, room_id: str, slot: int) -> list[Any]:
    """The responses to one question of a room."""
    query = (
        sa.select(response.c.value)
        .join(seat, seat.c.attempt_id == response.c.attempt_id)
        .where(seat.c.room_id == room_id, response.c.slot == slot, response.c.step == 0)
        .order_by(response.c.id)
    )
    return [json.loads(value) for value in c.scalars(query)]


def answer_of(c: Connection, attempt_id: str, slot: int) -> tuple[bool, Any]:
    """Whether a seat has answered a question, and what."""
    row = c.execute(_ANSWER_OF, {"attempt": attempt_id, "place": slot}).first()
    return (row is not None, json.loads(row.value) if row else None)
