"""A small course with lessons, made by plain functions: an outline, a lesson with every kind of activity, short ones."""

from collections.abc import Callable
from typing import Any

from engine.services import learning, lessons
from engine.services.context import Ctx
from engine.services.lessons import LessonState
from engine.store.schema import metadata
from tests.builders import RIGHT, WRONG, School, labelled, options, outcome, question, questions

OPENED = ("diagram", "cards", "reveal", "numbers", "expect", "curve", "corners", "scheme", "budget")
"""Blocks of the lesson with everything that are done by opening or trying them, in order."""
ASKED = (*(f"x-{q['id']}" for q in questions()), "x-sheet", "x-radar")
"""Its questions in order: one of each kind."""
ACTIVITIES = (*OPENED, *ASKED)
SHEET = {"typed": {"goal": "每周五回访三位老客户", "when": "3"}, "chosen": {"low": ["y"]}}
RADAR = {"s1": 4, "s2": 2, "s3": 5}
DONE: dict[str, Any] = {**{f"x-{id}": value for id, value in RIGHT.items()}, "x-sheet": SHEET, "x-radar": RADAR}
"""A right, or at least a whole, answer to each question."""
AMISS: dict[str, Any] = {f"x-{id}": value for id, value in WRONG.items()}


def part(id: str) -> dict[str, str]:
    return {"id": id, "title": id, "text": f"{id}的意思"}


def page(id: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "title": f"{id}页", "blocks": list(blocks)}


def lesson(id: str, *pages: dict[str, Any], minutes: int = 10) -> dict[str, Any]:
    head = {"format": 1, "id": id, "title": id, "minutes": minutes, "topic": "basics", "objectives": labelled("aim")}
    return {**head, "pages": list(pages), "takeaways": labelled("kept"), "next_step": "明天就做"}


def short(id: str) -> dict[str, Any]:
    """Two pages, one question."""
    ask = question(f"{id}-ask", "single", options=options("b", "abc"))
    return lesson(id, page("story", prose("told")), page("check", prose("reminder"), ask))


def prose(id: str) -> dict[str, Any]:
    return {"id": id, "kind": "text", "text": f"{id}的内容"}


def reading() -> list[dict[str, Any]]:
    """One block of each kind that is only read."""
    row = {"id": "r1", "cells": labelled("one", "two")}
    return [
        prose("words"),
        {"id": "idea", "kind": "callout", "tone": "idea", "text": "要点"},
        {"id": "case", "kind": "example", "title": "例", "situation": "起", "steps": labelled("st"), "result": "终"},
        {"id": "picture", "kind": "figure", "figure": "curve", "caption": "看这里"},
        {"id": "grid", "kind": "table", "caption": "表", "columns": labelled("one", "two"), "rows": [row]},
        {"id": "onward", "kind": "link", "to": "quiz", "target": "drill", "text": "再练练"},
    ]


def opening() -> list[dict[str, Any]]:
    """One block of each kind that is opened."""
    numbers = [[1, 2.5], [2, None], [3, 4]]
    return [
        {"id": "diagram", "kind": "diagram", "figure": "curve", "caption": "点开", "parts": [part("p1"), part("p2")]},
        {"id": "cards", "kind": "flashcards", "cards": [part("c1"), part("c2")]},
        {"id": "reveal", "kind": "reveal", "prompt": "想一想", "text": "答案"},
        {"id": "numbers", "kind": "dataset", "caption": "数", "columns": labelled("a", "b"), "values": numbers},
    ]


def playing() -> list[dict[str, Any]]:
    """One block of each model to play with."""
    models = {"expect": "expectation", "curve": "loyalty_curve", "corners": "quadrants", "scheme": "scheme"}
    blocks = [
        {"id": id, "kind": "explore", "model": model, "prompt": "试试", "finding": "看到了"}
        for id, model in {**models, "budget": "portfolio"}.items()
    ]
    blocks[2]["points"] = [{"id": "ada", "x": 2, "y": 8}, {"id": "bo", "x": 9, "y": 3}]
    return blocks


def writing() -> list[dict[str, Any]]:
    """A worksheet and a rating."""
    fields = [
        {"id": "goal", "text": "目标", "least": 5},
        {"id": "when", "text": "几周", "entry": "number"},
        {"id": "low", "text": "最低的", "entry": "choice", "options": labelled("x", "y")},
        {"id": "who", "text": "谁", "entry": "line", "optional": True},
    ]
    items = [{"id": f"s{i}", "text": f"第{i}句", "axis": axis} for i, axis in enumerate("abc", 1)]
    rating = {"low": "少", "high": "多", "axes": labelled("a", "b", "c"), "items": items}
    sheet, radar = question("x-sheet", "worksheet", fields=fields), question("x-radar", "rating", **rating)
    for unmarked in (sheet, radar):
        del unmarked["difficulty"]
    return [sheet, radar]


def everything() -> dict[str, Any]:
    """A lesson with every kind of block and of question: nineteen activities, two minutes each."""
    asked = [{**q, "id": f"x-{q['id']}"} for q in questions()]
    pages = {"reading": reading(), "opening": opening(), "playing": playing(), "asking": asked, "writing": writing()}
    return lesson("everything", *(page(id, *blocks) for id, blocks in pages.items()), minutes=38)


def outline() -> dict[str, Any]:
    """Three modules, one of them still without lessons; three routes with lessons and one without."""
    modules = [
        {"id": "m0", "title": "空", "summary": "还没有课"},
        {"id": "m1", "title": "甲", "summary": "先学", "lessons": ["first", "everything"]},
        {"id": "m2", "title": "乙", "summary": "后学", "lessons": ["last"], "after": ["m0", "m1"]},
    ]
    legs: dict[str, list[dict[str, Any]]] = {
        "full": [{"id": "all", "title": "全部", "modules": ["m0", "m1", "m2"]}],
        "core": [{"id": "all", "title": "核心", "lessons": ["first", "last"]}],
        "twice": [
            {"id": "one", "title": "一", "lessons": ["last"]},
            {"id": "none", "title": "空", "modules": ["m0"]},
            {"id": "two", "title": "二", "modules": ["m1"], "lessons": ["last"]},
        ],
        "later": [{"id": "all", "title": "以后", "modules": ["m0"]}],
    }
    routes = [{"id": id, "title": id, "summary": f"{id}路线", "legs": its} for id, its in legs.items()]
    return {"format": 1, "title": "小课程", "modules": modules, "routes": routes}


def figure() -> dict[str, Any]:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><text x="5" y="20">{top}</text></svg>'
    return {"format": 1, "id": "curve", "title": "图", "alt": "一张图", "svg": svg, "labels": labelled("top")}


def lesson_files() -> dict[str, dict[str, Any]]:
    """The lessons of a course by file name, to go with `course_files`."""
    return {
        "lessons/course.yaml": outline(),
        "lessons/figures/curve.yaml": figure(),
        "lessons/m1/first.yaml": short("first"),
        "lessons/m1/everything.yaml": everything(),
        "lessons/m2/last.yaml": short("last"),
    }


def slot_of(ctx: Ctx, attempt: str, question_id: str) -> int:
    """Where a question stands in a paper."""
    return [slot.question.id for slot in learning.view(ctx, attempt).slots].index(question_id)


def do(ctx: Ctx, attempt: str, activity: str, value: Any = None) -> None:
    """Do one activity of the lesson with everything, as its page does: open a block, answer a question."""
    if activity in OPENED:
        lessons.visit(ctx, attempt, activity)
        return
    slot = slot_of(ctx, attempt, activity)
    step = learning.view(ctx, attempt).slots[slot].step
    learning.answer(ctx, attempt, slot, step, DONE[activity] if value is None else value)


def take(ctx: Ctx, lesson_id: str, *left_out: str) -> str:
    """Begin a lesson, or go on with it, and do everything in it but what is left out; the attempt."""
    attempt = learning.start(ctx, lesson_id)
    view = lessons.view(ctx, lesson_id)
    for part in (*view.lesson.openings, *view.lesson.questions):
        if part.id not in left_out and part.id not in view.done:
            do(ctx, attempt, part.id, DONE.get(part.id, "b"))
    return attempt


def complete(ctx: Ctx, lesson_id: str) -> str:
    """Do all of a lesson and finish it; the attempt."""
    attempt = take(ctx, lesson_id)
    lessons.finish(ctx, attempt)
    return attempt


def state(ctx: Ctx, lesson_id: str) -> LessonState:
    """A lesson as it stands on the map."""
    found = lessons.course_map(ctx).modules
    return next(s for module in found for s in module.lessons if s.lesson.id == lesson_id)


def written(school: School) -> dict[str, Any]:
    """Every row of what learning writes."""
    names = ("attempt", "response", "verdict", "visit", "draft", "standing")
    with school.db.read() as c:
        return {name: c.execute(metadata.tables[name].select()).all() for name in names}


def refuses(school: School, code: str, call: Callable[[], Any]) -> bool:
    """Whether `call` is refused with `code` and writes nothing."""
    before = written(school)
    return outcome(call) == code and written(school) == before
