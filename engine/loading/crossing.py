"""Checks across files: ids are unique, what is named exists, every paper can be drawn."""

from collections.abc import Iterable, Sequence, Set
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from engine.content.bank import Bank
from engine.content.base import is_id
from engine.content.case import Case, Stage
from engine.content.drawing import TooFew, draw, pool
from engine.content.lesson import Lesson, Page
from engine.content.quiz import Quiz
from engine.loading import linking
from engine.loading.problems import Problem, suggestion
from engine.loading.rows import Place, blocks_in, is_question, items, known

if TYPE_CHECKING:
    from engine.loading.loading import Unit

SEEDS_TRIED = 20


def check(units: Sequence["Unit"], unread: Set[str] = frozenset()) -> list[Problem]:
    """Every Problem that no file shows alone.

    `unread` are the kinds of which a file could not be read. What such a file may hold is not called unknown:
    one mistake is told once.
    """
    partial = unread | {u.found.kind.name for u in units if _nameless(u.document.data)}
    found = [
        *_names(units),
        *_twice(units),
        *_topics(units),
        *([] if "sources" in partial else _elements(units)),
        *([] if "bank" in partial else _quizzes(units)),
        *linking.check(units, partial),
    ]
    return found if found or "bank" in partial else list(draws(units))


def _nameless(data: Any) -> bool:
    """Whether a file that should name things leaves a name out."""
    if not isinstance(data, dict):
        return True
    rows = [r for key in ("questions", "elements", "sources", "terms") if isinstance(data.get(key), list) for r in data[key]]
    return any(not isinstance(r, str) and not _has_id(r) for r in rows)


def _names(units: Sequence["Unit"]) -> Iterable[Problem]:
    for unit in units:
        if _misnamed(unit):
            stem = unit.found.kind.stem(unit.found.name)
            values = {"id": unit.document.data["id"], "stem": stem}
            if unit.found.kind.by_folder:
                yield unit.document.problem("folder_is_not_id", ("id",), **values)
            else:
                yield unit.document.problem("name_is_not_id", ("id",), **values)


def _misnamed(unit: "Unit") -> bool:
    """Whether a file is called otherwise than its id."""
    data, named = unit.document.data, "id" in unit.found.kind.model.model_fields
    return named and _has_id(data) and is_id(data["id"]) and data["id"] != unit.found.kind.stem(unit.found.name)


def _twice(units: Sequence["Unit"]) -> Iterable[Problem]:
    first: dict[tuple[str, str], tuple[Any, Place]] = {}
    for unit in units:
        for path, space, id in _declared(unit):
            if path == ("id",) and _misnamed(unit):
                continue
            document, place = first.setdefault((space, id), (unit.document, path))
            if path[0] in ("pages", "stages", "terms") and document is unit.document:
                continue  # told by the lesson, the case or the glossary itself
            if (document, place) != (unit.document, path):  # only now are positions asked for: that parses a remembered file
                there = f"{document.file}:{document.position(place)[0]}"
                yield unit.document.problem("id_twice", path, id=id, first=there)


def _topics(units: Sequence["Unit"]) -> Iterable[Problem]:
    """A question's topic and lesson are those of the head of its file."""
    for unit in units:
        match unit.models.get("zh"):
            case Bank() as bank:
                yield from _in_bank(bank, unit)
            case Lesson() as lesson:
                yield from _in_parts("pages", lesson.pages, lesson, unit)
            case Case() as case:
                yield from _in_parts("stages", case.stages, case, unit)


def _in_bank(bank: Bank, unit: "Unit") -> Iterable[Problem]:
    for i, question in enumerate(bank.questions):
        if question.topic != bank.id:
            yield unit.document.problem("topic_elsewhere", ("questions", i, "topic"), topic=question.topic, bank=bank.id)
        if question.lesson:
            yield unit.document.problem("from_the_head", ("questions", i, "lesson"), key="lesson", name=question.lesson)


def _in_parts(name: str, parts: Iterable[Page | Stage], whole: Lesson | Case, unit: "Unit") -> Iterable[Problem]:
    """The pages of a lesson or the stages of a case: what their questions say of their home."""
    for i, part in enumerate(parts):
        for k, block in enumerate(part.blocks):
            for key, head in (("topic", whole.topic), ("lesson", whole.id)):
                written = getattr(block, key, head)
                if written != head:
                    yield unit.document.problem("from_the_head", (name, i, "blocks", k, key), key=key, name=written)


def _declared(unit: "Unit") -> Iterable[tuple[Place, str, str]]:
    """(path, name space, id) of everything that a file gives an id.

    Quizzes, lessons, cases and role-plays share one space, because all are attempted; so do all questions.
    """
    data, kind = unit.document.data, unit.found.kind.name
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        yield ("id",), "quiz" if kind in ("lesson", "case", "roleplay") else kind, data["id"]
    for path, block in blocks_in(data):
        if is_question(block) and isinstance(block.get("id"), str):
            yield (*path, "id"), "question", block["id"]
    lists = (("questions", "question"), ("elements", "element"), ("sources", "source"), ("terms", "term"))
    for list_key, space in lists:
        for i, row in items(data, list_key):
            if isinstance(row.get("id"), str):
                yield (list_key, i, "id"), space, row["id"]


def _elements(units: Sequence["Unit"]) -> Iterable[Problem]:
    elements = known(units, "sources", "elements")
    sources = known(units, "sources", "sources")
    for unit in units:
        document = unit.document
        for i, row in items(document.data, "elements"):
            if isinstance(row.get("source"), str) and row["source"] not in sources:
                close = suggestion(row["source"], sources)
                yield document.problem("unknown_source", ("elements", i, "source"), name=row["source"], suggestion=close)
        for path, name in _element_refs(document.data):
            if name not in elements:
                yield document.problem("unknown_element", path, name=name, suggestion=suggestion(name, elements))


def _element_refs(data: Any) -> Iterable[tuple[Place, str]]:
    """Every element named by the questions, blocks or terms of a file, or by a case or role-play, and where."""
    rows: list[tuple[Place, Any]] = [((key, i), row) for key in ("questions", "terms") for i, row in items(data, key)]
    whole: list[tuple[Place, Any]] = [((), data)] if items(data, "nodes") or items(data, "stages") else []
    for path, row in [*rows, *blocks_in(data), *whole]:
        refs = row.get("elements")
        for i, name in enumerate(refs if isinstance(refs, list) else []):
            if is_id(name):
                yield (*path, "elements", i), name
        for i, substitute in items(row, "substitutes"):
            if isinstance(substitute.get("element"), str):
                yield (*path, "substitutes", i, "element"), substitute["element"]


def _quizzes(units: Sequence["Unit"]) -> Iterable[Problem]:
    banks = [u for u in units if u.found.kind.name == "bank"]
    topics = {name for u in banks for name in (str(u.document.data.get("id")), PurePosixPath(u.found.name).stem)}
    written = known(units, "bank", "questions")
    sound = _sound(units)
    for unit, quiz in _papers(units):
        yield from _quiz_names(quiz, unit, topics, written)
        yield from _quiz_paper(quiz, unit, sound)


def draws(units: Sequence["Unit"]) -> Iterable[Problem]:
    """Papers that cannot be drawn, once every bank is sound."""
    sound = _sound(units)
    quizzes = {quiz.id: quiz for _, quiz in _papers(units)}
    if set(sound) == set(known(units, "bank", "questions")):
        for unit, quiz in _papers(units):
            yield from _quiz_draws(quiz, unit, pool(quiz, sound, quizzes))


def _sound(units: Sequence["Unit"]) -> dict[str, Any]:
    """The questions of all sound banks by id."""
    return {q.id: q for u in units if isinstance(bank := u.models.get("zh"), Bank) for q in bank.questions}


def _papers(units: Sequence["Unit"]) -> list[tuple["Unit", Quiz]]:
    return [(unit, quiz) for unit in units if isinstance(quiz := unit.models.get("zh"), Quiz)]


def _has_id(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("id"), str)


def _quiz_names(quiz: Quiz, unit: "Unit", topics: set[str], written: dict[str, Any]) -> Iterable[Problem]:
    for i, id in enumerate(quiz.questions):
        if id not in written:
            yield unit.document.problem("unknown_question", ("questions", i), name=id, suggestion=suggestion(id, written))
    named = [(("topic",), quiz.topic)] if quiz.topic else []
    for path, topic in [*named, *((("draw", i, "topic"), c.topic) for i, c in enumerate(quiz.draw))]:
        if topic not in topics:
            yield unit.document.problem("unknown_topic", path, name=topic, suggestion=suggestion(topic, topics))


def _quiz_paper(quiz: Quiz, unit: "Unit", sound: dict[str, Any]) -> Iterable[Problem]:
    families: dict[str, str] = {}
    for i, id in enumerate(quiz.questions):
        question = sound.get(id)
        if question is None:
            continue
        if question.retired:
            yield unit.document.problem("retired_in_quiz", ("questions", i), name=id)
        if question.family in families:
            yield unit.document.problem("family_twice", ("questions", i), name=id, other=families[question.family])
        elif question.family:
            families[question.family] = id


def _quiz_draws(quiz: Quiz, unit: "Unit", sound: dict[str, Any]) -> Iterable[Problem]:
    for seed in range(SEEDS_TRIED if quiz.draw else 0):
        try:
            draw(quiz, sound, seed)
        except TooFew as error:
            cell = quiz.draw[error.cell]
            path = ("draw", error.cell, "count")
            yield unit.document.problem("draw_too_few", path, topic=cell.topic, count=cell.count, available=error.available)
            return
