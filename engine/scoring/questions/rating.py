"""Rating: means by axis; kept and reported, never marked."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.content.questions.rating import Axis, Rating
from engine.scoring.mark import UNMARKED, BadResponse, Mark, Response
from engine.scoring.questions.common import known_id


def normalise(question: Rating, value: Any) -> dict[str, int] | None:
    """Statement to a whole number from 1 to the number of points; None for nothing rated. Raises BadResponse."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadResponse(value)
    ids = [item.id for item in question.items]
    rated = {known_id(id, ids): point for id, point in value.items()}
    return {id: _point(question, rated[id]) for id in ids if rated.get(id) is not None} or None


def _point(question: Rating, point: Any) -> int:
    if isinstance(point, bool) or not isinstance(point, int) or not 1 <= point <= question.points:
        raise BadResponse(point)
    return point


def is_complete(question: Rating, response: Response) -> bool:
    """Whether every statement was rated."""
    return response is not None and len(response) == len(question.items)


def means(question: Rating, response: Response) -> dict[str, Fraction]:
    """Mean by axis, 1 to the number of points, of what was rated; an axis without a rating is left out."""
    given: dict[str, list[int]] = {axis.id: [] for axis in question.axes}
    for item in question.items:
        if response and item.id in response:
            given[item.axis].append(response[item.id])
    return {axis: Fraction(sum(points), len(points)) for axis, points in given.items() if points}


def lowest(question: Rating, response: Response) -> list[Axis]:
    """The axes to work on, lowest first: as many as the rating names, none of those at the top of the scale."""
    found = means(question, response)
    rated = [axis for axis in question.axes if found.get(axis.id, question.points) < question.points]
    return sorted(rated, key=lambda axis: found[axis.id])[: question.lowest]


def mark(question: Rating, response: Response) -> Mark:
    """No mark: a self-rating is not right or wrong."""
    return UNMARKED


def right_answer(question: Rating) -> Response:
    """None: there is none."""
    return None
