"""Single choice: one option is right."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Many, refuse, require_unique_ids
from engine.content.questions.common import Option, QuestionBase


class Single(QuestionBase):
    """Single choice: exactly one option is right; full mark or nothing."""

    shuffles: ClassVar[tuple[str, ...]] = ("options",)

    kind: Literal["single"]
    options: Many[Option] = Field(min_length=2, max_length=8)
    """Two to eight options, exactly one of them `correct: true`."""
    pinned: bool = False
    """`true` keeps the options in the order written, for options with an order of their own."""

    @model_validator(mode="after")
    def one_right_option(self) -> Self:
        """A single choice needs exactly one correct option."""
        require_unique_ids(self.options, "options")
        count = sum(o.correct for o in self.options)
        if count != 1:
            raise refuse("single_needs_one_correct", count=count)
        return self

    @property
    def key(self) -> str:
        """Id of the right option."""
        return next(o.id for o in self.options if o.correct)
