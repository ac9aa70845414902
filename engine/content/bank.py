"""A bank file: the questions of one topic."""

from pydantic import Field

from engine.content.base import Format, Id, Many, Model, Text
from engine.content.questions import BankQuestion


class Bank(Model):
    """quizzes/bank/<topic>.yaml: one topic and its questions."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """The topic's id; the file is named after it."""
    title: Text
    """The topic's name."""
    summary: Text
    """One sentence on what the topic is about."""
    order: int = Field(default=100, ge=0)
    """Topics are listed by this number, then by id."""
    questions: Many[BankQuestion] = Field(min_length=1)
    """The questions."""
