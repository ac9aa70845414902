"""Fill-in: blanks for a word or a number."""

from typing import Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Id, Many, Model, Text, Variants, refuse, require_unique_ids
from engine.content.questions.common import QuestionBase

FillRule = Literal["share", "all_or_nothing"]


class Blank(Model):
    """One blank: a text with its accepted variants, or a number with its tolerance."""

    id: Id
    """Short id, unique within the question."""
    label: Text
    """What belongs into the blank, as shown beside the field."""
    accepted: Variants = ()
    """Accepted texts. Width, case, spaces and simplified/traditional are folded before comparing. An overlay adds more."""
    number: int | float | None = None
    """The right number, for a blank that takes a number."""
    tolerance: int | float = Field(default=0, ge=0)
    """How far off a number may be: absolute, or a share of the number if `relative`."""
    relative: bool = False
    """`true` reads `tolerance` as a share: 0.05 allows 5 % either way."""
    unit: Text | None = None
    """Unit shown after a number field."""
    feedback: Text | None = None
    """Shown when the blank was filled wrong."""

    @model_validator(mode="after")
    def text_or_number(self) -> Self:
        """A blank has accepted texts or a number, never both."""
        if bool(self.accepted) == (self.number is not None):
            raise refuse("blank_text_or_number")
        for i, variant in enumerate(self.accepted):
            if not variant.strip():
                raise refuse("blank_empty_variant", at=("accepted", i))
        return self


class FillIn(QuestionBase):
    """Fill-in: one or more blanks, marked by the share of blanks filled right."""

    kind: Literal["fill_in"]
    blanks: Many[Blank] = Field(min_length=1, max_length=8)
    """One to eight blanks."""
    rule: FillRule = "share"
    """`share`: the share of blanks filled right; `all_or_nothing`."""

    @model_validator(mode="after")
    def distinct_blanks(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.blanks, "blanks")
        return self
