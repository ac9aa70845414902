"""A skills profile: shares over decisions, each with an interval that says how sure it is."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.content.roleplay import Roleplay
from engine.scoring.skills import Shown, interval, of_road, profile

SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"
PLAY = Roleplay.model_validate(yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader))
STRONG, WEAK = ("n1a", "n2a", "n3a", "n4a"), ("n1b", "n2b", "n3b", "n4b")
SHARES = st.fractions(0, 1)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (8, 10, 0.490, 0.943),
        (0, 10, 0.0, 0.278),
        (10, 10, 0.722, 1.0),
        (5, 10, 0.237, 0.763),
        (50, 100, 0.404, 0.596),
        (1, 1, 0.207, 1.0),
        (0, 1, 0.0, 0.793),
    ],
)
def test_intervals_of_a_proportion_are_those_of_wilson(right, n, low, high):
    """To three places, as tables of the score interval have them."""
    assert interval(right / n, n) == pytest.approx((low, high), abs=0.0005)


@given(st.floats(0, 1), st.integers(1, 1000))
def test_an_interval_holds_the_share_and_stays_on_the_scale(share, n):
    """Nothing below 0, nothing above 1, and the share lies between, at the ends of the scale too."""
    low, high = interval(share, n)

    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= share <= high + 1e-9


@given(st.floats(0, 1), st.integers(1, 500))
def test_more_decisions_make_it_narrower(share, n):
    """What was shown more often is surer."""
    few, more = interval(share, n), interval(share, n + 1)

    assert more[1] - more[0] < few[1] - few[0]


def test_one_decision_says_little():
    """Whoever did one thing right is not called good at it: the interval is wider than half the scale."""
    low, high = interval(1.0, 1)

    assert high - low > 0.5


def test_a_profile_has_a_mean_for_each_skill_the_weakest_first():
    """Shares of a skill are put together over all decisions; what was never shown has no estimate."""
    found = profile([Shown("LI", Fraction(1)), Shown("HO", Fraction(1, 3)), Shown("LI", Fraction(1, 2))])

    assert [(e.skill, e.n, e.share) for e in found] == [("HO", 1, Fraction(1, 3)), ("LI", 2, Fraction(3, 4))]
    assert [(e.low, e.high) for e in found] == [interval(1 / 3, 1), interval(0.75, 2)]
    assert profile([]) == []


@given(st.lists(st.builds(Shown, st.sampled_from(["LI", "HO", "EM"]), SHARES), max_size=12), st.randoms())
def test_a_profile_does_not_depend_on_the_order(shown, random):
    """It is the same whatever was done first."""
    assert profile(random.sample(shown, len(shown))) == profile(shown)


def test_a_road_shows_a_share_at_each_decision_that_offered_something():
    """The best choice shows all of it; a weak one what it earns of the best there."""
    best, weak = of_road(PLAY, STRONG), of_road(PLAY, WEAK)

    assert {one.share for one in best} == {Fraction(1)}
    assert [one.skill for one in best] == ["LI", "HO"] * 4
    assert all(one.share < 1 for one in weak)
    assert of_road(PLAY, ()) == []


def test_what_a_decision_did_not_offer_is_not_shown():
    """A decision in which no choice earns anything in a skill says nothing of it, rather than that one lacks it."""
    nodes = [node.model_dump(exclude_unset=True) for node in PLAY.nodes]
    for choice in nodes[0]["choices"]:
        choice["earns"] = [{"skill": "LI", "points": 2}] if choice["id"] == "n1a" else []
    play = Roleplay.model_validate({**PLAY.model_dump(exclude_unset=True), "nodes": nodes})

    assert of_road(play, ("n1a",)) == [Shown("LI", Fraction(1))]
    assert of_road(play, ("n1b",)) == [Shown("LI", Fraction(0))]
