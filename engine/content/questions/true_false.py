"""True or false."""

from typing import ClassVar, Literal

from engine.content.base import Text
from engine.content.questions.common import QuestionBase


class TrueFalse(QuestionBase):
    """A statement that is true or false; full mark or nothing."""

    retries: ClassVar[bool] = False

    kind: Literal["true_false"]
    answer: bool
    """`true` or `false`."""
    feedback_true: Text | None = None
    """Shown to whoever answered "true"."""
    feedback_false: Text | None = None
    """Shown to whoever answered "false"."""
