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
from engine.scoring.receipt import Receipt, from_plain
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


def is_settled(given: Sequence[AnswerRow], quiz: Quiz) -> bool:
    """Whether a practice question is over: right, or out of tries."""
    if not given:
        return False
    formula = given[-1].receipt["formula"]
    whole = mark_without_penalty(given[-1])
    return len(given) >= quiz.tries or whole is None or whole == 1 or formula == "unmarked"


def mark_without_penalty(answer: AnswerRow) -> Fraction | None:
    """What the answer itself earned, before further tries took their share."""
    receipt = from_plain(answer.receipt)
    plain = Receipt(receipt.formula, receipt.values)
    from engine.scoring.receipt import evaluate

    return evaluate(plain)


def view_of(
    row: AttemptRow,
    quiz: Quiz,
    course: Course,
    answers: Sequence[AnswerRow],
    drafts: Mapping[int, Any],
    lang: Lang,
) -> AttemptView:
    """An attempt with its answers, as far as the quiz lets be seen now."""
    given = by_slot(answers)
    closed = row.closed_at is not None
    slots = tuple(
        _slot(i, place, quiz, course, given.get(i, []), drafts.get(i), lang, closed) for i, place in enumerate(row.paper)
    )
    last = in_force(answers)
    marks = [_counted(course.question(p["question"], lang), last.get(i)) for i, p in enumerate(row.paper)]
    seen = _may_see(quiz.review.mark, closed, settled=closed)
    answered = sum(slot.answered for slot in slots)
    outcome = result(marks, answered) if seen and quiz.behaviour != "survey" else None
    times = (row.started_at, row.deadline, row.closed_at, row.closed_by)
    return AttemptView(row.id, quiz, row.number, *times, slots, outcome)


def _counted(question: Question, answer: AnswerRow | None) -> Fraction | None:
    if question.kind == "scale":
        return None
    return answer.fraction if answer else Fraction(0)


def _may_see(when: When, closed: bool, settled: bool) -> bool:
    return when != "never" and (closed or (when == "at_once" and settled))


def _slot(
    index: int,
    place: Mapping[str, Any],
    quiz: Quiz,
    course: Course,
    given: Sequence[AnswerRow],
    draft: Any,
    lang: Lang,
    closed: bool,
) -> SlotView:
    question = course.question(place["question"], lang)
    last = given[-1] if given else None
    settled = closed or (quiz.behaviour == "practice" and is_settled(given, quiz))
    show = quiz.review
    told = last is not None or closed
    correctness = told and _may_see(show.correctness, closed, told)
    marks = told and _may_see(show.mark, closed, told)
    feedback = told and _may_see(show.feedback, closed, told)
    receipt = from_plain(last.receipt) if last else Receipt("blank", {})
    fraction = last.fraction if last else Fraction(0)
    response = last.value if last else None
    return SlotView(
        index=index,
        question=question,
        order=place["order"],
        step=len(given),
        response=response,
        draft=draft,
        settled=settled,
        state=state_of(fraction, receipt.formula) if correctness else None,
        fraction=fraction if marks else None,
        receipt=receipt if marks else None,
        parts=mark(question, response).parts if feedback else None,
        right=right_answer(question) if settled and told and _may_see(show.answer, closed, settled) else None,
    )
