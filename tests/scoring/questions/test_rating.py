"""Rating: means by axis; kept and reported, never marked."""

import json
from fractions import Fraction

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.questions.rating import lowest, means

from ..builders import rating

FULL = {"a": 5, "b": 2, "c": 4, "d": 1}


@pytest.mark.parametrize("given", [None, {"a": 1}, FULL])
def test_never_marked(given):
    """No point, nor leaving statements open, earns or loses anything: the mark is None, "unmarked"."""
    result = mark(rating(), normalise(rating(), given))

    assert (result.fraction, result.state, dict(result.parts)) == (None, "unmarked", {})


def test_no_right_answer():
    """A self-rating has no right answer."""
    assert right_answer(rating()) is None


def test_kept_in_the_order_of_the_statements():
    """One form is kept, whatever the order of rating, and without the statements left open."""
    assert json.dumps(normalise(rating(), {"d": 1, "b": None, "a": 5})) == '{"a": 5, "d": 1}'


@pytest.mark.parametrize("value", [None, {}, {"a": None}, {"a": None, "d": None}])
def test_nothing_rated_is_nothing_kept(value):
    """No statement rated is None, not an empty rating."""
    assert normalise(rating(), value) is None


def test_complete_when_every_statement_is_rated():
    """A rating is complete with its last statement, the lowest point included, and not before."""
    given = [None, {"a": 5}, {"a": 5, "b": 2, "c": 4}, {**FULL, "d": None}, FULL]

    assert [is_complete(rating(), normalise(rating(), value)) for value in given] == [False] * 4 + [True]


def test_ends_are_within():
    """Both ends of a scale of ten points can be chosen."""
    assert normalise(rating(points=10), {"a": 1, "b": 10}) == {"a": 1, "b": 10}


FORGED = [
    "a", ["a"], 3, True, {"z": 1}, {"z": None}, {1: 1}, {"a": 0}, {"a": 6}, {"a": -1}, {"a": 10**30}, {"a": True},
    {"a": False}, {"a": 3.0}, {"a": 2.5}, {"a": "3"}, {"a": [3]}, {"a": {"b": 3}}, {"x": 3}, {"typed": {"a": 3}},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_forged_values_are_refused(forged):
    """Unknown statements, points off the scale, or anything that is not a whole number, raises BadResponse."""
    with pytest.raises(BadResponse):
        normalise(rating(), forged)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (FULL, {"x": "7/2", "y": "4", "z": "1"}),
        ({"a": 5, "b": 5, "c": 5, "d": 5}, {"x": "5", "y": "5", "z": "5"}),
        ({"a": 5}, {"x": "5"}),
        ({"b": 2, "d": 3}, {"x": "2", "z": "3"}),
        (None, {}),
    ],
)
def test_an_axis_is_the_exact_mean_of_what_was_rated(given, expected):
    """Each axis has the mean of its own statements; open ones do not count, and an axis without any is left out."""
    assert means(rating(), normalise(rating(), given)) == {axis: Fraction(mean) for axis, mean in expected.items()}


def test_means_are_in_the_order_of_the_axes():
    """The radar is drawn in the order of the axes, not of the ratings."""
    assert list(means(rating(), {"d": 1, "c": 4, "b": 2, "a": 5})) == ["x", "y", "z"]


def test_thirds_are_exact():
    """A mean is a fraction: two of three statements at 1 and one at 2 are four thirds."""
    question = rating({"x": "abc", "y": "d", "z": "e"})

    assert means(question, {"a": 1, "b": 1, "c": 2})["x"] == Fraction(4, 3)


def named(question, given):
    return [axis.id for axis in lowest(question, normalise(question, given))]


def test_the_lowest_axes_are_named_lowest_first():
    """As many axes as the rating asks for are named to work on, and they bring their advice."""
    assert named(rating(), FULL) == ["z", "x"]
    assert [named(rating(lowest=n), FULL) for n in (0, 1, 3)] == [[], ["z"], ["z", "x", "y"]]
    assert lowest(rating(lowest=1), FULL)[0].advice == "练 z"


def test_equal_axes_are_named_in_the_order_of_the_radar():
    """Where means are equal the axis that comes first is named first."""
    assert named(rating(), {"a": 3, "b": 3, "c": 3, "d": 3}) == ["x", "y"]


def test_an_axis_at_the_top_is_nothing_to_work_on():
    """An axis with the highest mean possible is never named, even if fewer are then named than asked for."""
    assert named(rating(), {"a": 5, "b": 5, "c": 4, "d": 5}) == ["y"]
    assert named(rating(), {"a": 5, "b": 5, "c": 5, "d": 5}) == []
    assert named(rating(points=7), {"a": 5, "b": 5, "c": 7, "d": 7}) == ["x"]


def test_an_axis_that_was_not_rated_is_not_named():
    """What nobody rated is not low."""
    assert named(rating(), {"c": 3}) == ["y"]
    assert named(rating(), None) == []
