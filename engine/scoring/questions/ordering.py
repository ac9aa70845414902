"""Ordering: pairs in the right order, or the longest run in order, or all or nothing."""

from bisect import bisect_left
from itertools import combinations
from typing import Any

from engine.content.questions.ordering import Ordering
from engine.scoring.mark import BLANK, BadResponse, Mark, Response
from engine.scoring.questions.common import known_id
from engine.scoring.receipt import Receipt


def normalise(question: Ordering, value: Any) -> list[str] | None:
    """All ids in an order, or None. Raises BadResponse for a list that lacks one or has one twice."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)):
        raise BadResponse(value)
    ids = [known_id(v, question.key) for v in value]
    if sorted(ids) != sorted(question.key):
        raise BadResponse(value)
    return ids


def is_complete(question: Ordering, response: Response) -> bool:
    """Whether an order was given."""
    return response is not None


def mark(question: Ordering, response: Response) -> Mark:
    """The mark by the question's rule; `parts` says which items stand in their right place."""
    if response is None:
        return BLANK
    places = [question.key.index(id) for id in response]
    n = len(places)
    parts = {id: question.key[i] == id for i, id in enumerate(response)}
    if question.rule == "longest_subset":
        return Mark(Receipt("longest_subset", {"length": longest_increasing(places), "of": n}), parts)
    if question.rule == "all_or_nothing":
        return Mark(Receipt("whole", {"right": sum(parts.values()), "of": n}), parts)
    right = sum(a < b for a, b in combinations(places, 2))
    return Mark(Receipt("pairwise", {"right": right, "of": n * (n - 1) // 2}), parts)


def longest_increasing(places: list[int]) -> int:
    """Length of the longest increasing subsequence, by patience sorting in O(n log n)."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


def right_answer(question: Ordering) -> Response:
    """Ids in the right order."""
    return list(question.key)
