"""Rating: statements rated on one scale, drawn as a radar by axis; kept and never marked."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Difficulty, Id, Many, Model, Text, refuse, require_unique_ids
from engine.content.questions.common import QuestionBase


class Axis(Model):
    """One axis of the radar."""

    id: Id
    """Short id, unique within the rating."""
    text: Text
    """Its name, short enough for the edge of a figure."""
    advice: Text | None = None
    """What to work on where this axis is among the lowest."""


class Statement(Model):
    """One statement to be rated."""

    id: Id
    """Short id, unique within the rating."""
    text: Text
    """The statement."""
    axis: Id
    """Id of the axis it counts for; an axis shows the mean of its statements."""


class Rating(QuestionBase):
    """Statements rated from 1 upwards. It is kept, drawn and reported, never marked."""

    practises: ClassVar[frozenset[str]] = frozenset({"likert-radar", "questionnaire"})
    retries: ClassVar[bool] = False
    marked: ClassVar[bool] = False
    revisable: ClassVar[bool] = True

    kind: Literal["rating"]
    difficulty: Difficulty = 2
    """Leave it out: a rating is not marked."""
    low: Text
    """What the lowest point means."""
    high: Text
    """What the highest point means."""
    points: int = Field(default=5, ge=2, le=10)
    """How many points the scale has."""
    axes: Many[Axis] = Field(min_length=3, max_length=10)
    """The axes of the radar, in order."""
    items: Many[Statement] = Field(min_length=3, max_length=40)
    """The statements."""
    lowest: int = Field(default=2, ge=0, le=3)
    """How many of the lowest axes are named with their advice."""

    @model_validator(mode="after")
    def known_axes(self) -> Self:
        """Each statement counts for an axis of this rating, and no axis stays empty."""
        require_unique_ids(self.axes, "axes")
        require_unique_ids(self.items, "items")
        known = [axis.id for axis in self.axes]
        for i, item in enumerate(self.items):
            if item.axis not in known:
                raise refuse("unknown_axis", at=("items", i, "axis"), name=item.axis, known=known)
        used = {item.axis for item in self.items}
        for i, axis in enumerate(self.axes):
            if axis.id not in used:
                raise refuse("axis_without_statement", at=("axes", i), axis=axis.id)
        return self
