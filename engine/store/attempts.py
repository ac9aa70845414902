"""Attempts and what was answered in them."""

import json
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import attempt, draft, regrade, response, verdict
from engine.store.verdicts import in_force, written


class AttemptRow(NamedTuple):
    """One attempt; `paper` is a list of {question, order}, in the order shown."""

    id: str
    subject_id: str
    context_id: str
    activity: str
    number: int
    release_id: int
    behaviour: str
    seed: str
    paper: list[dict[str, Any]]
    started_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    closed_by: str | None


class AnswerRow(NamedTuple):
    """One response with the verdict in force; `fraction` is None for what is not marked.

    A verdict whose `cause` is `regrade` has the policy of the regrade, and the release by whose key it was marked anew.
    """

    id: int
    attempt_id: str
    slot: int
    step: int
    value: Any
    lang: str
    at: datetime
    fraction: Fraction | None
    receipt: dict[str, Any]
    cause: str
    policy: str | None
    marked_on: int | None


@lru_cache(maxsize=2048)
def read_paper(text: str) -> list[dict[str, Any]]:
    """A paper, read once: it is shown again and again, and nobody changes it."""
    paper: list[dict[str, Any]] = json.loads(text)
    return paper


def as_attempt(row: Any) -> AttemptRow:
    """A row of the table."""
    made = AttemptRow._make(row)
    return made._replace(paper=read_paper(made.paper))  # type: ignore[arg-type]


def add_attempt(c: Connection, row: dict[str, Any]) -> None:
    """Add an attempt; IntegrityError where its number is taken."""
    c.execute(attempt.insert(), {**row, "paper": json.dumps(row["paper"], ensure_ascii=False)})


def attempt_by_id(c: Connection, id: str) -> AttemptRow | None:
    """One attempt."""
    row = c.execute(_BY_ID, {"wanted": id}).first()
    return as_attempt(row) if row else None


def locked_attempt(c: Connection, id: str) -> AttemptRow | None:
    """One attempt, locked until the end of the transaction."""
    row = c.execute(_BY_ID_LOCKED, {"wanted": id}).first()
    return as_attempt(row) if row else None


def attempts_of(
    c: Connection, subject_id: str, activity: str | None = None, context_id: str | None = None
) -> list[AttemptRow]:
    """Attempts of a subject, newest first."""
    query = _OF_SUBJECT if activity is None else _OF_ACTIVITY
    if context_id is not None:
        query = query.where(attempt.c.context_id == context_id)
    return [as_attempt(row) for row in c.execute(query, {"wanted": subject_id, "activity": activity})]


def cut_papers(c: Connection, context_id: str, questions: int) -> None:
    """Shorten the papers of a workshop to the questions that were asked, before they are closed."""
    rows = c.execute(sa.select(attempt.c.id, attempt.c.paper).where(attempt.c.context_id == context_id)).all()
    for row in rows:
        paper = json.dumps(json.loads(row.paper)[:questions], ensure_ascii=False)
        c.execute(attempt.update().where(attempt.c.id == row.id).values(paper=paper))


def open_in_context(c: Connection, context_id: str) -> list[AttemptRow]:
    """Attempts of a class or workshop that are still open; in one order, or two rooms that end wait for each other."""
    still_open = sa.and_(attempt.c.context_id == context_id, attempt.c.closed_at.is_(None))
    query = sa.select(attempt).where(still_open).order_by(attempt.c.subject_id)
    return [as_attempt(row) for row in c.execute(query)]


def overdue_attempts(c: Connection, subject_id: str, now: datetime) -> list[AttemptRow]:
    """Open attempts of a subject whose deadline is behind them; their grace may still run."""
    mine = sa.and_(attempt.c.subject_id == subject_id, attempt.c.closed_at.is_(None), attempt.c.deadline < now)
    return [as_attempt(row) for row in c.execute(sa.select(attempt).where(mine))]


def all_attempts(c: Connection) -> list[AttemptRow]:
    """Every attempt of everybody."""
    return [as_attempt(row) for row in c.execute(sa.select(attempt))]


def close_attempt(c: Connection, id: str, at: datetime, by: str) -> bool:
    """Close an attempt; whether it was still open, so that of two at once only one closes it."""
    still_open = sa.and_(attempt.c.id == id, attempt.c.closed_at.is_(None))
    return c.execute(attempt.update().where(still_open).values(closed_at=at, closed_by=by)).rowcount == 1


def append_response(c: Connection, row: dict[str, Any]) -> int:
    """Append a response; its number. IntegrityError where the step of the slot is taken."""
    values = {**row, "value": json.dumps(row["value"], ensure_ascii=False)}
    return int(c.execute(_ADD_RESPONSE, values).scalar_one())


def append_verdict(c: Connection, row: dict[str, Any]) -> None:
    """Append a verdict on a response."""
    c.execute(_ADD_VERDICT, written(row))


def append_answer(c: Connection, given: dict[str, Any], judged: dict[str, Any]) -> AnswerRow:
    """Append a response and its first verdict; the two as they will be read. IntegrityError as above."""
    id = append_response(c, given)
    mark = written({**judged, "response_id": id, "cause": "first", "digest": given["digest"], "at": given["at"]})
    c.execute(_ADD_VERDICT, mark)
    value = json.dumps(given["value"], ensure_ascii=False)
    place = (id, given["attempt_id"], given["slot"], given["step"], value, given["lang"], given["at"])
    return _judged(*place, mark["numerator"], mark["denominator"], mark["receipt"], "first", None, None)


def answers() -> Any:
    """Responses with their verdict in force: the newest that was not undone."""
    return (
        sa.select(
            *(response.c[k] for k in ("id", "attempt_id", "slot", "step", "value", "lang", "at")),
            *(verdict.c[k] for k in ("numerator", "denominator", "receipt", "cause")),
            *(regrade.c[k] for k in ("policy", "release_id")),
        )
        .join(verdict, verdict.c.response_id == response.c.id)
        .outerjoin(regrade, regrade.c.id == verdict.c.regrade_id)
        .where(in_force())
        .order_by(response.c.attempt_id, response.c.slot, response.c.step)
    )


# Statements of every answer are built once: building one costs more than running it.
_WANTED: Any = sa.bindparam("wanted")
_PLACE: Any = sa.bindparam("place")
_BY_ID = sa.select(attempt).where(attempt.c.id == _WANTED)
_OF_SUBJECT: Any = sa.select(attempt).where(attempt.c.subject_id == _WANTED).order_by(attempt.c.started_at.desc())
_OF_ACTIVITY = _OF_SUBJECT.where(attempt.c.activity == sa.bindparam("activity"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_ADD_RESPONSE = response.insert().returning(response.c.id)
_ADD_VERDICT = verdict.insert()
_IN_ATTEMPT = answers().where(response.c.attempt_id == _WANTED)
_IN_SLOT = _IN_ATTEMPT.where(response.c.slot == _PLACE)
_SINCE = _IN_ATTEMPT.where(response.c.id > sa.bindparam("since"))


@lru_cache(maxsize=16_384)
def _judged(*kept: Any) -> AnswerRow:
    """An answer, read once: the row of a response and its verdict never changes."""
    *place, value, lang, at, numerator, denominator, receipt, cause, policy, release_id = kept
    fraction = None if numerator is None else Fraction(numerator, denominator)
    judged = (fraction, json.loads(receipt), cause, policy, release_id)
    return AnswerRow._make((*place, json.loads(value), lang, at, *judged))


def as_answer(row: Any) -> AnswerRow:
    """A row of `answers()`."""
    return _judged(*row)


def answers_in(c: Connection, attempt_id: str) -> list[AnswerRow]:
    """Every answer of an attempt, by slot and step."""
    return [as_answer(row) for row in c.execute(_IN_ATTEMPT, {"wanted": attempt_id})]


def answers_since(c: Connection, attempt_id: str, last: int) -> list[AnswerRow]:
    """Answers of an attempt later than the one with the number `last`, by slot and step."""
    return [as_answer(row) for row in c.execute(_SINCE, {"wanted": attempt_id, "since": last})]


def answers_to_slot(c: Connection, attempt_id: str, slot: int) -> list[AnswerRow]:
    """Every answer to one slot of an attempt, by step."""
    return [as_answer(row) for row in c.execute(_IN_SLOT, {"wanted": attempt_id, "place": slot})]


def answers_of(c: Connection, subject_id: str) -> list[AnswerRow]:
    """Every answer of a subject, by attempt, slot and step."""
    query = answers().join(attempt, attempt.c.id == response.c.attempt_id).where(attempt.c.subject_id == subject_id)
    return [as_answer(row) for row in c.execute(query)]


def all_answers(c: Connection) -> Iterator[AnswerRow]:
    """Every answer of everybody, by attempt, slot and step."""
    return (as_answer(row) for row in c.execute(answers()))


def forget_texts(c: Connection, subject_id: str) -> None:
    """Remove drafts and typed texts of a subject; choices among given options stay, for averages."""
    mine = sa.select(attempt.c.id).where(attempt.c.subject_id == subject_id)
    c.execute(draft.delete().where(draft.c.attempt_id.in_(mine)))
    rows = c.execute(sa.select(response.c.id, response.c.value).where(response.c.attempt_id.in_(mine))).all()
    for row in rows:
        value = json.loads(row.value)
        if _is_typed(value):
            kept = {"typed": {}, "chosen": value["chosen"]} if value.get("chosen") else None
            c.execute(response.update().where(response.c.id == row.id).values(value=json.dumps(kept)))


def _is_typed(value: Any) -> bool:
    """Texts are kept as {"typed": {...}}; ids of options, items and targets are not."""
    return isinstance(value, dict) and isinstance(value.get("typed"), dict)
