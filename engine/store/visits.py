"""What was opened in a lesson, and where one was."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import attempt, response, visit
from engine.store.upserting import upsert


class LessonRow(NamedTuple):
    """How far one attempt at a lesson is: slots answered, parts opened."""

    activity: str
    attempt_id: str
    release_id: int
    answered: int
    parts: frozenset[str]
    started_at: datetime
    closed_at: datetime | None
    last_at: datetime


def put_visit(c: Connection, attempt_id: str, part: str, at: datetime) -> None:
    """Say that a part of a lesson was opened, for the first time or again."""
    row = {"attempt_id": attempt_id, "part": part, "first_at": at, "last_at": at}
    upsert(c, visit, row, keep=("first_at",))


_OF_ATTEMPT = (
    sa.select(visit.c.part, visit.c.last_at)
    .where(visit.c.attempt_id == sa.bindparam("wanted"))
    .order_by(visit.c.last_at, visit.c.part)
)


def visits_in(c: Connection, attempt_id: str) -> list[tuple[str, datetime]]:
    """Parts opened in an attempt, the last one last, and when."""
    return [(row.part, row.last_at) for row in c.execute(_OF_ATTEMPT, {"wanted": attempt_id})]


def visits_of(c: Connection, subject_id: str) -> list[dict[str, Any]]:
    """Every part of a lesson that a subject opened, with its attempt and when for the first and the last time."""
    query = sa.select(visit).join(attempt).where(attempt.c.subject_id == subject_id)
    return [dict(row._mapping) for row in c.execute(query.order_by(visit.c.attempt_id, visit.c.first_at, visit.c.part))]


def lessons_of(c: Connection, subject_id: str, lessons: list[str]) -> list[LessonRow]:
    """One's attempts at `lessons`, oldest first."""
    mine = sa.and_(attempt.c.subject_id == subject_id, attempt.c.activity.in_(lessons))
    given = (
        sa.select(response.c.attempt_id, sa.func.count(response.c.slot.distinct()), sa.func.max(response.c.at))
        .join(attempt)
        .where(mine)
        .group_by(response.c.attempt_id)
    )
    answered = {id: (count, last) for id, count, last in c.execute(given)}
    opened: dict[str, dict[str, datetime]] = {}
    for row in c.execute(sa.select(visit).join(attempt).where(mine)):
        opened.setdefault(row.attempt_id, {})[row.part] = row.last_at
    found = []
    for row in c.execute(sa.select(attempt).where(mine).order_by(attempt.c.started_at)):
        count, last = answered.get(row.id, (0, row.started_at))
        parts = opened.get(row.id, {})
        times = (row.started_at, row.closed_at, max(last, *parts.values()) if parts else last)
        found.append(LessonRow(row.activity, row.id, row.release_id, count, frozenset(parts), *times))
    return found
