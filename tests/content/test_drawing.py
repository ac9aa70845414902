"""Papers: the same for the same seed, as the blueprint says, and never with two questions of one family."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.content.drawing import TooFew, candidates, draw, in_order, pool, seed_of
from engine.content.questions import KINDS
from engine.content.quiz import Quiz

SEEDS = range(25)
BOUNDED = settings(max_examples=150, deadline=None, derandomize=True, database=None)
REPOSITORY = Path(__file__).parents[2]


def drawn_quizzes(course):
    return [q for q in course.quizzes["zh"].values() if q.draw]


def paper(course, quiz, seed):
    return draw(quiz, pool(quiz, course.questions["zh"], course.quizzes["zh"]), seed)


def statement(id, topic="a", difficulty=1, family=None, retired=False):
    return KINDS["true_false"].model_validate({
        "id": id, "kind": "true_false", "topic": topic, "difficulty": difficulty, "stem": "题", "explanation": "解",
        "answer": True, "family": family, "retired": retired,
    })  # fmt: skip


def ordering(n):
    items = [{"id": f"i{i}", "text": str(i)} for i in range(n)]
    data = {"id": "o", "kind": "ordering", "difficulty": 1, "stem": "题", "explanation": "解", "items": items}
    return KINDS["ordering"].model_validate(data)


def quiz(**fields):
    head = {"format": 1, "id": "q", "title": "测", "intro": "测", "behaviour": "practice"}
    return Quiz.model_validate({**head, **fields})


def test_the_same_seed_gives_the_same_paper(course):
    for one in course.quizzes["zh"].values():
        assert [paper(course, one, s) for s in SEEDS] == [paper(course, one, s) for s in SEEDS]


def test_another_seed_gives_another_paper(course):
    for one in drawn_quizzes(course):
        papers = {tuple(slot.question for slot in paper(course, one, s)) for s in SEEDS}

        assert len(papers) == len(SEEDS)


def test_a_seed_is_the_same_in_every_process():
    """`hash()` is salted for each process; a paper drawn again after a restart must be the same."""
    program = "from engine.content.drawing import seed_of; print(seed_of('王', 'final-exam', 2))"

    seeds = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=REPOSITORY, env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for salt in ("1", "2")
    }  # fmt: skip

    assert seeds == {str(seed_of("王", "final-exam", 2))}


def test_a_seed_is_a_positive_63_bit_number_of_its_parts():
    """It fits a signed column of every database, and no part can be confused with another."""
    seeds = {seed_of(subject, activity, n) for subject in range(20) for activity in ("a", "b") for n in range(5)}

    assert len(seeds) == 200
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_families_never_meet_in_a_drawn_paper(course):
    for one in drawn_quizzes(course):
        for seed in SEEDS:
            ids = [slot.question for slot in paper(course, one, seed)]
            families = Counter(f for id in ids if (f := course.question(id).family))
            assert families.most_common(1)[:1] == [] or families.most_common(1)[0][1] == 1
            assert len(ids) == len(set(ids))


def test_a_drawn_paper_has_as_many_questions_of_each_topic_as_its_blueprint(course):
    for one in drawn_quizzes(course):
        wanted = Counter()
        for cell in one.draw:
            wanted[cell.topic] += cell.count
        for seed in SEEDS:
            assert Counter(course.question(slot.question).topic for slot in paper(course, one, seed)) == wanted


def test_questions_of_the_fixed_tests_are_in_no_drawn_paper(course):
    """Or the tests would measure memory."""
    tests = [q for q in course.quizzes["zh"].values() if q.group == "test"]
    kept = {id for test in tests for id in test.questions}

    drawn = {slot.question for one in drawn_quizzes(course) for s in SEEDS for slot in paper(course, one, s)}

    assert kept
    assert drawn & kept == set()


def test_a_fixed_paper_has_its_questions_and_in_order_unless_shuffled(course):
    for one in course.quizzes["zh"].values():
        if one.questions:
            papers = [[slot.question for slot in paper(course, one, s)] for s in SEEDS]
            assert {frozenset(ids) for ids in papers} == {frozenset(one.questions)}
            assert (papers == [list(one.questions)] * len(SEEDS)) is not one.shuffle


def test_shuffled_parts_are_all_there_and_only_where_order_is_no_answer(course):
    for one in course.quizzes["zh"].values():
        for slot in paper(course, one, 1):
            question = course.question(slot.question)
            shuffled = () if getattr(question, "pinned", False) else question.shuffles
            assert set(slot.order) == set(shuffled)
            for name in question.shuffles:
                parts = getattr(question, name)
                shown = in_order(question, name, slot.order)
                assert Counter(shown) == Counter(parts)
                assert shown == parts or name in slot.order


@BOUNDED
@given(st.integers(3, 8), st.integers(0, 2**63 - 1))
def test_an_ordering_question_is_never_shown_solved(n, seed):
    question = ordering(n)

    (slot,) = draw(quiz(questions=["o"]), {"o": question}, seed)

    assert slot.order["items"] != question.key
    assert sorted(slot.order["items"]) == sorted(question.key)


def test_the_solved_order_would_come_up_without_the_guard():
    """Proof that the test above can fail: with three items one seed in six shuffles to the right order."""
    shown = Counter(draw(quiz(questions=["o"]), {"o": ordering(3)}, seed)[0].order["items"] for seed in range(600))

    assert len(shown) == 5
    assert shown["i2", "i1", "i0"] > 150


STATEMENTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 3), st.sampled_from([None, None, "x", "y", "z"]), st.booleans()),
    min_size=4, max_size=24,
)  # fmt: skip
CELLS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.sets(st.integers(1, 3), min_size=1)), min_size=1, max_size=4
)


@BOUNDED
@given(STATEMENTS, CELLS, st.integers(0, 2**63 - 1))
def test_whatever_bank_and_blueprint_a_paper_keeps_both(rows, cells, seed):
    """Counts, difficulties, families, retired questions: all as said, or TooFew names a cell."""
    bank = [statement(f"q{i:02}", t, d, f, retired and i % 4 == 0) for i, (t, d, f, retired) in enumerate(rows)]
    questions = {q.id: q for q in bank}
    blueprint = quiz(draw=[{"topic": t, "count": n, "difficulty": sorted(d)} for t, n, d in cells], shuffle=False)

    try:
        ids = [slot.question for slot in draw(blueprint, questions, seed)]
    except TooFew as refused:
        cell = blueprint.draw[refused.cell]
        assert refused.available < cell.count
        return

    families = [f for id in ids if (f := questions[id].family)]
    assert len(set(ids)) == len(ids)
    assert len(set(families)) == len(families)
    for cell in blueprint.draw:
        own, ids = ids[: cell.count], ids[cell.count :]
        assert set(own) <= set(candidates(cell, questions))
        assert not any(questions[id].retired for id in own)
    assert ids == []


@BOUNDED
@given(STATEMENTS, st.integers(1, 8), st.integers(0, 2**63 - 1))
def test_one_cell_without_families_is_refused_only_if_the_bank_is_too_small(rows, count, seed):
    questions = {f"q{i:02}": statement(f"q{i:02}", t, d) for i, (t, d, _, _) in enumerate(rows)}
    blueprint = quiz(draw=[{"topic": "a", "count": count}])
    available = len(candidates(blueprint.draw[0], questions))
    assume(available)

    if available >= count:
        assert len(draw(blueprint, questions, seed)) == count
    else:
        with pytest.raises(TooFew) as refused:
            draw(blueprint, questions, seed)
        assert (refused.value.cell, refused.value.available) == (0, available)


def test_a_family_can_make_a_blueprint_impossible():
    questions = {id: statement(id, family="mirror") for id in ("q1", "q2")}

    with pytest.raises(TooFew) as refused:
        draw(quiz(draw=[{"topic": "a", "count": 2}]), questions, 1)

    assert refused.value.available == 1


def test_a_family_called_like_a_question_is_no_clash():
    """`q2` is the family of one question and the id of another; the two may meet."""
    questions = {"q1": statement("q1", family="q2"), "q2": statement("q2")}

    for seed in SEEDS:
        assert len(draw(quiz(draw=[{"topic": "a", "count": 2}]), questions, seed)) == 2


def test_pinned_parts_stay_as_written():
    options = [{"id": id, "text": id, "correct": id == "c"} for id in "abcdef"]
    head = {"id": "p", "kind": "single", "difficulty": 1, "stem": "题", "explanation": "解"}
    question = KINDS["single"].model_validate({**head, "options": options, "pinned": True})

    for seed in SEEDS:
        (slot,) = draw(quiz(questions=["p"]), {"p": question}, seed)
        assert in_order(question, "options", slot.order) == question.options


def test_only_drawn_papers_leave_out_the_questions_of_tests():
    questions = {id: statement(id) for id in ("q1", "q2")}
    test = quiz(id="t", group="test", questions=["q1"])
    drawn = quiz(draw=[{"topic": "a", "count": 1}])

    assert set(pool(drawn, questions, {"t": test})) == {"q2"}
    assert set(pool(test, questions, {"t": test})) == {"q1", "q2"}


@pytest.mark.parametrize("seed", range(20))
def test_a_round_of_practice_begins_with_what_is_quickly_done(course, seed):
    """Easy ones come first, and of equal ones those that are answered by choosing one thing."""
    for id in ("practice-foundations", "practice-loyalty"):
        asked = [course.question(slot.question) for slot in paper(course, course.quiz(id), seed)]

        how = [(question.difficulty, question.kind not in ("single", "true_false")) for question in asked]

        assert how == sorted(how)
