"""How one is getting on: what to continue, progress by topic and over time, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from engine.content.course import Topic
from engine.content.quiz import Quiz
from engine.scoring.results import Result, Standing, TopicProgress, result, topic_progress
from engine.services.context import Ctx
from engine.services.learning import close_overdue
from engine.services.remembering import learners_day
from engine.services.standings import MARKED_AT_CLOSE
from engine.services.views import counted, in_force
from engine.store import attempts, standings
from engine.store.attempts import AnswerRow, AttemptRow


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with one's progress in it and its practice quiz."""

    topic: Topic
    progress: TopicProgress
    practice: Quiz | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One attempt of the past, or one still open."""

    attempt_id: str
    quiz: Quiz
    number: int
    started_at: datetime
    closed_at: datetime | None
    answered: int
    questions: int
    result: Result | None


@dataclass(frozen=True, slots=True)
class Day:
    """One learner's day: how many answers, and their mean mark."""

    day: date
    answers: int
    share: Fraction


def topics(ctx: Ctx) -> list[TopicRow]:
    """Every topic in order, with one's own progress."""
    close_overdue(ctx)
    course = ctx.library.current()
    with ctx.db.read() as c:
        rows = standings.standings_of(c, ctx.me.subject_id)
    items = {q.id: q.topic for q in course.questions["zh"].values() if q.marked and not q.retired and not q.lesson}
    mine = {r.item: Standing(r.best, r.latest, r.tries, r.last_at) for r in rows if r.item in items}
    practice = {q.topic: q for q in course.quizzes[ctx.lang].values() if q.group == "practice" and q.topic}
    names = course.topics[ctx.lang]
    found = [TopicRow(names[p.topic], p, practice.get(p.topic)) for p in topic_progress(items, mine)]
    return sorted(found, key=lambda row: (row.topic.order, row.topic.id))


def quizzes(ctx: Ctx, group: str) -> list[Quiz]:
    """The quizzes of one group, by id. Raises Refused."""
    _ = ctx.me
    return sorted((q for q in ctx.library.current().quizzes[ctx.lang].values() if q.group == group), key=lambda q: q.id)


def history(ctx: Ctx) -> list[HistoryRow]:
    """All of one's attempts, newest first; an exam still open shows no result."""
    close_overdue(ctx)
    with ctx.db.read() as c:
        rows = attempts.attempts_of(c, ctx.me.subject_id)
        answers = attempts.answers_of(c, ctx.me.subject_id)
    given: dict[str, list[AnswerRow]] = {}
    for answer in answers:
        given.setdefault(answer.attempt_id, []).append(answer)
    told = (r for r in rows if r.behaviour != "roleplay" and (r.behaviour != "live" or r.closed_at is not None))
    return [_history_row(ctx, row, given.get(row.id, [])) for row in told]


def _history_row(ctx: Ctx, row: AttemptRow, given: Sequence[AnswerRow]) -> HistoryRow:
    course = ctx.library.course(row.release_id)
    quiz = course.quiz(row.activity, ctx.lang)
    last = in_force(given)
    answered = sum(a.value is not None for a in last.values())
    asked = [course.question(place["question"]) for place in row.paper]
    marks = [counted(q, last.get(i)) for i, q in enumerate(asked)]
    seen = row.closed_at is not None and quiz.review.mark != "never"
    outcome = result(marks, answered) if seen else None
    size = len(row.paper)
    return HistoryRow(row.id, quiz, row.number, row.started_at, row.closed_at, answered, size, outcome)


def unfinished(ctx: Ctx) -> list[HistoryRow]:
    """Attempts to continue, newest first; a paper of one's own from an earlier day gives way to a new one."""
    today = learners_day(ctx.now, ctx.me.zone)
    rows = [row for row in history(ctx) if row.closed_at is None]
    return [row for row in rows if not row.quiz.own or learners_day(row.started_at, ctx.me.zone) == today]


def days(ctx: Ctx) -> list[Day]:
    """Answers and mean mark by learner's day, oldest first: of practice each answer, of a closed exam the last ones."""
    close_overdue(ctx)
    with ctx.db.read() as c:
        mine = {a.id: a for a in attempts.attempts_of(c, ctx.me.subject_id)}
        answers = attempts.answers_of(c, ctx.me.subject_id)
    last = {(a.attempt_id, a.slot): a.id for a in answers}
    marks: dict[date, list[Fraction]] = {}
    for answer in answers:
        row, is_last = mine[answer.attempt_id], last[answer.attempt_id, answer.slot] == answer.id
        if answer.fraction is not None and _tells(row, answer, is_last):
            marks.setdefault(learners_day(answer.at, ctx.me.zone), []).append(answer.fraction)
    return [Day(day, len(m), sum(m, Fraction(0)) / len(m)) for day, m in sorted(marks.items())]


def _tells(row: AttemptRow, answer: AnswerRow, is_last: bool) -> bool:
    """Whether an answer says how one is getting on."""
    if row.behaviour in MARKED_AT_CLOSE:
        return row.closed_at is not None and is_last and answer.value is not None
    return row.behaviour == "practice"


def today(ctx: Ctx) -> Day | None:
    """What was answered in the learner's day that is running; None for nothing."""
    this = learners_day(ctx.now, ctx.me.zone)
    return next((day for day in days(ctx) if day.day == this), None)


def zone_of(ctx: Ctx) -> ZoneInfo:
    """The time zone in which the signed-in person reads the clock."""
    return ZoneInfo(ctx.me.zone)


def best_results(rows: Sequence[HistoryRow]) -> Mapping[str, HistoryRow]:
    """For each quiz the attempt that counts: the best, or the latest where the quiz says so."""
    counted: dict[str, HistoryRow] = {}
    for row in rows:
        if row.result is None:
            continue
        kept = counted.get(row.quiz.id)
        better = kept is None or kept.result is None or row.result.fraction > kept.result.fraction
        if better and not (row.quiz.counts == "latest" and kept):
            counted[row.quiz.id] = row
    return counted
