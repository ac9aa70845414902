"""Live rooms: a trainer opens a question, phones answer, everything may die and come back.

All state is in the store. Phones and projector poll `snapshot`, which each process reads at most twice a second
however many ask. Answers are responses of the attempt that each seat holds, one step for each question: a repeat
returns the first. They move standings only when the room ends, because a standing would tell what was right.
"""

import secrets
import threading
import time
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.content.drawing import draw, pool, seed_of
from engine.content.questions import Question
from engine.services.context import Ctx, Refused
from engine.store import rooms
from engine.store.rooms import RoomRow, RoundRow

FRESH = 0.5
"""Seconds for which a process shares one reading of a room."""
PIN_TRIES = 10
ABANDONED = timedelta(hours=12)

Phase = Literal["lobby", "open", "closed", "revealed", "ended"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What everyone in a room may know."""

    id: str
    code: str
    activity: str
    version: int
    phase: Phase
    slot: int
    questions: int
    deadline: datetime | None
    joined: int
    answered: int

    @property
    def key(self) -> tuple[int, Phase]:
        """Changes with everything that a phone must redraw for."""
        return self.version, self.phase

    def is_news_to(self, known: "Snapshot") -> bool:
        """Whether this is later than `known`, which a page may have read after this one that everybody shares."""
        return self.version > known.version or (self.version == known.version and known.phase == "open" != self.phase)


def phase_of(room: RoomRow, at: RoundRow | None, now: datetime) -> Phase:
    """The phase of a room: a deadline that has passed closes a question without anyone's doing."""
    if room.ended_at is not None:
        return "ended"
    if at is None:
        return "lobby"
    if at.revealed_at is not None:
        return "revealed"
    over = at.closed_at is not None or (at.deadline is not None and now > at.deadline)
    return "closed" if over else "open"


_lock = threading.Lock()
_seen: dict[tuple[int, str], tuple[float, Snapshot]] = {}


def snapshot(ctx: Ctx, room_id: str) -> Snapshot:
    """The room as of now, or as of half a second ago if this process has just looked. Raises Refused."""
    key = (id(ctx.db), room_id)
    kept = _seen.get(key)
    if kept and time.monotonic() - kept[0] < FRESH:
        return kept[1]
    with _lock:
        kept = _seen.get(key)
        if kept and time.monotonic() - kept[0] < FRESH:
            return kept[1]
        with ctx.db.read() as c:
            fresh = _read(c, room_id, ctx.now)
        _seen[key] = (time.monotonic(), fresh)
        return fresh


def forget(ctx: Ctx, room_id: str) -> None:
    """Let the next look at a room be a fresh one."""
    _seen.pop((id(ctx.db), room_id), None)


def _read(c: Connection, room_id: str, now: datetime) -> Snapshot:
    room = there(rooms.room_by_id(c, room_id))
    at = rooms.last_round(c, room_id)
    slot = at.slot if at else -1
    return Snapshot(
        id=room.id,
        code=room.code or "",
        activity=room.activity,
        version=room.version,
        phase=phase_of(room, at, now),
        slot=slot,
        questions=len(room.paper),
        deadline=at.deadline if at else None,
        joined=rooms.count_seats(c, room_id),
        answered=rooms.count_answers(c, room_id, slot) if at else 0,
    )


def there(room: RoomRow | None) -> RoomRow:
    """The room, if there is one. Raises Refused."""
    if room is None:
        raise Refused("no_such_room")
    return room


def create(ctx: Ctx, quiz_id: str) -> str:
    """Start a room from a quiz, with a join code and a PIN; its id. Raises Refused for who is no trainer."""
    me, release_id = ctx.me, ctx.library.current_id()
    if not me.is_admin:
        raise Refused("not_trainer")
    quizzes = ctx.library.course(release_id).quizzes["zh"] if release_id is not None else {}
    if release_id is None or quiz_id not in quizzes or quizzes[quiz_id].own:
        raise Refused("no_such_quiz")
    course = ctx.library.course(release_id)
    quiz, room_id = course.quiz(quiz_id), uuid.uuid4().hex
    drawn = draw(quiz, pool(quiz, course.questions["zh"], course.quizzes["zh"]), seed_of(room_id, quiz_id, 1))
    row = {
        "id": room_id,
        "context_id": uuid.uuid4().hex,
        "activity": quiz_id,
        "release_id": release_id,
        "paper": [{"question": s.question, "order": dict(s.order)} for s in drawn],
        "pin": f"{secrets.randbelow(10**6):06}",
        "pin_failures": 0,
        "version": 1,
        "created_at": ctx.now,
        "ended_at": None,
    }
    for _ in range(20):
        try:
            with ctx.db.write() as c:
                rooms.add_room(c, {**row, "code": f"{secrets.randbelow(900_000) + 100_000}"}, quiz.title, me.person_id)
                return room_id
        except IntegrityError:  # the code is in use
            continue
    raise Refused("no_such_room")


def find(ctx: Ctx, code: str) -> str:
    """The room under a join code, as typed. Raises Refused."""
    with ctx.db.look() as c:
        return there(rooms.room_by_code(c, digits(code))).id


def digits(typed: str) -> str:
    """The digits of a code as typed, with spaces or dashes, and also full-width, as a Chinese keyboard gives them."""
    return "".join(str(unicodedata.decimal(ch)) for ch in typed if ch.isdecimal())


def question_at(ctx: Ctx, room: RoomRow, slot: int) -> Question | None:
    """The question of one place of the room's paper; None before the first."""
    if slot < 0:
        return None
    return ctx.library.course(room.release_id).question(room.paper[slot]["question"], ctx.lang)
