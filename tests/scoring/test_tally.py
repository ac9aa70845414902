"""What a room answered to one question, counted."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.scoring.tally import Tally, tally

from . import builders


def test_single_choice():
    """Each option has the number of those who chose it, also where nobody did."""
    counted = tally(builders.single("b"), ["a", "b", "b"])

    assert counted == Tally(3, {"a": 1, "b": 2, "c": 0, "d": 0}, {"wrong": 1, "right": 2})


def test_multiple_choice():
    """An answer counts for each option it names, so the numbers may add up to more than the answers."""
    counted = tally(builders.multiple(key="ab", ids="abc"), [["a", "b"], ["a"], ["c"]])

    assert counted == Tally(3, {"a": 2, "b": 1, "c": 1}, {"right": 1, "partial": 1, "wrong": 1})


def test_true_or_false():
    """Both sides are counted."""
    assert tally(builders.true_false(), [True, False, True]) == Tally(3, {"true": 2, "false": 1}, {"right": 2, "wrong": 1})


def test_scale():
    """Every point is counted, and nothing is right or wrong."""
    assert tally(builders.scale(4), [4, 4, 1]) == Tally(3, {"1": 1, "2": 0, "3": 0, "4": 2}, {"unmarked": 3})


def test_kinds_without_options():
    """Where there is nothing to choose among, right, partly right and wrong are counted."""
    counted = tally(builders.ordering(ids="abc"), [["a", "b", "c"], ["a", "c", "b"], ["c", "b", "a"]])

    assert counted == Tally(3, {}, {"right": 1, "partial": 1, "wrong": 1})


def test_nobody_answered():
    """Without answers every share is nought."""
    counted = tally(builders.single(), [])

    assert (counted.n, counted.states, counted.share("a")) == (0, {}, 0)


def test_shares():
    """A share is of the answers to this question; an option that is not there has none."""
    counted = tally(builders.single(), ["a", "b", "b"])

    assert [counted.share(id) for id in ("a", "b", "c", "nosuch")] == [Fraction(1, 3), Fraction(2, 3), 0, 0]


@given(st.lists(st.sampled_from("abcd")), st.randoms())
def test_every_answer_is_counted_once(responses, random):
    """Of a single choice the options add up to the answers, as do the states, in whatever order they came."""
    shuffled = random.sample(responses, len(responses))

    counted = tally(builders.single(), responses)

    assert sum(counted.options.values()) == sum(counted.states.values()) == counted.n == len(responses)
    assert tally(builders.single(), shuffled) == counted
