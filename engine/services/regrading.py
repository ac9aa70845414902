"""Correcting a key fairly: what the correction changes, doing it, undoing it. An operator's work, by the command line.

Content is published elsewhere; here the answers are compared with the release in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection

from engine.content.course import Course
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.scoring.mark import Mark
from engine.scoring.questions import mark
from engine.scoring.receipt import Receipt, after_tries, from_plain, to_plain
from engine.scoring.regrading import Difference, Marks, Policy, differences, is_concerned, kept, marked_anew
from engine.services.context import Refused
from engine.services.library import Library
from engine.services.standings import rebuild_in
from engine.store import regrades
from engine.store.database import Database
from engine.store.regrades import JudgedRow, RegradeRow


@dataclass(frozen=True, slots=True)
class Change:
    """One answer to a question that was corrected, with its receipt before and after."""

    who: str
    """Sign-in name, or nickname of a guest."""
    quiz: str
    question: str
    try_number: int
    """At which try it was given, from 1."""
    old: Receipt
    new: Receipt
    why: tuple[Difference, ...]
    fits: bool
    """Whether the question as it is now can take the answer: what was chosen is still there and was not erased."""
    response_id: int
    verdict_id: int
    digest: str

    @property
    def marks(self) -> tuple[Fraction, Fraction]:
        """The mark before and after."""
        return Mark(self.old).fraction or Fraction(0), Mark(self.new).fraction or Fraction(0)

    @property
    def is_decided(self) -> bool:
        """Whether a verdict is written: not where the answer cannot be marked anew and keeps its mark."""
        return self.fits or self.new != self.old


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: the number by which it is undone, None where there was nothing to do, and the answers it met."""

    regrade_id: int | None
    changes: tuple[Change, ...]


def preview(db: Database, library: Library, policy: Policy = "better", question: str | None = None) -> list[Change]:
    """Every answer that a run would decide on now, or would have to leave; nothing is written. Raises Refused.

    `question` limits it to one question.
    """
    with db.read() as c:
        return _met(c, library, _release(library), policy, question)


def run(db: Database, library: Library, policy: Policy, now: datetime, question: str | None = None) -> Outcome:
    """Mark anew whatever a correction concerns, and move the standings, in one transaction. Raises Refused.

    Each answer gets a verdict under the current key, also where its mark stays, so that a second run finds nothing.
    Who goes on with a paper begun before the correction is marked by the old key, until it is run again.
    """
    release_id = _release(library)
    with db.write() as c:
        regrades.hold_still(c)
        changes = _met(c, library, release_id, policy, question)
        decided = [change for change in changes if change.is_decided]
        if not decided:
            return Outcome(None, tuple(changes))
        id = regrades.add_regrade(c, policy, release_id, now)
        common = {"cause": "regrade", "at": now, "regrade_id": id}
        regrades.append_verdicts(c, [{**_verdict(change), **common} for change in decided])
        rebuild_in(c)
    return Outcome(id, tuple(changes))


def undo(db: Database, regrade_id: int, now: datetime) -> int:
    """Take a regrade back: what was in force before it is in force again. How many verdicts it was. Raises Refused.

    A regrade on which a later one builds can only be undone after that.
    """
    with db.write() as c:
        regrades.hold_still(c)
        row = next((row for row in regrades.regrades(c) if row.id == regrade_id), None)
        if row is None:
            raise Refused("no_such_regrade", id=regrade_id)
        if row.undone_at is not None:
            raise Refused("regrade_undone", id=regrade_id)
        later = regrades.built_upon(c, regrade_id)
        if later is not None:
            raise Refused("regrade_built_upon", id=regrade_id, later=later)
        count = regrades.undo_regrade(c, regrade_id, now)
        rebuild_in(c)
    return count


def made(db: Database) -> list[RegradeRow]:
    """All regrades, oldest first."""
    with db.read() as c:
        return regrades.regrades(c)


def _release(library: Library) -> int:
    release_id = library.current_id()
    if release_id is None:
        raise Refused("no_release")
    return release_id


def _met(c: Connection, library: Library, release_id: int, policy: Policy, question: str | None) -> list[Change]:
    """The answers concerned, by question, quiz and person."""
    course = library.course(release_id)
    if question is not None and question not in course.questions["zh"]:
        raise Refused("no_such_question")
    found = _changes(library, course, regrades.marked_otherwise(c, course.digests.values()), policy, question)
    return sorted(found, key=lambda change: (change.question, change.quiz, change.who, change.response_id))


def _changes(
    library: Library, course: Course, rows: Iterable[JudgedRow], policy: Policy, wanted: str | None
) -> Iterable[Change]:
    for row in rows:
        new = course.questions["zh"].get(row.item)
        if new is None or new.retired or wanted not in (None, row.item):
            continue
        last, first = (library.course(id).question(row.item) for id in (row.marked_on, row.release_id))
        if is_concerned(last, new, row.value):
            quiz = library.course(row.release_id).quiz(row.activity)
            marks = _marks(row, quiz, first, new)
            yield _change(row, marks, kept(policy, marks), differences(last, new), course.digests[row.item])


def _marks(row: JudgedRow, quiz: Quiz, first: Question, new: Question) -> Marks:
    """The receipts of an answer, with what its tries cost by the rules of its paper."""
    in_force = from_plain(row.receipt)
    erased = row.value is None and in_force.formula != "blank"
    anew = None if erased else marked_anew(first, new, row.value)
    earlier = in_force if erased else _paid(mark(first, row.value), row, quiz)
    return Marks(in_force, earlier, _paid(anew, row, quiz) if anew else None)


def _paid(marked: Mark, row: JudgedRow, quiz: Quiz) -> Receipt:
    return after_tries(marked.receipt, row.step + 1, quiz.penalty) if quiz.tries > 1 else marked.receipt


def _change(row: JudgedRow, marks: Marks, new: Receipt, why: tuple[Difference, ...], digest: str) -> Change:
    who = row.login or row.nickname or row.name or f"— {row.subject_id[:8]}"
    place = (who, row.activity, row.item, row.step + 1)
    return Change(*place, marks.in_force, new, why, marks.current is not None, row.response_id, row.verdict_id, digest)


def _verdict(change: Change) -> dict[str, object]:
    return {
        "response_id": change.response_id,
        "supersedes": change.verdict_id,
        "fraction": Mark(change.new).fraction,
        "receipt": to_plain(change.new),
        "digest": change.digest,
    }
