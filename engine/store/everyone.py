"""What was answered, over all people."""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.attempts import AnswerRow, AttemptRow, answers, as_answer, as_attempt
from engine.store.schema import attempt, response, verdict


def awaiting(c: Connection) -> list[tuple[AttemptRow, AnswerRow]]:
    """The newest answer of each slot that still waits for a person to mark it, with its attempt, oldest first."""
    newer = response.alias()
    later = sa.exists().where(
        newer.c.attempt_id == response.c.attempt_id, newer.c.slot == response.c.slot, newer.c.step > response.c.step
    )
    query = answers().where(verdict.c.receipt.like('{"formula": "awaiting"%'), ~later)
    written = [answer for answer in map(as_answer, c.execute(query)) if answer.value is not None]
    rows = {row.id: row for row in attempts_by_id(c, {answer.attempt_id for answer in written})}
    return [(rows[answer.attempt_id], answer) for answer in sorted(written, key=lambda answer: (answer.at, answer.id))]


def attempts_by_id(c: Connection, ids: Collection[str]) -> list[AttemptRow]:
    """Several attempts."""
    return [as_attempt(row) for row in c.execute(sa.select(attempt).where(attempt.c.id.in_(ids)))]


def choices_made(c: Connection, activity: str) -> list[tuple[str, str, Any]]:
    """(subject, attempt, value) of every answer in attempts at an activity, in the order given."""
    query = sa.select(attempt.c.subject_id, attempt.c.id, response.c.value).join(response)
    rows = c.execute(query.where(attempt.c.activity == activity).order_by(response.c.id))
    return [(row.subject_id, row.id, json.loads(row.value)) for row in rows]
