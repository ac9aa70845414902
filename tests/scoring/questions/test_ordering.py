"""Ordering: pairs in the right order, the longest run in order, or all or nothing."""

from fractions import Fraction
from itertools import combinations, permutations

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer

from ..builders import labelled, ordering, question

# The right order is abcd: what each order earns by pairwise, longest_subset, all_or_nothing.
TABLE = {
    "abcd": ("1", "1", "1"),
    "abdc": ("5/6", "3/4", "0"),
    "bacd": ("5/6", "3/4", "0"),
    "bcda": ("1/2", "3/4", "0"),
    "dabc": ("1/2", "3/4", "0"),
    "cdab": ("1/3", "1/2", "0"),
    "badc": ("2/3", "1/2", "0"),
    "dbca": ("1/6", "1/2", "0"),
    "dcba": ("0", "0", "0"),
}
CELLS = [
    (rule, given, row[i])
    for given, row in TABLE.items()
    for i, rule in enumerate(("pairwise", "longest_subset", "all_or_nothing"))
]


@pytest.mark.parametrize(("rule", "given", "earned"), CELLS)
def test_table_of_rules(rule, given, earned):
    """Every cell of the table of orders holds, exactly."""
    asked = ordering(rule)
    assert mark(asked, normalise(asked, list(given))).fraction == Fraction(earned)


def test_default_rule():
    """Without a rule of its own, a question pays by pairs."""
    assert question("ordering", items=labelled("abc")).rule == "pairwise"


def _rises(letters):
    return "".join(letters) == "".join(sorted(letters))


def test_pairwise_over_all_orders():
    """For every order of five items, the mark is the counted share of pairs that stand the right way round."""
    asked = ordering("pairwise", "abcde")
    for given in permutations("abcde"):
        counted = sum(_rises(pair) for pair in combinations(given, 2))
        assert mark(asked, list(given)).fraction == Fraction(counted, 10), given


def test_longest_subset_over_all_orders():
    """For every order of five items, the mark is the longest of all rising selections, found by trying each."""
    asked = ordering("longest_subset", "abcde")
    for given in permutations("abcde"):
        longest = max(n for n in range(1, 6) for picked in combinations(given, n) if _rises(picked))
        assert mark(asked, list(given)).fraction == (Fraction(longest, 5) if longest > 1 else 0), given


def test_length_one_pays_nothing():
    """The exactly reversed order holds a run of one item, which earns nothing."""
    reversed_order = mark(ordering("longest_subset"), list("dcba"))
    assert (reversed_order.fraction, reversed_order.state) == (0, "wrong")


def test_parts_say_who_stands_right():
    """The parts say of every item whether it stands in its own place."""
    assert dict(mark(ordering(), list("acbd")).parts) == {"a": True, "b": False, "c": False, "d": True}


@pytest.mark.parametrize("rule", ["pairwise", "longest_subset", "all_or_nothing"])
def test_blank(rule):
    """No order given earns 0, is "blank" and not "wrong", and is incomplete."""
    asked = ordering(rule)
    blank = mark(asked, normalise(asked, None))
    assert (blank.fraction, blank.state, is_complete(asked, None)) == (0, "blank", False)


def test_right_answer_is_the_order_written():
    """The right answer is the order of the items in the file, and it is complete."""
    asked = ordering(ids="dbca")
    assert right_answer(asked) == ["d", "b", "c", "a"]
    assert is_complete(asked, right_answer(asked))


FORGED = [
    [], list("abc"), list("abcda"), list("abca"), list("abcz"), "abcd", {"a", "b", "c", "d"}, dict.fromkeys("abcd"),
    ["a", "b", "c", None], ["a", "b", "c", ["d"]], ["a", "b", "c", 4], 4, True,
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_forged_values_are_refused(forged):
    """A list that lacks an item, has one twice or has a stranger, or no list at all, raises BadResponse."""
    with pytest.raises(BadResponse):
        normalise(ordering(), forged)


def test_numbers_do_not_pass_for_ids_of_digits():
    """The numbers 1, 2, 3 are not the items "1", "2", "3"."""
    with pytest.raises(BadResponse):
        normalise(ordering(ids="123"), [1, 2, 3])
