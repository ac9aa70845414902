"""What a room answered to one question, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.content.questions import Question
from engine.scoring.mark import Response, State
from engine.scoring.questions import mark


@dataclass(frozen=True, slots=True)
class Tally:
    """`n` answers: how many chose each option (for kinds with options), and how many were right, partly right, wrong."""

    n: int
    options: dict[str, int]
    states: dict[State, int]

    def share(self, option: str) -> Fraction:
        """The share of answers that chose `option`, 0..1."""
        return Fraction(self.options.get(option, 0), self.n) if self.n else Fraction(0)


def tally(question: Question, responses: Sequence[Response]) -> Tally:
    """Count the responses to one question."""
    options = dict.fromkeys(_option_ids(question), 0)
    states: dict[State, int] = {}
    for response in responses:
        state = mark(question, response).state
        states[state] = states.get(state, 0) + 1
        for option in _chosen(question, response):
            options[option] += 1
    return Tally(len(responses), options, states)


def _option_ids(question: Question) -> list[str]:
    if question.kind in ("single", "multiple"):
        return [option.id for option in question.options]
    if question.kind == "true_false":
        return ["true", "false"]
    return [str(point) for point in range(1, question.points + 1)] if question.kind == "scale" else []


def _chosen(question: Question, response: Response) -> list[str]:
    if response is None:
        return []
    if question.kind == "single":
        return [response]
    if question.kind == "multiple":
        return list(response)
    if question.kind == "true_false":
        return ["true" if response else "false"]
    return [str(response)] if question.kind == "scale" else []
