"""What was wrong comes back: a card for each item, scheduled by FSRS, kept until right on two different days.

FSRS-6 as in the fsrs package, without fuzzing, so that replaying the same answers gives the same dates. It has no
steps within a day: what was wrong comes back tomorrow at the earliest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, cast

DAYS_RIGHT = 2
"""On so many different days an item must be right before it leaves the notebook."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One item that was wrong: its memory as FSRS keeps it, when it is due, on how many days it was right since."""

    memory: Mapping[str, Any]
    due_at: datetime
    wrong_at: datetime
    right_days: int
    right_at: datetime | None
    last_at: datetime

    @property
    def known(self) -> bool:
        """Whether it has left the notebook."""
        return self.right_days >= DAYS_RIGHT


@cache
def _scheduler() -> Any:
    from fsrs import Scheduler  # only who was wrong needs it

    return Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())


def reviewed(memory: Mapping[str, Any] | None, fraction: Fraction, at: datetime) -> tuple[dict[str, Any], datetime]:
    """The memory after one more answer, and when it is due. Right is FSRS's Good, in part its Hard, wrong its Again."""
    from fsrs import Card, Rating

    card = Card.from_dict(cast(Any, dict(memory))) if memory else Card(card_id=0, due=at)
    rating = Rating.Good if fraction == 1 else Rating.Hard if fraction > 0 else Rating.Again
    card, _ = _scheduler().review_card(card, rating, at)
    return card.to_dict(), card.due


def remembered(
    old: Remembered | None, fraction: Fraction, at: datetime, day: date, right_day: date | None
) -> Remembered | None:
    """The card after one more answer; None while there is nothing to remember.

    `day` is the learner's day of this answer and `right_day` that of the last right one. An item that was never wrong
    has no card; one that left the notebook comes back when it is wrong again.
    """
    if old is None and fraction == 1:
        return None
    memory, due = reviewed(old.memory if old else None, fraction, at)
    if fraction < 1 or old is None:
        return Remembered(memory, due, at, 0, None, at)
    again = old.right_days if right_day == day else old.right_days + 1
    return Remembered(memory, due, old.wrong_at, again, at, at)
