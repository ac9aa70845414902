"""One's skills over all role-plays, cases and tagged questions, and what to practise next."""

from collections.abc import Iterable, Sequence

from engine.content.questions.common import Skill
from engine.content.roleplay import Roleplay
from engine.scoring.roleplay import NotOffered
from engine.scoring.skills import Estimate, Shown, of_road, profile
from engine.services.context import Ctx
from engine.services.playing import PlayRow
from engine.store import standings

ENOUGH = 3
"""So many decisions make a skill worth judging."""


def skills(ctx: Ctx, rows: Sequence[PlayRow]) -> list[Estimate]:
    """One's profile over one's role-plays `rows` and questions, the weakest skill first. Raises Refused.

    A role-play counts by its newest complete run up to the first ending, a question by its latest answer. A moment of
    a role-play that comes back as a card does not count again.
    """
    return profile([*_in_plays(rows), *_in_questions(ctx)])


def _in_plays(rows: Iterable[PlayRow]) -> list[Shown]:
    return [one for row in rows if row.road for one in _known(row)]


def _known(row: PlayRow) -> list[Shown]:
    """What a run showed; nothing where the scenario has been rewritten since, so that its road leads nowhere now."""
    try:
        return of_road(row.play, row.road)
    except NotOffered:
        return []


def _in_questions(ctx: Ctx) -> list[Shown]:
    course = ctx.library.current()
    with ctx.db.read() as c:
        rows = standings.standings_of(c, ctx.me.subject_id)
    asked = {row.item: row.latest for row in rows}
    tagged = (q for q in course.questions["zh"].values() if q.id in asked and q.lesson not in course.roleplays["zh"])
    return [Shown(skill, asked[question.id]) for question in tagged for skill in question.skills]


def next_play(rows: Sequence[PlayRow], estimates: Sequence[Estimate], just: str = "") -> tuple[Roleplay, Skill] | None:
    """The role-play to practise the weakest skill with, and that skill: one not played yet, else the one played least.

    `just` is the one just played. None where every skill is as good as can be, or nothing else is there.
    """
    judged = [e for e in estimates if e.n >= ENOUGH and e.share < 1] or [e for e in estimates if e.share < 1]
    for estimate in judged:
        fitting = [row for row in rows if estimate.skill in row.play.skills and row.play.id != just]
        if fitting:
            return min(fitting, key=lambda row: (row.runs, row.play.id)).play, estimate.skill
    return None
