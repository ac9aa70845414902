"""The notebook of mistakes: cards that answers move, what is due, papers of one's own, notes."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import islice
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.content.course import Course
from engine.content.drawing import pool
from engine.content.moments import said_last
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.scoring.remembering import Remembered, remembered
from engine.scoring.results import Standing, topic_progress
from engine.services.context import DAY_STARTS_AT, Ctx, Refused
from engine.store import cards, notes, people, standings
from engine.store.cards import CardRow

Why = Literal["due", "mistake", "weak", "new"]
"""Why a question is in one's own paper: due by schedule, wrong before, from a weak topic, not tried yet."""
DUE_IN_TEN, WEAK_IN_TEN = 6, 4
LONGEST_NOTE = 1000


def learners_day(at: datetime, zone: str) -> date:
    """The day an hour belongs to: in the learner's own zone, from four in the morning."""
    return (at.astimezone(ZoneInfo(zone)) - timedelta(hours=DAY_STARTS_AT)).date()


def moved_card(row: CardRow | None, key: tuple[str, str], fraction: Fraction, at: datetime, zone: str) -> CardRow | None:
    """The card of (subject, item) after one more answer, later than those before; None while it was never wrong."""
    old = Remembered(*row[2:]) if row else None
    right_day = learners_day(row.right_at, zone) if row and row.right_at else None
    new = remembered(old, fraction, at, learners_day(at, zone), right_day)
    return CardRow(*key, *astuple(new)) if new else None


def move_card(c: Connection, subject_id: str, item: str, fraction: Fraction, at: datetime) -> None:
    """Let an answer move its card, in the answer's transaction."""
    row = cards.card_of(c, subject_id, item)
    if row is not None or fraction < 1:
        moved = moved_card(row, (subject_id, item), fraction, at, people.zone_of(c, subject_id))
        if moved is not None:
            cards.put_card(c, moved)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One question of the notebook, with its topic's name, when it was wrong, how far it is, and one's own note."""

    question: Question
    asked: str
    """What it is listed by: its stem; for a moment of a role-play what was said last, as the stem is always the same."""
    topic: str
    wrong_on: date
    right_days: int
    due_on: date
    is_due: bool
    note: str


@dataclass(frozen=True, slots=True)
class Notebook:
    """What was wrong and is not known yet, what is due today, and how many left the notebook."""

    mistakes: tuple[Mistake, ...]
    due: int
    known: int


def notebook(ctx: Ctx) -> Notebook:
    """One's own notebook, due first. Questions that are no longer in the course are left out. Raises Refused."""
    from engine.services.learning import close_overdue  # which lets answers move cards, by this module

    close_overdue(ctx)
    course, zone = ctx.library.current(), ctx.me.zone
    with ctx.db.read() as c:
        rows = cards.cards_of(c, ctx.me.subject_id)
        written = notes.notes_of(c, ctx.me.subject_id)
    today, found, known = learners_day(ctx.now, zone), [], 0
    for row in rows:
        question = course.questions[ctx.lang].get(row.item)
        if question is None or question.retired:
            continue
        if Remembered(*row[2:]).known:
            known += 1
            continue
        due_on = learners_day(row.due_at, zone)
        topic = course.topics[ctx.lang][question.topic].title
        times = (learners_day(row.wrong_at, zone), row.right_days, due_on, due_on <= today)
        asked = said_last(question) if question.lesson in course.roleplays["zh"] else question.stem
        found.append(Mistake(question, asked, topic, *times, written.get(row.item, "")))
    return Notebook(tuple(found), sum(m.is_due for m in found), known)


def write_note(ctx: Ctx, item: str, text: str) -> None:
    """Keep a note of one's own at a question; an empty one takes it away. Raises Refused."""
    me = ctx.me
    if len(text) > LONGEST_NOTE or "\0" in text:
        raise Refused("note_too_long", most=LONGEST_NOTE)
    if item not in ctx.library.current().questions["zh"]:
        raise Refused("no_such_question")
    try:
        with ctx.db.write() as c:
            notes.append_note(c, me.subject_id, item, text.strip(), ctx.now)
    except IntegrityError as error:  # nobody is there to write: they erased themselves in another window
        raise Refused("sign_in_first") from error


def own_paper(ctx: Ctx, c: Connection, quiz: Quiz, course: Course, seed: int) -> list[tuple[str, Why]]:
    """The questions of a paper of one's own, and why each is there. Raises Refused where there is nothing to ask."""
    rows = [row for row in cards.cards_of(c, ctx.me.subject_id) if not Remembered(*row[2:]).known]
    today = learners_day(ctx.now, ctx.me.zone)
    due = [row.item for row in rows if learners_day(row.due_at, ctx.me.zone) <= today]
    waiting = [row.item for row in rows if row.item not in due]
    wanted: list[tuple[str, Why]] = [(item, "due") for item in due]
    if quiz.own == "mistakes":
        wanted += [(item, "mistake") for item in waiting]
        picked = _picked(wanted, course.questions["zh"], quiz.count)
    else:
        others = _others(ctx, c, course, {row.item for row in rows}, seed)
        first = _picked(wanted, course.questions["zh"], min(DUE_IN_TEN, quiz.count))
        picked = _picked([*first, *others, *wanted], course.questions["zh"], quiz.count)
    if not picked:
        raise Refused("no_mistakes" if quiz.own == "mistakes" else "nothing_to_ask")
    return picked


def _others(ctx: Ctx, c: Connection, course: Course, in_notebook: set[str], seed: int) -> list[tuple[str, Why]]:
    """Questions of weak topics, then ones not tried yet: by turns, the weakest topic first."""
    daily = next(q for q in course.quizzes["zh"].values() if q.own == "daily")
    free = pool(daily, course.questions["zh"], course.quizzes["zh"])
    live = {id: q for id, q in course.questions["zh"].items() if q.marked and not q.retired and not q.lesson}
    asked = {id: q for id, q in live.items() if id in free and id not in in_notebook}
    rows = {r.item: Standing(r.best, r.latest, r.tries, r.last_at) for r in standings.standings_of(c, ctx.me.subject_id)}
    rng = Random(seed)
    ids = sorted(asked)
    rng.shuffle(ids)
    ids.sort(key=lambda id: (asked[id].difficulty, rows[id].latest if id in rows else -1))
    open_ones = [id for id in ids if _is_open(rows.get(id))]
    by_topic = (id for topic in _weak_topics(live, rows) for id in open_ones if asked[id].topic == topic)
    weak: list[tuple[str, Why]] = [(id, "weak") for id in islice(by_topic, WEAK_IN_TEN)]
    new: list[tuple[str, Why]] = [(id, "new") for id in ids if id not in rows]
    return [*weak, *new]


def _weak_topics(live: Mapping[str, Question], rows: Mapping[str, Standing]) -> list[str]:
    """Topics in which something was answered and not all of it right, the weakest first."""
    found = topic_progress({id: question.topic for id, question in live.items()}, rows)
    weak = [(p.share, p.topic) for p in found if p.share is not None and p.share < 1]
    return [topic for _, topic in sorted(weak)]


def _is_open(standing: Standing | None) -> bool:
    return standing is None or standing.latest < 1


def _picked(wanted: Iterable[tuple[str, Why]], questions: Mapping[str, Question], count: int) -> list[tuple[str, Why]]:
    """The first `count` that the course still has, each once, and no two of one family."""
    found: list[tuple[str, Why]] = []
    taken: set[str] = set()
    for id, why in wanted:
        question = questions.get(id)
        if question is None or question.retired or len(found) == count:
            continue
        names = {id, f"family {question.family}"} if question.family else {id}
        if not names & taken:
            taken |= names
            found.append((id, why))
    return found
