"""Scale: a rating from 1 to 5; there is no right answer."""

from typing import ClassVar, Literal

from pydantic import Field

from engine.content.base import Text
from engine.content.questions.common import QuestionBase


class Scale(QuestionBase):
    """A rating from 1 upwards. It is kept and reported, never marked."""

    practises: ClassVar[frozenset[str]] = frozenset({"questionnaire"})
    retries: ClassVar[bool] = False
    marked: ClassVar[bool] = False

    kind: Literal["scale"]
    low: Text
    """What the lowest point means."""
    high: Text
    """What the highest point means."""
    points: int = Field(default=5, ge=2, le=10)
    """How many points the scale has."""
