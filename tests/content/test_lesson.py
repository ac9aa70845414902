"""Lessons: their paper, what is to be opened, what they cover, and their way through a release."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from engine.content.course import LANGS, Course
from engine.content.coverage import coverage
from engine.content.digest import canonical, digest
from engine.content.drawing import TooFew, candidates, draw, pool
from engine.content.lesson import KINDS, Lesson
from engine.content.outline import Leg, Outline
from engine.content.questions import KINDS as QUESTION_KINDS
from engine.content.quiz import Quiz
from engine.content.sources import Sources
from engine.content.texts import structure_of
from engine.loading.loading import load
from engine.services.library import pack, unpack

SAMPLES = Path(__file__).parents[1] / "loading" / "broken"
STAGES = ("lesson", "blocks", "worksheet", "rating", "figure", "outline", "glossary")


@cache
def sample(stage):
    """The course of the sound root of a stage of broken content."""
    return load([SAMPLES / stage / "sound"]).course


def block(kind, **fields):
    """A block of the sample with every kind, by its kind."""
    pages = sample("blocks").lessons["zh"]["refund-blocks"].pages
    found = next(b for page in pages for b in page.blocks if b.kind == kind)
    return {**found.model_dump(exclude_defaults=True), **fields}


def lesson(*blocks, **fields):
    """A lesson of two pages: `blocks`, and one question."""
    head = {"format": 1, "id": "sample", "title": "课", "minutes": 5, "topic": "refunds", "next_step": "做一件事"}
    asked = block("true_false", id="asked", topic="refunds", lesson="sample")
    pages = [{"id": "one", "title": "一", "blocks": blocks}, {"id": "two", "title": "二", "blocks": [asked]}]
    lists = {name: [{"id": "a", "text": "甲"}] for name in ("objectives", "takeaways")}
    return Lesson.model_validate({**head, **lists, "pages": pages, **fields})


def test_the_paper_of_a_lesson_holds_its_questions_in_order():
    """A lesson is answered as a practice quiz of its own questions, with feedback at once, in the order of its pages."""
    course = sample("lesson")
    both = lesson(block("true_false", id="first"), block("text"), block("true_false", id="second"))

    paper = both.paper

    assert paper.questions == ("first", "second", "asked")
    assert (paper.behaviour, paper.group, paper.topic, paper.tries) == ("practice", "lesson", "refunds", 1)
    assert set(paper.review.model_dump().values()) == {"at_once"}
    assert course.quiz("refund-basics") == course.lessons["zh"]["refund-basics"].paper
    assert course.quiz("refund-basics", "en").title == "Refunds, first lesson"


def test_the_paper_of_a_lesson_is_never_shuffled():
    """Whatever the seed, questions come where their page has them, hard ones before easy ones if so written."""
    both = lesson(block("true_false", id="hard", difficulty=3), block("true_false", id="easy"))
    questions = {question.id: question for question in both.questions}

    for seed in range(20):
        assert [slot.question for slot in draw(both.paper, questions, seed)] == ["hard", "easy", "asked"]


def test_a_course_gives_quizzes_and_papers_of_lessons_and_nothing_else():
    """A quiz is found before anything else by its id, then a lesson; what is neither is a KeyError."""
    course = sample("lesson")

    assert course.quiz("refund-test") is course.quizzes["zh"]["refund-test"]
    with pytest.raises(KeyError):
        course.quiz("refunds")


def test_a_question_of_a_lesson_knows_its_lesson_and_topic():
    """Both come from the head of the file, in each language; a question of the bank has no lesson."""
    course = sample("lesson")

    for lang in LANGS:
        asked = course.question("ref-say-first", lang)
        assert (asked.lesson, asked.topic) == ("refund-basics", "refunds")
        assert course.question("ref-keep-word", lang).lesson is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"objectives": [{"id": "a", "text": "甲"}] * 2},
        {"takeaways": [{"id": "a", "text": "甲"}] * 2},
        {"pages": [{"id": "one", "title": "一", "blocks": [block("true_false")]}] * 2},
        {"pages": [{"id": f"p{i}", "title": "页", "blocks": [block("true_false")]} for i in range(2)]},
        {"pages": [{"id": f"p{i}", "title": "页", "blocks": [block("text", id=f"b{i}")]} for i in range(2)]},
    ],
    ids=["objectives", "takeaways", "pages", "blocks", "no question"],
)
def test_what_stands_twice_in_a_lesson_and_a_lesson_without_a_question_are_refused(spoilt):
    """Ids name places and texts of a lesson, so none may stand for two; and something must be there to answer."""
    with pytest.raises(ValidationError) as refused:
        lesson(block("text"), **spoilt)

    assert {e["type"] for e in refused.value.errors()} <= {"duplicate_part_id", "lesson_without_question"}


def test_the_sample_has_every_kind_of_block_that_is_no_question():
    """Or the claims below would say nothing about a new kind; links are in the other sample."""
    kinds = {b.kind for page in sample("blocks").lessons["zh"]["refund-blocks"].pages for b in page.blocks}

    assert set(KINDS) - set(QUESTION_KINDS) == (kinds - {"true_false"}) | {"link"}


def test_openings_are_the_blocks_with_something_to_open_or_try():
    """Only these count towards a lesson beside its questions, in order; what is merely read does not."""
    everything = sample("blocks").lessons["zh"]["refund-blocks"]

    assert [b.kind for b in everything.openings] == ["diagram", "flashcards", "reveal", "dataset", "explore"]
    assert [q.id for q in everything.questions] == ["ref-say-date"]
    assert sample("lesson").lessons["zh"]["refund-basics"].openings == ()


def blueprint(count, **cell):
    head = {"format": 1, "id": "q", "title": "测", "intro": "测", "behaviour": "exam", "minutes": 5}
    return Quiz.model_validate({**head, "draw": [{"topic": "refunds", "count": count, **cell}]})


def test_a_question_of_a_lesson_is_never_drawn():
    """Of a topic with one question in the bank and two in lessons, an exam can draw the one and never two."""
    course = sample("lesson")
    questions = pool(blueprint(1), course.questions["zh"], course.quizzes["zh"])
    assert sum(q.topic == "refunds" for q in questions.values()) == 3

    assert candidates(blueprint(1).draw[0], questions) == ["ref-keep-word"]
    assert {draw(blueprint(1), questions, seed)[0].question for seed in range(20)} == {"ref-keep-word"}
    with pytest.raises(TooFew):
        draw(blueprint(2), questions, 1)


def test_no_drawn_quiz_of_the_course_takes_from_its_lessons(course):
    """Of every topic with lessons, the candidates of every cell are questions of the bank."""
    inside = {q.id: q for q in course.questions["zh"].values() if q.lesson}
    cells = [cell for quiz in course.quizzes["zh"].values() for cell in quiz.draw]
    open_to_all = {q.id: q.model_copy(update={"lesson": None}) for q in course.questions["zh"].values()}

    drawn = {id for cell in cells for id in candidates(cell, course.questions["zh"])}

    assert drawn & set(inside) == set()
    assert {id for cell in cells for id in candidates(cell, open_to_all)} & set(inside)


def covered(unit, interactive, retired=False):
    """(mentioned, practised) of an element of the form `interactive` that one unit of a lesson names."""
    title = {"zh": "要素", "en": "Element"}
    element = {"id": "s1-a", "title": title, "kind": "concept", "source": "s1", "interactive": interactive}
    lists = {"sources": [{"id": "s1", "file": "a.txt"}], "elements": [element]}
    named = {"elements": ["s1-a"], **({"retired": True} if retired else {})}
    one = lesson({**unit, **named}) if "substitutes" not in unit else lesson(unit)
    by_lang = {lang: {one.id: one} for lang in LANGS}
    asked = {lang: {q.id: q for q in one.questions} for lang in LANGS}
    nothing = {lang: {} for lang in LANGS}
    found = coverage(Course(nothing, asked, nothing, Sources.model_validate({"format": 1, **lists}), by_lang))
    return "s1-a" in found.mentioned, "s1-a" in found.practised


LINK = {"kind": "link", "id": "on", "to": "quiz", "target": "drill", "text": "再练"}
HEAD = {"id": "own", "stem": "题", "explanation": "解"}
PLAN = {**HEAD, "kind": "worksheet", "form": "planner", "fields": [{"id": "a", "text": "甲"}]}
THREE = [{"id": id, "text": id, "axis": id} for id in "abc"]
RATING = {**HEAD, "kind": "rating", "low": "低", "high": "高", "items": THREE}
RATING["axes"] = [{"id": id, "text": id} for id in "abc"]
PRACTISED = [
    (block("text"), "lesson-card"), (block("callout"), "lesson-card"), (block("example"), "lesson-card"),
    (block("table"), "lesson-card"), (block("figure"), "lesson-card"), (block("diagram"), "diagram"),
    (block("flashcards"), "flashcards"), (block("dataset"), "chart-lab"), (block("explore"), "matrix-2x2"),
    (PLAN, "planner"), (RATING, "likert-radar"), (block("true_false", situation="一个案例"), "scenario-judgement"),
]  # fmt: skip
ONLY_MENTIONED = [
    (block("text"), "diagram"), (block("figure"), "diagram"), (block("dataset"), "lesson-card"), (LINK, "lesson-card"),
    (PLAN, "checklist"), (RATING, "planner"), (block("true_false"), "scenario-judgement"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "interactive"), PRACTISED, ids=lambda v: v if isinstance(v, str) else v["kind"])
def test_a_block_is_practice_for_an_element_of_its_form(unit, interactive):
    """An element is practised where a block or question of a lesson names it and has the form the inventory foresees."""
    assert covered(unit, interactive) == (True, True)


@pytest.mark.parametrize(("unit", "interactive"), ONLY_MENTIONED, ids=lambda v: v if isinstance(v, str) else v["kind"])
def test_a_block_of_another_form_only_mentions(unit, interactive):
    """An element that is named in another form than foreseen is mentioned and not practised."""
    assert covered(unit, interactive) == (True, False)


def test_a_substitute_is_practice_in_any_form():
    """A block that declares itself a substitute practises the element, without naming it again."""
    reason = [{"element": "s1-a", "reason": "故事更近。"}]

    assert covered(block("text", substitutes=reason), "simulator") == (True, True)


def test_a_retired_question_of_a_lesson_covers_nothing():
    """A question out of use mentions and practises nothing."""
    assert covered(block("true_false", situation="一个案例"), "scenario-judgement", retired=True) == (False, False)


def released(course):
    """The course after a way through a release, as the database keeps it."""
    manifest, bodies = pack(course)
    return unpack(json.loads(json.dumps(manifest)), json.loads(json.dumps(bodies)))


@pytest.mark.parametrize("stage", STAGES)
def test_a_release_gives_the_whole_course_again(stage):
    """Lessons, figures, terms and outline come out of a release as they went in, in both languages."""
    course = sample(stage)

    again = released(course)

    assert replace(again, digests={}) == course
    assert set(again.digests) == set(course.questions["zh"])


def test_the_samples_differ_by_language_and_have_something_of_everything():
    """Or the round trip above would prove little: no part of a course is empty, or the same in both languages."""
    course = sample("lesson")

    for part in (course.lessons, course.figures, course.terms, course.questions, course.quizzes, course.topics):
        assert part["zh"]
        assert set(part["zh"]) == set(part["en"])
        assert all(part["zh"][id] != part["en"][id] for id in part["zh"])
    assert course.outlines["zh"] != course.outlines["en"]
    assert course.sources


def test_a_question_of_a_lesson_is_kept_once():
    """Its lesson keeps it: the manifest of a release lists the questions of the bank alone."""
    manifest, _ = pack(sample("lesson"))

    assert [unit["id"] for unit in manifest if unit["kind"] == "question"] == ["ref-keep-word"]
    assert {unit["id"] for unit in manifest if unit["kind"] == "lesson"} == {"refund-basics", "refund-words"}


def test_a_question_of_a_lesson_has_the_digest_of_its_structure():
    """Marks are compared by it, as with questions of the bank: a new key changes it, a new text does not."""
    course = sample("lesson")
    found = {q.id: digest(canonical(structure_of(q))) for q in course.questions["zh"].values()}

    assert released(course).digests == found
    asked = course.question("ref-say-date")
    assert digest(canonical(structure_of(asked.model_copy(update={"stem": "另"})))) == found["ref-say-date"]
    assert digest(canonical(structure_of(asked.model_copy(update={"answer": False})))) != found["ref-say-date"]


def test_a_course_without_an_outline_has_none_after_a_release():
    """A course of figures alone has no outline, before and after."""
    assert sample("figure").outlines == released(sample("figure")).outlines == {}


def test_a_leg_has_whole_modules_first_and_each_lesson_once():
    """Lessons of a leg stand in the order of its modules, then its single ones; what is named twice is done once."""
    modules = [{"id": id, "title": id, "summary": id, "lessons": names} for id, names in (("m1", ["a", "b"]), ("m2", ["c"]))]
    legs = [{"id": "all", "title": "全部", "modules": ["m2", "m1"], "lessons": ["b", "d"]}]
    routes = [{"id": "full", "title": "全程", "summary": "全部", "legs": legs}]
    outline = Outline.model_validate({"format": 1, "title": "课", "modules": modules, "routes": routes})

    assert outline.lessons_of(outline.routes[0].legs[0]) == ("c", "a", "b", "d")
    assert outline.lessons_of(Leg(id="none", title="空")) == ()
    assert outline.lessons() == ("a", "b", "c")
