"""Sorting: the share of cards in their group, or all or nothing."""

from fractions import Fraction

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import sorting

# The key is a and b in x, c and d in y; z stays empty.
SHARES = [
    ({"a": "x", "b": "x", "c": "y", "d": "y"}, "1"),
    ({"a": "x", "b": "x", "c": "y", "d": "z"}, "3/4"),
    ({"a": "x", "b": "x", "c": "x", "d": "x"}, "1/2"),
    ({"a": "x"}, "1/4"),
    ({"a": "y", "b": "y", "c": "x", "d": "x"}, "0"),
]


@pytest.mark.parametrize(("placed", "earned"), SHARES)
def test_share(placed, earned):
    """The mark is the share of all cards in their group; a card not sorted counts as not right."""
    assert mark(sorting("share"), placed).fraction == Fraction(earned)


@pytest.mark.parametrize(("placed", "share"), SHARES)
def test_all_or_nothing(placed, share):
    """Under all_or_nothing only the whole key earns anything."""
    assert mark(sorting("all_or_nothing"), placed).fraction == (1 if share == "1" else 0)


def test_parts_judge_every_card():
    """The parts say of every card, those not sorted included, whether it lies in its group."""
    assert dict(mark(sorting(), {"a": "x", "b": "y"}).parts) == {"a": True, "b": False, "c": False, "d": False}


@pytest.mark.parametrize("rule", ["share", "all_or_nothing"])
@pytest.mark.parametrize("value", [None, {}, {"a": None}])
def test_blank(rule, value):
    """Nothing sorted earns 0 and is "blank", not "wrong"."""
    question = sorting(rule)
    blank = mark(question, normalise(question, value))
    assert (blank.fraction, blank.state) == (0, "blank")


def test_half_given_is_incomplete():
    """An answer is complete when every card has a group, right or wrong, and not before."""
    question = sorting()
    given = [{"a": "x", "b": "x", "c": "y"}, dict.fromkeys("abcd", "z")]
    assert [is_complete(question, normalise(question, value)) for value in given] == [False, True]


def test_right_answer_is_the_key():
    """The right answer gives every card its own group."""
    assert right_answer(sorting()) == {"a": "x", "b": "x", "c": "y", "d": "y"}


def test_kept_in_one_form():
    """Whatever the order of sorting, one form is kept, without the cards left over."""
    kept = normalise(sorting(), {"d": "x", "b": None, "a": "z"})
    assert list(kept.items()) == [("a", "z"), ("d", "x")]


FORGED = ["a", ["a"], 1, True, {"q": "x"}, {"q": None}, {"a": "q"}, {"x": "a"}, {"a": ["x"]}, {"a": 1}, {"a": ""}, {1: "x"}]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_values_are_refused(forged):
    """Unknown cards or groups, or anything that is not a mapping of ids, raise BadResponse."""
    with pytest.raises(BadResponse):
        normalise(sorting(), forged)
