"""Assessing by rubric: one's own work by oneself, essays by an instructor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection

from engine.content.digest import canonical, digest
from engine.content.questions import Question
from engine.content.questions.essay import Essay
from engine.content.rubric import Rubric
from engine.content.texts import structure_of
from engine.scoring.mark import BadResponse
from engine.scoring.questions.essay import assessed, counted, text_of
from engine.scoring.receipt import to_plain
from engine.scoring.rubric import Levels, points, require_levels
from engine.services.context import Ctx, Refused
from engine.store import assessments, attempts, everyone
from engine.store.assessments import AssessmentRow
from engine.store.attempts import AnswerRow, AttemptRow

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment: of which answer (no slot: of a whole case), by whom, and its points of 100."""

    slot: int | None
    step: int | None
    role: str
    levels: Mapping[str, str]
    points: Fraction
    """By the rubric and, of an essay, for the length."""
    comment: str
    released: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One essay that waits for its mark, without the name of who wrote it."""

    attempt_id: str
    slot: int
    step: int
    question: Essay
    text: str
    counted: int
    at: datetime


def of_attempt(ctx: Ctx, attempt_id: str) -> list[Assessed]:
    """What was assessed of one's own attempt, oldest first; an instructor's only once it is released. Raises Refused."""
    with ctx.db.read() as c:
        row = _owned(ctx, attempts.attempt_by_id(c, attempt_id))
        rows = assessments.assessments_in(c, attempt_id)
        given = attempts.answers_in(c, attempt_id) if rows else []
    return [_told(ctx, row, kept, given) for kept in rows if kept.role == "self" or kept.released]


def _told(ctx: Ctx, row: AttemptRow, kept: AssessmentRow, given: list[AnswerRow]) -> Assessed:
    course = ctx.library.course(row.release_id)
    levels: Levels = kept.levels  # type: ignore[assignment]  # checked when it was appended
    if kept.slot is None:
        total = points(course.cases["zh"][row.activity].rubric, levels)
    else:
        question = course.question(row.paper[kept.slot]["question"])
        answer = next(a for a in given if (a.slot, a.step) == (kept.slot, kept.step))
        total = (assessed(_essay(question), answer.value, levels).fraction or Fraction(0)) * 100
    return Assessed(kept.slot, kept.step, kept.role, levels, total, kept.comment, kept.released, kept.at)


def append(
    c: Connection,
    ctx: Ctx,
    row: AttemptRow,
    answer: AnswerRow | None,
    rubric: Rubric,
    levels: Mapping[str, str],
    *,
    comment: str = "",
    released: bool = True,
    role: str = "self",
) -> None:
    """Append one assessment in a transaction: of `answer`, or of the whole attempt. Raises Refused for other levels."""
    try:
        chosen = require_levels(rubric, levels)
    except BadResponse as error:
        raise Refused("every_criterion") from error
    if len(comment) > LONGEST_COMMENT or "\0" in comment:
        raise Refused("comment_too_long", most=LONGEST_COMMENT)
    kept = {
        "attempt_id": row.id,
        "slot": answer.slot if answer else None,
        "step": answer.step if answer else None,
        "by_subject": ctx.me.subject_id,
        "role": role,
        "digest": digest(canonical([structure_of(criterion) for criterion in rubric])),
        "levels": dict(chosen),
        "comment": comment.strip(),
        "released": released,
        "at": ctx.now,
    }
    assessments.append_assessment(c, kept)


def assess_own(ctx: Ctx, attempt_id: str, slot: int, levels: Mapping[str, str]) -> None:
    """Keep what one thinks of one's own essay, beside an instructor's mark; it moves none. Raises Refused."""
    with ctx.db.write() as c:
        row = _owned(ctx, attempts.locked_attempt(c, attempt_id))
        question, answer = _written(ctx, c, row, slot)
        append(c, ctx, row, answer, question.rubric, levels)


def assess(
    ctx: Ctx, attempt_id: str, slot: int, step: int, levels: Mapping[str, str], comment: str = "", release: bool = False
) -> None:
    """Mark the essay that is answer `step` of its slot. Released, it becomes the mark that counts. Raises Refused.

    Refused too where the trainee has handed in another version since: that one is to be marked.
    """
    if not ctx.me.is_admin:
        raise Refused("not_instructor")
    with ctx.db.write() as c:
        row = attempts.locked_attempt(c, attempt_id)
        if row is None:
            raise Refused("no_such_question")
        question, answer = _written(ctx, c, row, slot)
        if answer.step != step:
            raise Refused("written_anew")
        append(c, ctx, row, answer, question.rubric, levels, comment=comment, released=release, role="instructor")
        if release:
            mark = assessed(question, answer.value, require_levels(question.rubric, levels))
            of = ctx.library.course(row.release_id).digests[question.id]
            judged = {"fraction": mark.fraction, "receipt": to_plain(mark.receipt), "digest": of, "cause": "assessed"}
            attempts.append_verdict(c, {**judged, "response_id": answer.id, "at": ctx.now})


def waiting(ctx: Ctx) -> list[Waiting]:
    """Essays handed in and not marked yet, oldest first. Raises Refused."""
    if not ctx.me.is_admin:
        raise Refused("not_instructor")
    with ctx.db.read() as c:
        rows = everyone.awaiting(c)
    found = []
    for row, answer in rows:
        question = ctx.library.course(row.release_id).question(row.paper[answer.slot]["question"], ctx.lang)
        text = text_of(answer.value)
        found.append(Waiting(row.id, answer.slot, answer.step, _essay(question), text, counted(text), answer.at))
    return found


def _written(ctx: Ctx, c: Connection, row: AttemptRow, slot: int) -> tuple[Essay, AnswerRow]:
    """The essay of a slot and its last version. Raises Refused."""
    if row.behaviour == "roleplay":
        raise Refused("no_such_question")
    given = attempts.answers_to_slot(c, row.id, slot)
    if not given or given[-1].value is None:
        raise Refused("nothing_written")
    return _essay(ctx.library.course(row.release_id).question(row.paper[slot]["question"])), given[-1]


def _essay(question: Question) -> Essay:
    if not isinstance(question, Essay):
        raise Refused("no_such_question")
    return question


def _owned(ctx: Ctx, row: AttemptRow | None) -> AttemptRow:
    if row is None or row.subject_id != ctx.me.subject_id:
        raise Refused("not_yours")
    return row
