"""The bank and the lessons as they are shipped: every key earns its mark."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from engine.loading.loading import load
from engine.scoring.questions import is_complete, mark, normalise, right_answer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def course():
    loaded = load([ROOT])
    assert loaded.course, loaded.problems
    return loaded.course


@pytest.fixture(scope="module", params=["zh", "en"])
def bank(course, request):
    questions = course.questions[request.param].values()
    assert questions
    return questions


@pytest.fixture(scope="module")
def marked(bank):
    return [q for q in bank if q.marked]


def choices(bank, kind):
    pairs = [(q, option) for q in bank if q.kind == kind for option in q.options]
    assert pairs
    return pairs


def test_right_answers_earn_everything(marked):
    """The right answer of every question earns 1, also once it was stored."""
    stored = {q.id: json.loads(json.dumps(normalise(q, right_answer(q)))) for q in marked}
    assert [q.id for q in marked if mark(q, stored[q.id]).fraction != 1] == []


def test_right_answers_are_complete(marked):
    """The right answer of every question leaves nothing open."""
    assert [q.id for q in marked if not is_complete(q, right_answer(q))] == []


def test_right_answers_are_kept_as_they_are(marked):
    """The right answer of every question is in the form in which responses are kept."""
    assert [q.id for q in marked if normalise(q, right_answer(q)) != right_answer(q)] == []


def test_blanks_earn_nothing(marked):
    """Every question left open earns 0 and is "blank"."""
    assert [q.id for q in marked if (mark(q, None).fraction, mark(q, None).state) != (0, "blank")] == []


def test_what_has_no_right_answer_is_not_marked(bank):
    """Scales, worksheets, ratings and essays have no right answer and are not marked, left open or not."""
    given = {"scale": 1, "worksheet": {"typed": {}, "chosen": {}}, "rating": {}, "essay": {"typed": {"text": "一"}}}
    unmarked = [q for q in bank if not q.marked]
    assert [q.id for q in unmarked if mark(q, None).state != "unmarked" or mark(q, given[q.kind]).state != "unmarked"] == []
    assert [q.id for q in unmarked if right_answer(q) is not None] == []


def test_every_single_option_is_marked_by_its_flag(bank):
    """Of a single choice, the flagged option earns 1 and every other 0."""
    pairs = choices(bank, "single")
    assert [(q.id, o.id) for q, o in pairs if mark(q, normalise(q, o.id)).fraction != (1 if o.correct else 0)] == []


def worth_alone(question, correct):
    """What one option picked alone earns, by the table of rules."""
    c = sum(o.correct for o in question.options)
    wrong, of = len(question.options) - c, len(question.options)
    if not correct:
        return Fraction(wrong - 1, of) if question.rule == "each_decision" else 0
    return {
        "all_or_nothing": 1 if c == 1 else 0,
        "subset_proportional": Fraction(1, c),
        "subset_half": 1 if c == 1 else Fraction(1, 2),
        "net_correct": Fraction(1, c),
        "each_decision": Fraction(wrong + 1, of),
    }[question.rule]


def test_every_multiple_option_is_marked_by_its_flag(bank):
    """Of a multiple choice, each option picked alone earns what its flag is worth under the question's rule."""
    pairs = choices(bank, "multiple")
    assert [(q.id, o.id) for q, o in pairs if mark(q, normalise(q, [o.id])).fraction != worth_alone(q, o.correct)] == []


def test_every_multiple_option_is_judged_by_its_flag(bank):
    """Of a multiple choice, the parts say of each option picked what its flag says."""
    everything = [(q, mark(q, [o.id for o in q.options]).parts) for q in bank if q.kind == "multiple"]
    assert [q.id for q, parts in everything if parts != {o.id: o.correct for o in q.options}] == []


def test_every_accepted_text_is_right(bank):
    """Every accepted text of every blank fills that blank right."""
    texts = [(q, b.id, text) for q in bank if q.kind == "fill_in" for b in q.blanks for text in b.accepted]
    assert texts
    assert [(q.id, id, text) for q, id, text in texts if not mark(q, normalise(q, {id: text})).parts[id]] == []


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_accepted_texts_are_right_in_traditional(bank, script):
    """Every accepted text stays right when its characters are written the traditional way of any region."""
    from opencc import OpenCC

    write = OpenCC(script).convert
    texts = [(q, b.id, write(text)) for q in bank if q.kind == "fill_in" for b in q.blanks for text in b.accepted]
    assert [(q.id, id, text) for q, id, text in texts if not mark(q, normalise(q, {id: text})).parts[id]] == []


def test_language_does_not_matter(course):
    """An answer given in one language earns the same in the other."""
    both = [(course.questions["zh"][id], course.questions["en"][id]) for id in course.questions["zh"]]
    answers = [(one, other) for pair in both for one, other in (pair, pair[::-1]) if one.marked]
    assert [one.id for one, other in answers if mark(other, normalise(other, right_answer(one))).fraction != 1] == []
