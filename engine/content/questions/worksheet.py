"""Worksheet: fields to write in, kept and never marked; a reflection is a worksheet with one field."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.content.base import Difficulty, Id, Labelled, Many, Model, Text, Variants, refuse, require_unique_ids
from engine.content.questions.common import QuestionBase

Entry = Literal["line", "text", "number", "choice", "ticks"]
Form = Literal["reflection-journal", "planner", "form-builder", "checklist", "group-form", "report-generator"]


class Sheetfield(Model):
    """One field of a worksheet."""

    id: Id
    """Short id, unique within the worksheet."""
    text: Text
    """What belongs into the field."""
    entry: Entry = "text"
    """`line`, `text` (several lines), `number`, `choice` (one option) or `ticks` (any number of options)."""
    options: Many[Labelled] = ()
    """What may be chosen; for `choice` and `ticks` only."""
    least: int = Field(default=1, ge=1, le=500)
    """The fewest characters a text needs before it is kept as done."""
    optional: bool = False
    """`true` lets the field stay empty."""
    sample: Text | None = None
    """How a good entry might read. Shown once one's own is kept."""

    @model_validator(mode="after")
    def options_where_chosen(self) -> Self:
        """Options stand where something is chosen, and only there."""
        require_unique_ids(self.options, "options")
        fits = len(self.options) >= 2 if self.entry in ("choice", "ticks") else not self.options
        if not fits:
            raise refuse("sheet_options", at=("options",), entry=self.entry)
        return self


class Advice(Model):
    """A word of advice on what was entered, shown once the worksheet is kept."""

    id: Id
    """Short id, unique within the worksheet."""
    field: Id
    """Id of the field it looks at."""
    when: Literal["has", "lacks", "only"]
    """`has`: one of the words stands in the text, or one of the options is chosen. `lacks`: none does. `only`: all that
    is chosen is among the options named."""
    accepted: Variants = ()
    """The words looked for in a text; an overlay adds words of its own language."""
    options: Many[Id] = ()
    """The options looked for."""
    text: Text
    """The advice."""


class Worksheet(QuestionBase):
    """Fields to write in. What is written is kept, may be changed later, and is never marked."""

    retries: ClassVar[bool] = False
    marked: ClassVar[bool] = False
    revisable: ClassVar[bool] = True

    kind: Literal["worksheet"]
    form: Form = "reflection-journal"
    """What the worksheet is: a reflection, a plan, a form, a checklist, a form for a group or a report."""
    difficulty: Difficulty = 2
    """Leave it out: a worksheet is not marked."""
    fields: Many[Sheetfield] = Field(min_length=1, max_length=16)
    """The fields."""
    advice: Many[Advice] = ()
    """Advice on what was entered."""

    @model_validator(mode="after")
    def known_fields(self) -> Self:
        """Ids are unique; advice looks at a field of this worksheet and at options that it has."""
        require_unique_ids(self.fields, "fields")
        require_unique_ids(self.advice, "advice")
        fields = {field.id: field for field in self.fields}
        for i, advice in enumerate(self.advice):
            if advice.field not in fields:
                raise refuse("unknown_field", at=("advice", i, "field"), name=advice.field, known=list(fields))
            _require_looked_for(advice, fields[advice.field], ("advice", i))
        return self

    def interactive_types(self) -> frozenset[str]:
        """The form it declares."""
        return super().interactive_types() | {self.form}


def _require_looked_for(advice: Advice, field: Sheetfield, at: tuple[str | int, ...]) -> None:
    """Refuse advice that does not say what it looks for, or looks for what its field cannot hold."""
    if bool(advice.accepted) == bool(advice.options):
        raise refuse("advice_words_or_options", at=at)
    if advice.accepted and field.options:
        raise refuse("advice_words_of_choice", at=(*at, "accepted"), name=field.id)
    if advice.accepted and advice.when == "only":
        raise refuse("advice_only_options", at=(*at, "when"))
    for i, word in enumerate(advice.accepted):
        if not word.strip():
            raise refuse("blank_empty_variant", at=(*at, "accepted", i))
    known = [option.id for option in field.options]
    for i, option in enumerate(advice.options):
        if option not in known:
            raise refuse("unknown_option", at=(*at, "options", i), name=option, known=known)
