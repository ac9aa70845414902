"""Corrections of a key: what is kept of a mark under each policy, whom a correction concerns, how it is worded."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scoring.questions import mark, normalise, right_answer
from engine.scoring.receipt import FORMULAS, Receipt, after_tries, evaluate, from_plain, to_plain
from engine.scoring.regrading import (
    FULL,
    POLICIES,
    Difference,
    Marks,
    differences,
    is_concerned,
    kept,
    marked_anew,
)
from tests.scoring.builders import fill_in, matching, multiple, options, ordering, question, single, sorting, true_false
from tests.scoring.strategies import MARKED, MULTIPLE_RULES, ORDERING_RULES, PLACING_RULES, QUESTIONS, raw_responses

HALF, THIRD, NOTHING = (Receipt("share", {"right": right, "of": 6}) for right in (3, 2, 0))
BLANK = Receipt("blank", {})
PENALTY = 1 / 3


def _refilled(blank):
    """Other accepted words, more of them, or another number or tolerance."""
    if "accepted" in blank:
        return st.sampled_from([{"accepted": ["别的"]}, {"accepted": [*blank["accepted"], "CRM", "解冻"]}])
    return st.sampled_from([{"number": blank["number"] + 1}, {"tolerance": 3}, {"relative": True, "tolerance": 1}])


def _rekeyed(draw, q):
    """The same parts with another key, drawn at random."""
    plain = q.model_dump(exclude_defaults=True)
    if q.kind in ("single", "multiple"):
        right = 1 if q.kind == "single" else draw(st.integers(1, len(q.options) - 1))
        key = set(draw(st.permutations([o.id for o in q.options]))[:right])
        plain["options"] = [{**o, "correct": o["id"] in key} for o in plain["options"]]
    elif q.kind == "true_false":
        plain["answer"] = not q.answer
    elif q.kind == "ordering":
        plain["items"] = draw(st.permutations(plain["items"]))
    elif q.kind == "fill_in":
        plain["blanks"] = [{**blank, **draw(_refilled(blank))} for blank in plain["blanks"]]
    else:
        own, places = ("target", q.targets) if q.kind == "matching" else ("group", q.groups)
        moved = draw(st.permutations([p.id for p in places] * len(q.items)))
        moved = list(dict.fromkeys(moved)) if own == "target" else moved
        plain["items"] = [{**i, own: place} for i, place in zip(plain["items"], moved, strict=False)]
    rules = {"multiple": MULTIPLE_RULES, "ordering": ORDERING_RULES}.get(q.kind, PLACING_RULES)
    if "rule" in plain:
        plain["rule"] = draw(st.sampled_from(rules))
    return type(q).model_validate(plain)


@st.composite
def corrections(draw):
    """A question, the same with another key and rule, a response, and its receipts, after some tries."""
    old = draw(st.sampled_from(MARKED).flatmap(QUESTIONS.__getitem__))
    new = _rekeyed(draw, old)
    response = normalise(old, draw(raw_responses(old)))
    tries = draw(st.integers(1, 4))
    earlier, current = (after_tries(mark(q, response).receipt, tries, PENALTY) for q in (old, new))
    return old, new, response, Marks(earlier, earlier, current)


SOME = settings(max_examples=150, deadline=None, database=None)
CORRECTIONS = corrections()


@SOME
@given(CORRECTIONS)
def test_better_never_falls(drawn):
    """Under `better` every mark is at least what it was and what the current key gives, and is one of the two."""
    marks = drawn[3]

    before, anew, after = (evaluate(r) for r in (marks.in_force, marks.current, kept("better", marks)))

    assert after == max(before, anew)


@SOME
@given(CORRECTIONS)
def test_new_is_marking_anew(drawn):
    """Under `new` the receipt is the one that the same try would get if it were given today."""
    _, new, response, marks = drawn
    tries = marks.current.tries

    assert kept("new", marks) == after_tries(mark(new, response).receipt, tries, PENALTY)


@SOME
@given(CORRECTIONS)
def test_none_changes_nothing(drawn):
    """Under `none` the receipt in force is kept as it is."""
    assert kept("none", drawn[3]) is drawn[3].in_force


@SOME
@given(CORRECTIONS)
def test_full_is_the_whole_mark(drawn):
    """Under `full` whoever answered gets 1, whatever the tries; a blank stays a blank."""
    _, _, response, marks = drawn

    assert evaluate(kept("full", marks)) == (0 if response is None else 1)


@SOME
@given(CORRECTIONS)
def test_both_is_better_where_nothing_lies_between(drawn):
    """Where the mark in force is that of the key it was answered under, `both` and `better` keep the same receipt."""
    assert kept("both", drawn[3]) == kept("better", drawn[3])


@SOME
@given(CORRECTIONS, st.sampled_from(POLICIES))
def test_every_receipt_gives_its_mark_again(drawn, policy):
    """What is kept can be stored, read and evaluated to the very mark."""
    receipt = kept(policy, drawn[3])

    assert evaluate(from_plain(to_plain(receipt))) == evaluate(receipt)


@SOME
@given(CORRECTIONS)
def test_whoever_is_not_concerned_keeps_mark_and_key(drawn):
    """An answer that a correction does not concern has the same mark, the same parts right; what was right still is."""
    old, new, response, _ = drawn

    if not is_concerned(old, new, response):
        assert marked_anew(old, new, response) == mark(old, response)
        assert mark(new, right_answer(old)).fraction == 1


@SOME
@given(CORRECTIONS)
def test_a_correction_that_moves_a_mark_is_said(drawn):
    """Where the mark differs under the two keys there are words for why; for a question left as it is there are none."""
    old, new, response, _ = drawn

    assert differences(old, old) == () and not is_concerned(old, old, response)
    if mark(old, response) != mark(new, response):
        assert differences(old, new)


@pytest.mark.parametrize(
    ("policy", "in_force", "earlier", "current", "earned"),
    [
        ("better", FULL, NOTHING, HALF, "1"),  # an earlier regrade gave everyone the full mark: it stays
        ("both", FULL, NOTHING, HALF, "1/2"),  # the keys alone speak
        ("better", NOTHING, HALF, THIRD, "1/3"),  # an earlier regrade by `new` took it away
        ("both", NOTHING, HALF, THIRD, "1/2"),  # the key it was answered under gives it back
        ("better", HALF, HALF, THIRD, "1/2"),
        ("both", HALF, HALF, THIRD, "1/2"),
        ("new", HALF, HALF, THIRD, "1/3"),
        ("none", HALF, HALF, THIRD, "1/2"),
    ],
)
def test_what_lies_between(policy, in_force, earlier, current, earned):
    """`better` looks at the mark in force, `both` at the two keys only: an earlier regrade tells them apart."""
    assert evaluate(kept(policy, Marks(in_force, earlier, current))) == Fraction(earned)


@pytest.mark.parametrize("policy", POLICIES)
def test_what_cannot_be_marked_anew(policy):
    """Such an answer keeps its receipt under every policy but `full`; a blank keeps it under that too."""
    assert kept(policy, Marks(THIRD, HALF, None)) == (FULL if policy == "full" else THIRD)
    assert kept(policy, Marks(BLANK, BLANK, None)) == BLANK


def test_full_has_a_formula_of_its_own():
    """The receipt of `full` says so and evaluates to the whole mark without any number."""
    assert (FULL.formula in FORMULAS, evaluate(FULL), dict(FULL.values)) == (True, 1, {})


@pytest.mark.parametrize(
    ("old", "new", "response"),
    [
        (single("b", "abc"), single("b", "ab"), "c"),
        (multiple(key="ab", ids="abcde"), multiple(key="ab", ids="abcd"), ["a", "e"]),
        (matching(key={"a": "x", "b": "y"}), matching(key={"a": "x", "c": "y"}), {"b": "y"}),
        (ordering(ids="abc"), ordering(ids="abcd"), ["a", "b", "c"]),
        (fill_in({"number": 1}, {"number": 2}), fill_in({"number": 1}), {"typed": {"b": "2"}}),
        (single("b", "abc"), multiple(key="ab", ids="abc"), "b"),
    ],
)
def test_answer_whose_part_is_gone(old, new, response):
    """An answer that names a part which the question lost, or one of another kind, cannot be marked anew: it is told."""
    assert marked_anew(old, new, response) is None
    assert is_concerned(old, new, response)


def test_answer_beside_a_part_that_is_gone():
    """Who did not choose the option that was removed is marked as ever, and is not concerned."""
    assert marked_anew(single("b", "abc"), single("b", "ab"), "a").fraction == 0
    assert not is_concerned(single("b", "abc"), single("b", "ab"), "a")


def test_correction_of_a_correction_that_cannot_take_the_answer():
    """An answer is compared with a question that lost its item and has it again, without a fall."""
    assert is_concerned(ordering(ids="abcd"), ordering(ids="abc"), ["c", "b", "a"])


@pytest.mark.parametrize("kind", ["scale", "rating", "worksheet"])
def test_what_is_not_marked_concerns_nobody(kind):
    """Answers without a mark are never marked anew."""

    @settings(max_examples=10, deadline=None, database=None)
    @given(st.tuples(QUESTIONS[kind], QUESTIONS[kind]))
    def check(drawn):
        assert not is_concerned(*drawn, None)

    check()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (single("b"), single("c"), {"key": {"old": "b", "new": "c"}}),
        (single("b", "abcd"), single("b", "abce"), {"removed": {"parts": "d"}, "added": {"parts": "e"}}),
        (multiple(key="abc"), multiple(key="ab"), {"key": {"old": "a, b, c", "new": "a, b"}}),
        (
            multiple("all_or_nothing"),
            multiple("subset_half"),
            {"rule": {"old": "all_or_nothing", "new": "subset_half"}},
        ),
        (multiple(key="ab", ids="abcd"), multiple(key="ab", ids="bacd"), {}),  # options in another order
        (true_false(True), true_false(False), {"key": {"old": "true", "new": "false"}}),
        (
            matching(key={"a": "x", "b": "y"}),
            matching(key={"a": "x", "b": "z"}),
            {"place": {"part": "b", "old": "y", "new": "z"}},
        ),
        (sorting(groups="xyz"), sorting(groups="xyzw"), {"added": {"parts": "w"}}),
        (ordering(ids="abc"), ordering(ids="acb"), {"key": {"old": "a, b, c", "new": "a, c, b"}}),
        (fill_in({"number": 20}), fill_in({"number": 25}), {"number": {"part": "a", "old": "20", "new": "25"}}),
        (
            fill_in({"number": 20}),
            fill_in({"number": 20, "tolerance": 0.05, "relative": True}),
            {"tolerance": {"part": "a", "old": "0", "new": "5 %"}},
        ),
        (
            fill_in({"accepted": ["北京", "京"]}),
            fill_in({"accepted": ["北京", "北平"]}),
            {"accepted_less": {"part": "a", "words": "京"}, "accepted_more": {"part": "a", "words": "北平"}},
        ),
        (
            fill_in({"accepted": ["二十"]}),
            fill_in({"number": 20}),
            {"number": {"part": "a", "old": "二十", "new": "20"}},
        ),
        (single("b", "abc"), multiple(key="b", ids="abc"), {"kind": {"old": "single", "new": "multiple"}}),
        (single(), question("single", options=options("abcd", "b"), difficulty=3, origin=["x"]), {}),
    ],
)
def test_what_was_changed(old, new, codes):
    """Key, places, numbers, tolerance, accepted words, rule, parts and kind are told apart; a change of tags is none."""
    assert differences(old, new) == tuple(Difference(code, values) for code, values in codes.items())


@pytest.mark.parametrize(
    ("old", "new", "response", "concerned"),
    [
        (single("b"), single("c"), "a", True),  # wrong before and after, but another answer is right now
        (fill_in({"accepted": ["京"]}), fill_in({"accepted": ["京", "北京"]}), {"typed": {"a": "北京"}}, True),
        (fill_in({"accepted": ["京"]}), fill_in({"accepted": ["京", "北京"]}), {"typed": {"a": "上海"}}, False),
        (fill_in({"accepted": ["京"]}), fill_in({"accepted": ["沪"]}), {"typed": {"a": "宁"}}, True),
        (multiple("net_correct"), multiple("subset_half"), None, False),  # nothing given, nothing to mark
        (single("b", "abc"), single("b", "abcd"), "a", False),
        (single("b"), question("single", options=options("abcd", "b"), difficulty=3), "a", False),
    ],
)
def test_whom_it_concerns(old, new, response, concerned):
    """A correction concerns whose mark or parts it moves, and everyone where another answer is right now."""
    assert is_concerned(old, new, response) is concerned
