"""Role-plays by replay: the same choices give the same state, a rewind is the shorter list, gauges keep their bounds."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.content.roleplay import Roleplay
from engine.scoring import scenarios
from engine.scoring.roleplay import NotOffered, after, ending, offered, replay, skills, start, total

SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"


def parcel(**changes):
    return Roleplay.model_validate({**yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader), **changes})


PLAY = parcel()
STRONG = ("n1a", "n2a", "n3a", "n4a")


@st.composite
def paths(draw):
    """Choices that the scenario offers, from the start to anywhere."""
    state, wanted = start(PLAY), draw(st.integers(0, 4))
    while len(state.path) < wanted and (choices := offered(PLAY, state)):
        state = after(PLAY, state, draw(st.sampled_from(choices)).id)
    return state.path


@given(paths())
def test_replaying_a_log_gives_the_same_state(path):
    """What is kept is the list of choices; nothing else is needed to be where one was."""
    assert replay(PLAY, path)[-1] == replay(PLAY, list(path))[-1]


@given(paths(), st.integers(0, 4))
def test_rewinding_equals_replaying_the_shorter_log(path, back):
    """Taking back n choices is being where one was n choices ago."""
    shorter = path[: max(len(path) - back, 0)]

    assert replay(PLAY, path)[len(shorter)] == replay(PLAY, shorter)[-1]


@given(paths(), st.integers(0, 100), st.integers(0, 100))
def test_gauges_stay_between_0_and_100(path, heat, trust):
    """Whatever the start and the effects, a gauge never leaves its scale."""
    states = replay(parcel(heat=heat, trust=trust), path)

    assert all(0 <= state.heat <= 100 and 0 <= state.trust <= 100 for state in states)


@given(paths())
def test_skill_scores_stay_between_0_and_1(path):
    """Nobody earns more than the best that was on offer at the decisions they met."""
    found = skills(PLAY, path)

    assert set(found) == set(PLAY.skills)
    assert all(e.score is None or 0 <= e.score <= 1 for e in found.values())
    assert 0 <= total(PLAY, path) <= 1


def test_what_was_earned_is_told_with_the_best_on_offer():
    """One strong answer of two decisions met earns half of each skill."""
    found = skills(PLAY, ("n1a", "n2b"))

    assert {skill: (e.earned, e.best, e.score) for skill, e in found.items()} == {
        "LI": (2, 4, Fraction(1, 2)),
        "HO": (1, 2, Fraction(1, 2)),
    }


@pytest.mark.parametrize(
    ("path", "reached"), [(STRONG, "good"), (("n1a", "n2a", "n3b", "n4b"), "fine"), (("n1c", "n2c", "n3c", "n4c"), "lost")]
)
def test_the_first_ending_whose_condition_holds_is_taken(path, reached):
    """Endings are asked in the order written; the last one takes what is left."""
    assert ending(PLAY, replay(PLAY, path)[-1]).id == reached


def test_nothing_has_ended_before_the_end():
    """While there is a choice to make there is no ending."""
    assert ending(PLAY, replay(PLAY, STRONG[:3])[-1]) is None


def test_after_a_red_line_only_its_ending_follows():
    """However kind the rest was, what broke law or honesty decides the ending."""
    data = yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    next(c for c in data["nodes"][0]["choices"] if c["id"] == "n1c")["red_line"] = True
    data["endings"].append({"id": "red", "kind": "red_line", "title": "越线", "text": "越线"})
    crossed = Roleplay.model_validate(data)

    assert ending(crossed, replay(crossed, ("n1c", "n2a", "n3a", "n4a"))[-1]).id == "red"


def test_a_choice_that_is_not_offered_is_refused():
    """Neither one of another node nor an invented one moves the play."""
    for choice in ("n2a", "nosuch"):
        with pytest.raises(NotOffered):
            after(PLAY, start(PLAY), choice)


def test_random_plays_are_the_same_for_the_same_seed():
    """A report can be made again."""
    assert scenarios.random_shares(PLAY, None, 200, 7) == scenarios.random_shares(PLAY, None, 200, 7)


def test_random_plays_over_the_states_are_the_plays_one_by_one():
    """The quick way tells the same."""
    explored = scenarios.explore(PLAY)

    assert scenarios.random_shares(PLAY, explored, 500, 3) == scenarios.random_shares(PLAY, None, 500, 3)


def test_every_state_is_visited_once():
    """Four nodes with three choices have far fewer states than conversations."""
    explored = scenarios.explore(PLAY)

    assert scenarios.findings(PLAY, explored) == []
    assert not explored.sampled
    assert len(explored.states) < 3**4
    assert explored.nodes == {"n1", "n2", "n3", "n4"}


def test_too_many_states_are_sampled_and_nothing_is_called_out_of_reach():
    """What was not met in a sample may still be there."""
    explored = scenarios.explore(PLAY, most=5)

    assert explored.sampled
    assert len(explored.states) == 5
    assert scenarios.findings(PLAY, explored) == []
