"""Lessons: the course map with one's progress, where one was, what is done, finishing."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from engine.content.blocks import BlockBase
from engine.content.course import Course
from engine.content.figure import DrawnFigure
from engine.content.glossary import Term
from engine.content.lesson import Lesson
from engine.content.outline import Module, Outline, Route
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.services import kept, learning
from engine.services.context import Ctx, Refused
from engine.services.kept import Kept
from engine.services.views import AttemptView
from engine.store import visits
from engine.store.visits import LessonRow


@dataclass(frozen=True, slots=True)
class LessonState:
    """A lesson on the map: how much of it is done, 0..1, and whether it is complete."""

    lesson: Lesson
    done: Fraction
    complete: bool
    begun: bool

    @property
    def minutes_left(self) -> int:
        """Minutes of what is not done yet, rounded up: at least one until the lesson is complete, then none."""
        return 0 if self.complete else max(1, ceil(self.lesson.minutes * (1 - self.done)))


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module with its lessons and quizzes, and those modules that are advised before it and not complete."""

    module: Module
    lessons: tuple[LessonState, ...]
    quizzes: tuple[Quiz, ...]
    first: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class RouteState:
    """A route with its parts: the name of each and its lessons."""

    route: Route
    legs: tuple[tuple[str, tuple[LessonState, ...]], ...]

    @property
    def lessons(self) -> tuple[LessonState, ...]:
        """All lessons of the route in order, each once."""
        return tuple({state.lesson.id: state for _, states in self.legs for state in states}.values())

    @property
    def done(self) -> Fraction:
        """Share of the route's minutes that is done."""
        whole = sum(state.lesson.minutes for state in self.lessons)
        return sum((state.done * state.lesson.minutes for state in self.lessons), Fraction(0)) / whole


@dataclass(frozen=True, slots=True)
class CourseMap:
    """The course as one trainee sees it: modules and routes that have lessons."""

    title: str
    modules: tuple[ModuleState, ...]
    routes: tuple[RouteState, ...]
    last: LessonState | None
    """The lesson begun last and not complete."""


def course_map(ctx: Ctx) -> CourseMap:
    """Modules, routes and one's own progress. Raises Refused."""
    me, course = ctx.me, ctx.library.current()
    outline = course.outlines.get(ctx.lang)
    if outline is None:
        return CourseMap("", (), (), None)
    with ctx.db.read() as c:
        rows = visits.lessons_of(c, me.subject_id, list(outline.lessons()))
    states = _states(ctx, course, outline, rows)
    quizzes = course.quizzes[ctx.lang]
    modules = tuple(_module(m, outline, states, quizzes) for m in outline.modules if m.lessons)
    routes = [RouteState(route, tuple(_legs(route, outline, states))) for route in outline.routes]
    open_rows = [row for row in rows if row.closed_at is None and not states[row.activity].complete]
    last = max(open_rows, key=lambda row: row.last_at, default=None)
    kept = tuple(route for route in routes if route.legs)
    return CourseMap(outline.title, modules, kept, states[last.activity] if last else None)


def _states(ctx: Ctx, course: Course, outline: Outline, rows: Sequence[LessonRow]) -> dict[str, LessonState]:
    by_lesson: dict[str, list[LessonRow]] = {}
    for row in rows:
        by_lesson.setdefault(row.activity, []).append(row)
    return {id: _state(ctx, course.lessons[ctx.lang][id], by_lesson.get(id, ())) for id in outline.lessons()}


def _state(ctx: Ctx, lesson: Lesson, rows: Sequence[LessonRow]) -> LessonState:
    complete = any(row.closed_at for row in rows)
    done = max(
        (_share(ctx.library.course(row.release_id).lessons["zh"][lesson.id], row) for row in rows), default=Fraction(0)
    )
    return LessonState(lesson, Fraction(1) if complete else done, complete, bool(rows))


def _share(lesson: Lesson, row: LessonRow) -> Fraction:
    opened = sum(block.id in row.parts for block in lesson.openings)
    return Fraction(row.answered + opened, len(lesson.questions) + len(lesson.openings))


def _module(module: Module, outline: Outline, states: Mapping[str, LessonState], quizzes: Mapping[str, Quiz]) -> ModuleState:
    before = [m for m in outline.modules if m.id in module.after and m.lessons]
    first = tuple(m for m in before if not all(states[id].complete for id in m.lessons))
    return ModuleState(
        module, tuple(states[id] for id in module.lessons), tuple(quizzes[id] for id in module.quizzes), first
    )


def _legs(
    route: Route, outline: Outline, states: Mapping[str, LessonState]
) -> Iterable[tuple[str, tuple[LessonState, ...]]]:
    for leg in route.legs:
        ids = outline.lessons_of(leg)
        if ids:
            yield leg.title, tuple(states[id] for id in ids)


@dataclass(frozen=True)
class LessonView:
    """One lesson as its trainee is in it."""

    lesson: Lesson
    attempt: AttemptView | None
    """None before it was begun."""
    opened: frozenset[str]
    """Blocks that were opened or tried."""
    page: int
    """Where one was, 0 for the first page."""
    figures: Mapping[str, DrawnFigure]
    terms: Mapping[str, Term]
    own_words: frozenset[str]
    """Elements that the sources only name: what the course says of them is its own."""
    following: Lesson | None
    """The lesson after this one in its module or the next."""

    @cached_property
    def done(self) -> frozenset[str]:
        """Questions that are answered, and blocks that were opened."""
        if self.attempt is None:
            return self.opened
        questions = self.lesson.questions
        return self.opened | {q.id for q, b in zip(questions, self.attempt.briefs, strict=True) if b.answered}

    @cached_property
    def left(self) -> list[list[Question | BlockBase]]:
        """By page what is not done yet, in its order."""
        return _left(self.lesson, self.done)

    @property
    def still(self) -> list[int]:
        """Indexes of pages on which something is not done yet."""
        return [index for index, left in enumerate(self.left) if left]


def _left(lesson: Lesson, done: Set[str]) -> list[list[Question | BlockBase]]:
    todo = {part.id for part in (*lesson.questions, *lesson.openings)} - done
    return [[block for block in page.blocks if block.id in todo] for page in lesson.pages]


def view(ctx: Ctx, lesson_id: str) -> LessonView:
    """A lesson with one's newest attempt at it, on that attempt's release. Raises Refused."""
    current, found = ctx.library.current(), kept.newest(ctx, lesson_id)
    course = ctx.library.course(found.row.release_id) if found else current
    lesson = course.lessons[ctx.lang].get(lesson_id)
    if lesson is None:
        raise Refused("no_such_lesson")
    seen = found.visits if found else []
    pages = [page.id for page in lesson.pages]
    last = next((pages.index(part) for part, _ in reversed(seen) if part in pages), 0)
    return LessonView(
        lesson=lesson,
        attempt=learning.shown(ctx, found) if found else None,
        opened=frozenset(part for part, _ in seen),
        page=last,
        figures=course.figures[ctx.lang],
        terms=course.terms[ctx.lang],
        own_words=course.own_words,
        following=_following(current, ctx, lesson_id),
    )


def advised(ctx: Ctx, lesson: Lesson) -> tuple[Lesson, ...]:
    """The lessons worth doing before this one that one has not completed yet; advice, not a lock. Raises Refused."""
    me, known = ctx.me, ctx.library.current().lessons[ctx.lang]
    if not lesson.after:
        return ()
    with ctx.db.read() as c:
        rows = visits.lessons_of(c, me.subject_id, list(lesson.after))
    complete = {row.activity for row in rows if row.closed_at}
    return tuple(known[id] for id in lesson.after if id not in complete)


def _following(course: Course, ctx: Ctx, lesson_id: str) -> Lesson | None:
    outline = course.outlines.get(ctx.lang)
    order = outline.lessons() if outline else ()
    after = order[order.index(lesson_id) + 1 :] if lesson_id in order else ()
    return course.lessons[ctx.lang][after[0]] if after else None


def visit(ctx: Ctx, attempt_id: str, part: str) -> None:
    """Say that a page was turned to, or a block opened. Raises Refused for what is not in the lesson."""
    with kept.locked(ctx, attempt_id) as (c, mine):
        lesson = _lesson_of(ctx, mine)
        if part not in {page.id for page in lesson.pages} | {block.id for block in lesson.openings}:
            raise Refused("no_such_lesson")
        now = ctx.now
        visits.put_visit(c, attempt_id, part, now)
        mine.visit(part, now)


def finish(ctx: Ctx, attempt_id: str) -> None:
    """Close a lesson in which everything was done. Closing twice changes nothing. Raises Refused while something is open."""
    with kept.locked(ctx, attempt_id) as (c, mine):
        lesson = _lesson_of(ctx, mine)
        if mine.row.closed_at is not None:
            return
        opened = {part for part, _ in mine.visits}
        answered = {mine.row.paper[answer.slot]["question"] for answer in mine.answers}
        still = sum(bool(left) for left in _left(lesson, opened | answered))
        if still:
            raise Refused("lesson_open", n=still)
        learning.close_row(c, ctx, mine.row, "person")


def _lesson_of(ctx: Ctx, mine: Kept) -> Lesson:
    """The lesson of an attempt, on its release. Raises Refused."""
    lesson = ctx.library.course(mine.row.release_id).lessons["zh"].get(mine.row.activity)
    if lesson is None:
        raise Refused("no_such_lesson")
    return lesson
