"""A skills profile: what was shown of each skill, over how many decisions, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from engine.content.questions.common import Skill
from engine.content.roleplay import Roleplay
from engine.scoring.roleplay import decisions

Z = 1.96
"""Of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one decision or question showed of a skill: a share, 0..1, of the best it offered."""

    skill: Skill
    share: Fraction


@dataclass(frozen=True, slots=True)
class Estimate:
    """One skill over `n` decisions: the mean share, and a 95 % interval around it, all in 0..1."""

    skill: Skill
    n: int
    share: Fraction
    low: float
    high: float


def of_road(play: Roleplay, road: tuple[str, ...]) -> list[Shown]:
    """What each decision of a path showed, for each skill of which it offered something."""
    return [
        Shown(skill, one.score)
        for decision in decisions(play, road)
        for skill, one in decision.items()
        if one.score is not None
    ]


def profile(shown: Iterable[Shown]) -> list[Estimate]:
    """An estimate for each skill that was shown, the weakest first."""
    by_skill: dict[Skill, list[Fraction]] = {}
    for one in shown:
        by_skill.setdefault(one.skill, []).append(one.share)
    return sorted((_estimate(skill, shares) for skill, shares in by_skill.items()), key=lambda e: (e.share, e.skill))


def _estimate(skill: Skill, shares: list[Fraction]) -> Estimate:
    share = sum(shares, Fraction(0)) / len(shares)
    low, high = interval(float(share), len(shares))
    return Estimate(skill, len(shares), share, low, high)


def interval(share: float, n: int) -> tuple[float, float]:
    """The score interval for a mean `share` of `n` values in 0..1, `n` at least 1.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). It is that of
    a proportion: no values in 0..1 with this mean vary more, so that for shares between it is wide rather than narrow.
    """
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, centre - half), min(1.0, centre + half)
