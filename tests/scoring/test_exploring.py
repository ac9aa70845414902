"""The small models to play with: each shows what its page says it shows, at every setting of its controls."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring.exploring import PORTFOLIO, feeling, loyalty, portfolio, quadrants, scheme

SATISFACTIONS = [s / 10 for s in range(10, 51)]
SWITCHINGS = [w / 10 for w in range(11)]
SHARES = [s / 10 for s in range(11)]
ONE_TO_TEN = st.integers(1, 10)
SATISFACTION, SHARE = st.floats(1, 5), st.floats(0, 1)
COORDINATE = st.floats(0, 10, allow_nan=False)
ORDER = ["disappointed", "short", "satisfied", "delighted"]


@given(ONE_TO_TEN, ONE_TO_TEN)
def test_feeling_is_of_the_difference(expected, performance):
    """The same distance feels the same wherever it lies; at least what was expected satisfies, less does not."""
    felt = feeling(expected, performance)

    assert felt == feeling(expected + 3, performance + 3)
    assert (felt in ("satisfied", "delighted")) == (performance >= expected)


@given(ONE_TO_TEN, ONE_TO_TEN)
def test_feeling_rises_with_what_one_gets_and_falls_with_what_one_expects(expected, performance):
    """Nobody is less content for getting more, nor more content for expecting more."""
    felt = ORDER.index(feeling(expected, performance))

    assert ORDER.index(feeling(expected, performance + 1)) >= felt
    assert ORDER.index(feeling(expected + 1, performance)) <= felt


def test_same_service_two_feelings():
    """The four feelings by their distance: two above, on the mark, two below, further below."""
    assert [feeling(5, p) for p in (7, 6, 5, 4, 3, 2)] == [
        "delighted",
        "satisfied",
        "satisfied",
        "short",
        "short",
        "disappointed",
    ]


@given(SATISFACTION, SHARE)
def test_loyalty_is_a_percentage(satisfaction, switching):
    """Whatever the settings, loyalty lies between 0 and 100."""
    assert 0 <= loyalty(satisfaction, switching) <= 100


@given(SATISFACTION, SATISFACTION, SHARE)
def test_loyalty_never_falls_with_satisfaction(one, other, switching):
    """Who is more satisfied is no less loyal, however hard it is to switch."""
    low, high = sorted((one, other))

    assert loyalty(low, switching) <= loyalty(high, switching) + 1e-9


@given(SATISFACTION, SHARE, SHARE)
def test_loyalty_never_falls_where_switching_is_harder(satisfaction, one, other):
    """The same satisfaction looks at least as loyal where it is harder to leave."""
    low, high = sorted((one, other))

    assert loyalty(satisfaction, low) <= loyalty(satisfaction, high) + 1e-9


@pytest.mark.parametrize("switching", [w for w in SWITCHINGS if w < 1])
def test_loyalty_rises_at_every_step_of_the_control(switching):
    """Where one can leave at all, each step of satisfaction that the page offers moves the point up."""
    values = [loyalty(s, switching) for s in SATISFACTIONS]

    assert all(low < high for low, high in pairwise(values))


def test_open_market_is_flat_then_steep():
    """Where switching is free the curve bends upwards all the way: little until 3, the greater part from 4 to 5."""
    values = [loyalty(s, 0) for s in SATISFACTIONS]
    steps = [high - low for low, high in pairwise(values)]

    assert all(low < high for low, high in pairwise(steps))
    assert loyalty(3, 0) < 10
    assert loyalty(5, 0) - loyalty(4, 0) > 60
    assert (loyalty(1, 0), loyalty(5, 0)) == (0, 100)


def test_no_choice_is_high_from_the_start():
    """Where there is no choice even the dissatisfied stay, and satisfaction adds in a straight line."""
    values = [loyalty(s, 1) for s in SATISFACTIONS]

    assert values[0] > 60
    assert {round(high - low, 9) for low, high in pairwise(values)} == {round((values[-1] - values[0]) / 40, 9)}


@given(st.lists(st.tuples(COORDINATE, COORDINATE), max_size=30), COORDINATE, COORDINATE)
def test_quadrants_hold_every_point_once(places, cut_x, cut_y):
    """Wherever the cuts lie, each point is in exactly one quadrant, and in the right one."""
    points = [(f"p{i}", x, y) for i, (x, y) in enumerate(places)]

    found = quadrants(points, cut_x, cut_y)

    assert Counter(id for ids in found for id in ids) == Counter(id for id, _, _ in points)
    for id, x, y in points:
        assert (id in found.both or id in found.satisfied) == (x >= cut_x)
        assert (id in found.both or id in found.loyal) == (y >= cut_y)


def test_quadrants_keep_the_order_and_count_the_edge_above():
    """Points stand in the order given; one that lies on a cut belongs above it."""
    points = [("edge", 5, 5), ("right", 6, 1), ("up", 1, 5), ("low", 4, 4), ("top", 9, 9)]

    assert tuple(quadrants(points, 5, 5)) == (("edge", "top"), ("right",), ("up",), ("low",))


COSTS = {
    "fixed": st.integers(0, 12).map(lambda n: n * 500),
    "reward": st.integers(0, 30).map(lambda n: n * 2),
    "extra": st.integers(1, 6),
    "margin": st.integers(2, 18).map(lambda n: n * 5),
    "anyway": st.integers(0, 20).map(lambda n: n * 5),
}


def balance(members, fixed, reward, extra, margin, anyway):
    """The scheme's year, counted purchase by purchase: what is left of the extra margin after rewards and fixed cost."""
    left = Fraction(-fixed)
    for _ in range(members):
        left -= reward
        for _ in range(extra):
            left += margin * (1 - Fraction(anyway, 100))
    return left


@given(**COSTS)
def test_scheme_pays_from_its_break_even_on(**costs):
    """Counted member by member, the scheme pays with that many and not with one fewer; where there is no such number it
    pays with no crowd however large."""
    found = scheme(**costs).break_even

    if found is None:
        assert balance(1, **costs) <= balance(0, **costs)
    elif found < 3000:
        assert balance(found, **costs) >= 0
        assert found == 0 or balance(found - 1, **costs) < 0
    else:
        each = balance(1, **costs) - balance(0, **costs)
        assert (found - 1) * each < costs["fixed"] <= found * each


@given(**COSTS)
def test_scheme_counts_one_member_exactly(**costs):
    """What one member brings in is what a year with one more member has more."""
    assert scheme(**costs).each == pytest.approx(float(balance(1, **costs) - balance(0, **costs)), abs=1e-9)


def test_scheme_has_no_rounding_of_its_own():
    """5500 of fixed cost and 55 a member are 100 members, not 101: the page shows both numbers side by side."""
    assert scheme(5500, 2, 3, 20, 5) == (55, 100)


def test_scheme_that_rewards_what_comes_anyway():
    """Where all the extra purchases would have come without it, a scheme never pays."""
    assert scheme(0, 24, 6, 90, 100) == (-24, None)
    assert scheme(3000, 0, 6, 90, 100) == (0, None)


@pytest.mark.parametrize("share", SHARES)
def test_portfolio_adds_up(share):
    """Each year's customers are those kept of the year before and those won."""
    before = PORTFOLIO["customers"]
    for year in portfolio(share):
        assert year.total == pytest.approx(year.won + year.kept)
        assert PORTFOLIO["kept_at_least"] * before - 1e-9 <= year.kept <= PORTFOLIO["kept_at_most"] * before + 1e-9
        assert 0 <= year.won <= PORTFOLIO["won_at_most"]
        before = year.total


@pytest.mark.parametrize("years", [1, 2, 3, 10])
def test_portfolio_is_best_in_the_middle(years):
    """Whoever spends all on new customers, or nothing on them, ends with fewer than whoever does both."""
    ends = [portfolio(share, years)[-1].total for share in SHARES]
    best = max(ends)

    assert ends.index(best) not in (0, 1, 9, 10)
    assert ends[5] > max(ends[0], ends[10])


@pytest.mark.parametrize("years", [1, 2, 3, 10])
def test_portfolio_has_one_best(years):
    """Up to the best split every step towards it helps, and beyond it every step hurts: there is one hill to find."""
    ends = [portfolio(share, years)[-1].total for share in SHARES]
    best = ends.index(max(ends))

    assert all(low < high for low, high in pairwise(ends[: best + 1]))
    assert all(high > low for high, low in pairwise(ends[best:]))


def test_portfolio_of_extremes():
    """With nothing for those one has most is won and least kept; with everything for them none is won."""
    first, last = portfolio(0, 1)[0], portfolio(1, 1)[0]

    assert (first.won, first.kept) == pytest.approx((45, 55))
    assert (last.won, last.kept) == pytest.approx((0, 92))
