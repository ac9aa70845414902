"""Matching: the share of items that found their target, or all or nothing."""

from fractions import Fraction

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import matching

# The key is a-x, b-y, c-z; w is a spare target.
SHARES = [
    ({"a": "x", "b": "y", "c": "z"}, "1"),
    ({"a": "x", "b": "y", "c": "w"}, "2/3"),
    ({"a": "x", "b": "z", "c": "y"}, "1/3"),
    ({"a": "y", "b": "z", "c": "x"}, "0"),
    ({"a": "x"}, "1/3"),
    ({"c": "w"}, "0"),
    ({"a": "x", "b": "x", "c": "x"}, "1/3"),
]


@pytest.mark.parametrize(("placed", "earned"), SHARES)
def test_share(placed, earned):
    """The mark is the share of all items that are placed right; an open item counts as not right."""
    assert mark(matching("share"), placed).fraction == Fraction(earned)


@pytest.mark.parametrize(("placed", "share"), SHARES)
def test_all_or_nothing(placed, share):
    """Under all_or_nothing only the whole key earns anything."""
    assert mark(matching("all_or_nothing"), placed).fraction == (1 if share == "1" else 0)


def test_parts_judge_every_item():
    """The parts say of every item, open ones included, whether it is placed right."""
    assert dict(mark(matching(), {"a": "x", "b": "z"}).parts) == {"a": True, "b": False, "c": False}


@pytest.mark.parametrize("rule", ["share", "all_or_nothing"])
@pytest.mark.parametrize("value", [None, {}, {"a": None, "b": None}])
def test_blank(rule, value):
    """Nothing placed earns 0 and is "blank", not "wrong"."""
    question = matching(rule)
    blank = mark(question, normalise(question, value))
    assert (blank.fraction, blank.state) == (0, "blank")


def test_half_given_is_incomplete():
    """An answer is complete when every item has a target, right or wrong, and not before."""
    question = matching()
    given = [{"a": "x", "b": "y"}, {"a": "x", "b": "y", "c": None}, {"a": "w", "b": "w", "c": "w"}]
    assert [is_complete(question, normalise(question, value)) for value in given] == [False, False, True]


def test_right_answer_is_the_key():
    """The right answer gives every item its own target."""
    assert right_answer(matching()) == {"a": "x", "b": "y", "c": "z"}


def test_kept_in_one_form():
    """Whatever the order of placing, one form is kept, without the items left open."""
    kept = normalise(matching(), {"c": "z", "b": None, "a": "w"})
    assert list(kept.items()) == [("a", "w"), ("c", "z")]


FORGED = [
    "a", ["a", "x"], [("a", "x")], 1, True, {"z": "x"}, {"z": None}, {"a": "q"}, {"a": "b"}, {"x": "a"},
    {"a": ["x"]}, {"a": {"x": 1}}, {"a": 1}, {"a": ""}, {"a": False}, {1: "x"}, {None: "x"}, {("a",): "x"},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_forged_values_are_refused(forged):
    """Unknown items or targets, or anything that is not a mapping of ids, raise BadResponse."""
    with pytest.raises(BadResponse):
        normalise(matching(), forged)
