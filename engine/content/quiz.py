"""A quiz: which questions a paper holds and how one may try."""

from typing import Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Difficulty, Format, Id, Many, Model, Text, refuse

Behaviour = Literal["practice", "exam", "survey"]
When = Literal["at_once", "after", "never"]
KindName = Literal["single", "multiple", "true_false", "matching", "ordering", "sorting", "fill_in", "scale"]
Group = Literal["practice", "test", "exam", "lesson", "case", "notebook"]


class Show(Model):
    """What a trainee sees when: at once, after the attempt is closed, or never."""

    correctness: When
    """Whether the answer was right."""
    mark: When
    """The mark and its receipt."""
    feedback: When
    """Feedback on the chosen options and the explanation."""
    answer: When
    """The right answer."""


SHOW_BY_BEHAVIOUR: dict[str, Show] = {
    "practice": Show(correctness="at_once", mark="at_once", feedback="at_once", answer="at_once"),
    "exam": Show(correctness="after", mark="after", feedback="after", answer="after"),
    "survey": Show(correctness="never", mark="never", feedback="never", answer="never"),
}


class Cell(Model):
    """One cell of a blueprint: so many questions of a topic and of these difficulties."""

    topic: Id
    """Id of a bank."""
    count: int = Field(ge=1, le=100)
    """How many questions to draw."""
    difficulty: Many[Difficulty] = (1, 2, 3)
    """Difficulties to draw from; all if left out."""
    kinds: Many[KindName] = ()
    """Kinds to draw from; all if left out."""


class Quiz(Model):
    """quizzes/<id>.yaml: a fixed list of questions, or a blueprint from which each paper is drawn."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """Stable id; the file is named after it."""
    title: Text
    """The quiz's name."""
    intro: Text
    """What it is for, in a sentence or two, shown before the start."""
    behaviour: Behaviour
    """`practice`: feedback at once. `exam`: a deadline, feedback after the close. `survey`: no right answer."""
    group: Group = "practice"
    """Where the quiz is listed: topic practice, pre- and post-test, final exam, or, for a paper of one's own, the
    `notebook` of mistakes. `lesson` and `case` are the papers of those, and not for quiz files."""
    topic: Id | None = None
    """The topic a practice quiz belongs to."""
    questions: Many[Id] = ()
    """A fixed paper: question ids in order."""
    draw: Many[Cell] = ()
    """A blueprint: each attempt draws its own paper."""
    own: Literal["mistakes", "daily"] | None = None
    """A paper of one's own, made for each trainee at the start: `mistakes` from their notebook, what is due first;
    `daily` mixes what is due with weak topics and questions not tried yet."""
    count: int = Field(default=10, ge=1, le=50)
    """How many questions a paper of one's own holds at most."""
    shuffle: bool = True
    """`false` keeps the questions of a paper in order."""
    minutes: int | None = Field(default=None, ge=1, le=600)
    """Time limit; an exam needs one."""
    grace_seconds: int = Field(default=30, ge=0, le=600)
    """Answers that arrive this late still count."""
    tries: int = Field(default=1, ge=1, le=5)
    """How often one may try each question in practice."""
    penalty: int | float = Field(default=1 / 3, ge=0, le=1)
    """Share of the mark lost with each further try."""
    pass_mark: int = Field(default=60, ge=0, le=100)
    """Percentage needed to pass."""
    attempts: int | None = Field(default=None, ge=1)
    """How many attempts one has; no limit if left out."""
    counts: Literal["best", "latest"] = "best"
    """Which attempt counts."""
    show: Show | None = None
    """What is shown when; the behaviour's default if left out."""

    @model_validator(mode="after")
    def paper_and_time(self) -> Self:
        """A paper is fixed, drawn or one's own; an exam has a time limit; only practice has several tries."""
        if [bool(self.questions), bool(self.draw), bool(self.own)].count(True) != 1:
            raise refuse("quiz_questions_or_draw", at=("draw",))
        for i, question in enumerate(self.questions):
            if question in self.questions[:i]:
                raise refuse("quiz_question_twice", at=("questions", i), question=question)
        if self.behaviour == "exam" and self.minutes is None:
            raise refuse("exam_needs_minutes", at=("behaviour",))
        if self.behaviour != "practice" and self.tries > 1:
            raise refuse("tries_only_in_practice", at=("tries",))
        return self

    @property
    def review(self) -> Show:
        """The table of what is shown when."""
        return self.show or SHOW_BY_BEHAVIOUR[self.behaviour]
