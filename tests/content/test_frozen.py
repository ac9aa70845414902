"""Content is closed and frozen: every session of the process shares it."""

import inspect
import types
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import get_args, get_origin

import pytest
from pydantic import ValidationError

from engine.content import bank, blocks, case, figure, glossary, lesson, outline, quiz, roleplay, rubric, sources
from engine.content.base import Model, is_id
from engine.content.questions import KINDS, common, fill_in, matching, ordering, sorting
from engine.loading.loading import load

SAMPLES = Path(__file__).parents[1] / "loading" / "broken"
FILES = [bank, quiz, sources, lesson, blocks, figure, glossary, outline, case, roleplay, rubric]
MODULES = [*FILES, common, fill_in, matching, ordering, sorting, *map(inspect.getmodule, KINDS.values())]
MODELS = sorted(
    {m for module in MODULES for m in vars(module).values() if isinstance(m, type) and issubclass(m, Model)}, key=str
)


def types_in(annotation):
    yield get_origin(annotation) or annotation
    for argument in get_args(annotation):
        yield from types_in(argument)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_no_model_holds_what_can_be_changed(model):
    """A frozen model with a list inside is still mutable."""
    held = {t for field in model.model_fields.values() for t in types_in(field.annotation)}

    assert held & {list, dict, set, bytearray} == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_model_is_closed_frozen_and_strict(model):
    config = model.model_config

    assert (config["extra"], config["frozen"], config["strict"]) == ("forbid", True, True)


def test_every_unit_of_the_course_has_a_hash(course):
    """Only what holds nothing mutable, however deep, can be hashed."""
    lessons = [*course.lessons["zh"].values(), *course.figures["en"].values(), *course.terms["zh"].values()]
    stories = [*course.cases["zh"].values(), *course.roleplays["en"].values()]
    units = [*course.questions["zh"].values(), *course.quizzes["en"].values(), course.sources, *lessons, *stories]

    assert len({hash(unit) for unit in units}) > len(units) * 0.99


def test_a_question_and_its_parts_cannot_be_changed(course):
    question = next(q for q in course.questions["zh"].values() if q.kind == "single")

    for change in (
        lambda: setattr(question, "stem", "x"),
        lambda: setattr(question.options[0], "correct", True),
        lambda: delattr(question, "stem"),
        lambda: setattr(question, "new", 1),
    ):
        with pytest.raises(ValidationError):
            change()
    with pytest.raises(TypeError):
        question.options[0] = question.options[1]


def test_a_course_cannot_be_changed(course):
    with pytest.raises(FrozenInstanceError):
        course.questions = {}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_refused_at_every_depth(kind):
    """Closed, because an unknown key is a typing slip."""
    (question,) = (q for q in load([SAMPLES / kind / "sound"]).course.questions["zh"].values() if q.kind == kind)
    data = question.model_dump()
    lists = [name for name, value in data.items() if value and isinstance(value, tuple) and isinstance(value[0], dict)]

    for spoilt in [{**data, "colour": "red"}] + [
        {**data, name: ({**data[name][0], "colour": "red"}, *data[name][1:])} for name in lists
    ]:
        with pytest.raises(ValidationError) as refused:
            type(question).model_validate(spoilt)
        assert "extra_forbidden" in [e["type"] for e in refused.value.errors()]


@pytest.mark.parametrize("value", ["a", "loyalty-04", "7", "2024", "a" * 64])
def test_what_is_an_id(value):
    assert is_id(value)


@pytest.mark.parametrize("value", ["", "a" * 65, "A", "a_b", "-a", "a-", "a--b", "a b", "é", "a\n", "题", None, 7, ["a"]])
def test_what_is_no_id(value):
    assert not is_id(value)


def test_the_guard_against_lists_would_see_one():
    """Proof that the first test can fail: a list deep inside an annotation is found."""
    assert list in set(types_in(tuple[tuple[int, ...] | list[str], ...]))
    assert types.UnionType in set(types_in(int | None))
