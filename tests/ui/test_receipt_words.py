"""The arithmetic of a mark as it stands under an answer: the sum that is shown comes out."""

import re
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring.mark import rounded
from engine.scoring.receipt import Receipt, after_tries, evaluate
from ui.widgets.answered import receipt

THIRD = 1 / 3
HALF = Receipt("subset_half", {"t": 1, "w": 0, "c": 2, "m": 2})
TWO_THIRDS = Receipt("share", {"right": 2, "of": 3})


@pytest.mark.parametrize(
    ("paid", "tries", "shown"),
    [
        (HALF, 2, "第 2 次作答，每多试一次乘以 2/3：0.5 × 2/3 = 1/3 ≈ 0.33"),
        (TWO_THIRDS, 3, "第 3 次作答，每多试一次乘以 2/3：2/3 × 2/3 × 2/3 = 8/27 ≈ 0.3"),
        (Receipt("one_right", {"right": 1, "of": 1}), 2, "第 2 次作答，每多试一次乘以 2/3：1 × 2/3 = 2/3 ≈ 0.67"),
    ],
)
def test_a_further_try_multiplies(paid, tries, shown):
    """What a further try costs is said as it is counted: a factor, once for each try."""
    assert receipt(after_tries(paid, tries, THIRD), "zh").endswith(shown)


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(
    right=st.integers(0, 7),
    of=st.integers(1, 7),
    tries=st.integers(2, 4),
    penalty=st.sampled_from([THIRD, 0, 0.25, 0.333, 1]),
)
def test_the_sum_shown_comes_out(lang, right, of, tries, penalty):
    """In either language the numbers shown, multiplied, give the mark shown, which is the mark that was kept."""
    paid = after_tries(Receipt("share", {"right": min(right, of), "of": of}), tries, penalty)

    shown = receipt(paid, lang).rpartition("：" if lang == "zh" else ": ")[2]
    left, mark, *about = re.split(" [=≈] ", shown)

    assert prod(Fraction(factor) for factor in left.split(" × ")) == Fraction(mark) == evaluate(paid)
    assert len(left.split(" × ")) == tries
    assert all(Fraction(rounded(evaluate(paid), 2)) == Fraction(near) for near in about)


def test_one_try_needs_no_further_sum():
    """At the first try nothing is multiplied."""
    assert "×" not in receipt(HALF, "zh")
