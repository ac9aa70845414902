"""A role-play in the store: choices are appended, roads branch, nothing is lost and nothing is counted twice."""

from pathlib import Path

import pytest
import yaml

from engine.services import playing, progress
from engine.services.context import Refused
from engine.services.standings import rebuild
from engine.store import attempts, standings
from tests.builders import outcome, together

SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"
PARCEL = "late-parcel"


@pytest.fixture
def mei(school):
    """A trainee of a course with one role-play."""
    school.files["cases/parcel/roleplay-late-parcel.yaml"] = yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    school.publish()
    return school.sign_up("mei")


def say(ctx, run, *choices):
    """Make choices one after the other where the run was left."""
    for choice in choices:
        seen = playing.view(ctx, run)
        playing.choose(ctx, run, seen.made, seen.at, choice)
    return playing.view(ctx, run)


def test_a_conversation_is_found_again_where_it_was_left(mei):
    """A reload, another device, a killed server: the choices are there, and so is the state they lead to."""
    run = playing.begin(mei, PARCEL, "beginner")
    left = say(mei, run, "n1a", "n2b")

    again = playing.begin(mei, PARCEL, "beginner")

    seen = playing.view(mei, again)
    assert again == run
    assert [move.choice.id for move in seen.moves] == ["n1a", "n2b"]
    assert seen.state == left.state
    assert (seen.state.node, seen.state.heat, seen.state.trust) == ("n3", 55, 45)


def test_the_choices_keep_their_order_over_looks(mei):
    """Whoever comes back finds the buttons where they were; another run has an order of its own."""
    run = playing.begin(mei, PARCEL, "beginner")

    assert [c.id for c in playing.view(mei, run).choices] == [c.id for c in playing.view(mei, run).choices]


def test_a_double_click_says_it_once(mei):
    """The same number with the same choice changes nothing."""
    run = playing.begin(mei, PARCEL, "beginner")

    for _ in range(2):
        playing.choose(mei, run, 0, None, "n1a")

    assert playing.view(mei, run).made == 1


def test_another_choice_for_the_same_moment_is_refused(mei):
    """Two windows cannot say two things at once: the second is told."""
    run = playing.begin(mei, PARCEL, "beginner")
    playing.choose(mei, run, 0, None, "n1a")

    assert outcome(lambda: playing.choose(mei, run, 0, None, "n1b")) == "answered_elsewhere"
    assert playing.view(mei, run).made == 1


def test_at_the_same_instant_one_choice_wins(mei):
    """Of two windows that press at once one is kept, whole."""
    run = playing.begin(mei, PARCEL, "beginner")

    results = together(*(lambda c=c: playing.choose(mei, run, 0, None, c) for c in ("n1a", "n1b")))

    assert results.count(None) == 1
    assert playing.view(mei, run).made == 1


def test_the_other_road_is_a_branch_of_the_same_run(mei):
    """Going back loses nothing: both roads stay, each with the choices before it."""
    run = playing.begin(mei, PARCEL, "experienced")
    first = say(mei, run, "n1a", "n2a", "n3a", "n4a")
    assert first.ending.id == "good"

    playing.choose(mei, run, 4, 0, "n2c")

    other, whole = playing.view(mei, run), playing.view(mei, run, 3)
    assert [move.choice.id for move in other.moves] == ["n1a", "n2c"]
    assert [move.choice.id for move in whole.moves] == ["n1a", "n2a", "n3a", "n4a"]
    assert (other.complete, other.made, other.mode) == (True, 5, "experienced")


def test_a_run_that_ended_is_complete_and_a_new_one_is_begun(mei):
    """After the end the list offers to look back and to play again."""
    run = playing.begin(mei, PARCEL, "beginner")
    say(mei, run, "n1a", "n2a", "n3a", "n4a")

    row = playing.plays(mei)[0]
    assert (row.runs, row.running, row.last) == (1, None, run)
    assert playing.begin(mei, PARCEL, "beginner") != run


@pytest.mark.parametrize(
    ("number", "at", "choice", "code"),
    [(0, None, "n2a", "bad_response"), (3, None, "n1a", "answered_elsewhere"), (0, 7, "n1a", "no_such_move")],
)
def test_what_no_button_gives_is_refused(mei, number, at, choice, code):
    """A forged choice, number or place changes nothing."""
    run = playing.begin(mei, PARCEL, "beginner")

    assert outcome(lambda: playing.choose(mei, run, number, at, choice)) == code
    assert playing.view(mei, run).made == 0


def test_a_run_is_its_players_own(school, mei):
    """Nobody else sees it or speaks in it."""
    run, other = playing.begin(mei, PARCEL, "beginner"), school.sign_up("lan")

    assert outcome(lambda: playing.view(other, run)) == "not_yours"
    assert outcome(lambda: playing.choose(other, run, 0, None, "n1a")) == "not_yours"


def test_a_run_finishes_on_the_release_it_began_with(school, mei):
    """A scenario rewritten in the meantime does not change under a player's feet."""
    run = playing.begin(mei, PARCEL, "beginner")
    say(mei, run, "n1a")
    school.files["cases/parcel/roleplay-late-parcel.yaml"]["nodes"][1]["label"] = "换了名字"
    school.publish()

    assert playing.view(mei, run).node.label == "第2步"
    assert playing.view(mei, playing.begin(mei, PARCEL, "beginner", anew=True)).play.nodes[1].label == "换了名字"


def test_role_plays_move_no_standing_and_stand_in_no_list_of_papers(school, mei):
    """They have no mark; history, rebuild and progress go on as before."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1a", "n2a", "n3a", "n4a")

    rebuild(school.db)

    with school.db.read() as c:
        assert standings.standings_of(c, mei.me.subject_id) == []
        assert len(attempts.attempts_of(c, mei.me.subject_id)) == 1
    assert (progress.history(mei), progress.days(mei)) == ([], [])


def test_an_unknown_role_play_is_refused(mei):
    """A stale link gets a sentence."""
    with pytest.raises(Refused, match="no_such_roleplay"):
        playing.begin(mei, "nosuch", "beginner")
