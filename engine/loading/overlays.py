"""Overlays: the English texts of a file, by id, checked against the Chinese file they belong to."""

from typing import Any

from engine.content.base import FORMAT, Model
from engine.content.texts import Texts, texts_of, with_texts
from engine.loading.problems import Path, Problem, suggestion
from engine.loading.reading import Document
from engine.loading.syntax import key_before_colon, misread
from engine.loading.validating import M, format_told, one_cut_each, validate

MERGED = frozenset({"accepted"})


def translate(base: M, document: Document, overlay: Document) -> tuple[M, M] | list[Problem]:
    """The base model and its translation, both with the accepted variants of either language.

    `document` is the file `base` was made from.
    """
    data = overlay.data
    if not isinstance(data, dict):
        return [overlay.problem("expected_mapping")]
    wanted = texts_of(base)
    problems = _format_problems(overlay) + _compare(wanted, data, overlay, ())
    texts = _fitting(wanted, data)
    translated = validate(type(base), overlay, with_texts(document.data, texts), _relocated(document.data))
    if isinstance(translated, list):
        return problems + translated
    variants = _only_variants(texts)
    both = validate(type(base), document, with_texts(document.data, variants)) if variants else base
    return problems or ((both, translated) if isinstance(both, Model) else both)


def _format_problems(overlay: Document) -> list[Problem]:
    if "format" not in overlay.data:
        return [overlay.problem("missing_key", ("format",), name="format")]
    given = overlay.data["format"]
    if isinstance(given, bool) or given != FORMAT:
        code, values = format_told(given)
        return [overlay.problem(code, ("format",), **values)]
    return []


def _compare(wanted: Texts, given: dict[str, Any], overlay: Document, path: Path, by_id: bool = False) -> list[Problem]:
    """A Problem for each text that the overlay lacks, has too many, or gives as something else.

    `by_id` says that the keys here are ids of items, not names of fields.
    """
    problems = []
    for key, text in wanted.items():
        here, value = (*path, key), given.get(key)
        if key not in given:
            problems.append(overlay.problem("missing_translation", here, name=key))
        elif isinstance(text, dict) and isinstance(value, dict):
            problems += _compare(text, value, overlay, here, not by_id)
        elif not isinstance(value, type(text)):
            expected = "expected_mapping" if isinstance(text, dict) else "expected_text"
            problems.append(overlay.problem("empty_value" if value is None else expected, here))
    for key, value in given.items():
        if key in MERGED and not by_id:
            problems += _variant_problems(value, overlay, (*path, key))
    return _without_misspelt(problems + one_cut_each(_surplus(wanted, given, overlay, path, by_id)))


def _surplus(wanted: Texts, given: dict[str, Any], overlay: Document, path: Path, by_id: bool) -> list[Problem]:
    """A Problem for each key that the base file has no text for, with what was probably meant."""
    known = {"format", *MERGED} if not path else set() if by_id else MERGED
    surplus, missing = [k for k in given if k not in wanted and k not in known], [k for k in wanted if k not in given]
    problems = []
    for key in surplus:
        here = (*path, key)
        level = next((k for k in missing if isinstance(wanted[k], dict) and key in wanted[k]), "")
        slip = misread(f"{key}:", 0)
        if slip:
            problems.append(overlay.problem(slip[0], here, at_key=True))
        elif overlay.cuts_text(here):
            problems.append(overlay.problem("cut_at_comma", here, at_key=True, name=key))
        elif level:
            problems.append(overlay.problem("level_missing", here, at_key=True, name=key, above=level))
        else:
            close = missing[0] if len(surplus) == len(missing) == 1 else suggestion(key, missing)
            problems.append(overlay.problem("surplus_translation", here, at_key=True, name=key, suggestion=close))
    return problems


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """A surplus key that stands for a missing one is told once, and so is a level that was left out."""
    meant = {(*p.path[:-1], p.values["suggestion"]) for p in problems if p.code == "surplus_translation"}
    meant |= {(*p.path[:-1], key_before_colon(p.path[-1])) for p in problems if p.code == "fullwidth_colon"}
    levels = {(*p.path[:-1], p.values["above"]): p for p in reversed(problems) if p.code == "level_missing"}
    once = [p for p in problems if p.code != "level_missing" or p in levels.values()]
    return [p for p in once if p.code != "missing_translation" or (p.path not in meant and p.path not in levels)]


def _variant_problems(variants: Any, overlay: Document, path: Path) -> list[Problem]:
    if not isinstance(variants, list):
        return [overlay.problem("empty_value" if variants is None else "expected_list", path)]
    wrong = [(i, v) for i, v in enumerate(variants) if not _is_variant(v)]
    blank = "blank_empty_variant"
    return [overlay.problem(blank if isinstance(v, str | None) else "expected_text", (*path, i)) for i, v in wrong]


def _is_variant(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _fitting(wanted: Texts, given: dict[str, Any]) -> Texts:
    """The part of an overlay that has its place in the base file and the right type."""
    fitting: Texts = {}
    for key, value in given.items():
        if key in MERGED and isinstance(value, list) and all(map(_is_variant, value)):
            fitting[key] = value
        elif key in wanted and isinstance(value, type(wanted[key])):
            fitting[key] = _fitting(wanted[key], value) if isinstance(value, dict) else value
    return fitting


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


def _only_variants(data: dict[str, Any]) -> Texts:
    """The part of an overlay that scores: its accepted variants, nested by id."""
    found: Texts = {}
    for key, value in data.items():
        if key in MERGED and isinstance(value, list):
            found[key] = value
        elif isinstance(value, dict) and (inner := _only_variants(value)):
            found[key] = inner
    return found
