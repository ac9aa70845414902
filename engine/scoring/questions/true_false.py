"""True or false: full mark or nothing."""

from typing import Any

from engine.content.questions.true_false import TrueFalse
from engine.scoring.mark import BLANK, BadResponse, Mark, Response
from engine.scoring.receipt import Receipt


def normalise(question: TrueFalse, value: Any) -> bool | None:
    """True, False or None. Raises BadResponse for anything else."""
    if value is None or isinstance(value, bool):
        return value
    raise BadResponse(value)


def is_complete(question: TrueFalse, response: Response) -> bool:
    """Whether one of the two was chosen."""
    return response is not None


def mark(question: TrueFalse, response: Response) -> Mark:
    """1 if the response is the answer, else 0."""
    if response is None:
        return BLANK
    right = response == question.answer
    return Mark(Receipt("one_right", {"right": int(right), "of": 1}), {"true" if response else "false": right})


def right_answer(question: TrueFalse) -> Response:
    """The answer."""
    return question.answer
