"""An attempt with what was done in it, read once: whoever only moved on reads one row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.services.context import Ctx, Refused
from engine.store import attempts, drafts, extents, visits
from engine.store.attempts import AnswerRow, AttemptRow
from engine.store.extents import NOTHING, Extent

Visits = list[tuple[str, datetime]]


@dataclass
class Kept:
    """One attempt: its answers by slot and step, parts of it that were opened, the last one last."""

    row: AttemptRow
    extent: Extent
    answers: list[AnswerRow]
    visits: Visits = field(default_factory=list)
    drafts: dict[int, Any] = field(default_factory=dict)
    """Unfinished work by slot, while it is open."""

    def given(self, slot: int) -> list[AnswerRow]:
        """The answers to one slot by step."""
        return [answer for answer in self.answers if answer.slot == slot]

    def append(self, answer: AnswerRow) -> None:
        """One more answer was appended."""
        self.answers = extents.with_more(self.answers, [answer])
        before = self.extent
        more = (before.responses + 1, before.verdicts + 1)
        self.extent = before._replace(responses=more[0], verdicts=more[1], last=answer.id)

    def visit(self, part: str, at: datetime) -> None:
        """A part was opened, for the first time or again."""
        others = [(known, when) for known, when in self.visits if known != part]
        self.visits = sorted([*others, (part, at)], key=lambda visit: (visit[1], visit[0]))
        self.extent = self.extent._replace(visits=len(self.visits), visited=self.visits[-1][1])


def by_id(ctx: Ctx, attempt_id: str) -> Kept:
    """One's own attempt. Raises Refused."""
    with ctx.db.look() as c:
        row, extent = extents.attempt_with_extent(c, attempt_id)
    return _own(ctx, _known(ctx, row, extent))


def newest(ctx: Ctx, activity: str) -> Kept | None:
    """One's newest attempt at something. Raises Refused for nobody."""
    with ctx.db.look() as c:
        row, extent = extents.newest_with_extent(c, ctx.me.subject_id, activity)
    return _known(ctx, row, extent)


def _own(ctx: Ctx, found: Kept | None) -> Kept:
    """What was found, if it is one's own. Raises Refused."""
    if found is None or found.row.subject_id != ctx.me.subject_id:
        raise Refused("not_yours")
    return found


def _known(ctx: Ctx, row: AttemptRow | None, extent: Extent) -> Kept | None:
    if row is None:
        return None
    known, answers, opened = ctx.db.recent.get(row.id, (NOTHING, [], []))
    if extent == known and not extent.drafts:
        return Kept(row, extent, answers, opened)
    with ctx.db.read() as c:
        found = _read(ctx, c, row.id)
    if found is not None:
        _remember(ctx, found)
    return found


def _read(ctx: Ctx, c: Connection, attempt_id: str) -> Kept | None:
    row, extent = extents.attempt_with_extent(c, attempt_id)
    if row is None:
        return None
    known, answers, opened = ctx.db.recent.get(attempt_id, (NOTHING, [], []))
    found = Kept(row, extent, answers, opened)
    if (extent.responses, extent.verdicts, extent.undone) != (known.responses, known.verdicts, known.undone):
        found.answers = extents.answers_grown(c, attempt_id, known, answers, extent)
    if (extent.visits, extent.visited) != (known.visits, known.visited):
        found.visits = visits.visits_in(c, attempt_id)
    if extent.drafts and row.closed_at is None:
        found.drafts = drafts.drafts_in(c, attempt_id)
    return found


@contextmanager
def locked(ctx: Ctx, attempt_id: str) -> Iterator[tuple[Connection, Kept]]:
    """A transaction that holds one's own attempt; once it is on disk, what was appended is known. Raises Refused."""
    with ctx.db.write() as c:
        if not ctx.db.is_sqlite:  # whose transaction holds everything already
            attempts.locked_attempt(c, attempt_id)
        found = _own(ctx, _read(ctx, c, attempt_id))
        yield c, found
    _remember(ctx, found)


def _remember(ctx: Ctx, found: Kept) -> None:
    ctx.db.remember(found.row.id, (found.extent, found.answers, found.visits))
