"""Rubrics: four levels of each criterion, lowest first, and 100 points in all."""

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from engine.content.rubric import LEVELS, Criterion, require_hundred


def criterion(id="a", points=100, levels=LEVELS):
    """A criterion whose levels have the names given, in that order."""
    return Criterion.model_validate(
        {
            "id": id,
            "text": "看哪一点",
            "points": points,
            "levels": [{"id": name, "text": f"{name}的样子"} for name in levels],
        }
    )


def test_a_criterion_has_the_four_levels_lowest_first():
    """Marks are counted by the place of a level, so there is one order."""
    assert [level.id for level in criterion().levels] == ["none", "some", "good", "full"]


@pytest.mark.parametrize(
    "levels",
    [
        ("full", "good", "some", "none"),
        ("none", "good", "some", "full"),
        ("none", "some", "some", "full"),
        ("none", "some", "good"),
        (*LEVELS, "full"),
        ("none", "some", "good", "best"),
    ],
)
def test_other_levels_are_refused(levels):
    """Turned round, twice the same, one too few or many, one of another name: none of them can be marked by."""
    with pytest.raises(ValidationError):
        criterion(levels=levels)


@pytest.mark.parametrize("points", [0, 101, 33.3, True, "40"])
def test_points_are_a_whole_number_from_1_to_100(points):
    """A weight of nothing judges nothing, and halves could not add up to 100 exactly."""
    with pytest.raises(ValidationError):
        criterion(points=points)


@pytest.mark.parametrize(("weights", "beside"), [((100,), 0), ((40, 30, 30), 0), ((50, 20), 30), ((1, 49), 50)])
def test_a_hundred_points_are_taken(weights, beside):
    """The points of all criteria, and what is counted beside them, are 100."""
    require_hundred(tuple(criterion(f"c{i}", points) for i, points in enumerate(weights)), beside)


@pytest.mark.parametrize(("weights", "beside", "total"), [((40, 30, 29), 0, 99), ((50, 51), 0, 101), ((70, 30), 10, 110)])
def test_any_other_sum_is_refused_with_the_sum(weights, beside, total):
    """The author is told what the points add up to."""
    with pytest.raises(PydanticCustomError) as refused:
        require_hundred(tuple(criterion(f"c{i}", points) for i, points in enumerate(weights)), beside)

    assert (refused.value.type, refused.value.context["total"]) == ("rubric_not_hundred", total)


def test_a_criterion_that_stands_twice_is_refused():
    """Levels are kept by the id of their criterion, so none may stand for two."""
    with pytest.raises(PydanticCustomError) as refused:
        require_hundred((criterion("a", 50), criterion("a", 50)))

    assert refused.value.type == "duplicate_part_id"
    assert refused.value.context["at"] == ("rubric", 1, "id")
