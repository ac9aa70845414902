"""Scale: kept and reported, never marked."""

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import scale


@pytest.mark.parametrize("given", [1, 3, 5, None])
def test_never_marked(given):
    """No point of the scale, nor leaving it open, earns or loses anything: the mark is None, "unmarked"."""
    result = mark(scale(), normalise(scale(), given))
    assert (result.fraction, result.state, dict(result.parts)) == (None, "unmarked", {})


def test_no_right_answer():
    """A scale has no right answer."""
    assert right_answer(scale()) is None


def test_complete_once_chosen():
    """A scale is complete when a point was chosen, the lowest included."""
    assert [is_complete(scale(), given) for given in (None, 1, 5)] == [False, True, True]


def test_ends_are_within():
    """Both ends of a scale of seven points can be chosen."""
    assert [normalise(scale(7), given) for given in (1, 7)] == [1, 7]


@pytest.mark.parametrize("forged", [0, 6, -1, 10**30, True, False, 3.0, 2.5, "3", "", [3], {"3": 3}])
def test_forged_values_are_refused(forged):
    """A point off the scale, or anything that is not a whole number, raises BadResponse."""
    with pytest.raises(BadResponse):
        normalise(scale(5), forged)
