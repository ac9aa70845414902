"""Matching: the share of items that found their target."""

from typing import Any

from engine.content.questions.matching import Matching
from engine.scoring.mark import Mark, Response
from engine.scoring.questions.common import placed_mark, placement


def normalise(question: Matching, value: Any) -> dict[str, str] | None:
    """Item to target, without the items not matched; None for none. Raises BadResponse."""
    return placement(value, (i.id for i in question.items), (t.id for t in question.targets))


def is_complete(question: Matching, response: Response) -> bool:
    """Whether every item has a target."""
    return response is not None and len(response) == len(question.items)


def mark(question: Matching, response: Response) -> Mark:
    """The share of items matched right; `parts` says which."""
    return placed_mark(response, right_answer(question), question.rule)


def right_answer(question: Matching) -> Response:
    """Item to its right target."""
    return {i.id: i.target for i in question.items}
