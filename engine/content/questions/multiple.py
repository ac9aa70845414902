"""Multiple choice: one or more options are right."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Many, refuse, require_unique_ids
from engine.content.questions.common import Option, QuestionBase

MultipleRule = Literal["all_or_nothing", "subset_proportional", "subset_half", "net_correct", "each_decision"]


class Multiple(QuestionBase):
    """Multiple choice: any number of options may be right; the rule says what a partly right answer earns."""

    shuffles: ClassVar[tuple[str, ...]] = ("options",)

    kind: Literal["multiple"]
    options: Many[Option] = Field(min_length=3, max_length=10)
    """Three to ten options, at least one right and at least one wrong."""
    rule: MultipleRule = "subset_proportional"
    """How a partly right answer is marked; see the table of scoring rules."""
    pinned: bool = False
    """`true` keeps the options in the order written."""

    @model_validator(mode="after")
    def right_and_wrong_options(self) -> Self:
        """All right or all wrong discriminates nothing."""
        require_unique_ids(self.options, "options")
        count = sum(o.correct for o in self.options)
        if count == 0:
            raise refuse("multiple_needs_a_correct", count=count)
        if count == len(self.options):
            raise refuse("multiple_needs_a_wrong", count=count)
        return self

    @property
    def key(self) -> frozenset[str]:
        """Ids of the right options."""
        return frozenset(o.id for o in self.options if o.correct)
