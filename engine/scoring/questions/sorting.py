"""Sorting: the share of cards in their group."""

from typing import Any

from engine.content.questions.sorting import Sorting
from engine.scoring.mark import Mark, Response
from engine.scoring.questions.common import placed_mark, placement


def normalise(question: Sorting, value: Any) -> dict[str, str] | None:
    """Card to group, without the cards not sorted; None for none. Raises BadResponse."""
    return placement(value, (i.id for i in question.items), (g.id for g in question.groups))


def is_complete(question: Sorting, response: Response) -> bool:
    """Whether every card has a group."""
    return response is not None and len(response) == len(question.items)


def mark(question: Sorting, response: Response) -> Mark:
    """The share of cards sorted right; `parts` says which."""
    return placed_mark(response, right_answer(question), question.rule)


def right_answer(question: Sorting) -> Response:
    """Card to its right group."""
    return {i.id: i.group for i in question.items}
