"""A question was corrected after it was answered: what changed in it, whom that concerns, and which mark is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from engine.content.questions import Question
from engine.content.questions.fill_in import Blank, FillIn
from engine.content.questions.multiple import Multiple
from engine.scoring.mark import BadResponse, Mark, Response
from engine.scoring.questions import mark, normalise, right_answer
from engine.scoring.receipt import Receipt, evaluate

Policy = Literal["better", "both", "new", "full", "none"]
"""What becomes of the mark of an answer whose question was corrected.

- `better`: the better of the mark in force and the mark under the current key. Whatever made the mark in force (the
  key, an earlier regrade), nobody's falls.
- `both`: the key it was answered under and the current key are both right: the better of the marks under these two.
  They are computed from the keys; verdicts between, undone or not, have no say, so that a mark may fall which an
  earlier regrade had raised above both. Where there was none, `both` and `better` give the same.
- `new`: the mark under the current key, be it lower.
- `full`: the whole mark for whoever answered; what several tries cost is forgiven too.
- `none`: the mark in force stays, and it is kept that this was decided.
"""
POLICIES: tuple[Policy, ...] = get_args(Policy)
FULL = Receipt("full", {})
LISTS = ("options", "items", "targets", "groups", "blanks")


@dataclass(frozen=True, slots=True)
class Marks:
    """The receipts of one answer. What its further tries cost is in each of them, except in that of a `full` regrade."""

    in_force: Receipt
    earlier: Receipt
    """Under the key it was answered under."""
    current: Receipt | None
    """Under the current key; None where the question as it is now cannot take the answer."""


def kept(policy: Policy, marks: Marks) -> Receipt:
    """The receipt that the policy gives. A blank stays blank; what cannot be marked anew stays except under `full`."""
    if marks.in_force.formula == "blank" or policy == "none":
        return marks.in_force
    if policy == "full":
        return FULL
    if marks.current is None:
        return marks.in_force
    if policy == "new":
        return marks.current
    return _better(marks.in_force if policy == "better" else marks.earlier, marks.current)


def _better(first: Receipt, second: Receipt) -> Receipt:
    """The receipt of the higher mark; of equal ones the first."""
    return second if _share(second) > _share(first) else first


def _share(receipt: Receipt) -> Fraction:
    return evaluate(receipt) or Fraction(0)


def marked_anew(old: Question, new: Question, response: Response) -> Mark | None:
    """The mark under the corrected question; None where it is of another kind, or lacks a part that was chosen."""
    if old.kind != new.kind:
        return None
    try:
        return mark(new, normalise(new, response))
    except BadResponse:
        return None


def is_concerned(old: Question, new: Question, response: Response) -> bool:
    """Whether the correction touches this answer: another mark, other parts right, or another right answer to learn."""
    if not old.marked:
        return False
    anew = marked_anew(old, new, response)
    moved = anew is None or anew != marked_anew(old, old, response)
    return moved or any(difference.code in KEYS for difference in differences(old, new))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that marks depend on and that was changed; its words are in locale/ under `command.regrade.why`."""

    code: str
    values: Mapping[str, str]


KEYS = ("key", "place", "number", "accepted_less")
"""Differences after which another answer is right than was."""


def differences(old: Question, new: Question) -> tuple[Difference, ...]:
    """What marks depend on and was changed, in the order in which one would say it. Nothing for a change of tags."""
    if old.kind != new.kind:
        return (_changed("kind", old.kind, new.kind),)
    return (*_keys(old, new), *_rules(old, new), *_parts(old, new))


def _changed(code: str, old: object, new: object, **values: str) -> Difference:
    return Difference(code, {"old": str(old), "new": str(new), **values})


def _keys(old: Question, new: Question) -> Iterator[Difference]:
    if isinstance(old, FillIn) and isinstance(new, FillIn):
        blanks = {blank.id: blank for blank in new.blanks}
        for blank in old.blanks:
            if blank.id in blanks:
                yield from _blank(blank, blanks[blank.id])
        return
    before, after = right_answer(old), right_answer(new)
    if isinstance(before, dict) and isinstance(after, dict):
        for item, place in before.items():
            if item in after and after[item] != place:
                yield _changed("place", place, after[item], part=item)
    elif not (old.key == new.key if isinstance(old, Multiple) and isinstance(new, Multiple) else before == after):
        yield _changed("key", _named(before), _named(after))


def _blank(old: Blank, new: Blank) -> Iterator[Difference]:
    """What changed in one blank: the number, its tolerance, the accepted texts; or a number became a text."""
    if old.number != new.number:
        yield _changed("number", _or_text(old), _or_text(new), part=old.id)
    elif old.number is not None and (old.tolerance, old.relative) != (new.tolerance, new.relative):
        yield _changed("tolerance", _tolerance(old), _tolerance(new), part=old.id)
    for code, more, less in (("accepted_less", old, new), ("accepted_more", new, old)):
        words = [word for word in more.accepted if word not in less.accepted]
        if words and old.accepted and new.accepted:
            yield Difference(code, {"part": old.id, "words": ", ".join(words)})


def _or_text(blank: Blank) -> str:
    return ", ".join(blank.accepted) if blank.number is None else str(blank.number)


def _tolerance(blank: Blank) -> str:
    return f"{float(blank.tolerance) * 100:g} %" if blank.relative else str(blank.tolerance)


def _rules(old: Question, new: Question) -> Iterator[Difference]:
    before, after = getattr(old, "rule", None), getattr(new, "rule", None)
    if before != after:
        yield _changed("rule", before, after)


def _parts(old: Question, new: Question) -> Iterator[Difference]:
    for name in LISTS:
        before, after = ([part.id for part in getattr(q, name, ())] for q in (old, new))
        for code, more, less in (("removed", before, after), ("added", after, before)):
            ids = [id for id in more if id not in less]
            if ids:
                yield Difference(code, {"parts": ", ".join(ids)})


def _named(answer: Response) -> str:
    """A right answer by the ids that its author wrote."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return ", ".join(answer) if isinstance(answer, list) else str(answer)
