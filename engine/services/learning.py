"""Answering: start or resume an attempt, answer, draft, close."""

import uuid
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.content.course import Course
from engine.content.drawing import draw, pool, seed_of
from engine.content.questions import Question
from engine.content.questions.worksheet import Worksheet
from engine.content.quiz import Quiz
from engine.scoring.mark import BadResponse, Mark
from engine.scoring.questions import is_complete, mark, normalise
from engine.scoring.questions.worksheet import open_fields
from engine.scoring.receipt import after_tries, to_plain
from engine.services import kept
from engine.services.context import SELF_STUDY, Ctx, Refused
from engine.services.kept import Kept
from engine.services.remembering import learners_day, move_card, own_paper
from engine.services.standings import MARKED_AT_CLOSE, moved_row, replay_cards
from engine.services.views import AttemptView, by_slot, in_force, is_settled
from engine.store import attempts, drafts, standings
from engine.store.attempts import AnswerRow, AttemptRow


def start(ctx: Ctx, quiz_id: str) -> str:
    """Start an attempt at a quiz, or resume the one that is open; its id. Raises Refused.

    Under the lock of one transaction, so that a double click starts one attempt.
    """
    for _ in range(2):
        try:
            return _start(ctx, quiz_id)
        except IntegrityError:  # another window was faster: its attempt is there now
            continue
    raise Refused("sign_in_first")  # or nobody is there to answer: they erased themselves in another window


def _start(ctx: Ctx, quiz_id: str) -> str:
    me, release_id = ctx.me, ctx.library.current_id()
    if release_id is None:
        raise Refused("no_such_quiz")
    course = ctx.library.course(release_id)
    if not course.is_attempted(quiz_id):
        raise Refused("no_such_quiz")
    quiz = course.quiz(quiz_id)
    with ctx.db.write() as c:
        before = [_closed_if_over(c, a, ctx) for a in attempts.attempts_of(c, me.subject_id, quiz_id, SELF_STUDY)]
        still_open = next((a for a in before if a.closed_at is None), None)
        if still_open:
            return still_open.id
        if quiz.attempts is not None and len(before) >= quiz.attempts:
            raise Refused("no_attempts_left", attempts=quiz.attempts)
        number = len(before) + 1
        paper = _paper(ctx, c, quiz, course, seed_of(me.subject_id, quiz.id, number))
        row = _new_attempt(quiz, paper, me.subject_id, number, release_id, ctx.now)
        attempts.add_attempt(c, row)
        return str(row["id"])


def _paper(ctx: Ctx, c: Connection, quiz: Quiz, course: Course, seed: int) -> list[dict[str, Any]]:
    """Questions and the order of their parts; in a paper of one's own with why each is there."""
    questions = pool(quiz, course.questions["zh"], course.quizzes["zh"])
    reasons: dict[str, str] = {}
    if quiz.own:
        questions, reasons = dict(course.questions["zh"]), dict(own_paper(ctx, c, quiz, course, seed))
        quiz = quiz.model_copy(update={"questions": tuple(reasons), "shuffle": False})
    drawn = draw(quiz, questions, seed)
    slots: list[dict[str, Any]] = [{"question": s.question, "order": dict(s.order)} for s in drawn]
    return [{**slot, "why": reasons[slot["question"]]} for slot in slots] if reasons else slots


def _new_attempt(
    quiz: Quiz, paper: list[dict[str, Any]], subject_id: str, number: int, release_id: int, now: datetime
) -> dict[str, Any]:
    deadline = now + timedelta(minutes=quiz.minutes) if quiz.minutes and quiz.behaviour == "exam" else None
    return {
        "id": uuid.uuid4().hex,
        "subject_id": subject_id,
        "context_id": SELF_STUDY,
        "activity": quiz.id,
        "number": number,
        "release_id": release_id,
        "behaviour": quiz.behaviour,
        "seed": str(seed_of(subject_id, quiz.id, number)),
        "paper": paper,
        "started_at": now,
        "deadline": deadline,
        "closed_at": None,
        "closed_by": None,
    }


def _closed_if_over(c: Connection, row: AttemptRow, ctx: Ctx) -> AttemptRow:
    """An attempt past its deadline is closed, and so is a paper of one's own from an earlier day: a new day, a new one."""
    row = _closed_if_late(c, row, ctx)
    if row.closed_at is not None:
        return row
    own = ctx.library.course(row.release_id).quiz(row.activity).own
    begun = learners_day(row.started_at, ctx.me.zone)
    if own and begun != learners_day(ctx.now, ctx.me.zone):
        return close_row(c, ctx, row, "day")
    return row


def view(ctx: Ctx, attempt_id: str) -> AttemptView:
    """An attempt as its trainee may see it now. One past its deadline is closed by this read. Raises Refused."""
    return shown(ctx, kept.by_id(ctx, attempt_id))


def shown(ctx: Ctx, mine: Kept) -> AttemptView:
    """The same of an attempt that was read. Raises Refused."""
    row = _mine(ctx, mine.row)
    course = ctx.library.course(row.release_id)
    if row.closed_at is None and _is_late(row, course.quiz(row.activity), ctx.now):
        with ctx.db.write() as c:
            _closed_if_late(c, row, ctx)
        mine = kept.by_id(ctx, row.id)  # an answer may have come in between
    corrected = _corrected(ctx, mine.row, mine.answers)
    return AttemptView(mine.row, course, ctx.lang, by_slot(mine.answers), mine.drafts, corrected)


def _corrected(ctx: Ctx, row: AttemptRow, answers: list[AnswerRow]) -> dict[int, Question]:
    """By slot the questions whose last answer was marked anew, as they were corrected."""
    anew = [(answer.slot, answer.marked_on) for answer in in_force(answers).values() if answer.marked_on is not None]
    return {slot: ctx.library.course(id).question(row.paper[slot]["question"], ctx.lang) for slot, id in anew}


def close_overdue(ctx: Ctx) -> None:
    """Close those of one's own attempts whose time is over, so that what is read next is true. Raises Refused."""
    with ctx.db.read() as c:
        overdue = attempts.overdue_attempts(c, ctx.me.subject_id, ctx.now)
    if overdue:
        with ctx.db.write() as c:
            for row in overdue:
                _closed_if_late(c, row, ctx)


def answer(ctx: Ctx, attempt_id: str, slot: int, step: int, value: Any) -> None:
    """Mark and append one response, and move the standing, in one transaction. Raises Refused.

    `step` is how many responses the slot had when it was shown. The same step with the same response changes
    nothing (a double click, a retry after a crash); with another response it is refused. Returning means: on disk.
    """
    try:
        _answer(ctx, attempt_id, slot, step, value)
    except IntegrityError:  # two windows at the same instant: the second sees what the first wrote
        _answer(ctx, attempt_id, slot, step, value)


def _answer(ctx: Ctx, attempt_id: str, slot: int, step: int, value: Any) -> None:
    with kept.locked(ctx, attempt_id) as (c, mine):
        if _mine(ctx, mine.row).activity in ctx.library.course(mine.row.release_id).cases["zh"]:
            raise Refused("in_case")
        answer_in(c, ctx, mine, slot, step, value)


def answer_in(c: Connection, ctx: Ctx, mine: Kept, slot: int, step: int, value: Any) -> None:
    """The same as part of a transaction that holds one's own attempt `mine` locked. Raises Refused."""
    row, course = mine.row, ctx.library.course(mine.row.release_id)
    quiz = course.quiz(row.activity)
    question = _question(course, row, slot)
    response = _response(question, value, quiz)
    given = mine.given(slot)
    if not 0 <= step <= len(given):
        raise Refused("answered_elsewhere")
    if step < len(given):
        if given[step].value != response:
            raise Refused("answered_elsewhere")
        return
    now = ctx.now
    _may_answer(row, quiz, question, given, now)
    marked = mark(question, response)
    receipt = after_tries(marked.receipt, step + 1, quiz.penalty) if quiz.tries > 1 else marked.receipt
    place = {"attempt_id": row.id, "slot": slot, "step": step, "lang": ctx.lang, "at": now}
    fraction = Mark(receipt).fraction
    judged = {"fraction": fraction, "receipt": to_plain(receipt)}
    mine.append(attempts.append_answer(c, {**place, "value": response, "digest": course.digests[question.id]}, judged))
    if slot in mine.drafts:
        drafts.drop_draft(c, row.id, slot)
    if quiz.behaviour == "practice" and fraction is not None:
        move_standing(c, row, question.id, fraction, now)


def _response(question: Question, value: Any, quiz: Quiz) -> Any:
    try:
        response = normalise(question, value)
    except BadResponse as error:
        raise Refused("bad_response") from error
    if quiz.behaviour == "practice" and not is_complete(question, response):
        raise incomplete(question, response)
    return response


def incomplete(question: Question, response: Any, code: str = "incomplete") -> Refused:
    """What to say of an answer that is not whole: of a text that is too short, how long it is."""
    if not isinstance(question, Worksheet):
        return Refused(code)
    lacking = open_fields(question, response) or [field.id for field in question.fields if not field.optional]
    field = next(field for field in question.fields if field.id == lacking[0])
    written = (response or {}).get("typed", {}).get(field.id, "")
    return Refused("reason_short", least=field.least, now=len(written)) if field.least > 1 else Refused(code)


def _may_answer(row: AttemptRow, quiz: Quiz, question: Question, given: list[AnswerRow], now: datetime) -> None:
    if row.closed_at is not None or _is_late(row, quiz, now):
        raise Refused("attempt_closed")
    if quiz.behaviour == "practice" and is_settled(given, question, quiz):
        raise Refused("answered_elsewhere")


def _question(course: Course, row: AttemptRow, slot: int) -> Question:
    if not 0 <= slot < len(row.paper):
        raise Refused("no_such_question")
    return course.question(row.paper[slot]["question"])


def _mine(ctx: Ctx, row: AttemptRow | None) -> AttemptRow:
    if row is None or row.subject_id != ctx.me.subject_id or row.behaviour == "roleplay":
        raise Refused("not_yours")
    if row.behaviour == "live" and row.closed_at is None:
        raise Refused("in_room")
    return row


def _is_late(row: AttemptRow, quiz: Quiz, now: datetime) -> bool:
    return row.deadline is not None and now > row.deadline + timedelta(seconds=quiz.grace_seconds)


def _closed_if_late(c: Connection, row: AttemptRow, ctx: Ctx) -> AttemptRow:
    if row.closed_at is None and _is_late(row, ctx.library.course(row.release_id).quiz(row.activity), ctx.now):
        return close_row(c, ctx, row, "deadline")
    return row


def close(ctx: Ctx, attempt_id: str) -> None:
    """Hand in. Closing twice changes nothing. Raises Refused, also for a lesson or case: finished by what was done."""
    with ctx.db.write() as c:
        row = _closed_if_late(c, _mine(ctx, attempts.locked_attempt(c, attempt_id)), ctx)
        if row.closed_at is None:
            group = ctx.library.course(row.release_id).quiz(row.activity).group
            if group in ("lesson", "case"):
                raise Refused(f"finish_in_{group}")
            close_row(c, ctx, row, "person")


def close_row(c: Connection, ctx: Ctx, row: AttemptRow, by: str) -> AttemptRow:
    """Close an attempt; an exam moves the standings now, by the last answer of each slot."""
    at = row.deadline if by == "deadline" and row.deadline else ctx.now
    first = attempts.close_attempt(c, row.id, at, by)
    if first and row.behaviour in MARKED_AT_CLOSE:
        for slot, answer in in_force(attempts.answers_in(c, row.id)).items():
            if answer.fraction is not None and answer.receipt["formula"] != "blank":
                move_standing(c, row, row.paper[slot]["question"], answer.fraction, at)
    return row._replace(closed_at=at, closed_by=by)


def move_standing(c: Connection, row: AttemptRow, item: str, fraction: Fraction, at: datetime) -> None:
    """Let one more answer to `item` move its standing and its card, in the answer's transaction."""
    key = (row.subject_id, row.context_id, item)
    before = standings.standings_at(c, row.subject_id, item)
    standings.put_standing(c, moved_row(before.get(row.context_id), key, fraction, at))
    if any(at <= kept.last_at for kept in before.values()):  # an exam counts as of its deadline, found out later
        replay_cards(c, row.subject_id, item)
    elif before or fraction < 1:  # whoever is right at once has nothing to remember
        move_card(c, row.subject_id, item, fraction, at)


def save_draft(ctx: Ctx, attempt_id: str, slot: int, value: Any) -> None:
    """Keep unfinished work of one slot. Raises Refused."""
    with ctx.db.write() as c:
        row = _mine(ctx, attempts.locked_attempt(c, attempt_id))
        question = _question(ctx.library.course(row.release_id), row, slot)
        try:
            response = normalise(question, value)
        except BadResponse as error:
            raise Refused("bad_response") from error
        if row.closed_at is None:
            drafts.save_draft(c, attempt_id, slot, response, ctx.now)
