"""Receipts: the arithmetic behind a mark, and what several tries cost."""

import json
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.content.questions.multiple import MultipleRule
from engine.content.quiz import Quiz
from engine.scoring.receipt import FORMULAS, Receipt, after_tries, evaluate, from_plain, to_plain

PENALTY = Quiz.model_fields["penalty"].default
FULL = Receipt("share", {"right": 3, "of": 3})
TWO_THIRDS = Receipt("subset_proportional", {"t": 2, "w": 0, "c": 3, "m": 2})


@pytest.mark.parametrize(
    ("formula", "values", "earned"),
    [
        ("blank", {}, "0"),
        ("one_right", {"right": 1, "of": 1}, "1"),
        ("one_right", {"right": 0, "of": 1}, "0"),
        ("share", {"right": 2, "of": 7}, "2/7"),
        ("whole", {"right": 7, "of": 7}, "1"),
        ("whole", {"right": 6, "of": 7}, "0"),
        ("pairwise", {"right": 5, "of": 6}, "5/6"),
        ("longest_subset", {"length": 3, "of": 4}, "3/4"),
        ("longest_subset", {"length": 1, "of": 4}, "0"),
        ("all_or_nothing", {"t": 3, "w": 0, "c": 3, "m": 2}, "1"),
        ("all_or_nothing", {"t": 3, "w": 1, "c": 3, "m": 2}, "0"),
        ("subset_proportional", {"t": 1, "w": 0, "c": 3, "m": 2}, "1/3"),
        ("subset_half", {"t": 1, "w": 0, "c": 3, "m": 2}, "1/2"),
        ("net_correct", {"t": 3, "w": 1, "c": 3, "m": 2}, "2/3"),
        ("net_correct", {"t": 0, "w": 2, "c": 3, "m": 2}, "0"),
        ("full", {}, "1"),
        ("rubric", {"points": 7750, "of": 10_000}, "31/40"),
        ("each_decision", {"t": 2, "w": 1, "c": 3, "m": 2}, "3/5"),
    ],
)
def test_formulas(formula, values, earned):
    """Each formula gives the mark computed by hand."""
    assert evaluate(Receipt(formula, values)) == Fraction(earned)


def test_every_rule_has_its_formula():
    """Every rule an author may write for multiple choice is a formula of that name."""
    assert set(get_args(MultipleRule)) <= set(FORMULAS)


@pytest.mark.parametrize("formula", ["unmarked", "awaiting"])
def test_not_marked(formula):
    """The receipt of what is not marked, or not yet, evaluates to None."""
    assert evaluate(Receipt(formula, {})) is None


def test_unknown_formula():
    """A formula nobody knows raises KeyError rather than giving a mark."""
    with pytest.raises(KeyError):
        evaluate(Receipt("guess", {"right": 1, "of": 1}))


@pytest.mark.parametrize(
    ("receipt", "tries", "penalty", "earned"),
    [
        (FULL, 1, PENALTY, "1"),
        (FULL, 2, PENALTY, "2/3"),
        (FULL, 3, PENALTY, "4/9"),
        (FULL, 5, PENALTY, "16/81"),
        (TWO_THIRDS, 1, PENALTY, "2/3"),
        (TWO_THIRDS, 2, PENALTY, "4/9"),
        (FULL, 3, 0.5, "1/4"),
        (FULL, 3, 0.1, "81/100"),
        (FULL, 4, 0, "1"),
        (FULL, 1, 1, "1"),
        (FULL, 2, 1, "0"),
        (Receipt("blank", {}), 3, PENALTY, "0"),
    ],
)
def test_tries(receipt, tries, penalty, earned):
    """Each further try costs its penalty, exactly: mark × (1 - penalty)^(tries - 1), a third unless stated."""
    assert evaluate(after_tries(receipt, tries, penalty)) == Fraction(earned)


def test_the_first_try_costs_nothing():
    """At the first try the receipt stays as it is."""
    assert after_tries(TWO_THIRDS, 1, PENALTY) == TWO_THIRDS


def test_not_marked_after_tries():
    """What is not marked stays so, however many tries it took."""
    assert evaluate(after_tries(Receipt("unmarked", {}), 3, PENALTY)) is None


def test_plain_form():
    """The plain form names formula and inputs, and tries with their exact penalty only where there were several."""
    assert to_plain(FULL) == {"formula": "share", "values": {"right": 3, "of": 3}}
    plain = to_plain(after_tries(FULL, 2, PENALTY))
    assert plain == {"formula": "share", "values": {"right": 3, "of": 3}, "tries": 2, "penalty": "1/3"}


FULL_OR_PART = st.integers(1, 20).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@settings(max_examples=100, deadline=None, database=None)
@given(counts=FULL_OR_PART, tries=st.integers(1, 5), penalty=st.floats(0, 1))
def test_stored_and_read_again(counts, tries, penalty):
    """A receipt put into JSON and read again is the same receipt and gives exactly the same mark."""
    receipt = after_tries(Receipt("share", {"right": counts[0], "of": counts[1]}), tries, penalty)
    again = from_plain(json.loads(json.dumps(to_plain(receipt))))
    assert again == receipt
    assert evaluate(again) == evaluate(receipt)


@settings(max_examples=100, deadline=None, database=None)
@given(counts=FULL_OR_PART, tries=st.integers(1, 4), percent=st.integers(0, 100))
def test_another_try_never_pays(counts, tries, percent):
    """A further try lowers the mark by just the penalty, written in whole percent, and never below 0."""
    receipt = Receipt("share", {"right": counts[0], "of": counts[1]})
    now, later = (evaluate(after_tries(receipt, n, percent / 100)) for n in (tries, tries + 1))
    assert later == now * Fraction(100 - percent, 100) >= 0
