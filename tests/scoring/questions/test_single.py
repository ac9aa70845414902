"""Single choice: full mark or nothing."""

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import single

QUESTION = single(key="b", ids="abcd")


@pytest.mark.parametrize(("chosen", "earned"), [("a", 0), ("b", 1), ("c", 0), ("d", 0)])
def test_full_mark_or_nothing(chosen, earned):
    """The right option earns 1, every other option 0."""
    assert mark(QUESTION, chosen).fraction == earned


def test_parts_name_the_chosen_option():
    """The parts say of the chosen option, and of no other, whether it is right."""
    assert (dict(mark(QUESTION, "b").parts), dict(mark(QUESTION, "c").parts)) == ({"b": True}, {"c": False})


def test_wrong_is_called_wrong():
    """A wrong option is "wrong", the right one "right"."""
    assert (mark(QUESTION, "a").state, mark(QUESTION, "b").state) == ("wrong", "right")


def test_blank():
    """Nothing chosen earns 0, is "blank" and not "wrong", and is incomplete."""
    blank = normalise(QUESTION, None)
    assert (mark(QUESTION, blank).fraction, mark(QUESTION, blank).state, is_complete(QUESTION, blank)) == (0, "blank", False)


def test_right_answer_is_the_key():
    """The right answer is the option flagged correct, and it is complete."""
    assert right_answer(QUESTION) == "b"
    assert is_complete(QUESTION, "b")


@pytest.mark.parametrize("forged", ["z", "", "A", "a ", ["b"], ("b",), {"b": True}, 1, 0, True, False, 1.5, b"b"])
def test_forged_values_are_refused(forged):
    """An unknown option, or anything that is not an option's id, raises BadResponse."""
    with pytest.raises(BadResponse):
        normalise(QUESTION, forged)


def test_numbers_do_not_pass_for_ids_of_digits():
    """The number 1 is not the option "1"."""
    with pytest.raises(BadResponse):
        normalise(single(key="1", ids="123"), 1)
