"""Plain data to models; Pydantic's errors become Problems by their type, never by their English."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.content.base import FORMAT, Model
from engine.content.lesson import KINDS
from engine.loading.problems import Path, Problem, suggestion
from engine.loading.reading import Document
from engine.loading.syntax import key_before_colon, misread

M = TypeVar("M", bound=Model)
Relocate = Callable[[Path], Path]
Values = dict[str, Any]

CODES = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "string_type": "expected_text",
    "bool_type": "expected_true_false",
    "int_type": "expected_number",
    "float_type": "expected_number",
    "tuple_type": "expected_list",
    "model_type": "expected_mapping",
    "model_attributes_type": "expected_mapping",
    "dict_type": "expected_mapping",
    "literal_error": "not_one_of",
    "too_short": "too_few",
    "too_long": "too_many",
    "string_pattern_mismatch": "bad_id",
    "string_too_short": "empty_text",
    "string_too_long": "text_too_long",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
}
AT_KEY = {"unknown_key", "cut_at_comma", "fullwidth_colon", "fullwidth_indent"}
MAY_BE_A_SLIP = {"unknown_key", "expected_mapping"}
FULLWIDTH_COMMAS = ("，", "、")
IN_LISTS = {"not_one_of", "bad_id"}
NAMES_KEY = {"missing", "extra_forbidden"}
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
    values = dict(error.get("ctx") or {})
    path = (*_path_in(data, error["loc"], error["type"] in NAMES_KEY), *values.pop("at", ()))
    code, path, values = _told(error, path, values, _keys_at(model, error["loc"]) - set(_inside(data, path[:-1])))
    slip = misread(f"{path[-1]}:" if code == "unknown_key" else str(error["input"]), 0) if code in MAY_BE_A_SLIP else None
    if slip:
        code, values = slip[0], {}
    elif code == "unknown_key" and document.cuts_text(relocate(path)):
        code, values = "cut_at_comma", {"name": path[-1]}
    return document.problem(code, relocate(path), at_key=code in AT_KEY, **values)


def _told(error: ErrorDetails, path: Path, values: Values, keys: set[str]) -> tuple[str, Path, Values]:
    """Code, path and values as an author should see them; `keys` might stand there and do not."""
    code, given = CODES.get(error["type"], error["type"]), error["input"]
    if error["type"].startswith("union_tag"):
        return _kind_told(given, path, str(values.get("expected_tags", "")).replace("'", ""))
    if code == "missing_key":
        values = {"name": path[-1]}
    elif code == "unknown_key":
        values = {"name": path[-1], "suggestion": suggestion(path[-1], keys)}
    elif given is None:
        code, values = "empty_value", {}
    elif path == ("format",):
        code, values = format_told(given)
    elif code in IN_LISTS and isinstance(path[-1], int) and any(comma in str(given) for comma in FULLWIDTH_COMMAS):
        code, values = "fullwidth_comma", {"value": given}
    elif code == "not_one_of":
        values = _choices(given, str(values["expected"]).replace(" or ", ", "))
        if isinstance(given, str) and given in values["expected"].split(", "):
            code, values = "quoted_number", {"value": given}
    elif error["type"] == "int_type" and isinstance(given, float):
        code = "expected_whole_number"
    elif "known" in values:
        values["suggestion"] = suggestion(values["name"], values.pop("known"))
    return code, path, values


def format_told(given: Any) -> tuple[str, Values]:
    """Code and values for a format that is not ours, or is ours in quotes."""
    if given == str(FORMAT):
        return "quoted_number", {"value": given}
    return "wrong_format", {"value": given, "expected": FORMAT}


def _kind_told(question: Values, path: Path, expected: str) -> tuple[str, Path, Values]:
    """What is wrong with the key `kind`: it is left out, misspelt, empty, or names no kind that may stand here."""
    if "kind" not in question:
        others = {key for model in KINDS.values() for key in model.model_fields} - {"kind"}
        close = suggestion("kind", set(question) - others)
        key = close or "kind"
        return "unknown_key" if close else "missing_key", (*path, key), {"name": key, "suggestion": close and "kind"}
    path = (*path, "kind")
    if question["kind"] is None:
        return "empty_value", path, {}
    return "unknown_kind", path, _choices(question["kind"], expected)


def _choices(given: Any, expected: str) -> Values:
    names = expected.replace("'", "")
    return {"value": given, "expected": names, "suggestion": suggestion(given, names.split(", "))}


def _path_in(data: Any, loc: tuple[int | str, ...], names_key: bool) -> Path:
    """The parts of a Pydantic location that the document has; the last part of all may be missing or new.

    Pydantic puts the tag of a union into the location. Such a part is skipped, also where the data has a key of that
    name: a block of the kind `text` has a `text`. `names_key` says that the last part is a key, whatever its name.
    """
    path: list[int | str] = []
    for index, part in enumerate(loc):
        listed = index > 0 and isinstance(loc[index - 1], int) and isinstance(data, dict)
        if listed and part in KINDS and data.get("kind") == part and not (names_key and index == len(loc) - 1):
            continue
        inside = (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int))
        if inside:
            path.append(part)
            data = data[part]
        elif index == len(loc) - 1 and isinstance(data, dict) and part not in NUMBER_TAGS:
            path.append(part)
    return tuple(path)


def _inside(data: Any, path: Path) -> Values:
    """The mapping at `path`, or an empty one."""
    part: Any
    for part in path:
        data = data[part] if isinstance(data, list) or (isinstance(data, dict) and part in data) else {}
    return data if isinstance(data, dict) else {}


def _distinct(problems: list[Problem]) -> list[Problem]:
    """One Problem for each place and code: a number that is a text fails once as int and once as float."""
    return list({(p.code, p.path): p for p in problems}.values())


def _keys_at(model: type[Model], loc: tuple[int | str, ...]) -> set[str]:
    """The keys that may stand where the last part of `loc` stands."""
    kinds: dict[str | int, type[Model]] = {name: kind for name, kind in KINDS.items()}
    here: list[type[Model]] = [model]
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        inner = [m for h in here if part in h.model_fields for m in _models_in(h.model_fields[part].annotation)]
        here = inner or ([kinds[part]] if part in kinds else here)
    return {key for h in here for key in h.model_fields}


def _models_in(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [m for argument in get_args(annotation) for m in _models_in(argument)]


def _one_each(problems: list[Problem]) -> list[Problem]:
    """One mistake is told once: an unknown key that nearly spells a missing one, a list too short for its bad items."""
    problems = one_cut_each(problems)
    indent = next((p for p in problems if p.code == "fullwidth_indent"), None)
    if indent:
        return [indent]  # all that stands behind it is missing elsewhere
    meant = {(*p.path[:-1], p.values["suggestion"]) for p in problems if p.code == "unknown_key"}
    meant |= {(*p.path[:-1], key_before_colon(p.path[-1])) for p in problems if p.code == "fullwidth_colon"}
    above = {p.path[:n] for p in problems for n in range(len(p.path))}
    return [
        p
        for p in problems
        if not (p.code == "missing_key" and p.path in meant) and not (p.code == "too_few" and p.path in above)
    ]


def one_cut_each(problems: list[Problem]) -> list[Problem]:
    """A text that is cut at several commas is told once, at the first."""
    cuts: dict[Path, Problem] = {}
    for problem in problems:
        if problem.code == "cut_at_comma":
            cuts.setdefault(problem.path[:-1], problem)
    return [p for p in problems if p.code != "cut_at_comma" or cuts[p.path[:-1]] is p]
