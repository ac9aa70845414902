"""How much there is of an attempt, in a single row: whoever knows the rest need not read it again."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.attempts import AnswerRow, AttemptRow, answers_in, answers_since, as_attempt
from engine.store.schema import attempt, draft, response, verdict, visit


class Extent(NamedTuple):
    """Of an attempt: responses, the number of the last, verdicts, undone ones, drafts, parts opened, when the last."""

    responses: int
    last: int
    verdicts: int
    undone: int
    drafts: int
    visits: int
    visited: datetime | None


NOTHING = Extent(0, 0, 0, 0, 0, 0, None)


def _of_attempt(table: Any, what: Any) -> Any:
    return sa.select(what).select_from(table).where(response.c.attempt_id == attempt.c.id).scalar_subquery()


def _beside(table: Any, what: Any) -> Any:
    return sa.select(what).where(table.c.attempt_id == attempt.c.id).scalar_subquery()


_SIZED = sa.select(
    attempt,
    _of_attempt(response, sa.func.count(response.c.id)),
    _of_attempt(response, sa.func.max(response.c.id)),
    _of_attempt(verdict.join(response), sa.func.count(verdict.c.id)),
    _of_attempt(verdict.join(response), sa.func.count(verdict.c.undone_at)),
    _beside(draft, sa.func.count(draft.c.slot)),
    _beside(visit, sa.func.count(visit.c.part)),
    _beside(visit, sa.func.max(visit.c.last_at)),
)
_BY_ID = _SIZED.where(attempt.c.id == sa.bindparam("wanted"))
_NEWEST = (
    _SIZED.where(attempt.c.subject_id == sa.bindparam("who"), attempt.c.activity == sa.bindparam("what"))
    .order_by(attempt.c.started_at.desc())
    .limit(1)
)


def attempt_with_extent(c: Connection, id: str) -> tuple[AttemptRow | None, Extent]:
    """One attempt with how much there is of it."""
    return _sized(c.execute(_BY_ID, {"wanted": id}).first())


def newest_with_extent(c: Connection, subject_id: str, activity: str) -> tuple[AttemptRow | None, Extent]:
    """A subject's newest attempt at something with how much there is of it."""
    return _sized(c.execute(_NEWEST, {"who": subject_id, "what": activity}).first())


def _sized(row: Any) -> tuple[AttemptRow | None, Extent]:
    if row is None:
        return None, NOTHING
    responses, last, *rest = row[len(AttemptRow._fields) :]
    return as_attempt(row[: len(AttemptRow._fields)]), Extent(responses, last or 0, *rest)


def answers_grown(
    c: Connection, attempt_id: str, known: Extent, answers: list[AnswerRow], extent: Extent
) -> list[AnswerRow]:
    """Every answer of an attempt, by slot and step, given those that were there when it was as large as `known`.

    Answers are only appended. Where a verdict was added or undone besides, all are read anew; and where answers are
    missing, as they may be on a server that took over.
    """
    grown = extent.responses - known.responses
    if not answers or extent.undone != known.undone or extent.verdicts - known.verdicts != grown:
        return answers_in(c, attempt_id)
    more = answers_since(c, attempt_id, known.last) if extent.last > known.last else []
    if len(more) != grown:
        return answers_in(c, attempt_id)
    return with_more(answers, more)


def with_more(answers: list[AnswerRow], more: list[AnswerRow]) -> list[AnswerRow]:
    """Answers of an attempt with those appended since, by slot and step."""
    return sorted([*answers, *more], key=lambda answer: (answer.slot, answer.step))
