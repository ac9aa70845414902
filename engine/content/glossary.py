"""The glossary: the course's terms, each in two or three sentences."""

from typing import Self

from pydantic import Field, model_validator

from engine.content.base import Format, Id, Many, Model, Text, require_unique_ids


class Term(Model):
    """One term."""

    id: Id
    """Stable id, unique within the glossary."""
    text: Text
    """The term."""
    meaning: Text
    """What it means, in one to three sentences."""
    also: Text | None = None
    """Its name in the other language, or other names it goes by."""
    elements: Many[Id] = ()
    """Source elements it comes from."""


class Glossary(Model):
    """lessons/glossary.yaml: the terms of the course."""

    format: Format
    """Version of the file format: 1."""
    terms: Many[Term] = Field(min_length=1)
    """The terms."""

    @model_validator(mode="after")
    def distinct_terms(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.terms, "terms")
        return self
