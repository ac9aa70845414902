"""What a lesson shows beside its questions. A block has no mark; some are done once they were opened."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Id, Labelled, Many, Model, Text, refuse, require_unique_ids
from engine.content.questions.common import Substitute


class BlockBase(Model):
    """The fields every block has."""

    practises: ClassVar[frozenset[str]] = frozenset({"lesson-card"})
    """Interactive types of the inventory that this block is the practice for."""

    opens: ClassVar[bool] = False
    """Whether the block is something to open or to try, which counts towards the lesson."""

    id: Id
    """Short id, unique within the lesson."""
    elements: Many[Id] = ()
    """Source elements the block teaches, by their id in lessons/sources.yaml. Where one of them is only named by the
    source, the block carries the tag that its words are the course's own."""
    substitutes: Many[Substitute] = ()
    """Elements that count as practised here although the inventory foresees another form."""

    def interactive_types(self) -> frozenset[str]:
        """Interactive types of the inventory this block offers."""
        return self.practises

    def practised_elements(self) -> frozenset[str]:
        """Elements the block declares itself a substitute for."""
        return frozenset(s.element for s in self.substitutes)

    def mentioned_elements(self) -> frozenset[str]:
        """Every element the block touches."""
        return frozenset(self.elements) | self.practised_elements()


class Prose(BlockBase):
    """Running text: a few short paragraphs."""

    kind: Literal["text"]
    text: Text
    """Markdown: paragraphs, **bold**, lists. Keep it under 200 Chinese characters; two short blocks read better than one."""


class Callout(BlockBase):
    """A short text that stands out."""

    kind: Literal["callout"]
    tone: Literal["story", "idea", "note", "caution"]
    """`story` an opening situation, `idea` the point of the lesson, `note` a remark, `caution` what not to believe or do."""
    title: Text | None = None
    """A heading of its own."""
    text: Text
    """Markdown, as in `text`."""


class Example(BlockBase):
    """A worked example from working life: the situation, the steps, what came of it."""

    kind: Literal["example"]
    title: Text
    """What the example is about."""
    situation: Text
    """Where it begins."""
    steps: Many[Labelled] = Field(min_length=1, max_length=8)
    """What was thought or done, step by step."""
    result: Text
    """What came of it, and why."""

    @model_validator(mode="after")
    def distinct_steps(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.steps, "steps")
        return self


class Figure(BlockBase):
    """A figure of the course, from lessons/figures."""

    kind: Literal["figure"]
    figure: Id
    """Id of the figure."""
    caption: Text
    """What to see in it, in a sentence."""


class Part(Model):
    """One part of a diagram, a card or a column: a name and what it says."""

    id: Id
    """Short id, unique within the block."""
    title: Text
    """Its name, or the front of a card."""
    text: Text
    """What it says, or the back of a card."""


class Diagram(BlockBase):
    """A figure whose parts are opened one by one."""

    practises: ClassVar[frozenset[str]] = frozenset({"diagram", "lesson-card"})
    opens: ClassVar[bool] = True

    kind: Literal["diagram"]
    figure: Id
    """Id of the figure."""
    caption: Text
    """What to look for, in a sentence."""
    parts: Many[Part] = Field(min_length=2, max_length=8)
    """The parts that can be opened; the block is done when all were."""

    @model_validator(mode="after")
    def distinct_parts(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.parts, "parts")
        return self


class Flashcards(BlockBase):
    """Cards to turn over; done when all were turned."""

    practises: ClassVar[frozenset[str]] = frozenset({"flashcards", "lesson-card"})
    opens: ClassVar[bool] = True

    kind: Literal["flashcards"]
    cards: Many[Part] = Field(min_length=2, max_length=12)
    """The cards: `title` is the front, `text` the back."""

    @model_validator(mode="after")
    def distinct_cards(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.cards, "cards")
        return self


class Reveal(BlockBase):
    """Something to think about first, then an answer to open."""

    opens: ClassVar[bool] = True

    kind: Literal["reveal"]
    prompt: Text
    """What to think about."""
    text: Text
    """What appears then. Markdown, as in `text`."""


class Column(Model):
    """One column of a table."""

    id: Id
    """Short id, unique within the table."""
    text: Text
    """Its heading."""


class Cell(Model):
    """One cell of a table."""

    id: Id
    """Id of the column."""
    text: Text
    """What stands in it."""


class Row(Model):
    """One row of a table."""

    id: Id
    """Short id, unique within the table."""
    cells: Many[Cell] = Field(min_length=1)
    """Its cells, one for each column."""


class Table(BlockBase):
    """A small table; on a phone each row becomes a card."""

    practises: ClassVar[frozenset[str]] = frozenset({"lesson-card"})

    kind: Literal["table"]
    caption: Text
    """What the table shows."""
    columns: Many[Column] = Field(min_length=2, max_length=7)
    """The columns; the first one names the row."""
    rows: Many[Row] = Field(min_length=1, max_length=14)
    """The rows."""

    @model_validator(mode="after")
    def whole_rows(self) -> Self:
        """Each row has one cell for each column."""
        require_unique_ids(self.columns, "columns")
        require_unique_ids(self.rows, "rows")
        wanted = [column.id for column in self.columns]
        for i, row in enumerate(self.rows):
            if [cell.id for cell in row.cells] != wanted:
                raise refuse("cells_unlike_columns", at=("rows", i, "cells"), columns=", ".join(wanted))
        return self


class Dataset(BlockBase):
    """Numbers to work with: a table to open, a chart by column, a file to take along."""

    practises: ClassVar[frozenset[str]] = frozenset({"chart-lab"})
    opens: ClassVar[bool] = True

    kind: Literal["dataset"]
    caption: Text
    """What the numbers are and where they come from; invented data say so."""
    columns: Many[Column] = Field(min_length=1, max_length=8)
    """The columns."""
    values: Many[Many[int | float | None]] = Field(min_length=3, max_length=200)
    """One list for each row, a number or null for each column."""

    @model_validator(mode="after")
    def whole_rows(self) -> Self:
        """Each row has one number for each column."""
        require_unique_ids(self.columns, "columns")
        for i, row in enumerate(self.values):
            if len(row) != len(self.columns):
                raise refuse("values_unlike_columns", at=("values", i), count=len(row), columns=len(self.columns))
        return self


class Point(Model):
    """One point of a plot."""

    id: Id
    """Short id; it labels the point."""
    x: int | float = Field(ge=1, le=10)
    """Position from left to right."""
    y: int | float = Field(ge=1, le=10)
    """Position from bottom to top."""


class Explore(BlockBase):
    """A small model to play with: move a control and see what follows."""

    practises: ClassVar[frozenset[str]] = frozenset({"chart-lab", "diagram", "calculator", "simulator", "matrix-2x2"})
    opens: ClassVar[bool] = True

    kind: Literal["explore"]
    model: Literal["expectation", "loyalty_curve", "quadrants", "scheme", "portfolio"]
    """Which model: `expectation` (the same service, two expectations), `loyalty_curve` (satisfaction and loyalty by
    switching cost), `quadrants` (customers on two axes, cut where you like), `scheme` (what a loyalty scheme costs and
    when it pays), `portfolio` (a budget split between new and existing customers)."""
    prompt: Text
    """What to try and what to watch."""
    finding: Text
    """What one should have seen; shown once a control was moved."""
    points: Many[Point] = ()
    """The customers of `quadrants`, on two axes from 1 to 10."""

    @model_validator(mode="after")
    def points_for_quadrants(self) -> Self:
        """Only `quadrants` has points, and needs them."""
        if bool(self.points) != (self.model == "quadrants"):
            raise refuse("points_for_quadrants", at=("points",))
        require_unique_ids(self.points, "points")
        return self


class Link(BlockBase):
    """A way to something else of the course."""

    practises: ClassVar[frozenset[str]] = frozenset()

    kind: Literal["link"]
    to: Literal["lesson", "quiz", "glossary", "case", "roleplay", "exercise"]
    """What it leads to."""
    target: Id
    """Id of the lesson, quiz, glossary term, case, role-play or exercise."""
    text: Text
    """Why one should go there, in a sentence."""
