"""What the models say of themselves: which parts a file has, which fields each part, and what may be written in them."""

import ast
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from textwrap import dedent
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from engine.content.base import ID_PATTERN, Merged, Model, Translated


@dataclass(frozen=True, slots=True)
class Form:
    """What may be written in a field.

    `kind`: `id`, `text` (translated), `plain` (a text of no language), `condition`, `flag`, `whole`, `number`, `choice`
    (one of `choices`), `part` (one of `models`), `list` or `variants` (of `item`). `least` and `most` bound a number or a
    length.
    """

    kind: str
    choices: tuple[Any, ...] = ()
    models: tuple[type[Model], ...] = ()
    item: "Form | None" = None
    least: Any = None
    most: Any = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One field, and the model that declares it."""

    owner: type[Model]
    name: str
    info: FieldInfo

    @property
    def key(self) -> str:
        """The field's own name over all models, such as `single.Single.options`."""
        return f"{name_of(self.owner)}.{self.name}"

    @property
    def text(self) -> str:
        """What the model says of the field, on one line."""
        return " ".join(_texts(self.owner).get(self.name, "").split())

    @property
    def form(self) -> Form:
        """What may be written in it."""
        return _form(self.info.annotation, self.info.metadata)


@cache
def _texts(model: type[Model]) -> Mapping[str, str]:
    """The text under each field that a model declares itself. Read when it is asked for, because it takes long."""
    (declared,) = ast.parse(dedent(inspect.getsource(model))).body
    assert isinstance(declared, ast.ClassDef)
    found = {}
    for field, text in pairwise(declared.body):
        said = text.value if isinstance(text, ast.Expr) else None
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(said, ast.Constant):
            found[field.target.id] = inspect.cleandoc(str(said.value))
    return found


def explain(roots: Iterable[type[Model]]) -> None:
    """Let the JSON Schema of `roots`, and of every model in them, say of each field what the model says of it."""
    for model in _innermost_first(roots, {}):  # a model is built of those that stand in it
        for entry in entries(model):
            entry.info.description = _texts(entry.owner).get(entry.name)
        model.model_rebuild(force=True)


def _innermost_first(models: Iterable[type[Model]], found: dict[type[Model], None]) -> dict[type[Model], None]:
    for model in models:
        if model not in found:
            _innermost_first(held(model), found)
            found[model] = None
    return found


def name_of(model: type[Model]) -> str:
    """A model's own name over all modules, such as `quiz.Cell`."""
    return f"{model.__module__.rsplit('.', 1)[-1]}.{model.__name__}"


def entries(model: type[Model]) -> tuple[Entry, ...]:
    """All fields of `model`, those of its bases first."""
    owners = [m for m in model.__mro__ if issubclass(m, Model)] if issubclass(model, Model) else []
    return tuple(
        Entry(next(m for m in owners if name in m.__annotations__), name, info) for name, info in model.model_fields.items()
    )


def held(model: type[Model]) -> tuple[type[Model], ...]:
    """The models that stand in the fields of `model`, each once, in order."""
    return tuple(dict.fromkeys(m for entry in entries(model) for m in _models(entry.info.annotation)))


def all_parts(roots: Iterable[type[Model]]) -> tuple[type[Model], ...]:
    """`roots`, every model that stands in them at any depth, and the bases that declare their fields."""
    found: dict[type[Model], None] = {}
    todo = list(roots)
    while todo:
        model = todo.pop(0)
        if model not in found:
            found[model] = None
            todo += [*(entry.owner for entry in entries(model)), *held(model)]
    return tuple(found)


def _models(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [m for argument in get_args(annotation) for m in _models(argument)]


def _form(annotation: Any, metadata: Iterable[Any]) -> Form:
    marks, origin = list(metadata), get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _form(inner, [*more, *marks])
    if origin in (Union, UnionType):
        parts = [a for a in get_args(annotation) if a is not NoneType]
        if len(parts) == 1:
            return _form(parts[0], marks)
        models = tuple(_models(annotation))
        return Form("part", models=models) if models else _bounded("number", marks)
    if origin is Literal:
        return Form("choice", choices=get_args(annotation))
    if origin is tuple:
        kind = "variants" if any(isinstance(m, Merged) for m in marks) else "list"
        return _bounded(kind, marks, item=_form(get_args(annotation)[0], []))
    return _plain_form(annotation, marks)


def _plain_form(annotation: type, marks: list[Any]) -> Form:
    """The form of a field that holds one value or one part."""
    if issubclass(annotation, Model):
        return Form("part", models=(annotation,))
    if annotation is not str:
        return _bounded({bool: "flag", int: "whole"}.get(annotation, "number"), marks)
    if any(getattr(m, "pattern", None) == ID_PATTERN for m in marks):
        return Form("id")
    if any(isinstance(m, AfterValidator) for m in marks):
        return Form("condition")
    return Form("text" if any(isinstance(m, Translated) for m in marks) else "plain")


def _bounded(kind: str, marks: list[Any], item: Form | None = None) -> Form:
    def bound(*names: str) -> Any:
        return next((v for m in marks for n in names if (v := getattr(m, n, None)) is not None), None)

    return Form(kind, item=item, least=bound("ge", "min_length"), most=bound("le", "max_length"))
