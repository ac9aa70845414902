"""True or false: full mark or nothing."""

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import true_false


@pytest.mark.parametrize(
    ("answer", "given", "earned"), [(True, True, 1), (True, False, 0), (False, True, 0), (False, False, 1)]
)
def test_full_mark_or_nothing(answer, given, earned):
    """The answer earns 1, its opposite 0."""
    assert mark(true_false(answer), given).fraction == earned


@pytest.mark.parametrize("answer", [True, False])
def test_blank(answer):
    """Nothing chosen is "blank" and earns 0, also where "false" would be right."""
    question = true_false(answer)
    blank = normalise(question, None)
    assert (mark(question, blank).fraction, mark(question, blank).state, is_complete(question, blank)) == (0, "blank", False)


def test_false_is_an_answer():
    """Having chosen "false" is complete, and wrong where it is wrong."""
    assert is_complete(true_false(True), False)
    assert mark(true_false(True), False).state == "wrong"


def test_parts_name_what_was_chosen():
    """The parts say of the chosen word whether it is right."""
    assert dict(mark(true_false(False), False).parts) == {"false": True}
    assert dict(mark(true_false(False), True).parts) == {"true": False}


@pytest.mark.parametrize("answer", [True, False])
def test_right_answer_is_the_key(answer):
    """The right answer is the answer written by the author."""
    assert right_answer(true_false(answer)) is answer


@pytest.mark.parametrize("forged", [0, 1, 1.0, "true", "false", "", [], [True], {"true": True}])
def test_forged_values_are_refused(forged):
    """Anything but true, false and nothing raises BadResponse, the numbers 0 and 1 included."""
    with pytest.raises(BadResponse):
        normalise(true_false(), forged)
