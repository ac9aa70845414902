"""Regrades: corrections of keys applied to answers already given, each with its verdicts, each undone as a whole."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.attempts import read_paper
from engine.store.database import without_limits
from engine.store.schema import attempt, credential, person, regrade, response, seat, subject, verdict
from engine.store.verdicts import in_force, written


class JudgedRow(NamedTuple):
    """An answer with its verdict in force, where it was given, and by which names its person is known."""

    response_id: int
    slot: int
    step: int
    value: Any
    verdict_id: int
    receipt: dict[str, Any]
    marked_on: int
    """The release by whose key the verdict in force was made."""
    release_id: int
    """The release on which it was answered."""
    activity: str
    item: str
    subject_id: str
    login: str | None
    nickname: str | None
    name: str | None


class RegradeRow(NamedTuple):
    """One regrade, and how many verdicts it wrote."""

    id: int
    policy: str
    release_id: int
    at: datetime
    undone_at: datetime | None
    answers: int


def hold_still(c: Connection) -> None:
    """Let nobody answer or hand in until the end of the transaction; SQLite's write transaction does so already.

    Attempts come before standings, as they do whenever an answer is kept, so that nobody waits in a circle.
    """
    if c.dialect.name != "sqlite":
        without_limits(c)
        c.execute(sa.text("LOCK TABLE attempt, standing IN EXCLUSIVE MODE"))


def marked_otherwise(c: Connection, digests: Iterable[str]) -> list[JudgedRow]:
    """Answers that count and whose verdict in force was made on a question with none of these digests.

    In practice every answer counts, in exams and rooms the last to each place of a paper; no others do.
    """
    own_login = sa.select(sa.func.min(credential.c.login)).where(credential.c.person_id == subject.c.person_id)
    query = (
        sa.select(
            *(response.c[k] for k in ("id", "slot", "step", "value")),
            verdict.c.id,
            verdict.c.receipt,
            sa.func.coalesce(regrade.c.release_id, attempt.c.release_id),
            *(attempt.c[k] for k in ("release_id", "activity", "paper", "subject_id")),
            own_login.scalar_subquery(),
            seat.c.nickname,
            person.c.name,
        )
        .select_from(response)
        .join(verdict, verdict.c.response_id == response.c.id)
        .join(attempt, attempt.c.id == response.c.attempt_id)
        .join(subject, subject.c.id == attempt.c.subject_id)
        .outerjoin(person, person.c.id == subject.c.person_id)
        .outerjoin(seat, seat.c.attempt_id == attempt.c.id)
        .outerjoin(regrade, regrade.c.id == verdict.c.regrade_id)
        .where(in_force(), verdict.c.digest.not_in(list(digests)), _counts())
        .order_by(response.c.id)
    )
    return [_judged(row) for row in c.execute(query)]


def _counts() -> Any:
    after = response.alias()
    changed = sa.exists().where(
        after.c.attempt_id == response.c.attempt_id, after.c.slot == response.c.slot, after.c.step > response.c.step
    )
    behaviour = attempt.c.behaviour
    return sa.or_(behaviour == "practice", sa.and_(behaviour.in_(("exam", "live")), ~changed))


def _judged(row: Any) -> JudgedRow:
    id, slot, step, value, verdict_id, receipt, marked_on, release_id, activity, paper, *who = row
    item = read_paper(paper)[slot]["question"]
    judged = (json.loads(value), verdict_id, json.loads(receipt), marked_on)
    return JudgedRow._make((id, slot, step, *judged, release_id, activity, item, *who))


def add_regrade(c: Connection, policy: str, release_id: int, at: datetime) -> int:
    """Add a regrade; its number."""
    row = {"policy": policy, "release_id": release_id, "at": at}
    return int(c.execute(regrade.insert().returning(regrade.c.id), row).scalar_one())


def append_verdicts(c: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Append many verdicts at once."""
    c.execute(verdict.insert(), [written(row) for row in rows])


def regrades(c: Connection) -> list[RegradeRow]:
    """All regrades, oldest first."""
    answers = sa.select(sa.func.count()).where(verdict.c.regrade_id == regrade.c.id).scalar_subquery()
    query = sa.select(*(regrade.c[k] for k in RegradeRow._fields[:-1]), answers).order_by(regrade.c.id)
    return [RegradeRow._make(row) for row in c.execute(query)]


def built_upon(c: Connection, id: int) -> int | None:
    """The newest regrade that marked an answer of this one again and was not undone."""
    mine, newer = verdict.alias(), verdict.alias()
    query = (
        sa.select(sa.func.max(newer.c.regrade_id))
        .join(mine, mine.c.response_id == newer.c.response_id)
        .where(mine.c.regrade_id == id, newer.c.id > mine.c.id, newer.c.undone_at.is_(None))
    )
    found: int | None = c.scalar(query)
    return found


def undo_regrade(c: Connection, id: int, at: datetime) -> int:
    """Undo a regrade with all its verdicts; how many."""
    c.execute(regrade.update().where(regrade.c.id == id).values(undone_at=at))
    return c.execute(verdict.update().where(verdict.c.regrade_id == id).values(undone_at=at)).rowcount
