"""Assessments by rubric, appended: of one answer (slot and step), or of a whole attempt (neither)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import assessment, attempt


class AssessmentRow(NamedTuple):
    """One assessment: whose it is (`self` or `instructor`), the level by criterion, and whether it was released."""

    id: int
    attempt_id: str
    slot: int | None
    step: int | None
    by_subject: str
    role: str
    digest: str
    levels: Mapping[str, str]
    comment: str
    released: bool
    at: datetime


def append_assessment(c: Connection, row: dict[str, Any]) -> None:
    """Append an assessment."""
    c.execute(assessment.insert(), {**row, "levels": json.dumps(row["levels"])})


def _rows(c: Connection, condition: Any) -> list[AssessmentRow]:
    query = sa.select(assessment).join(attempt).where(condition).order_by(assessment.c.id)
    return [AssessmentRow(**{**row._mapping, "levels": json.loads(row.levels)}) for row in c.execute(query)]


def assessments_in(c: Connection, attempt_id: str) -> list[AssessmentRow]:
    """Assessments of an attempt, oldest first."""
    return _rows(c, assessment.c.attempt_id == attempt_id)


def assessments_of(c: Connection, subject_id: str) -> list[AssessmentRow]:
    """Assessments of everything a subject did, oldest first."""
    return _rows(c, attempt.c.subject_id == subject_id)


def forget_comments(c: Connection, subject_id: str) -> None:
    """Remove what was written about a subject's work: it may tell who it was."""
    mine = sa.select(attempt.c.id).where(attempt.c.subject_id == subject_id)
    c.execute(assessment.update().where(assessment.c.attempt_id.in_(mine)).values(comment=""))
