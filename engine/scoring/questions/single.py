"""Single choice: full mark or nothing."""

from typing import Any

from engine.content.questions.single import Single
from engine.scoring.mark import BLANK, Mark, Response
from engine.scoring.questions.common import known_id
from engine.scoring.receipt import Receipt


def normalise(question: Single, value: Any) -> str | None:
    """An option's id, or None. Raises BadResponse for anything else."""
    return None if value is None else known_id(value, (o.id for o in question.options))


def is_complete(question: Single, response: Response) -> bool:
    """Whether an option was chosen."""
    return response is not None


def mark(question: Single, response: Response) -> Mark:
    """1 for the right option, 0 for another."""
    if response is None:
        return BLANK
    right = response == question.key
    return Mark(Receipt("one_right", {"right": int(right), "of": 1}), {response: right})


def right_answer(question: Single) -> Response:
    """The right option's id."""
    return question.key
