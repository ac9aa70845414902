"""Matching: each item has its one target; spare targets are allowed."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Id, Labelled, Many, Model, Text, refuse, require_unique_ids
from engine.content.questions.common import QuestionBase

PlacingRule = Literal["share", "all_or_nothing"]


class Pair(Model):
    """One item of a matching question, with the target it belongs to."""

    id: Id
    """Short id, unique within the question."""
    text: Text
    """The item as the trainee reads it. It should not echo a word of its target."""
    target: Id
    """Id of the right target."""
    feedback: Text | None = None
    """Shown when the item was placed wrong."""


class Matching(QuestionBase):
    """Matching: every item goes to one target. Give a spare target or two, or the last pair is free."""

    practises: ClassVar[frozenset[str]] = frozenset({"matching"})
    shuffles: ClassVar[tuple[str, ...]] = ("items", "targets")

    kind: Literal["matching"]
    items: Many[Pair] = Field(min_length=2, max_length=10)
    """The items to be matched."""
    targets: Many[Labelled] = Field(min_length=2, max_length=12)
    """The targets; more targets than items make the last pair worth thinking about."""
    rule: PlacingRule = "share"
    """`share`: the share of items placed right; `all_or_nothing`."""
    pinned: bool = False
    """`true` keeps items and targets in the order written."""

    @model_validator(mode="after")
    def known_targets(self) -> Self:
        """Each item names a target of this question, and no target is claimed by two items."""
        require_unique_ids(self.items, "items")
        require_unique_ids(self.targets, "targets")
        known = [t.id for t in self.targets]
        claimed: set[str] = set()
        for i, item in enumerate(self.items):
            place = ("items", i, "target")
            if item.target not in known:
                raise refuse("unknown_target", at=place, name=item.target, known=known)
            if item.target in claimed:
                raise refuse("target_claimed_twice", at=place, target=item.target)
            claimed.add(item.target)
        return self
