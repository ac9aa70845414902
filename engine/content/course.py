"""The course as a whole: every unit by id, in every language, frozen and shared between sessions."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from engine.content.bank import Bank
from engine.content.case import Case
from engine.content.figure import DrawnFigure
from engine.content.glossary import Term
from engine.content.lesson import Lesson
from engine.content.outline import Outline
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.content.roleplay import Roleplay
from engine.content.sources import Sources
from engine.content.traditional import Traditional, in_traditional, traditional

Lang = Literal["zh", "tw", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
"""The languages that authors write."""
DISPLAYED: tuple[Lang, ...] = ("zh", "tw", "en")
"""The languages that people read: Traditional Chinese is made from what authors wrote in Simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the bank: what the head of its file says."""

    id: str
    title: str
    summary: str
    order: int


@dataclass(frozen=True)
class Course:
    """Everything authors wrote, checked. The first key of each mapping is the language; "tw" is made as it is read."""

    topics: Mapping[Lang, Mapping[str, Topic]]
    questions: Mapping[Lang, Mapping[str, Question]]
    quizzes: Mapping[Lang, Mapping[str, Quiz]]
    sources: Sources | None = None
    lessons: Mapping[Lang, Mapping[str, Lesson]] = field(default_factory=lambda: {lang: {} for lang in LANGS})
    figures: Mapping[Lang, Mapping[str, DrawnFigure]] = field(default_factory=lambda: {lang: {} for lang in LANGS})
    terms: Mapping[Lang, Mapping[str, Term]] = field(default_factory=lambda: {lang: {} for lang in LANGS})
    roleplays: Mapping[Lang, Mapping[str, Roleplay]] = field(default_factory=lambda: {lang: {} for lang in LANGS})
    cases: Mapping[Lang, Mapping[str, Case]] = field(default_factory=lambda: {lang: {} for lang in LANGS})
    outlines: Mapping[Lang, Outline] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """Structure digest by question id; empty until the course is a release."""

    def __post_init__(self) -> None:
        for name in ("topics", "questions", "quizzes", "lessons", "figures", "terms", "roleplays", "cases"):
            object.__setattr__(self, name, _displayed(getattr(self, name)))
        if "zh" in self.outlines:
            authored = {lang: self.outlines[lang] for lang in LANGS if lang in self.outlines}
            made = Traditional({"tw": authored["zh"]}, in_traditional)
            object.__setattr__(self, "outlines", ChainMap(authored, made))  # type: ignore[arg-type]

    def question(self, id: str, lang: Lang = "zh") -> Question:
        """The question `id` as written in `lang`; KeyError if the course has none."""
        return self.questions[lang][id]

    def quiz(self, id: str, lang: Lang = "zh") -> Quiz:
        """The quiz `id`, or the paper of the lesson or case `id`, as written in `lang`; KeyError if there is none."""
        found = self.quizzes[lang].get(id)
        if found is None:
            unit = self.lessons[lang].get(id) or self.cases[lang][id]
            found = unit.paper
        return found

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Elements that the sources only name: what the course says of them is its own."""
        elements = self.sources.elements if self.sources else ()
        return frozenset(element.id for element in elements if "source-gap" in element.evidence)

    def is_attempted(self, id: str) -> bool:
        """Whether there is a quiz, lesson or case of this id."""
        return any(id in units["zh"] for units in (self.quizzes, self.lessons, self.cases))


def _displayed(authored: Mapping[Lang, Mapping[str, Any]]) -> Mapping[Lang, Mapping[str, Any]]:
    """Units by language, with those in Traditional Chinese beside the authored ones."""
    return {**authored, "tw": Traditional(authored["zh"], _converted)}


def _converted(unit: Any) -> Any:
    if isinstance(unit, Topic):
        return replace(unit, title=traditional(unit.title), summary=traditional(unit.summary))
    return in_traditional(unit)


def topic_of(bank: Bank) -> Topic:
    """The head of a bank file."""
    return Topic(bank.id, bank.title, bank.summary, bank.order)
