"""An answer that stands in for an author's own, so that a preview can show what comes after a question."""

from engine.content.questions import Question
from engine.content.questions.essay import Essay
from engine.content.questions.rating import Rating
from engine.content.questions.scale import Scale
from engine.content.questions.worksheet import Sheetfield, Worksheet
from engine.scoring.mark import Response
from engine.scoring.questions import normalise, right_answer

FILLER = "…"


def stand_in(question: Question) -> Response:
    """The key where there is one; else the sample that the author wrote, the first option, the lowest point."""
    match question:
        case Worksheet():
            value: Response = {field.id: _entry(field) for field in question.fields}
        case Essay():
            value = question.sample or FILLER
        case Rating():
            value = {item.id: 1 for item in question.items}
        case Scale():
            value = 1
        case _:
            value = right_answer(question)
    return normalise(question, value)


def _entry(field: Sheetfield) -> Response:
    if field.options:
        return [field.options[0].id]
    return "1" if field.entry == "number" else (field.sample or FILLER).ljust(field.least, FILLER)
