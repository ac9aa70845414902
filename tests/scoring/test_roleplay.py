"""Role-plays by replay: the same choices give the same state, a rewind is the shorter list, gauges keep their bounds."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.content.roleplay import Roleplay
from engine.scoring import scenarios
from engine.scoring.roleplay import (
    Earned,
    NotOffered,
    after,
    ending,
    moments,
    offered,
    parts,
    reacting,
    replay,
    skills,
    start,
    total,
)

SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"


def data():
    return yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader)


def parcel(**changes):
    return Roleplay.model_validate({**data(), **changes})


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
def test_the_replay_of_the_choices_is_where_one_came_to_step_by_step(path):
    """What is kept is the list of choices; nothing else is needed to be where one was, or ever was on the way."""
    walked = [start(PLAY)]
    for choice in path:
        walked.append(after(PLAY, walked[-1], choice))

    assert replay(PLAY, path) == tuple(walked)


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


def test_a_skill_opens_to_the_moments_that_offered_points_in_it():
    """In their order, with what was earned and what was left; a moment with nothing to earn in it is not named."""
    nodes = data()["nodes"]
    nodes[1]["choices"][1]["earns"] = [{"skill": "HO", "points": 3}]
    play = parcel(nodes=nodes)

    found = moments(play, ("n1a", "n2a", "n3b"))

    told = {skill: [(node.id, one.earned, one.best) for node, one in met] for skill, met in found.items()}
    assert told == {"LI": [("n1", 2, 2), ("n3", 0, 2)], "HO": [("n1", 1, 1), ("n2", 3, 3), ("n3", 0, 1)]}


@given(paths())
def test_the_moments_of_a_skill_add_up_to_it(path):
    """What is told of the moments is what the score was made of."""
    by_moment = {skill: sum((one for _, one in met), Earned(0, 0)) for skill, met in moments(PLAY, path).items()}

    assert by_moment == skills(PLAY, path)


def in_parts(**by_node):
    """The parcel in two parts, each node in the one it is given."""
    nodes = [{**node, **({"part": by_node[node["id"]]} if node["id"] in by_node else {})} for node in data()["nodes"]]
    return parcel(nodes=nodes, parts=[{"id": "hear", "title": "听"}, {"id": "act", "title": "办"}])


def test_a_part_earns_what_its_decisions_earn_in_all_skills_together():
    """Two decisions of one part are added up; one that belongs to none counts for none; one not met has no score."""
    play = in_parts(n1="hear", n2="hear", n4="act")

    assert parts(play, ("n1a", "n2b", "n3a")) == {"hear": Earned(3, 6), "act": Earned(0, 0)}
    assert parts(play, ("n1a", "n2b", "n3a", "n4a"))["act"] == Earned(3, 3)
    assert parts(PLAY, STRONG) == {}


@given(paths())
def test_parts_that_hold_every_node_add_up_to_the_total(path):
    """Parts only order the same points in another way."""
    play = in_parts(n1="hear", n2="act", n3="hear", n4="act")

    whole = sum(parts(play, path).values(), Earned(0, 0))

    assert (whole.score or 0) == total(play, path)


def reacts(node=0, choice="n1b", *, by=None, spoken=None, heat=60):
    """Who reacts to one choice, in a scene with two customers and a colleague; `spoken` are the lines before it."""
    everybody = [*data()["roles"], {"id": "ma", "part": "customer", "name": "马先生", "about": "邻居"}]
    everybody += [{"id": "bo", "part": "support", "name": "小博", "about": "同事"}]
    nodes = data()["nodes"]
    if spoken is not None:
        nodes[node]["lines"] = [{"id": f"l{i}", "text": "话", **line} for i, line in enumerate(spoken)]
    made = next(c for c in nodes[node]["choices"] if c["id"] == choice)
    made |= {"by": by} if by else {}
    play = parcel(roles=everybody, nodes=nodes, heat=heat)
    role = reacting(play, play.nodes[node], next(c for c in play.nodes[node].choices if c.id == choice), start(play))
    return role.id if role else None


def test_without_a_name_whoever_spoke_last_reacts():
    """A second customer or a colleague who was talking answers; what is only seen afterwards changes nothing."""
    assert reacts() == "lin"
    assert reacts(spoken=[{"by": "lin"}, {"by": "ma"}, {}]) == "ma"
    assert reacts(spoken=[{"by": "lin"}, {"by": "bo"}]) == "bo"


def test_only_a_line_that_was_heard_counts_as_spoken():
    """A line whose condition does not hold in this state was never said."""
    spoken = [{"by": "lin"}, {"by": "ma", "when": "heat >= 50"}]

    assert (reacts(spoken=spoken, heat=60), reacts(spoken=spoken, heat=40)) == ("ma", "lin")


def test_where_nobody_else_spoke_the_customer_reacts():
    """Neither a scene that is only told nor one's own words leave the reaction without a face."""
    assert reacts(spoken=[{}]) == "lin"
    assert reacts(spoken=[{}, {"by": "me"}]) == "lin"


def test_a_reaction_is_by_whoever_it_names_or_by_nobody():
    """A name goes before all that was said; what is only seen or told has no face."""
    assert [reacts(by=by) for by in ("ma", "bo", "seen")] == ["ma", "bo", None]


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
    play = data()
    next(c for c in play["nodes"][0]["choices"] if c["id"] == "n1c")["red_line"] = True
    play["endings"].append({"id": "red", "kind": "red_line", "title": "越线", "text": "越线"})
    crossed = Roleplay.model_validate(play)

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
