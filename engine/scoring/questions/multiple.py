"""Multiple choice: five rules on t right and w wrong options picked, of c right and m wrong ones."""

from typing import Any

from engine.content.questions.multiple import Multiple
from engine.scoring.mark import BLANK, BadResponse, Mark, Response
from engine.scoring.questions.common import known_id
from engine.scoring.receipt import Receipt


def normalise(question: Multiple, value: Any) -> list[str] | None:
    """The chosen ids in the order of the question, each once; None for none. Raises BadResponse."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise BadResponse(value)
    known = [o.id for o in question.options]
    chosen = {known_id(v, known) for v in value}
    return [id for id in known if id in chosen] or None


def is_complete(question: Multiple, response: Response) -> bool:
    """Whether anything was chosen."""
    return response is not None


def mark(question: Multiple, response: Response) -> Mark:
    """The mark by the question's rule; `parts` says of each chosen option whether it is right."""
    if response is None:
        return BLANK
    parts = {id: id in question.key for id in response}
    t = sum(parts.values())
    c = len(question.key)
    values = {"t": t, "w": len(parts) - t, "c": c, "m": len(question.options) - c}
    return Mark(Receipt(question.rule, values), parts)


def right_answer(question: Multiple) -> Response:
    """The right ids, in the order of the question."""
    return [o.id for o in question.options if o.correct]
