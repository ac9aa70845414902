"""Overlays: the English texts of a file, by id, checked against the Chinese file they belong to."""

from typing import Any

from engine.content.base import FORMAT, Model
from engine.content.texts import Texts, texts_of, with_texts
from engine.loading.problems import Path, Problem, suggestion
from engine.loading.reading import Document
from engine.loading.validating import M, validate

MERGED = frozenset({"accepted"})


def translate(base: M, document: Document, overlay: Document) -> tuple[M, M] | list[Problem]:
    """The base model and its translation, both with the accepted variants of either language.

    `document` is the file `base` was made from.
    """
    data = overlay.data
    if not isinstance(data, dict):
        return [overlay.problem("expected_mapping")]
    problems = _format_problems(overlay) + _compare(texts_of(base), data, overlay, ())
    translated = validate(type(base), overlay, with_texts(document.data, data), _relocated(document.data))
    if problems or isinstance(translated, list):
        return problems + (_within_overlay(translated, overlay) if isinstance(translated, list) else [])
    variants = _only_variants(data)
    both = validate(type(base), document, with_texts(document.data, variants)) if variants else base
    return (both, translated) if isinstance(both, Model) else both


def _format_problems(overlay: Document) -> list[Problem]:
    if "format" not in overlay.data:
        return [overlay.problem("missing_key", ("format",), key="format", suggestion="")]
    if overlay.data["format"] != FORMAT:
        return [overlay.problem("wrong_format", ("format",), value=overlay.data["format"], expected=FORMAT)]
    return []


def _compare(wanted: Texts, given: dict[str, Any], overlay: Document, path: Path) -> list[Problem]:
    """A Problem for each text that the overlay lacks or has too many."""
    problems = []
    for key, text in wanted.items():
        here = (*path, key)
        if key not in given:
            problems.append(overlay.problem("missing_translation", here, key=key))
        elif isinstance(text, dict) and isinstance(given[key], dict):
            problems += _compare(text, given[key], overlay, here)
        elif isinstance(text, dict) or isinstance(given[key], dict):
            problems.append(overlay.problem("expected_mapping" if isinstance(text, dict) else "expected_text", here))
    for key in given:
        if key not in wanted and key not in MERGED and (path or key != "format"):
            close = suggestion(key, wanted)
            problems.append(overlay.problem("surplus_translation", (*path, key), at_key=True, key=key, suggestion=close))
    return problems


def _relocated(data: Any) -> Any:
    """From a path in the base file's data to the path in the overlay, which names list items by id."""

    def relocate(path: Path) -> Path:
        here: Any = data
        result: list[str | int] = []
        for part in path:
            here = here[part] if _has(here, part) else None
            named = isinstance(part, int) and isinstance(here, dict)
            result.append(str(here.get("id") or here.get("element")) if named and here else part)
        return tuple(result)

    return relocate


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _within_overlay(problems: list[Problem], overlay: Document) -> list[Problem]:
    """Only Problems whose place the overlay really has; the others belong to the base file."""
    return [p for p in problems if _reaches(overlay.data, p.path)]


def _reaches(data: Any, path: Path) -> bool:
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return bool(path)


def _only_variants(data: dict[str, Any]) -> Texts:
    """The part of an overlay that scores: its accepted variants, nested by id."""
    found: Texts = {}
    for key, value in data.items():
        if key in MERGED and isinstance(value, list):
            found[key] = value
        elif isinstance(value, dict) and (inner := _only_variants(value)):
            found[key] = inner
    return found
