"""Sitting in a live room: joining, what one's phone may show, answering."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.content.questions import Question
from engine.scoring.mark import BadResponse, Mark
from engine.scoring.questions import mark, normalise, right_answer
from engine.scoring.receipt import to_plain
from engine.services.context import Ctx, Refused
from engine.services.entering import Entry, enter
from engine.services.identity import new_person
from engine.services.rooms import Snapshot, find, phase_of, question_at, there
from engine.store import attempts, people, rooms
from engine.store.rooms import RoomRow, RoundRow, SeatRow

GRACE = timedelta(seconds=2)
"""An answer that arrives this late after the deadline still counts; after the reveal none does."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A seat was taken: where, under which name, and for a guest the session that goes with it."""

    room_id: str
    nickname: str
    entry: Entry | None


def join(ctx: Ctx, code: str, nickname: str, form: str = "") -> Joined:
    """Take a seat, at any time; without an account under a nickname alone. Joining again keeps the seat.

    The same name twice is made distinct. `form` is a secret of the form that was filled in: a second click on it
    finds the guest that the first one made, even where both run at once. Raises Refused.
    """
    name = " ".join(nickname.replace("\0", "").split())[:40].strip() or (ctx.actor.name if ctx.actor else "")
    if not name:
        raise Refused("name_length")
    room_id = find(ctx, code)
    try:
        return _join(ctx, room_id, name, form or uuid.uuid4().hex)
    except IntegrityError as error:  # nobody is there to sit: they erased themselves in another window
        raise Refused("sign_in_first") from error


def _join(ctx: Ctx, room_id: str, name: str, form: str) -> Joined:
    with ctx.db.write() as c:
        room = there(rooms.locked_room(c, room_id, change=True))  # one by one: names are distinct, and none after the end
        if room.ended_at is not None:
            raise Refused("room_ended")
        guest_id, guest_subject = (uuid.uuid5(uuid.NAMESPACE_OID, f"{form}/{room_id}/{n}").hex for n in (1, 2))
        subject_id = ctx.actor.subject_id if ctx.actor else guest_subject
        mine = rooms.seat_of(c, room_id, subject_id)
        if ctx.actor is None and mine is None:
            people.add_person(c, {**new_person(name, ctx.lang, ctx.now), "id": guest_id}, guest_subject)
        entry = None if ctx.actor else enter(c, guest_id, ctx.now)
        if mine:
            return Joined(room_id, mine.nickname, entry)
        attempt_id = _live_attempt(c, room, subject_id, ctx.now)
        distinct = _distinct(name, set(rooms.nicknames(c, room_id))) if rooms.is_taken(c, room_id, name) else name
        rooms.add_seat(c, SeatRow(room_id, subject_id, attempt_id, distinct, ctx.now))
    return Joined(room_id, distinct, entry)


def _distinct(name: str, taken: set[str]) -> str:
    """`name`, or with the first number that makes it distinct."""
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _live_attempt(c: Connection, room: RoomRow, subject_id: str, now: datetime) -> str:
    attempt_id = uuid.uuid4().hex
    row: dict[str, Any] = {"id": attempt_id, "subject_id": subject_id, "context_id": room.context_id}
    row |= {"activity": room.activity, "number": 1, "seed": "0"}
    row |= {"release_id": room.release_id, "behaviour": "live", "paper": room.paper}
    attempts.add_attempt(c, {**row, "started_at": now, "deadline": None, "closed_at": None, "closed_by": None})
    return attempt_id


@dataclass(frozen=True, slots=True)
class PhoneView:
    """What one phone may show. `right`, `mark` and `tally` come with the reveal and not before."""

    snapshot: Snapshot
    nickname: str
    attempt_id: str
    question: Question | None
    order: dict[str, Any]
    answered: bool
    response: Any
    mark: Mark | None
    right: Any


def phone(ctx: Ctx, room_id: str) -> PhoneView | None:
    """The room as the signed-in person's phone shows it; None for who has no seat in it. Raises Refused."""
    with ctx.db.read() as c:
        room = there(rooms.room_by_id(c, room_id))
        mine = rooms.seat_of(c, room_id, ctx.me.subject_id)
        if mine is None:
            return None
        now = _read_phase(c, room, ctx.now)
        answered, response = rooms.answer_of(c, mine.attempt_id, now.slot) if now.slot >= 0 else (False, None)
    question = question_at(ctx, room, now.slot)
    revealed = now.phase == "revealed" and question is not None
    return PhoneView(
        snapshot=now,
        nickname=mine.nickname,
        attempt_id=mine.attempt_id,
        question=question if now.phase != "ended" else None,
        order=room.paper[now.slot]["order"] if question else {},
        answered=answered,
        response=response,
        mark=mark(question, response) if revealed and question else None,
        right=right_answer(question) if revealed and question else None,
    )


def _read_phase(c: Connection, room: RoomRow, now: datetime) -> Snapshot:
    """A snapshot without the counts, which no phone shows."""
    at = rooms.last_round(c, room.id)
    slot, deadline = (at.slot, at.deadline) if at else (-1, None)
    where = (room.id, room.code or "", room.activity, room.version)
    return Snapshot(*where, phase_of(room, at, now), slot, len(room.paper), deadline, 0, 0)


def answer(ctx: Ctx, room_id: str, slot: int, value: Any) -> None:
    """Give one answer to the question that is open. Returning means: on disk. Raises Refused.

    A second answer to the same question changes nothing: the first counts. Refused before the question is opened,
    later than the grace after its deadline, and at once after the reveal.
    """
    try:
        with ctx.db.write() as c:
            _answer(c, ctx, room_id, slot, value)
    except IntegrityError:  # two taps at the same instant: the first counts
        return


def _answer(c: Connection, ctx: Ctx, room_id: str, slot: int, value: Any) -> None:
    mine = rooms.seat_of(c, room_id, ctx.me.subject_id)
    if mine is None:
        raise Refused("no_seat")
    room = there(rooms.locked_room(c, room_id, change=False))
    if rooms.answer_of(c, mine.attempt_id, slot)[0]:
        return
    at = rooms.last_round(c, room_id)
    _may_answer(room, at, slot, ctx.now)
    course = ctx.library.course(room.release_id)
    question = course.question(room.paper[slot]["question"])
    try:
        response = normalise(question, value)
    except BadResponse as error:
        raise Refused("bad_response") from error
    if response is None:
        raise Refused("incomplete")
    marked, digest = mark(question, response), course.digests[question.id]
    place = {"attempt_id": mine.attempt_id, "slot": slot, "step": 0, "lang": ctx.lang, "at": ctx.now}
    judged = {"fraction": marked.fraction, "receipt": to_plain(marked.receipt)}
    attempts.append_answer(c, {**place, "value": response, "digest": digest}, judged)


def _may_answer(room: RoomRow, at: RoundRow | None, slot: int, now: datetime) -> None:
    if room.ended_at is not None:
        raise Refused("room_ended")
    if at is None or slot > at.slot:
        raise Refused("not_open_yet")
    ends = [t for t in (at.deadline, at.closed_at) if t is not None]
    if slot < at.slot or at.revealed_at is not None or (ends and now > min(ends) + GRACE):
        raise Refused("too_late")
