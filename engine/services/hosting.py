"""Running a live room: opening, closing and revealing questions, from any device that holds the PIN."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.content.questions import Question
from engine.scoring.questions import right_answer
from engine.scoring.tally import Tally, tally
from engine.services import learning
from engine.services.context import Ctx, Refused
from engine.services.rooms import ABANDONED, PIN_TRIES, Snapshot, digits, forget, phase_of, question_at, snapshot, there
from engine.store import attempts, rooms
from engine.store.rooms import RoomRow

SECONDS = (0, 20, 30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class HostView:
    """What the control desk and the projector show. `tally` comes with the close, `right` with the reveal."""

    snapshot: Snapshot
    pin: str
    nicknames: tuple[str, ...]
    question: Question | None
    order: dict[str, Any]
    tally: Tally | None
    right: Any


@dataclass(frozen=True, slots=True)
class RoomInfo:
    """A room in a list."""

    id: str
    code: str
    activity: str
    title: str
    created_at: datetime
    ended: bool


def mine(ctx: Ctx) -> list[RoomInfo]:
    """Rooms the signed-in person may control, newest first; one left alone for half a day is ended by this read."""
    found = _taught(ctx)
    left = [room for room in found if room.ended_at is None and ctx.now > room.created_at + ABANDONED]
    for room in left:
        end(ctx, room.id)
    return [_info(ctx, room) for room in (_taught(ctx) if left else found)]


def _taught(ctx: Ctx) -> list[RoomRow]:
    with ctx.db.read() as c:
        return rooms.rooms_taught_by(c, ctx.me.person_id)


def _info(ctx: Ctx, room: RoomRow) -> RoomInfo:
    title = ctx.library.course(room.release_id).quiz(room.activity, ctx.lang).title
    return RoomInfo(room.id, room.code or "", room.activity, title, room.created_at, room.ended_at is not None)


def _mine(c: Connection, ctx: Ctx, room_id: str, change: bool = False) -> RoomRow:
    room = there(rooms.locked_room(c, room_id, change) if change else rooms.room_by_id(c, room_id))
    if not rooms.teaches(c, ctx.me.person_id, room.context_id):
        raise Refused("not_host")
    return room


def view(ctx: Ctx, room_id: str) -> HostView:
    """The room as its host sees it. Raises Refused for anyone else."""
    now = snapshot(ctx, room_id)
    with ctx.db.read() as c:
        room = _mine(c, ctx, room_id)
        names = tuple(rooms.nicknames(c, room_id))
        told = now.phase in ("closed", "revealed")
        answers = rooms.answers_to(c, room_id, now.slot) if told else []
    question = question_at(ctx, room, now.slot)
    return HostView(
        snapshot=now,
        pin=room.pin or "",
        nicknames=names,
        question=question,
        order=room.paper[now.slot]["order"] if question else {},
        tally=tally(question, answers) if told and question else None,
        right=right_answer(question) if now.phase == "revealed" and question else None,
    )


def take_control(ctx: Ctx, code: str, pin: str) -> str:
    """Control a room from this device, by its PIN; the room's id. Ten wrong PINs lock it. Raises Refused."""
    me = ctx.me
    with ctx.db.write() as c:
        found = there(rooms.room_by_code(c, digits(code)))
        room = there(rooms.locked_room(c, found.id, change=True))  # a volley of guesses counts one by one
        if room.pin_failures >= PIN_TRIES:
            raise Refused("pin_locked")
        wrong = room.pin is None or digits(pin) != room.pin
        rooms.note_pin_failure(c, room.id, room.pin_failures + 1 if wrong else 0)
        if not wrong:
            rooms.add_teacher(c, me.person_id, room.context_id)
    if wrong:
        raise Refused("wrong_pin")
    return room.id


def open_question(ctx: Ctx, room_id: str, slot: int, seconds: int) -> None:
    """Open question `slot`, for `seconds` (0: until closed). Opening it again changes nothing. Raises Refused."""
    with ctx.db.write() as c:
        room = _mine(c, ctx, room_id, change=True)
        at = rooms.last_round(c, room_id)
        if at and slot <= at.slot:
            return
        if room.ended_at is not None or slot >= len(room.paper) or slot != (at.slot + 1 if at else 0):
            raise Refused("cannot_open")
        if at and at.revealed_at is None:
            rooms.change_round(c, room_id, at.slot, closed_at=at.closed_at or ctx.now, revealed_at=ctx.now)
        rooms.open_round(c, room_id, slot, ctx.now, ctx.now + timedelta(seconds=seconds) if seconds else None)
        rooms.bump(c, room_id)
    forget(ctx, room_id)


def close_question(ctx: Ctx, room_id: str, slot: int) -> None:
    """Close the question that is open; what arrives within the grace still counts. Raises Refused."""
    with ctx.db.write() as c:
        room = _mine(c, ctx, room_id, change=True)
        at = rooms.last_round(c, room_id)
        if at is None or at.slot != slot or phase_of(room, at, ctx.now) != "open":
            return
        rooms.change_round(c, room_id, slot, closed_at=ctx.now)
        rooms.bump(c, room_id)
    forget(ctx, room_id)


def reveal(ctx: Ctx, room_id: str, slot: int) -> None:
    """Show what was right; from now on no answer is taken. Raises Refused."""
    with ctx.db.write() as c:
        _mine(c, ctx, room_id, change=True)
        at = rooms.last_round(c, room_id)
        if at is None or at.slot != slot or at.revealed_at is not None:
            return
        rooms.change_round(c, room_id, slot, closed_at=at.closed_at or ctx.now, revealed_at=ctx.now)
        rooms.bump(c, room_id)
    forget(ctx, room_id)


def end(ctx: Ctx, room_id: str) -> None:
    """End the room: papers are cut to what was asked, closed, and enter everyone's progress. Raises Refused."""
    with ctx.db.write() as c:
        room = _mine(c, ctx, room_id, change=True)
        if room.ended_at is not None:
            return
        at = rooms.last_round(c, room_id)
        attempts.cut_papers(c, room.context_id, at.slot + 1 if at else 0)
        for row in attempts.open_in_context(c, room.context_id):
            learning.close_row(c, ctx, row, "host")
        rooms.end_room(c, room_id, ctx.now)
        rooms.bump(c, room_id)
    forget(ctx, room_id)
