"""The small models that lessons let one play with. Each is a picture of an idea, not a forecast.

All are pure; the numbers of the toy companies are invented, and the pages say so.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple

Feeling = Literal["delighted", "satisfied", "short", "disappointed"]
STEEPNESS = 4
"""How late the curve of an open market rises: loyalty goes with this power of satisfaction."""


def feeling(expected: int, performance: int) -> Feeling:
    """What a customer feels whose expectation and whose experience are numbers from 1 to 10.

    After Oliver's expectancy disconfirmation: it is the difference that is felt.
    """
    gap = performance - expected
    if gap >= 2:
        return "delighted"
    return "satisfied" if gap >= 0 else "short" if gap >= -2 else "disappointed"


def loyalty(satisfaction: float, switching: float) -> float:
    """Loyalty, 0 to 100, for a satisfaction from 1 to 5 and a difficulty of switching from 0 (none) to 1 (no choice).

    The shapes follow Jones and Sasser (1995): flat then steep where switching is easy, high from the start where
    there is no choice. The formula is ours.
    """
    share = (satisfaction - 1) / 4
    bound = 1 - 0.35 * (1 - share)
    return 100 * ((1 - switching) * share**STEEPNESS + switching * bound)


class Quadrants(NamedTuple):
    """Customers by quadrant: satisfied and loyal, satisfied only, loyal only, neither."""

    both: tuple[str, ...]
    satisfied: tuple[str, ...]
    loyal: tuple[str, ...]
    neither: tuple[str, ...]


def quadrants(points: Iterable[tuple[str, float, float]], cut_x: float, cut_y: float) -> Quadrants:
    """Points (id, x, y) by where they lie of the two cuts; a point on a cut lies above it."""
    found: dict[tuple[bool, bool], list[str]] = {}
    for id, x, y in points:
        found.setdefault((x >= cut_x, y >= cut_y), []).append(id)
    places = ((True, True), (True, False), (False, True), (False, False))
    return Quadrants._make(tuple(found.get(place, ())) for place in places)


class Scheme(NamedTuple):
    """What one member brings in a year after the reward, and from how many members the scheme pays; None for never."""

    each: float
    break_even: int | None


def scheme(fixed: int, reward: int, extra: int, margin: int, anyway: int) -> Scheme:
    """A loyalty scheme: fixed cost and reward for each member a year, extra purchases and the margin on one, and the
    percentage of them that would have come without it.
    """
    each = Fraction(extra * (100 - anyway) * margin, 100) - reward
    return Scheme(float(each), ceil(fixed / each) if each > 0 else None)


class Year(NamedTuple):
    """Customers at the end of a year: won in it, kept from before, all."""

    won: float
    kept: float
    total: float


PORTFOLIO: Mapping[str, float] = {"customers": 100, "won_at_most": 45, "kept_at_least": 0.55, "kept_at_most": 0.92}


def portfolio(share: float, years: int = 3) -> list[Year]:
    """A toy company of 100 customers that spends `share` (0 to 1) of one budget on those it has, the rest on new ones.

    Both kinds of money do less the more of it is spent: what is won and what is kept grow with its square root.
    """
    total, found = PORTFOLIO["customers"], []
    rate = PORTFOLIO["kept_at_least"] + (PORTFOLIO["kept_at_most"] - PORTFOLIO["kept_at_least"]) * share**0.5
    for _ in range(years):
        won = PORTFOLIO["won_at_most"] * (1 - share) ** 0.5
        kept = total * rate
        total = won + kept
        found.append(Year(won, kept, total))
    return found
