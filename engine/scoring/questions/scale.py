"""Scale: kept and reported, never marked."""

from typing import Any

from engine.content.questions.scale import Scale
from engine.scoring.mark import UNMARKED, BadResponse, Mark, Response


def normalise(question: Scale, value: Any) -> int | None:
    """A whole number from 1 to the number of points, or None. Raises BadResponse."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= question.points:
        raise BadResponse(value)
    return value


def is_complete(question: Scale, response: Response) -> bool:
    """Whether a point was chosen."""
    return response is not None


def mark(question: Scale, response: Response) -> Mark:
    """No mark: there is no right answer."""
    return UNMARKED


def right_answer(question: Scale) -> Response:
    """None: there is none."""
    return None
