"""What all kinds of question share."""

from typing import ClassVar, Literal

from engine.content.base import Difficulty, Id, Many, Model, Text

Skill = Literal["LI", "EM", "PR", "HO", "SO", "FO", "BO", "RV"]

SITUATION_PRACTISES = frozenset({"scenario-judgement"})


class Substitute(Model):
    """An element practised in another form than the inventory foresees, with the reason."""

    element: Id
    """Id of a source element, from lessons/sources.yaml."""
    reason: Text
    """Why this form is as good or better here. Shown in the coverage report."""


class Option(Model):
    """One option of a single-choice or multiple-choice question."""

    id: Id
    """Short id, unique within the question; answers are stored by it, so it never changes."""
    text: Text
    """The option as the trainee reads it. Keep right and wrong options alike in length and detail."""
    correct: bool = False
    """`true` for a right option."""
    feedback: Text | None = None
    """Shown once the option was chosen: which misconception it is, or why it is right."""


class QuestionBase(Model):
    """The fields every kind of question has."""

    practises: ClassVar[frozenset[str]] = frozenset()
    """Interactive types of the inventory that this kind is the practice for."""

    shuffles: ClassVar[tuple[str, ...]] = ()
    """Lists whose items a paper shows in an order of its own."""

    retries: ClassVar[bool] = True
    """Whether a second try means anything after the first was called wrong."""

    marked: ClassVar[bool] = True
    """Whether there is a right answer."""

    revisable: ClassVar[bool] = False
    """Whether a kept answer may be changed in practice, as often as one likes."""

    id: Id
    """Stable id, unique over the course. A question is retired, never deleted, and its id is never reused."""
    topic: Id = ""
    """Filled in from the head of the bank, lesson or case; leave it out."""
    lesson: Id | None = None
    """Filled in from the lesson or case the question stands in; leave it out."""
    difficulty: Difficulty
    """1 recall, 2 understand and apply, 3 tell close concepts apart."""
    situation: Text | None = None
    """A case text shown above the question, where the question needs one."""
    stem: Text
    """The question itself. It must be answerable without the options' letters: options are shuffled."""
    explanation: Text
    """Shown after the answer: why the right answer is right. Never names an option by letter or position."""
    elements: Many[Id] = ()
    """Source elements the question comes from, by their id in lessons/sources.yaml."""
    substitutes: Many[Substitute] = ()
    """Elements that count as practised here although the inventory foresees another form."""
    skills: Many[Skill] = ()
    """Skills the question exercises: LI EM PR HO SO FO BO RV."""
    family: Id | None = None
    """Questions of one family (mirror forms, near-duplicates) never meet in one paper."""
    origin: Many[str] = ()
    """Where the fact was reviewed, for example `sc-03`. For authors only."""
    retired: bool = False
    """`true` takes the question out of new papers; attempts that hold it keep it."""

    def practised_elements(self) -> frozenset[str]:
        """Elements this question lets one practise, given the interactive types it offers, or declares."""
        return frozenset(s.element for s in self.substitutes)

    def interactive_types(self) -> frozenset[str]:
        """Interactive types of the inventory this question offers."""
        return self.practises | (SITUATION_PRACTISES if self.situation else frozenset())

    def mentioned_elements(self) -> frozenset[str]:
        """Every element the question touches."""
        return frozenset(self.elements) | self.practised_elements()
