"""Worksheet: kept and reported, never marked; advice looks at what was entered."""

from collections.abc import Mapping
from typing import Any

from engine.content.questions.worksheet import Advice, Sheetfield, Worksheet
from engine.scoring.mark import UNMARKED, BadResponse, Mark, Response
from engine.scoring.questions.common import known_id
from engine.scoring.questions.fill_in import SURROGATE, number, readings

LONGEST = 2000


def normalise(question: Worksheet, value: Any) -> dict[str, dict[str, Any]] | None:
    """`{"typed": {field: text}, "chosen": {field: [option]}}` without what is empty; None for nothing. Raises BadResponse.

    What was typed stands apart, because erasure removes a person's own words.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadResponse(value)
    fields = {field.id: field for field in question.fields}
    given = {known_id(id, fields): entry for id, entry in _flat(value).items()}
    typed: dict[str, str] = {}
    chosen: dict[str, list[str]] = {}
    for id in sorted(given):
        field = fields[id]
        if field.options:
            picked = _picked(field, given[id])
            chosen |= {id: picked} if picked else {}
        else:
            words = _words(given[id])
            typed |= {id: words} if words else {}
    return {"typed": typed, "chosen": chosen} if typed or chosen else None


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """Field to entry, from a widget's value or from a normalised one."""
    if set(value) <= {"typed", "chosen"} and all(isinstance(part, Mapping) for part in value.values()):
        return {**value.get("typed", {}), **value.get("chosen", {})}
    return dict(value)


def _picked(field: Sheetfield, value: Any) -> list[str]:
    """Chosen options in the order of the field. Raises BadResponse."""
    given = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or (field.entry == "choice" and len(given) > 1):
        raise BadResponse(value)
    known = [option.id for option in field.options]
    wanted = {known_id(id, known) for id in given}
    return [id for id in known if id in wanted]


def _words(value: Any) -> str:
    """What was typed, trimmed. Raises BadResponse for what no field gives."""
    words = "" if value is None else value
    if not isinstance(words, str) or len(words.strip()) > LONGEST or SURROGATE.search(words):
        raise BadResponse(value)
    return words.strip()


def is_complete(question: Worksheet, response: Response) -> bool:
    """Whether every field that is asked for holds enough."""
    return response is not None and not open_fields(question, response)


def open_fields(question: Worksheet, response: Response) -> list[str]:
    """Ids of fields that still lack something: a choice, a number, the fewest characters of a text."""
    entries = _flat(response or {})
    return [f.id for f in question.fields if not _is_filled(f, entries.get(f.id)) and (f.id in entries or not f.optional)]


def _is_filled(field: Sheetfield, entry: Any) -> bool:
    if not entry:
        return False
    if field.entry == "number":
        return number(entry) is not None
    return bool(field.options) or len(entry) >= field.least


def advice(question: Worksheet, response: Response) -> list[Advice]:
    """The advice that fits what was entered, in order."""
    entries = _flat(response or {})
    return [a for a in question.advice if a.field in entries and _fits(a, entries[a.field])]


def _fits(rule: Advice, entry: Any) -> bool:
    if rule.options:
        found = set(entry) & set(rule.options)
        return set(entry) <= set(rule.options) if rule.when == "only" else bool(found) == (rule.when == "has")
    stands = any(word in text for text, wanted in readings(entry, rule.accepted) for word in wanted)
    return stands == (rule.when == "has")


def mark(question: Worksheet, response: Response) -> Mark:
    """No mark: one's own words are not right or wrong."""
    return UNMARKED


def right_answer(question: Worksheet) -> Response:
    """None: there is none."""
    return None
