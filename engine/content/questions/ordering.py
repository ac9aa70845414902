"""Ordering: bring the items into their order."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Id, Many, Model, Text, require_unique_ids
from engine.content.questions.common import QuestionBase

OrderingRule = Literal["pairwise", "longest_subset", "all_or_nothing"]


class Step(Model):
    """One item of an ordering question."""

    id: Id
    """Short id, unique within the question."""
    text: Text
    """The item as the trainee reads it."""
    feedback: Text | None = None
    """Why it stands where it stands; shown when it was placed wrong."""


class Ordering(QuestionBase):
    """Ordering: the items are written in the right order and shown shuffled."""

    practises: ClassVar[frozenset[str]] = frozenset({"timeline"})
    shuffles: ClassVar[tuple[str, ...]] = ("items",)

    kind: Literal["ordering"]
    items: Many[Step] = Field(min_length=3, max_length=8)
    """Three to eight items, in the right order."""
    rule: OrderingRule = "pairwise"
    """`pairwise`: share of pairs in the right order; `longest_subset`; `all_or_nothing`."""

    @model_validator(mode="after")
    def distinct_items(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.items, "items")
        return self

    @property
    def key(self) -> tuple[str, ...]:
        """Ids in the right order."""
        return tuple(i.id for i in self.items)
