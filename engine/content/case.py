"""A case: a story in stages; one decides and gives a reason before one hears how it went on."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from engine.content import blocks
from engine.content.base import Format, Id, Many, Model, Text, refuse, require_ids_once
from engine.content.questions import Question
from engine.content.questions.common import QuestionBase, Substitute
from engine.content.quiz import Quiz
from engine.content.rubric import Criterion, require_hundred

StageBlock = Annotated[
    blocks.Prose | blocks.Callout | blocks.Example | blocks.Figure | blocks.Table | Question,
    Field(discriminator="kind"),
]


class Stage(Model):
    """One stage: what is known, what is to be decided, and what one learns once that is done."""

    id: Id
    """Short id, unique within the case."""
    title: Text
    """What the stage is about."""
    blocks: Many[StageBlock] = Field(min_length=2, max_length=12)
    """What is known so far, then the questions: a decision, and a worksheet for the reason in one's own words. All
    questions of a stage are handed in together and cannot be changed afterwards."""
    news: Text | None = None
    """What happens next, told once the stage is handed in. Markdown."""
    reasoning: Text
    """How an experienced person thinks about this decision, told once the stage is handed in. Markdown."""
    lights: Many[Id] = ()
    """Parts of the case's figure that light up once the stage is handed in, by the `id` they have in its drawing."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the stage, in order."""
        return tuple(block for block in self.blocks if isinstance(block, QuestionBase))


def _situated(question: Question, stage: Stage) -> Question:
    told = next((block.text for block in stage.blocks if isinstance(block, blocks.Prose)), None)
    if not question.marked or question.situation or told is None:
        return question
    return question.model_copy(update={"situation": told.replace("**", "")})  # a situation is plain text


class Case(Model):
    """cases/<id>/case.yaml: one staged case."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """Stable id; the folder is named after it."""
    title: Text
    """The case's name."""
    minutes: int = Field(ge=5, le=180)
    """How long it takes."""
    topic: Id
    """The topic of the bank its questions count for."""
    standing: Literal["sourced", "reported", "reconstructed"]
    """`sourced`: told as the sources tell it. `reported`: the sources report it, nobody has checked it.
    `reconstructed`: the sources only name it; the course wrote it."""
    note: Text
    """What must be said of where the facts come from; shown at the start and at the end."""
    intro: Text
    """What the case is about and whom one decides for."""
    figure: Id | None = None
    """A figure whose parts light up stage by stage."""
    elements: Many[Id] = ()
    """Source elements the case lets one work on, by their id in lessons/sources.yaml."""
    substitutes: Many[Substitute] = ()
    """Elements that count as practised here although the inventory foresees another form."""
    stages: Many[Stage] = Field(min_length=2, max_length=8)
    """The stages in order."""
    rubric: Many[Criterion] = Field(min_length=3, max_length=8)
    """What one judges one's own work by at the end; 100 points in all."""
    closing: Text
    """What to take along, shown after the self-assessment. Markdown."""

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Ids are unique, each stage asks something, and the rubric has 100 points."""
        require_hundred(self.rubric)
        require_ids_once(self.stages, "stages")
        for i, stage in enumerate(self.stages):
            if not stage.questions:
                raise refuse("stage_without_question", at=("stages", i, "blocks"))
            if stage.lights and not self.figure:
                raise refuse("lights_without_figure", at=("stages", i, "lights"))
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all stages, in order. A marked one carries the text of its stage as its situation, so that it
        can be asked again elsewhere, in the notebook.
        """
        return tuple(_situated(question, stage) for stage in self.stages for question in stage.questions)

    @cached_property
    def paper(self) -> Quiz:
        """The questions as a quiz: in order, one try each, feedback once they are handed in."""
        return Quiz(
            format=1,
            id=self.id,
            title=self.title,
            intro=self.intro,
            behaviour="practice",
            group="case",
            topic=self.topic,
            questions=tuple(question.id for question in self.questions),
            shuffle=False,
        )

    def interactive_types(self) -> frozenset[str]:
        """What it is the practice for."""
        return frozenset({"staged-case"})

    def practised_elements(self) -> frozenset[str]:
        """Elements it declares itself a substitute for."""
        return frozenset(s.element for s in self.substitutes)

    def mentioned_elements(self) -> frozenset[str]:
        """Every element it touches."""
        return frozenset(self.elements) | self.practised_elements()
