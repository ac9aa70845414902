"""Cases: their paper, what is refused, what they cover, and their way through a release."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from engine.content.case import Case
from engine.content.course import LANGS, Course
from engine.content.coverage import coverage
from engine.content.digest import canonical, digest
from engine.content.drawing import draw
from engine.content.sources import Sources
from engine.content.texts import structure_of
from engine.loading.loading import load
from engine.services.library import pack, unpack

SOUND = Path(__file__).parents[1] / "loading" / "broken" / "case" / "sound"


@cache
def sample():
    """The course of the sound root with a case."""
    return load([SOUND]).course


def refunds():
    return sample().cases["zh"]["refund-case"]


def case(**changes):
    """The sample with some of its fields changed."""
    return Case.model_validate({**refunds().model_dump(exclude_unset=True), **changes})


def stages(*changes):
    """The stages of the sample, each with its changes."""
    return [{**s.model_dump(exclude_unset=True), **c} for s, c in zip(refunds().stages, changes, strict=True)]


def test_the_paper_of_a_case_holds_its_questions_in_order():
    """They are answered as one paper of the case's topic, one try each."""
    paper = refunds().paper

    assert paper.questions == ("ref-first", "ref-why", "ref-both")
    assert (paper.behaviour, paper.group, paper.topic, paper.tries) == ("practice", "case", "refunds", 1)
    assert [[q.id for q in stage.questions] for stage in refunds().stages] == [["ref-first", "ref-why"], ["ref-both"]]
    assert sample().quiz("refund-case", "en").title == "A refund, three times"
    assert sample().is_attempted("refund-case")


def test_the_paper_of_a_case_is_never_shuffled():
    """Stages come one after the other, whatever the seed: the third decision cannot come before the first."""
    questions = {question.id: question for question in refunds().questions}

    for seed in range(20):
        assert tuple(slot.question for slot in draw(refunds().paper, questions, seed)) == refunds().paper.questions


def test_the_sample_is_a_case_and_so_is_it_unchanged():
    """Or the refusals below could be about anything."""
    assert case() == refunds()
    assert case(stages=stages({}, {})) == refunds()


ASIDE = [{"id": "a", "kind": "text", "text": "甲"}, {"id": "b", "kind": "text", "text": "乙"}]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("stage_without_question", {"stages": stages({}, {"blocks": ASIDE})}),
        ("lights_without_figure", {"figure": None}),
        ("duplicate_part_id", {"stages": stages({}, {"id": "call"})}),
        ("duplicate_part_id", {"stages": stages({"id": "path"}, {})}),
        ("rubric_not_hundred", {"rubric": [c.model_copy(update={"points": 30}).model_dump() for c in refunds().rubric]}),
        ("too_short", {"stages": stages({}, {})[:1]}),
        ("too_short", {"rubric": [c.model_dump() for c in refunds().rubric[:2]]}),
        ("literal_error", {"standing": "true"}),
    ],
)
def test_what_could_not_be_played_is_refused(code, changes):
    """A stage without a decision, lights without a figure, ids that stand twice, a rubric that is not whole."""
    with pytest.raises(ValidationError) as refused:
        case(**changes)

    assert [error["type"] for error in refused.value.errors()] == [code]


def test_lights_are_for_cases_with_a_figure_only_if_there_are_any():
    """A case without a figure is sound as long as nothing is to light up."""
    assert case(figure=None, stages=stages({"lights": []}, {"lights": []})).figure is None


def covered(interactive, inside=False):
    """(mentioned, practised) of an element of the form `interactive` that the sample, or a question in it, names."""
    title = {"zh": "要素", "en": "Element"}
    element = {"id": "s1-a", "title": title, "kind": "case", "source": "s1", "interactive": interactive}
    asked = json.loads(json.dumps(stages({}, {})))
    blocks = [block for stage in asked for block in stage["blocks"]]
    for block in blocks:
        block["elements"] = ["s1-a"] if inside and block["id"] == "ref-both" else []
    one = case(elements=[] if inside else ["s1-a"], stages=asked)
    by_lang = {lang: {one.id: one} for lang in LANGS}
    nothing = {lang: {} for lang in LANGS}
    lists = {"sources": [{"id": "s1", "file": "a.txt"}], "elements": [element]}
    sources = Sources.model_validate({"format": 1, **lists})
    found = coverage(Course(nothing, nothing, nothing, sources, cases=by_lang))
    return "s1-a" in found.mentioned, "s1-a" in found.practised


@pytest.mark.parametrize(
    ("interactive", "inside", "expected"),
    [
        ("staged-case", False, (True, True)),
        ("branching-roleplay", False, (True, False)),
        ("staged-case", True, (True, False)),
        ("diagram", True, (True, False)),
    ],
)
def test_a_case_is_the_practice_for_staged_cases(interactive, inside, expected):
    """What the case names it practises as a case in stages; what a question in it names counts by the question's kind."""
    assert covered(interactive, inside) == expected


def released(course):
    """The course after a way through a release, as the database keeps it."""
    manifest, bodies = pack(course)
    return unpack(json.loads(json.dumps(manifest)), json.loads(json.dumps(bodies)))


def test_a_release_gives_the_case_again():
    """Cases and their questions come out of a release as they went in, in both languages."""
    again = released(sample())

    assert replace(again, digests={}) == sample()
    assert {"ref-first", "ref-why", "ref-both"} <= set(again.digests)
    assert again.cases["zh"] != again.cases["en"]


def test_a_question_of_a_case_is_kept_once():
    """Its case keeps it: the manifest of a release lists the questions of the bank alone."""
    manifest, _ = pack(sample())

    assert [unit["id"] for unit in manifest if unit["kind"] == "question"] == ["ref-keep-word"]
    assert [unit["id"] for unit in manifest if unit["kind"] == "case"] == ["refund-case"]


def test_words_of_a_case_are_no_structure():
    """A new sentence lets runs go on as they are; another weight or another light does not."""
    structure = digest(canonical(structure_of(refunds())))
    weights = [{**c.model_dump(), "points": p} for c, p in zip(refunds().rubric, (30, 40, 30), strict=True)]

    assert digest(canonical(structure_of(case(note="另一句话", closing="另一句")))) == structure
    assert digest(canonical(structure_of(case(rubric=weights)))) != structure
