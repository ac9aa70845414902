"""Cases: stage by stage, each handed in as a whole; runs side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.content.case import Case, Stage
from engine.content.figure import DrawnFigure
from engine.content.glossary import Term
from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, normalise
from engine.services import assessing, kept, learning
from engine.services.assessing import Assessed
from engine.services.context import Ctx, Refused
from engine.services.kept import Kept
from engine.services.views import AttemptView
from engine.store import attempts


@dataclass(frozen=True)
class RunView:
    """One run through a case: its answers, and what one thought of one's own work at its end."""

    attempt: AttemptView
    assessed: Assessed | None

    @property
    def at(self) -> int:
        """The stage to be decided now; one more than the last once all are handed in."""
        open_slot = next((brief.index for brief in self.attempt.briefs if not brief.answered), None)
        case = self.attempt.course.cases["zh"][self.attempt.row.activity]
        return len(case.stages) if open_slot is None else _stage_of(case, open_slot)

    @property
    def complete(self) -> bool:
        """Whether it came to its end."""
        return self.attempt.closed_at is not None


@dataclass(frozen=True)
class CaseView:
    """A case as its trainee is in it, on the release of the newest run."""

    case: Case
    figures: Mapping[str, DrawnFigure]
    terms: Mapping[str, Term]
    own_words: frozenset[str]
    """Elements that the sources only name."""
    runs: tuple[RunView, ...]
    """One's runs, newest first."""
    opened: frozenset[str] = frozenset()
    """A case has nothing to open."""

    @property
    def run(self) -> RunView | None:
        """The newest run; None before the first."""
        return self.runs[0] if self.runs else None

    @property
    def attempt(self) -> AttemptView | None:
        """The newest run's answers; None before the first."""
        return self.runs[0].attempt if self.runs else None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case on the list: how many runs, stages handed in of the newest, and whether one was finished."""

    case: Case
    runs: int
    at: int
    complete: bool
    running: bool


def cases(ctx: Ctx) -> list[CaseRow]:
    """Every case by id, with how far one is. Raises Refused."""
    course = ctx.library.current()
    with ctx.db.read() as c:
        rows = attempts.attempts_of(c, ctx.me.subject_id)
    found = []
    for id, case in sorted(course.cases[ctx.lang].items()):
        mine = [row for row in rows if row.activity == id]
        newest = _run(ctx, mine[0].id) if mine else None
        complete = any(row.closed_at for row in mine)
        running = bool(mine) and mine[0].closed_at is None
        found.append(CaseRow(case, len(mine), newest.at if newest else 0, complete, running))
    return found


def titles(ctx: Ctx) -> dict[str, str]:
    """The name of every case by id. Raises Refused."""
    _ = ctx.me
    return {id: case.title for id, case in ctx.library.current().cases[ctx.lang].items()}


def view(ctx: Ctx, case_id: str) -> CaseView:
    """A case with all of one's runs. Raises Refused."""
    with ctx.db.read() as c:
        rows = attempts.attempts_of(c, ctx.me.subject_id, case_id)
    course = ctx.library.course(rows[0].release_id) if rows else ctx.library.current()
    case = course.cases[ctx.lang].get(case_id)
    if case is None:
        raise Refused("no_such_case")
    runs = tuple(_run(ctx, row.id) for row in rows)
    return CaseView(case, course.figures[ctx.lang], course.terms[ctx.lang], course.own_words, runs)


def _run(ctx: Ctx, attempt_id: str) -> RunView:
    own = [found for found in assessing.of_attempt(ctx, attempt_id) if found.slot is None and found.role == "self"]
    return RunView(learning.view(ctx, attempt_id), own[-1] if own else None)


def _stage_of(case: Case, slot: int) -> int:
    ends, total = [], 0
    for stage in case.stages:
        total += len(stage.questions)
        ends.append(total)
    return next(i for i, end in enumerate(ends) if slot < end)


def slots_of(case: Case, stage: int) -> range:
    """The places of a stage's questions in the paper."""
    first = sum(len(s.questions) for s in case.stages[:stage])
    return range(first, first + len(case.stages[stage].questions))


def hand_in(ctx: Ctx, attempt_id: str, stage: int, values: Mapping[str, Any]) -> None:
    """Append the answers to all questions of a stage, by question id, in one transaction. Raises Refused.

    The same answers again change nothing; other ones are refused, for one knows by then how it went on.
    """
    with kept.locked(ctx, attempt_id) as (c, mine):
        case = _case_of(ctx, mine)
        if not 0 <= stage < len(case.stages):
            raise Refused("no_such_case")
        slots = slots_of(case, stage)
        if not {answer.slot for answer in mine.answers} >= set(range(slots.start)):
            raise Refused("stage_too_early")
        _require_complete(case.stages[stage], values)
        for slot, question in zip(slots, case.stages[stage].questions, strict=True):
            learning.answer_in(c, ctx, mine, slot, 0, values.get(question.id))


def _require_complete(stage: Stage, values: Mapping[str, Any]) -> None:
    """Refuse a stage in which something is left open, and say what."""
    for question in stage.questions:
        try:
            response = normalise(question, values.get(question.id))
        except BadResponse as error:
            raise Refused("bad_response") from error
        if not is_complete(question, response):
            raise learning.incomplete(question, response, "stage_incomplete")


def _case_of(ctx: Ctx, mine: Kept) -> Case:
    """The case of an attempt, on its release. Raises Refused."""
    case = ctx.library.course(mine.row.release_id).cases["zh"].get(mine.row.activity)
    if case is None:
        raise Refused("no_such_case")
    return case


def assess(ctx: Ctx, attempt_id: str, levels: Mapping[str, str]) -> None:
    """Keep what one thinks of one's own work by the case's rubric, and finish the run. Raises Refused.

    Once it is finished, nothing changes any more.
    """
    with kept.locked(ctx, attempt_id) as (c, mine):
        case = _case_of(ctx, mine)
        if mine.row.closed_at is not None:
            return
        if len({answer.slot for answer in mine.answers}) < len(case.questions):
            raise Refused("stage_too_early")
        assessing.append(c, ctx, mine.row, None, case.rubric, levels)
        learning.close_row(c, ctx, mine.row, "person")
