"""Scoring by kind: each module normalises a response, says whether it is complete, marks it and knows the key."""

from typing import Any

from engine.content.questions import Question
from engine.scoring.mark import Mark, Response
from engine.scoring.questions import (
    essay,
    fill_in,
    matching,
    multiple,
    ordering,
    rating,
    scale,
    single,
    sorting,
    true_false,
    worksheet,
)

MODULES: dict[str, Any] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "matching": matching,
    "ordering": ordering,
    "sorting": sorting,
    "fill_in": fill_in,
    "scale": scale,
    "worksheet": worksheet,
    "rating": rating,
    "essay": essay,
}


def normalise(question: Question, value: Any) -> Response:
    """`value` in the one form in which it is kept; None for not answered. Raises BadResponse."""
    return MODULES[question.kind].normalise(question, value)


def is_complete(question: Question, response: Response) -> bool:
    """Whether nothing is left open. A half-given answer is incomplete, not wrong."""
    return bool(MODULES[question.kind].is_complete(question, response))


def mark(question: Question, response: Response) -> Mark:
    """The mark of a normalised response."""
    result: Mark = MODULES[question.kind].mark(question, response)
    return result


def right_answer(question: Question) -> Response:
    """A response that earns the full mark; None where there is no right answer."""
    return MODULES[question.kind].right_answer(question)
