"""Papers: which questions an attempt holds and in which order their parts are shown, from a seed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.content.questions import Question
from engine.content.quiz import Cell, Quiz

RETRIES = 60
ONE_TAP = ("single", "true_false")
"""Kinds that are answered by choosing one thing."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a paper: a question, and the order of its shuffled lists by their name."""

    question: str
    order: Mapping[str, tuple[str, ...]]


class TooFew(Exception):
    """A cell of a blueprint asks for more questions than the bank can give without two of one family."""

    def __init__(self, cell: int, available: int) -> None:
        super().__init__(cell, available)
        self.cell, self.available = cell, available


def seed_of(*parts: object) -> int:
    """A seed from what names an attempt (subject, activity, number): the same in every process, unlike `hash()`."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "big") >> 1


def pool(quiz: Quiz, questions: Mapping[str, Question], quizzes: Mapping[str, Quiz]) -> dict[str, Question]:
    """What `quiz` may hold. A drawn paper leaves out the fixed tests' questions, or the tests would measure memory.

    So does a paper of one's own for what it adds beyond one's mistakes.
    """
    if quiz.questions:
        return dict(questions)
    kept_for_tests = {id for other in quizzes.values() if other.group == "test" for id in other.questions}
    return {id: question for id, question in questions.items() if id not in kept_for_tests}


def draw(quiz: Quiz, questions: Mapping[str, Question], seed: int) -> tuple[Slot, ...]:
    """The paper of `quiz` for `seed`. Raises TooFew where the blueprint cannot be met."""
    rng = Random(seed)
    ids = list(quiz.questions) if quiz.questions else _drawn(quiz.draw, questions, rng)
    if quiz.shuffle:
        rng.shuffle(ids)
    if quiz.behaviour == "practice" and quiz.shuffle:
        ids.sort(key=lambda id: _warming_up(questions[id]))
    return tuple(Slot(id, _order(questions[id], rng)) for id in ids)


def _warming_up(question: Question) -> tuple[int, bool]:
    """Easy ones first in a round of practice, and of those what takes one tap: nobody begins with twelve cards."""
    return question.difficulty, question.kind not in ONE_TAP


def candidates(cell: Cell, questions: Mapping[str, Question]) -> list[str]:
    """Ids that `cell` may draw from, sorted."""
    return sorted(
        q.id
        for q in questions.values()
        if q.topic == cell.topic
        and q.difficulty in cell.difficulty
        and (not cell.kinds or q.kind in cell.kinds)
        and not q.retired
        and not q.lesson
    )


def _drawn(cells: tuple[Cell, ...], questions: Mapping[str, Question], rng: Random) -> list[str]:
    """Ids for every cell, scarcest first; a draw that ends in a corner is tried again."""
    pools = {i: candidates(cell, questions) for i, cell in enumerate(cells)}
    scarcest = sorted(pools, key=lambda i: (len(pools[i]) - cells[i].count, i))
    failure = TooFew(0, 0)
    for _ in range(RETRIES):
        try:
            return _one_draw(cells, pools, scarcest, questions, rng)
        except TooFew as error:
            failure = error
    raise failure


def _one_draw(
    cells: tuple[Cell, ...],
    pools: Mapping[int, list[str]],
    sequence: list[int],
    questions: Mapping[str, Question],
    rng: Random,
) -> list[str]:
    taken: set[str] = set()
    picked: dict[int, list[str]] = {}
    for i in sequence:
        pool = list(pools[i])
        rng.shuffle(pool)
        picked[i] = []
        for id in pool:
            names = {id, f"family {questions[id].family}"} if questions[id].family else {id}
            if len(picked[i]) < cells[i].count and not names & taken:
                picked[i].append(id)
                taken |= names
        if len(picked[i]) < cells[i].count:
            raise TooFew(i, len(picked[i]))
    return [id for i in range(len(cells)) for id in picked[i]]


def _order(question: Question, rng: Random) -> dict[str, tuple[str, ...]]:
    if getattr(question, "pinned", False):
        return {}
    order: dict[str, tuple[str, ...]] = {}
    for name in question.shuffles:
        ids = [part.id for part in getattr(question, name)]
        rng.shuffle(ids)
        if question.kind == "ordering" and tuple(ids) == question.key:
            ids.reverse()  # shown in its right order there would be nothing to do
        order[name] = tuple(ids)
    return order


def in_order(question: Question, name: str, order: Mapping[str, Any]) -> tuple[Any, ...]:
    """The items of the list `name`, as the paper shows them."""
    parts = {part.id: part for part in getattr(question, name)}
    return tuple(parts[id] for id in order.get(name, parts))
