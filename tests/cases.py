"""A case, a role-play and a lesson with an essay, made by plain functions, to go with the small course."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from engine.content.rubric import LEVELS
from engine.services import cases, learning
from engine.services.context import Ctx
from tests.builders import School, options, question
from tests.lessons import lesson, outline, page, prose, short

CASE, STAGES = "shop", 3
REASON = "他等了三天，先要一个日子，再听别的。"
LETTER = "您的货周五到。" + "字" * 60
FIRST: dict[str, Any] = {"c-first": "b", "c-why": {"typed": {"reason": REASON}, "chosen": {}}}
SECOND: dict[str, Any] = {"c-both": ["a", "b"]}
THIRD: dict[str, Any] = {"c-letter": LETTER}
HANDED: Sequence[dict[str, Any]] = (FIRST, SECOND, THIRD)
"""What is handed in at each stage."""
JUDGED = {"dates": "good", "people": "full", "words": "some"}
MARKED = {"facts": "full", "tone": "good"}
"""Of the essay: 50 of 50 and 21 of 30; the length has 20 points."""
PARCEL = Path(__file__).parent / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"
PLAY = "late-parcel"


def criterion(id: str, points: int) -> dict[str, Any]:
    levels = [{"id": name, "text": f"{name}的样子"} for name in LEVELS]
    return {"id": id, "text": f"看{id}", "points": points, "levels": levels}


def essay(id: str, **fields: Any) -> dict[str, Any]:
    """Twenty points for sixty characters, eighty for facts and tone."""
    rubric = [criterion("facts", 50), criterion("tone", 30)]
    length = {"least": 60, "most": 200, "points": 20, "per": 20, "loss": 5}
    return {**question(id, "essay", length=length, rubric=rubric, sample="可以这样写"), **fields}


def stage(id: str, *asked: dict[str, Any], **fields: Any) -> dict[str, Any]:
    head = {"id": id, "title": f"{id}段", "news": f"{id}之后", "reasoning": f"{id}的想法"}
    return {**head, "blocks": [prose(f"{id}-known"), *asked], **fields}


def case(**fields: Any) -> dict[str, Any]:
    """Three stages: a decision with a reason of ten characters, a decision, an essay."""
    why = question("c-why", "worksheet", fields=[{"id": "reason", "text": "为什么", "least": 10}])
    first = question("c-first", "single", options=options("b", "abc"), skills=["HO"])
    both = question("c-both", "multiple", options=options("ab", "abc"), rule="all_or_nothing")
    rubric = [criterion("dates", 40), criterion("people", 30), criterion("words", 30)]
    head = {"format": 1, "id": CASE, "title": "店", "minutes": 20, "topic": "basics", "standing": "sourced"}
    words = {"note": "讲义里的故事", "intro": "你来接手", "closing": "先给日期", "rubric": rubric}
    stages = [stage("s1", first, why), stage("s2", both), stage("s3", essay("c-letter"))]
    return {**head, **words, "stages": stages, **fields}


def case_files() -> dict[str, dict[str, Any]]:
    """A case by file name."""
    return {f"cases/{CASE}/case.yaml": case()}


def essay_files() -> dict[str, dict[str, Any]]:
    """A course with one lesson in which an essay is written."""
    ask = question("w-ask", "single", options=options("b", "abc"))
    written = lesson("write", page("story", prose("told")), page("own", ask, essay("w-essay")))
    modules = [{"id": "m1", "title": "甲", "summary": "写", "lessons": ["write", "first"]}]
    routes = [{"id": "full", "title": "全程", "summary": "全程", "legs": [{"id": "all", "title": "全", "modules": ["m1"]}]}]
    plan = {**outline(), "modules": modules, "routes": routes}
    return {"lessons/course.yaml": plan, "lessons/m1/write.yaml": written, "lessons/m1/first.yaml": short("first")}


def play_files(topic: str | None = "basics") -> dict[str, dict[str, Any]]:
    """A role-play of four moments: in each, a is strong and earns all, b is tempting, c harmful."""
    play = yaml.load(PARCEL.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {f"cases/parcel/roleplay-{PLAY}.yaml": {**play, **({"topic": topic} if topic else {})}}


def school_with(school: School, files: dict[str, dict[str, Any]]) -> School:
    """The school with more files in force."""
    school.files |= files
    loaded = school.publish()
    assert loaded.course, loaded.problems
    return school


def hand_in(ctx: Ctx, run: str, *stages: int) -> None:
    """Hand in stages, one after the other."""
    for number in stages:
        cases.hand_in(ctx, run, number, HANDED[number])


def complete(ctx: Ctx) -> str:
    """Take the case from its start to its self-assessment; the attempt."""
    run = learning.start(ctx, CASE)
    hand_in(ctx, run, *range(STAGES))
    cases.assess(ctx, run, JUDGED)
    return run
