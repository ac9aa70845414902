"""A mark in one word and as a percentage."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scoring.mark import BLANK, UNMARKED, Mark, percent, rounded, state_of
from engine.scoring.receipt import Receipt


@pytest.mark.parametrize(
    ("fraction", "formula", "state"),
    [
        (Fraction(1), "share", "right"),
        (Fraction(0), "share", "wrong"),
        (Fraction(1, 1000), "share", "partial"),
        (Fraction(999, 1000), "share", "partial"),
        (Fraction(0), "blank", "blank"),
        (None, "unmarked", "unmarked"),
    ],
)
def test_states(fraction, formula, state):
    """All is right, nothing is wrong, in between is partial; not answered and not marked have words of their own."""
    assert state_of(fraction, formula) == state


def test_blank_is_not_wrong():
    """Nothing answered counts 0 and is called blank."""
    assert (BLANK.fraction, BLANK.state) == (0, "blank")


def test_unmarked_is_not_zero():
    """What has no right answer has no mark, not a mark of 0."""
    assert (UNMARKED.fraction, UNMARKED.state) == (None, "unmarked")


def test_a_mark_is_its_receipt():
    """The mark is whatever its receipt evaluates to."""
    mark = Mark(Receipt("share", {"right": 2, "of": 3}))
    assert (mark.fraction, mark.state) == (Fraction(2, 3), "partial")


PERCENTAGES = [
    ("0", 0), ("1", 100), ("1/8", 13), ("3/8", 38), ("2/3", 67), ("1/3", 33), ("1/2", 50), ("1/200", 1), ("1/201", 0),
    ("5/200", 3), ("199/200", 100), ("1989/2000", 99), ("5/6", 83), ("1/6", 17), ("29/200", 15), ("57/200", 29),
]  # fmt: skip


@pytest.mark.parametrize(("fraction", "shown"), PERCENTAGES)
def test_percent_rounds_half_up(fraction, shown):
    """A percentage is rounded once, halves upwards: 0.125 is 13 %, 2/3 is 67 %."""
    assert percent(Fraction(fraction)) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        ("5/2", 0, "3"),
        ("1/2", 0, "1"),
        ("1/8", 2, "0.13"),
        ("1/8", 3, "0.125"),
        ("2/3", 1, "0.7"),
        ("1", 2, "1.00"),
        ("2675/1000", 2, "2.68"),
        ("200/3", 1, "66.7"),
    ],
)
def test_rounded_keeps_its_digits(value, digits, shown):
    """A rounded value has just the digits asked for, the last rounded half up."""
    assert str(rounded(Fraction(value), digits)) == shown


@settings(max_examples=200, deadline=None, database=None)
@given(value=st.fractions(0, 1, max_denominator=10**6), digits=st.integers(0, 4))
def test_rounded_is_the_nearest(value, digits):
    """The rounded value lies at most half a step from the exact one, and exactly half only when above it."""
    step = Fraction(1, 10**digits)
    shown = rounded(value, digits)
    assert isinstance(shown, Decimal)
    assert -step / 2 < Fraction(shown) - value <= step / 2
