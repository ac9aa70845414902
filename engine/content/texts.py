"""Texts apart from structure: what an overlay translates, and what a mark depends on.

The texts of a model are nested by id, in the very shape of an overlay file:
`{"stem": ..., "options": {"repeat": {"text": ..., "feedback": ...}}}`. The structure is the rest.
"""

from functools import cache
from typing import Any, NamedTuple, get_args

from engine.content.base import Merged, Model, Translated

Texts = dict[str, Any]


class Shape(NamedTuple):
    """Names of a model's fields that hold texts, lists of accepted variants, and nested models."""

    texts: frozenset[str]
    merged: frozenset[str]
    nested: tuple[str, ...]


def _marked(annotation: Any, metadata: Any, mark: type) -> bool:
    if any(isinstance(m, mark) for m in metadata):
        return True
    return any(_marked(a, getattr(a, "__metadata__", ()), mark) for a in get_args(annotation) if a is not Ellipsis)


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return True
    return any(_holds_models(a) for a in get_args(annotation))


@cache
def shape(model: type[Model]) -> Shape:
    """Which fields of `model` are texts, merged lists, or hold further models."""
    fields = model.model_fields.items()
    return Shape(
        frozenset(n for n, f in fields if _marked(f.annotation, f.metadata, Translated) and not _holds_models(f.annotation)),
        frozenset(n for n, f in fields if _marked(f.annotation, f.metadata, Merged)),
        tuple(n for n, f in fields if _holds_models(f.annotation)),
    )


def item_key(item: Model) -> str:
    """The id by which an overlay names an item of a list."""
    return str(getattr(item, "id", None) or getattr(item, "element", ""))


def _nested(value: Any) -> tuple[Model, ...]:
    if isinstance(value, Model):
        return (value,)
    return value if isinstance(value, tuple) and value and isinstance(value[0], Model) else ()


def texts_of(model: Model) -> Texts:
    """Every text of `model`, nested by id."""
    fields = shape(type(model))
    found: Texts = {n: v for n in fields.texts if (v := getattr(model, n)) is not None}
    for name in fields.nested:
        inner = {item_key(item): t for item in _nested(getattr(model, name)) if (t := texts_of(item))}
        if inner:
            found[name] = inner
    return found


def structure_of(model: Model) -> dict[str, Any]:
    """Everything but the texts, as plain data without defaults: what marks depend on."""
    fields = shape(type(model))
    plain = model.model_dump(mode="json", exclude_defaults=True, exclude=set(fields.texts))
    for name in fields.nested:
        value = getattr(model, name)
        if name in plain:
            parts = [structure_of(item) for item in _nested(value)]
            plain[name] = parts[0] if isinstance(value, Model) else parts
    return plain


def with_texts(data: Any, texts: Texts, merged: frozenset[str] = frozenset({"accepted"})) -> Any:
    """Plain `data` of a model with `texts` laid over it by id; lists of variants are added to, once each."""
    result = dict(data)
    for name, value in texts.items():
        below = result.get(name)
        if isinstance(value, dict) and isinstance(below, list):
            result[name] = [_item_with_texts(item, value) for item in below]
        elif name in merged and isinstance(value, list):
            result[name] = list(dict.fromkeys([*(below or []), *value]))
        else:
            result[name] = value
    return result


def _item_with_texts(item: Any, texts: Texts) -> Any:
    if not isinstance(item, dict):
        return item
    own = texts.get(str(item.get("id") or item.get("element")))
    return with_texts(item, own) if isinstance(own, dict) else item
