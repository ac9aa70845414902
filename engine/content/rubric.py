"""A rubric: criteria with a weight, each described at four levels."""

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from engine.content.base import Id, Many, Model, Text, refuse, require_unique_ids

LevelName = Literal["none", "some", "good", "full"]
LEVELS: tuple[LevelName, ...] = get_args(LevelName)


class Level(Model):
    """One of the four levels of a criterion."""

    id: LevelName
    """`none`, `some`, `good` or `full`: 0, 40, 70 and 100 percent of the points."""
    text: Text
    """What work at this level looks like: something one can point at, not a grade in other words."""


class Criterion(Model):
    """One thing that is judged."""

    id: Id
    """Short id, unique within the rubric; assessments are stored by it."""
    text: Text
    """What is judged."""
    points: int = Field(ge=1, le=100)
    """Its weight: the points of the highest level."""
    levels: Many[Level] = Field(min_length=4, max_length=4)
    """The four levels, lowest first."""

    @model_validator(mode="after")
    def all_levels(self) -> Self:
        """Each level is described once, lowest first."""
        if tuple(level.id for level in self.levels) != LEVELS:
            raise refuse("rubric_levels", at=("levels",), expected=", ".join(LEVELS))
        return self


Rubric = tuple[Criterion, ...]


def require_hundred(criteria: Rubric, beside: int = 0) -> None:
    """Refuse a rubric in which an id stands twice or whose points, with those `beside` it, are not 100 in all."""
    require_unique_ids(criteria, "rubric")
    total = beside + sum(criterion.points for criterion in criteria)
    if total != 100:
        raise refuse("rubric_not_hundred", at=("rubric",), total=total)
