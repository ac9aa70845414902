"""Essay: a text of one's own, marked by a person by a rubric."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Difficulty, Many, Model, Text, refuse
from engine.content.questions.common import QuestionBase
from engine.content.rubric import Criterion, require_hundred


class Length(Model):
    """How long a text should be, and what shortness costs."""

    least: int = Field(ge=1, le=5000)
    """The fewest characters that lose nothing: Chinese characters, and each word or number in Latin letters as one."""
    most: int = Field(ge=1, le=8000)
    """More than this is told, and costs nothing."""
    points: int = Field(default=0, ge=0, le=50)
    """Points for the length, counted by the program, beside those of the rubric."""
    per: int = Field(default=100, ge=1, le=1000)
    """A step of shortness: so many characters, or a part of them, below `least`."""
    loss: int = Field(default=5, ge=0, le=50)
    """Points that each step costs, down to none left. A text shorter than one step earns none."""

    @model_validator(mode="after")
    def least_first(self) -> Self:
        """The bounds stand in order."""
        if self.least > self.most:
            raise refuse("length_bounds", at=("most",), least=self.least, most=self.most)
        return self


class Essay(QuestionBase):
    """A text of one's own. A person marks it by the rubric; until then it has no mark."""

    practises: ClassVar[frozenset[str]] = frozenset({"rubric-grader"})
    retries: ClassVar[bool] = False
    marked: ClassVar[bool] = False
    revisable: ClassVar[bool] = True

    kind: Literal["essay"]
    difficulty: Difficulty = 3
    """Leave it out, unless the task is easy."""
    length: Length
    """How long the text should be."""
    rubric: Many[Criterion] = Field(min_length=1, max_length=10)
    """What it is marked by; with the points for the length 100 in all."""
    sample: Text | None = None
    """How a good text might read. Shown once one's own is handed in."""

    @model_validator(mode="after")
    def hundred(self) -> Self:
        """The points are 100 in all."""
        require_hundred(self.rubric, self.length.points)
        return self
