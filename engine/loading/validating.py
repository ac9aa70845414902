"""Plain data to models; Pydantic's errors become Problems by their type, never by their English."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.content.base import Model
from engine.content.questions import KINDS
from engine.loading.problems import Path, Problem, suggestion
from engine.loading.reading import Document

M = TypeVar("M", bound=Model)
Relocate = Callable[[Path], Path]

CODES = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "string_type": "expected_text",
    "bool_type": "expected_true_false",
    "int_type": "expected_number",
    "float_type": "expected_number",
    "int_from_float": "expected_whole_number",
    "tuple_type": "expected_list",
    "model_type": "expected_mapping",
    "model_attributes_type": "expected_mapping",
    "dict_type": "expected_mapping",
    "literal_error": "not_one_of",
    "union_tag_invalid": "unknown_kind",
    "union_tag_not_found": "missing_key",
    "too_short": "too_few",
    "too_long": "too_many",
    "string_pattern_mismatch": "bad_id",
    "string_too_short": "empty_text",
    "string_too_long": "text_too_long",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
}
AT_KEY = {"unknown_key"}
NUMBER_TAGS = {"int", "float"}


def validate(model: type[M], document: Document, data: Any = None, relocate: Relocate | None = None) -> M | list[Problem]:
    """`data` (default: the document's own) as a `model`, or every Problem found in one pass.

    `relocate` maps a path in `data` to the path in the document, where the two differ (an overlay).
    """
    subject = document.data if data is None else data
    try:
        return model.model_validate(subject)
    except ValidationError as error:
        paths = relocate or (lambda path: path)
        found = [_problem(e, model, subject, document, paths) for e in error.errors(include_url=False)]
        return _one_each(_distinct(found))


def _problem(error: ErrorDetails, model: type[Model], data: Any, document: Document, relocate: Relocate) -> Problem:
    code = CODES.get(error["type"], error["type"])
    path = _path_in(data, error["loc"])
    values = dict(error.get("ctx") or {})
    if code in ("missing_key", "unknown_key"):
        values["key"] = "kind" if error["type"] == "union_tag_not_found" else str(error["loc"][-1])
        values["suggestion"] = suggestion(values["key"], _keys_at(model, error["loc"])) if code == "unknown_key" else ""
    if error["type"] == "union_tag_invalid":
        values = {"value": values["tag"], "expected": str(values["expected_tags"]).replace("'", "")}
        values["suggestion"] = suggestion(values["value"], values["expected"].split(", "))
        path = (*path, "kind")
    elif code == "not_one_of":
        values = {"value": error["input"], "expected": str(values["expected"]).replace("'", "").replace(" or ", ", ")}
        values["suggestion"] = suggestion(error["input"], values["expected"].split(", "))
    elif "known" in values:
        values["suggestion"] = suggestion(values["name"], values.pop("known"))
    return document.problem(code, relocate(path), at_key=code in AT_KEY, **values)


def _path_in(data: Any, loc: tuple[int | str, ...]) -> Path:
    """The parts of a Pydantic location that the document has; the last part of all may be missing or new.

    Pydantic puts the tag of a union into the location; such a part is no key of the data and is skipped.
    """
    path: list[int | str] = []
    for index, part in enumerate(loc):
        inside = isinstance(data, dict) and part in data or isinstance(data, list) and isinstance(part, int)
        if inside:
            path.append(part)
            data = data[part]
        elif index == len(loc) - 1 and isinstance(data, dict) and part not in NUMBER_TAGS:
            path.append(part)
    return tuple(path)


def _distinct(problems: list[Problem]) -> list[Problem]:
    """One Problem for each place and code: a number that is a text fails once as int and once as float."""
    return list({(p.code, p.path): p for p in problems}.values())


def _keys_at(model: type[Model], loc: tuple[int | str, ...]) -> set[str]:
    """The keys that may stand where the last part of `loc` stands."""
    here: list[type[Model]] = [model]
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        inner = [m for h in here if part in h.model_fields for m in _models_in(h.model_fields[part].annotation)]
        here = inner or [KINDS[part]] if part in KINDS else inner or here
    return {key for h in here for key in h.model_fields}


def _models_in(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [m for argument in get_args(annotation) for m in _models_in(argument)]


def _one_each(problems: list[Problem]) -> list[Problem]:
    """One mistake is told once: an unknown key that nearly spells a missing one, a list too short for its bad items."""
    meant = {(*p.path[:-1], p.values["suggestion"]) for p in problems if p.code == "unknown_key"}
    above = {p.path[:n] for p in problems for n in range(len(p.path))}
    return [
        p
        for p in problems
        if not (p.code == "missing_key" and p.path in meant) and not (p.code == "too_few" and p.path in above)
    ]
