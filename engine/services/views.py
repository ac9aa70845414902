"""What a trainee may see of an attempt: values for a page to show, with nothing that it must not reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from engine.content.course import Course, Lang
from engine.content.questions import Question
from engine.content.quiz import Quiz, When
from engine.scoring.mark import State, state_of
from engine.scoring.questions import mark, right_answer
from engine.scoring.receipt import Receipt, evaluate, from_plain
from engine.scoring.results import Result, result
from engine.store.attempts import AnswerRow, AttemptRow


@dataclass(frozen=True, slots=True)
class SlotView:
    """One place of a paper. What may not be seen yet is None."""

    index: int
    question: Question
    order: Mapping[str, Sequence[str]]
    step: int
    response: Any
    draft: Any
    settled: bool
    """No further answer is taken."""
    state: State | None
    """Of the answer itself: right at the second try is right, though it earns less."""
    fraction: Fraction | None
    receipt: Receipt | None
    parts: Mapping[str, bool] | None
    """Which parts of the answer were right; with it go feedback and explanation."""
    right: Any
    """The right answer."""

    @property
    def answered(self) -> bool:
        """Whether a response is kept."""
        return self.step > 0 and self.response is not None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt as its trainee may see it."""

    id: str
    quiz: Quiz
    number: int
    started_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    slots: tuple[SlotView, ...]
    result: Result | None
    """None while the mark may not be seen."""

    @property
    def first_open(self) -> int:
        """The first slot without an answer, else the last."""
        return next((s.index for s in self.slots if not s.answered), len(self.slots) - 1)

    @property
    def answered(self) -> int:
        """How many slots have an answer."""
        return sum(s.answered for s in self.slots)


def by_slot(answers: Sequence[AnswerRow]) -> dict[int, list[AnswerRow]]:
    """Answers by slot, in the order of their steps."""
    slots: dict[int, list[AnswerRow]] = {}
    for answer in answers:
        slots.setdefault(answer.slot, []).append(answer)
    return slots


def in_force(answers: Sequence[AnswerRow]) -> dict[int, AnswerRow]:
    """The last answer of each slot."""
    return {answer.slot: answer for answer in answers}


def is_settled(given: Sequence[AnswerRow], question: Question, quiz: Quiz) -> bool:
    """Whether a practice question is over: right, or out of tries. What is not marked may be changed to the end."""
    if not given or question.revisable:
        return False
    tries = quiz.tries if question.retries else 1
    return len(given) >= tries or mark_without_penalty(given[-1]) in (None, 1)


def mark_without_penalty(answer: AnswerRow) -> Fraction | None:
    """What the answer itself earned, before further tries took their share."""
    receipt = from_plain(answer.receipt)
    return evaluate(Receipt(receipt.formula, receipt.values))


@dataclass(frozen=True, slots=True)
class _Paper:
    """What decides how a slot is shown."""

    quiz: Quiz
    course: Course
    lang: Lang
    closed: bool

    def may_see(self, when: When, told: bool) -> bool:
        """Whether something shown `when` may be seen now, given that the slot has something to tell."""
        return when != "never" and (self.closed or (when == "at_once" and told))


def view_of(
    row: AttemptRow, course: Course, lang: Lang, answers: Sequence[AnswerRow], drafts: Mapping[int, Any]
) -> AttemptView:
    """An attempt with its answers, as far as its quiz lets be seen now."""
    paper = _Paper(course.quiz(row.activity, lang), course, lang, row.closed_at is not None)
    given, last = by_slot(answers), in_force(answers)
    slots = tuple(_slot(paper, i, place, given.get(i, []), drafts.get(i)) for i, place in enumerate(row.paper))
    outcome = None
    if paper.closed and paper.quiz.review.mark != "never" and paper.quiz.behaviour != "survey":
        marks = [_counted(slot.question, last.get(slot.index)) for slot in slots]
        outcome = result(marks, sum(slot.answered for slot in slots))
    times = (row.started_at, row.deadline, row.closed_at, row.closed_by)
    return AttemptView(row.id, paper.quiz, row.number, *times, slots, outcome)


def _counted(question: Question, answer: AnswerRow | None) -> Fraction | None:
    if not question.marked:
        return None
    return answer.fraction if answer else Fraction(0)


def _slot(paper: _Paper, index: int, place: Mapping[str, Any], given: Sequence[AnswerRow], draft: Any) -> SlotView:
    question = paper.course.question(place["question"], paper.lang)
    last = given[-1] if given else None
    settled = paper.closed or (paper.quiz.behaviour == "practice" and is_settled(given, question, paper.quiz))
    show, told = paper.quiz.review, last is not None
    receipt = from_plain(last.receipt) if last else Receipt("blank", {})
    fraction = last.fraction if last else Fraction(0)
    itself = mark_without_penalty(last) if last else fraction
    response = last.value if last else None
    marked = paper.may_see(show.mark, told)
    return SlotView(
        index=index,
        question=question,
        order=place["order"],
        step=len(given),
        response=response,
        draft=draft,
        settled=settled,
        state=state_of(itself, receipt.formula) if paper.may_see(show.correctness, told) else None,
        fraction=fraction if marked else None,
        receipt=receipt if marked else None,
        parts=mark(question, response).parts if paper.may_see(show.feedback, told) else None,
        right=right_answer(question) if settled and paper.may_see(show.answer, told) else None,
    )
