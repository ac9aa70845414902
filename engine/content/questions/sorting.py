"""Sorting into groups: many items, few groups."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Id, Labelled, Many, Model, Text, refuse, require_unique_ids
from engine.content.questions.common import QuestionBase
from engine.content.questions.matching import PlacingRule


class Card(Model):
    """One card to be sorted, with the group it belongs to."""

    id: Id
    """Short id, unique within the question."""
    text: Text
    """The card as the trainee reads it."""
    group: Id
    """Id of the right group."""
    feedback: Text | None = None
    """Shown when the card was placed wrong."""


class Sorting(QuestionBase):
    """Sorting: every card goes into one of a few groups; a group may hold many cards or none."""

    practises: ClassVar[frozenset[str]] = frozenset({"sort-to-bins"})
    shuffles: ClassVar[tuple[str, ...]] = ("items",)

    kind: Literal["sorting"]
    groups: Many[Labelled] = Field(min_length=2, max_length=6)
    """The groups, shown in the order written."""
    items: Many[Card] = Field(min_length=3, max_length=16)
    """The cards."""
    rule: PlacingRule = "share"
    """`share`: the share of cards placed right; `all_or_nothing`."""
    pinned: bool = False
    """`true` keeps the cards in the order written."""

    @model_validator(mode="after")
    def known_groups(self) -> Self:
        """Each card names a group of this question."""
        require_unique_ids(self.items, "items")
        require_unique_ids(self.groups, "groups")
        known = [g.id for g in self.groups]
        for i, item in enumerate(self.items):
            if item.group not in known:
                raise refuse("unknown_group", at=("items", i, "group"), name=item.group, known=known)
        return self
