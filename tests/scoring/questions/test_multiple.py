"""Multiple choice: the five rules, cell by cell."""

from fractions import Fraction

import pytest

from engine.content.rules import multiple_mark
from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import multiple, options, question

RULES = ["all_or_nothing", "subset_proportional", "subset_half", "net_correct", "each_decision"]

# What an answer earns where A, B and C are right among A to E. Written by hand, in the order of RULES.
TABLE = {
    "": ("0", "0", "0", "0", "0"),
    "ab": ("0", "2/3", "1/2", "2/3", "4/5"),
    "abd": ("0", "0", "0", "1/3", "3/5"),
    "abcde": ("0", "0", "0", "1/3", "3/5"),
    "abc": ("1", "1", "1", "1", "1"),
    "a": ("0", "1/3", "1/2", "1/3", "3/5"),
    "d": ("0", "0", "0", "0", "1/5"),
    "de": ("0", "0", "0", "0", "0"),
    "ad": ("0", "0", "0", "0", "2/5"),
    "ade": ("0", "0", "0", "0", "1/5"),
    "abcd": ("0", "0", "0", "2/3", "4/5"),
}
CELLS = [(rule, picked, row[i]) for picked, row in TABLE.items() for i, rule in enumerate(RULES)]


@pytest.mark.parametrize(("rule", "picked", "earned"), CELLS)
def test_table_of_rules(rule, picked, earned):
    """Every cell of the table of rules holds, exactly."""
    asked = multiple(rule, key="abc", ids="abcde")
    assert mark(asked, normalise(asked, list(picked))).fraction == Fraction(earned)


def test_default_rule():
    """Without a rule of its own, a question pays the share of a faultless subset."""
    assert question("multiple", options=options("abcde", key="abc")).rule == "subset_proportional"


@pytest.mark.parametrize("rule", RULES)
def test_one_right_option(rule):
    """Where one option is right, picking just that earns everything under every rule."""
    assert mark(multiple(rule, key="c", ids="abc"), ["c"]).fraction == 1


@pytest.mark.parametrize("rule", RULES)
def test_blank(rule):
    """Nothing ticked earns 0 and is "blank", not "wrong", under every rule."""
    asked = multiple(rule)
    blank = mark(asked, normalise(asked, []))
    assert (blank.fraction, blank.state) == (0, "blank")


@pytest.mark.parametrize("rule", RULES)
def test_picking_nothing_pays_nothing(rule):
    """The arithmetic itself pays nothing for nothing picked, also where every option left alone would count."""
    assert multiple_mark(rule, 0, 0, 3, 2) == 0


def test_wrong_is_not_blank():
    """Only wrong options ticked earns the same 0, and is "wrong"."""
    assert mark(multiple(), ["d", "e"]).state == "wrong"


def test_part_of_the_key_is_partial():
    """A faultless subset is "partial"."""
    assert mark(multiple(), ["a", "b"]).state == "partial"


def test_nothing_ticked_is_incomplete():
    """An answer with nothing ticked is incomplete; one tick completes it."""
    asked = multiple()
    assert [is_complete(asked, normalise(asked, value)) for value in (None, [], ["d"])] == [False, False, True]


def test_parts_judge_the_chosen_options():
    """The parts say of each chosen option, and of no other, whether it is right."""
    assert dict(mark(multiple(), ["b", "d"]).parts) == {"b": True, "d": False}


def test_receipt_counts():
    """The receipt holds how many right and wrong options were picked, and of how many."""
    receipt = mark(multiple("net_correct"), ["a", "b", "d"]).receipt
    assert (receipt.formula, dict(receipt.values)) == ("net_correct", {"t": 2, "w": 1, "c": 3, "m": 2})


def test_right_answer_is_the_key():
    """The right answer is every option flagged correct, in the order of the question."""
    assert right_answer(multiple(key="db", ids="abcd")) == ["b", "d"]


@pytest.mark.parametrize("value", [["d", "a"], ("a", "d"), {"a", "d"}, ["a", "d", "a", "d"]])
def test_kept_in_one_form(value):
    """Whatever the order in which options were ticked, and however often, one form is kept."""
    assert normalise(multiple(), value) == ["a", "d"]


FORGED = ["abc", "a", ["z"], ["a", "z"], ["a", None], [["a"]], [{"a": 1}], [1], [True], {"a": True}, 3, True, 1.5, b"abc"]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_values_are_refused(forged):
    """An unknown option, or anything that is not a list of ids, raises BadResponse."""
    with pytest.raises(BadResponse):
        normalise(multiple(), forged)


def test_unknown_rule():
    """A rule that nobody wrote raises KeyError instead of paying."""
    with pytest.raises(KeyError):
        multiple_mark("generous", 1, 0, 3, 2)
