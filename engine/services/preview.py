"""What an author does in a preview: see what is wrong, find every unit, and stay where one was while the text changes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.content.case import Case
from engine.content.course import Course, Lang, Topic
from engine.content.figure import DrawnFigure
from engine.content.glossary import Term
from engine.content.lesson import Lesson
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.content.roleplay import Roleplay
from engine.content.texts import structure_of
from engine.loading import wording
from engine.scoring.standing_in import stand_in
from engine.services import cases, entering, identity, learning, playing
from engine.services.context import Actor, Ctx, Refused
from engine.services.drafts import Drafts, Reading, bank_round
from engine.services.library import Library
from engine.store import attempts, people, pins
from engine.store.attempts import AttemptRow
from engine.words import word


@dataclass(frozen=True, slots=True)
class Told:
    """One Problem in words: where it is, what is wrong, what to do."""

    level: str
    place: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the last reading of the files gave, in words."""

    reading: Reading
    problems: tuple[Told, ...]

    @property
    def errors(self) -> int:
        """How many mistakes keep the content from being published."""
        return sum(problem.level == "error" for problem in self.problems)


def author(library: Library, lang: Lang, now: datetime) -> Actor | None:
    """Who looks at a preview: one person without a pass phrase, made at the first look, who reads in `lang`.

    The language is that of each tab, so that two of them show a page in two languages. None where there is no preview.
    """
    if not isinstance(library, Drafts):
        return None
    with library.signing_in:
        known = identity.who(library.db, library.author_token, now)
        if known is None:
            row = identity.new_person(word(lang, "ui.preview.author"), lang, now)
            with library.db.write() as c:
                people.add_person(c, row, uuid.uuid4().hex)
                library.author_token = entering.enter(c, row["id"], now).token
            known = identity.who(library.db, library.author_token, now)
    return replace(known, lang=lang) if known else None


def _drafts(ctx: Ctx) -> Drafts:
    """The library of a preview. Raises Refused where nobody is signed in or this is none."""
    _ = ctx.me
    if not isinstance(ctx.library, Drafts):
        raise Refused("no_preview")
    return ctx.library


def look(ctx: Ctx) -> Reading:
    """The last reading of the files: they are read again if any has changed. Raises Refused."""
    return _drafts(ctx).look(ctx.now)


def news(ctx: Ctx) -> Preview:
    """What the files hold now, with every Problem in words. Raises Refused."""
    drafts = _drafts(ctx)
    reading = drafts.look(ctx.now)
    told = (
        Told(p.level, f"{p.file}:{p.line}", wording.message(p, ctx.lang), wording.hint(p, ctx.lang)) for p in drafts.problems
    )
    return Preview(reading, tuple(sorted(told, key=lambda problem: problem.level != "error")))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A bank with the questions that can be shown, in the order of the paper that asks them all."""

    topic: Topic
    round: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """Everything there is to look at."""

    lessons: tuple[Lesson, ...]
    cases: tuple[Case, ...]
    roleplays: tuple[Roleplay, ...]
    quizzes: tuple[Quiz, ...]
    banks: tuple[Shelf, ...]
    figures: tuple[DrawnFigure, ...]
    terms: tuple[Term, ...]


def units(ctx: Ctx) -> Units:
    """Lessons in the order of the outline, cases, role-plays, quizzes, banks, figures and terms. Raises Refused."""
    course, lang = _drafts(ctx).current(), ctx.lang
    outline = course.outlines.get("zh")
    order = list(dict.fromkeys([*(outline.lessons() if outline else ()), *sorted(course.lessons["zh"])]))
    rounds = {bank_round(id) for id in course.topics["zh"]}
    return Units(
        lessons=tuple(course.lessons[lang][id] for id in order if id in course.lessons["zh"]),
        cases=tuple(course.cases[lang][id] for id in sorted(course.cases["zh"])),
        roleplays=tuple(course.roleplays[lang][id] for id in sorted(course.roleplays["zh"])),
        quizzes=tuple(course.quizzes[lang][id] for id in sorted(course.quizzes["zh"]) if id not in rounds),
        banks=tuple(_shelves(course, lang)),
        figures=tuple(course.figures[lang][id] for id in sorted(course.figures["zh"])),
        terms=tuple(course.terms[lang][id] for id in course.terms["zh"]),
    )


def _shelves(course: Course, lang: Lang) -> Iterable[Shelf]:
    for topic in sorted(course.topics["zh"].values(), key=lambda topic: (topic.order, topic.id)):
        paper = course.quizzes["zh"].get(bank_round(topic.id))
        if paper:
            questions = tuple(course.question(id, lang) for id in paper.questions)
            yield Shelf(course.topics[lang][topic.id], paper.id, questions)


def begin(ctx: Ctx, activity: str) -> str:
    """An attempt at a quiz or lesson as it is written now: the one that is open, or a new one; its id. Raises Refused."""
    _drafts(ctx)
    newest = _newest(ctx, activity)
    if newest is not None:
        followed, _ = follow(ctx, newest.id)
        return followed if newest.closed_at is None or followed != newest.id else learning.start(ctx, activity)
    return learning.start(ctx, activity)


def open_lesson(ctx: Ctx, lesson_id: str, begun: bool) -> None:
    """See to it that a lesson is shown as it is written now. `begun` skips the page before its beginning. Raises Refused."""
    _drafts(ctx)
    newest = _newest(ctx, lesson_id)
    if newest is not None:
        follow(ctx, newest.id)
    elif begun:
        learning.start(ctx, lesson_id)


def open_case(ctx: Ctx, case_id: str, stage: int | None) -> None:
    """See to it that a case is shown as it is written now, at `stage` (from 0), if one is named. Raises Refused.

    A stage is shown to whoever handed in those before it. What the author has not handed in of them is answered by the
    keys and the author's own samples.
    """
    _drafts(ctx)
    newest = _newest(ctx, case_id)
    if newest is not None:
        follow(ctx, newest.id)
    if stage is None:
        return
    if newest is None:
        learning.start(ctx, case_id)
    seen = cases.view(ctx, case_id)
    for number in range(seen.run.at if seen.run else 0, min(stage, len(seen.case.stages))):
        answers = {question.id: stand_in(question) for question in seen.case.stages[number].questions}
        cases.hand_in(ctx, seen.runs[0].attempt.id, number, answers)


def _newest(ctx: Ctx, activity: str) -> AttemptRow | None:
    with ctx.db.read() as c:
        return next(iter(attempts.attempts_of(c, ctx.me.subject_id, activity)), None)


def follow(ctx: Ctx, attempt_id: str, slot: int = 0) -> tuple[str, int]:
    """The attempt and the slot that show, as it is written now, what an attempt showed at `slot`. Raises Refused.

    Where only texts have changed it is the same attempt with all its answers; where questions were added, taken away or
    marked by other keys, or the ways of a role-play changed, it is a new one. A quiz that was handed in, or whatever is
    gone, stays as it was.
    """
    drafts = _drafts(ctx)
    current = drafts.current_id()
    with ctx.db.read() as c:
        row = attempts.attempt_by_id(c, attempt_id)
    if row is None or row.subject_id != ctx.me.subject_id:
        raise Refused("not_yours")
    if current is None or row.release_id == current:
        return attempt_id, slot
    before, now = drafts.course(row.release_id), drafts.course(current)
    if _asks_the_same(row, before, now):
        with ctx.db.write() as c:
            pins.repin(c, attempt_id, current)
        return attempt_id, slot
    if row.behaviour == playing.ROLEPLAY and row.activity in now.roleplays["zh"]:
        return playing.begin(ctx, row.activity, row.paper[0]["mode"], anew=True), slot
    goes_on = now.is_attempted(row.activity) and (row.closed_at is None or row.activity not in now.quizzes["zh"])
    return _anew(ctx, row, slot) if goes_on else (attempt_id, slot)


def _asks_the_same(row: AttemptRow, before: Course, now: Course) -> bool:
    """Whether the paper of an attempt is a paper of its quiz, lesson or case now, and each question is marked alike."""
    if row.behaviour == playing.ROLEPLAY:
        key = f"roleplay/{row.activity}"
        return key in now.digests and now.digests[key] == before.digests[key]
    if not now.is_attempted(row.activity) or _frame(before, row.activity) != _frame(now, row.activity):
        return False
    ids = [place["question"] for place in row.paper]
    fixed = now.quiz(row.activity).questions
    listed = sorted(fixed) == sorted(ids) if row.activity in now.quizzes["zh"] else list(fixed) == ids
    return (listed or not fixed) and all(id in now.digests and now.digests[id] == before.digests[id] for id in ids)


def _frame(course: Course, activity: str) -> object:
    """How many questions each stage of a case has, and what one judges oneself by at its end; None for anything else."""
    case = course.cases["zh"].get(activity)
    return case and ([len(stage.questions) for stage in case.stages], [structure_of(one) for one in case.rubric])


def _anew(ctx: Ctx, row: AttemptRow, slot: int) -> tuple[str, int]:
    """A new attempt at the same quiz, lesson or case, at the question that was shown, if it is asked again."""
    if row.closed_at is None:
        with ctx.db.write() as c:
            learning.close_row(c, ctx, row, "person")
    new = learning.start(ctx, row.activity)
    with ctx.db.read() as c:
        begun = attempts.attempt_by_id(c, new)
    asked = [place["question"] for place in begun.paper] if begun else []
    shown = row.paper[slot]["question"] if slot < len(row.paper) else ""
    return new, asked.index(shown) if shown in asked else min(slot, max(len(asked) - 1, 0))
