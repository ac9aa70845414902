"""Marks by a rubric: 0, 40, 70 and 100 percent of each criterion's points."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.content.rubric import LEVELS, Criterion
from engine.scoring.mark import BadResponse
from engine.scoring.rubric import SHARE, percent_points, points, require_levels

from .builders import criteria


def rubric(*weights):
    return tuple(Criterion.model_validate(c) for c in criteria(*weights))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("none", "none", "none"), "0"),
        (("full", "full", "full"), "100"),
        (("some", "some", "some"), "40"),
        (("good", "good", "good"), "70"),
        (("full", "good", "some"), "149/2"),
        (("none", "none", "full"), "25"),
        (("none", "none", "good"), "35/2"),
    ],
)
def test_points_by_hand(levels, expected):
    """Of 40, 35 and 25 points; halves stay halves."""
    assert points(rubric(40, 35, 25), dict(zip("abc", levels, strict=True))) == Fraction(expected)


def test_every_level_has_its_share_and_a_higher_one_is_worth_more():
    """The four levels of the content are those that are counted, in the same order."""
    assert list(SHARE) == list(LEVELS)
    assert list(SHARE.values()) == sorted(set(SHARE.values())) == [0, 40, 70, 100]


@given(st.lists(st.integers(1, 100), min_size=1, max_size=8), st.data())
def test_points_lie_between_nothing_and_all_and_grow_with_a_level(weights, data):
    """One level more in one criterion earns more, whatever the others are."""
    judged = rubric(*weights)
    levels = {c.id: data.draw(st.sampled_from(LEVELS)) for c in judged}
    raised = {**levels, "a": LEVELS[min(LEVELS.index(levels["a"]) + 1, 3)]}

    assert 0 <= points(judged, levels) <= sum(weights)
    assert percent_points(judged, levels) == points(judged, levels) * 100
    assert (points(judged, raised) > points(judged, levels)) == (levels["a"] != "full")


def test_one_level_for_each_criterion_is_taken():
    """In whatever order it was chosen."""
    assert require_levels(rubric(50, 50), {"b": "good", "a": "none"}) == {"a": "none", "b": "good"}


@pytest.mark.parametrize(
    "given_levels",
    [{}, {"a": "good"}, {"a": "good", "b": "good", "c": "good"}, {"a": "good", "x": "good"}, {"a": "good", "b": "best"}],
)
def test_a_level_left_out_or_one_that_is_none_is_refused(given_levels):
    """Every criterion is judged, nothing else is, and by one of the four levels."""
    with pytest.raises(BadResponse):
        require_levels(rubric(50, 50), given_levels)
