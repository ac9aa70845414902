"""Marks by a rubric: the level a person chose for each criterion, and the points that follow."""

from collections.abc import Mapping
from fractions import Fraction

from engine.content.rubric import LEVELS, LevelName, Rubric
from engine.scoring.mark import BadResponse

SHARE: Mapping[LevelName, int] = {"none": 0, "some": 40, "good": 70, "full": 100}
"""Percent of a criterion's points by level."""
Levels = Mapping[str, LevelName]
"""Criterion to level."""


def require_levels(rubric: Rubric, given: Mapping[str, str]) -> Levels:
    """One known level for each criterion of `rubric`, and nothing else. Raises BadResponse."""
    if set(given) != {criterion.id for criterion in rubric} or not set(given.values()) <= set(LEVELS):
        raise BadResponse(given)
    return {id: level for id in given for level in LEVELS if level == given[id]}


def percent_points(rubric: Rubric, levels: Levels) -> int:
    """The points as hundredths: whole, so that a receipt can keep them."""
    return sum(criterion.points * SHARE[levels[criterion.id]] for criterion in rubric)


def points(rubric: Rubric, levels: Levels) -> Fraction:
    """The points of all criteria, 0 to the sum of their weights."""
    return Fraction(percent_points(rubric, levels), 100)
