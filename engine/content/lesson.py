"""A lesson: pages of blocks and questions, complete by what was done in it."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from engine.content import blocks
from engine.content.base import Format, Id, Labelled, Many, Model, Text, refuse, require_ids_once, require_unique_ids
from engine.content.blocks import BlockBase
from engine.content.questions import KINDS as QUESTION_KINDS
from engine.content.questions import Question
from engine.content.questions.common import QuestionBase
from engine.content.quiz import Quiz

Block = Annotated[
    blocks.Prose
    | blocks.Callout
    | blocks.Example
    | blocks.Figure
    | blocks.Diagram
    | blocks.Flashcards
    | blocks.Reveal
    | blocks.Table
    | blocks.Dataset
    | blocks.Explore
    | blocks.Link
    | Question,
    Field(discriminator="kind"),
]

KINDS: dict[str, type[Model]] = {
    "text": blocks.Prose,
    "callout": blocks.Callout,
    "example": blocks.Example,
    "figure": blocks.Figure,
    "diagram": blocks.Diagram,
    "flashcards": blocks.Flashcards,
    "reveal": blocks.Reveal,
    "table": blocks.Table,
    "dataset": blocks.Dataset,
    "explore": blocks.Explore,
    "link": blocks.Link,
    **QUESTION_KINDS,
}


class Page(Model):
    """One screen of a lesson: what belongs together and fits two or three thumb lengths."""

    id: Id
    """Short id, unique within the lesson; one's position is kept by it."""
    title: Text
    """What the page is about."""
    blocks: Many[Block] = Field(min_length=1, max_length=12)
    """Its blocks and questions, in order. A question's id is unique over the course, a block's within the lesson."""


class Lesson(Model):
    """lessons/<module>/<id>.yaml: one lesson."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """Stable id; the file is named after it."""
    title: Text
    """The lesson's name."""
    minutes: int = Field(ge=1, le=180)
    """How long it takes."""
    topic: Id
    """The topic of the bank its questions count for."""
    objectives: Many[Labelled] = Field(min_length=1, max_length=5)
    """What one can do afterwards, each beginning with a verb."""
    after: Many[Id] = ()
    """Lessons worth doing first; advice, not a lock."""
    pages: Many[Page] = Field(min_length=2, max_length=12)
    """The pages in order: an opening situation, the idea, an example, something to do, a check."""
    takeaways: Many[Labelled] = Field(min_length=1, max_length=5)
    """What to keep, shown at the end."""
    next_step: Text
    """One thing to do at work, shown at the end."""

    @model_validator(mode="after")
    def something_to_do(self) -> Self:
        """Ids are unique within the lesson, and there is at least one question."""
        require_unique_ids(self.objectives, "objectives")
        require_unique_ids(self.takeaways, "takeaways")
        require_ids_once(self.pages, "pages")
        if not self.questions:
            raise refuse("lesson_without_question", at=("pages",))
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all pages, in order."""
        blocks = (block for page in self.pages for block in page.blocks)
        return tuple(block for block in blocks if isinstance(block, QuestionBase))

    @cached_property
    def openings(self) -> tuple[BlockBase, ...]:
        """The blocks of all pages that are done by opening or trying them."""
        return tuple(b for page in self.pages for b in page.blocks if isinstance(b, BlockBase) and b.opens)

    @cached_property
    def paper(self) -> Quiz:
        """The questions as a quiz: in order, feedback at once."""
        ids = tuple(question.id for question in self.questions)
        return Quiz(
            format=1,
            id=self.id,
            title=self.title,
            intro=self.objectives[0].text,
            behaviour="practice",
            group="lesson",
            topic=self.topic,
            questions=ids,
            shuffle=False,
        )
