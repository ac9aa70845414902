"""What lessons and the outline name by id exists, and each lesson has its home."""

from collections.abc import Iterable, Sequence, Set
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from engine.content.blocks import Diagram, Figure, Link
from engine.content.case import Case
from engine.content.figure import DrawnFigure
from engine.content.lesson import Lesson
from engine.content.outline import Outline
from engine.content.roleplay import Roleplay
from engine.loading.problems import Path, Problem, suggestion
from engine.loading.rows import known

if TYPE_CHECKING:
    from engine.loading.loading import Unit

Names = dict[str, set[str]]
Named = tuple[Path, str, str]
"""Path, kind of file, id."""


def check(units: Sequence["Unit"], unread: Set[str]) -> list[Problem]:
    """Every Problem of a name that nothing has.

    `unread` are kinds of which a file could not be read: what it may hold is not called unknown.
    """
    names = _names(units)
    unread = unread | {"topic"} if "bank" in unread else unread
    found = []
    for unit in units:
        for path, kind, id in _named(unit.models.get("zh")):
            if kind not in unread and id not in names.get(kind, set()):
                close = suggestion(id, names.get(kind, set()))
                found.append(unit.document.problem(f"unknown_{kind}", path, name=id, suggestion=close))
    outlined = "course" not in unread and all(u.models for u in units if u.found.kind.name == "course")
    found += _lights(units)
    return list(_homes(units)) if outlined and not found else found


def _names(units: Sequence["Unit"]) -> Names:
    """Ids by kind of file; a file whose id cannot be read is known by its name."""
    found: Names = {"glossary": set(known(units, "glossary", "terms"))}
    for unit in units:
        data = unit.document.data
        written = data.get("id") if isinstance(data, dict) else None
        ids = {written} if isinstance(written, str) else set()
        found.setdefault(unit.found.kind.name, set()).update(ids | {unit.found.kind.stem(unit.found.name)})
    found["topic"] = found.get("bank", set())
    return found


def _named(model: Any) -> Iterable[Named]:
    """What a file names by id."""
    match model:
        case Lesson():
            return _of_lesson(model)
        case Case():
            return _of_case(model)
        case Outline():
            return _of_outline(model)
        case Roleplay() if model.topic:
            return [(("topic",), "topic", model.topic)]
    return []


def _of_case(case: Case) -> Iterable[Named]:
    yield ("topic",), "topic", case.topic
    if case.figure:
        yield ("figure",), "figure", case.figure
    for i, stage in enumerate(case.stages):
        for k, block in enumerate(stage.blocks):
            if isinstance(block, Figure):
                yield ("stages", i, "blocks", k, "figure"), "figure", block.figure


def _of_lesson(lesson: Lesson) -> Iterable[Named]:
    yield ("topic",), "topic", lesson.topic
    for i, before in enumerate(lesson.after):
        yield ("after", i), "lesson", before
    for i, page in enumerate(lesson.pages):
        for k, block in enumerate(page.blocks):
            if isinstance(block, Figure | Diagram):
                yield ("pages", i, "blocks", k, "figure"), "figure", block.figure
            elif isinstance(block, Link):
                yield ("pages", i, "blocks", k, "target"), block.to, block.target


def _of_outline(outline: Outline) -> Iterable[Named]:
    for i, module in enumerate(outline.modules):
        for k, id in enumerate(module.lessons):
            yield ("modules", i, "lessons", k), "lesson", id
        for k, id in enumerate(module.quizzes):
            yield ("modules", i, "quizzes", k), "quiz", id
    for i, route in enumerate(outline.routes):
        for k, leg in enumerate(route.legs):
            for n, id in enumerate(leg.lessons):
                yield ("routes", i, "legs", k, "lessons", n), "lesson", id


def _lights(units: Sequence["Unit"]) -> Iterable[Problem]:
    """What a case lights up is a part of its figure."""
    drawings = {f.id: f for unit in units if isinstance(f := unit.models.get("zh"), DrawnFigure)}
    for unit in units:
        case = unit.models.get("zh")
        if not isinstance(case, Case) or case.figure not in drawings:
            continue
        parts = drawings[case.figure].parts
        for i, stage in enumerate(case.stages):
            for k, name in enumerate(stage.lights):
                if name not in parts:
                    path = ("stages", i, "lights", k)
                    yield unit.document.problem("unknown_light", path, name=name, suggestion=suggestion(name, parts))


def _homes(units: Sequence["Unit"]) -> Iterable[Problem]:
    """A lesson stands in the folder of the module that lists it."""
    outlines = [o for u in units if isinstance(o := u.models.get("zh"), Outline)]
    home = {id: module.id for outline in outlines for module in outline.modules for id in module.lessons}
    at_home = {(place.parent.name, place.stem) for unit in units for place in [PurePosixPath(unit.found.name)]}
    for unit in units:
        lesson, place = unit.models.get("zh"), PurePosixPath(unit.found.name)
        if not isinstance(lesson, Lesson) or place.parent.name in (home.get(lesson.id), home.get(place.stem)):
            continue  # a file that is not called like its id is told of elsewhere
        if (home.get(lesson.id), lesson.id) in at_home:
            continue  # a second lesson of this name is told of elsewhere
        if lesson.id in home:
            yield unit.document.problem("lesson_elsewhere", ("id",), id=lesson.id, module=home[lesson.id])
        else:
            yield unit.document.problem("lesson_without_module", ("id",), id=lesson.id)
