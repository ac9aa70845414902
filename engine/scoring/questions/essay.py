"""Essay: a text of one's own; its length is counted here, the rest is marked by a person."""

import re
from collections.abc import Mapping
from math import ceil
from typing import Any

from engine.content.questions.essay import Essay, Length
from engine.scoring.mark import BadResponse, Mark, Response
from engine.scoring.questions.fill_in import SURROGATE
from engine.scoring.receipt import Receipt
from engine.scoring.rubric import Levels, percent_points

LONGEST = 12_000
AWAITING = Mark(Receipt("awaiting", {}))
CHINESE = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
COUNTED = re.compile(rf"[{CHINESE}]|[^\W_{CHINESE}]+(?:['’.,-][A-Za-z0-9]+)*")
"""A Chinese character, or a word or number of other letters with what binds it together."""


def normalise(question: Essay, value: Any) -> dict[str, dict[str, str]] | None:
    """`{"typed": {"text": text}}`, the text just as it was typed; None where it holds nothing. Raises BadResponse.

    The wrapping says that these are a person's own words, which erasure removes.
    """
    text = value["typed"].get("text") if isinstance(value, Mapping) and isinstance(value.get("typed"), Mapping) else value
    if text is None:
        return None
    if not isinstance(text, str) or len(text) > LONGEST or SURROGATE.search(text):
        raise BadResponse(value)
    return {"typed": {"text": text}} if text.strip() else None


def text_of(response: Response) -> str:
    """What was written; empty for nothing."""
    return response["typed"].get("text", "") if response else ""


def is_complete(question: Essay, response: Response) -> bool:
    """Whether there is a text: a short one is taken, and costs what the rule says."""
    return response is not None


def counted(text: str) -> int:
    """Characters by the rule of the assignment: each Chinese character, and each word or number in Latin letters, is one.

    Punctuation and spaces count nothing.
    """
    return len(COUNTED.findall(text))


def length_points(length: Length, count: int) -> int:
    """Points for the length of `count` characters: `loss` less for each step or part of a step below `least`.

    Fewer characters than one step earn nothing, whatever the steps add up to.
    """
    if count < min(length.per, length.least):
        return 0
    steps = ceil(max(0, length.least - count) / length.per)
    return max(0, length.points - steps * length.loss)


def mark(question: Essay, response: Response) -> Mark:
    """No mark until a person assessed it."""
    return AWAITING


def assessed(question: Essay, response: Response, levels: Levels) -> Mark:
    """The mark by the levels that a person chose, with the points for the length."""
    whole = length_points(question.length, counted(text_of(response))) * 100 + percent_points(question.rubric, levels)
    return Mark(Receipt("rubric", {"points": whole, "of": 10_000}))


def right_answer(question: Essay) -> Response:
    """None: there is none."""
    return None
