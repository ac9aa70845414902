"""What a trainee may see of an attempt: values for a page to show, with nothing that it must not reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from engine.content.course import Course, Lang
from engine.content.questions import Question
from engine.content.quiz import Quiz, When
from engine.scoring.mark import State, state_of
from engine.scoring.questions import mark, right_answer
from engine.scoring.receipt import Receipt, evaluate, from_plain
from engine.scoring.regrading import marked_anew
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
    why: str | None = None
    """Why the question is in a paper of one's own."""
    policy: str | None = None
    """The policy by which the mark was corrected, if it was; told once the question is over."""
    own_words: bool = False
    """The sources only name what it asks: the course says it in its own words."""

    @property
    def regraded(self) -> bool:
        """Whether the mark is that of a regrade, which one should be told."""
        return self.policy is not None

    @property
    def answered(self) -> bool:
        """Whether a response is kept."""
        return self.step > 0 and self.response is not None


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
    """Whether a practice question is over: right, or out of tries. What is not marked may be changed to the end, except
    in a case: there one learns at once how it went on.
    """
    if not given or (question.revisable and quiz.group != "case"):
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


@dataclass(frozen=True, slots=True)
class Brief:
    """One place of a paper in a list of all: whether it has an answer, and whether a further one is taken."""

    index: int
    answered: bool
    settled: bool


@dataclass(frozen=True)
class AttemptView:
    """An attempt as its trainee may see it. A slot is put together when it is asked for: most pages show one."""

    row: AttemptRow
    course: Course
    lang: Lang
    given: Mapping[int, Sequence[AnswerRow]]
    """Answers by slot, in the order of their steps."""
    drafts: Mapping[int, Any]
    corrected: Mapping[int, Question] = field(default_factory=dict)
    """Questions by slot whose answer was marked anew by a corrected key, as they were corrected."""

    @property
    def id(self) -> str:
        """The attempt's id."""
        return self.row.id

    @property
    def number(self) -> int:
        """Which attempt at this quiz it is, from 1."""
        return self.row.number

    @property
    def started_at(self) -> datetime:
        """When it was begun."""
        return self.row.started_at

    @property
    def deadline(self) -> datetime | None:
        """When the time is over, if there is a limit."""
        return self.row.deadline

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed; None while it is open."""
        return self.row.closed_at

    @property
    def closed_by(self) -> str | None:
        """What closed it: the person, the deadline, the end of a room."""
        return self.row.closed_by

    @cached_property
    def quiz(self) -> Quiz:
        """The quiz as the trainee reads it."""
        return self.course.quiz(self.row.activity, self.lang)

    @cached_property
    def briefs(self) -> tuple[Brief, ...]:
        """Every slot in a word."""
        return tuple(self._brief(i, place) for i, place in enumerate(self.row.paper))

    def _brief(self, index: int, place: Mapping[str, Any]) -> Brief:
        given = self.given.get(index, ())
        settled = self.row.closed_at is not None or (
            self.quiz.behaviour == "practice" and is_settled(given, self.course.question(place["question"]), self.quiz)
        )
        return Brief(index, bool(given) and given[-1].value is not None, settled)

    def slot(self, index: int) -> SlotView:
        """One slot, with what may be seen of it now."""
        paper = _Paper(self.quiz, self.course, self.lang, self.row.closed_at is not None)
        given = self.given.get(index, ())
        slot = _slot(paper, self.row.paper[index], self.briefs[index], given, self.drafts.get(index))
        return _as_corrected(slot, self.corrected.get(index))

    @cached_property
    def slots(self) -> tuple[SlotView, ...]:
        """Every slot."""
        return tuple(self.slot(brief.index) for brief in self.briefs)

    @cached_property
    def result(self) -> Result | None:
        """The result; None while the mark may not be seen."""
        if self.row.closed_at is None or self.quiz.review.mark == "never" or self.quiz.behaviour == "survey":
            return None
        asked = (self.course.question(place["question"]) for place in self.row.paper)
        last = {slot: given[-1] for slot, given in self.given.items()}
        return result([counted(q, last.get(i)) for i, q in enumerate(asked)], self.answered)

    @property
    def first_open(self) -> int:
        """The first slot without an answer, else the last."""
        return next((b.index for b in self.briefs if not b.answered), len(self.briefs) - 1)

    @property
    def answered(self) -> int:
        """How many slots have an answer."""
        return sum(brief.answered for brief in self.briefs)


def counted(question: Question, answer: AnswerRow | None) -> Fraction | None:
    """What a slot counts in a result: nothing given is 0, what is not marked has none."""
    if not question.marked:
        return answer.fraction if answer else None  # an essay has one once a person marked it
    return answer.fraction if answer else Fraction(0)


def _slot(paper: _Paper, place: Mapping[str, Any], brief: Brief, given: Sequence[AnswerRow], draft: Any) -> SlotView:
    question = paper.course.question(place["question"], paper.lang)
    last = given[-1] if given else None
    show, told = paper.quiz.review, last is not None
    receipt = from_plain(last.receipt) if last else Receipt("blank", {})
    fraction = last.fraction if last else Fraction(0)
    itself = mark_without_penalty(last) if last else fraction
    response = last.value if last else None
    marked = paper.may_see(show.mark, told)
    return SlotView(
        index=brief.index,
        question=question,
        order=place["order"],
        step=len(given),
        response=response,
        draft=draft,
        settled=brief.settled,
        state=state_of(itself, receipt.formula) if paper.may_see(show.correctness, told) else None,
        fraction=fraction if marked else None,
        receipt=receipt if marked else None,
        parts=mark(question, response).parts if paper.may_see(show.feedback, told) else None,
        right=right_answer(question) if brief.settled and paper.may_see(show.answer, told) else None,
        why=place.get("why"),
        own_words=not paper.course.own_words.isdisjoint(question.elements),
        policy=last.policy if last and brief.settled and (marked or paper.may_see(show.correctness, told)) else None,
    )


def _as_corrected(slot: SlotView, corrected: Question | None) -> SlotView:
    """What was right by the corrected question, where it is over, may be seen, and still has the parts of this paper."""
    if corrected is None or slot.parts is None or not slot.settled:
        return slot
    anew = marked_anew(slot.question, corrected, slot.response)
    there = {name: {part.id for part in getattr(corrected, name)} for name in slot.order}
    if anew is None or there != {name: set(ids) for name, ids in slot.order.items()}:
        return slot
    right = right_answer(corrected) if slot.right is not None else None
    return replace(slot, question=corrected, parts=anew.parts, right=right)
