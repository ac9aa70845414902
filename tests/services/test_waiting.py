"""How long a customer waits, and who asked for time."""

from datetime import timedelta

import pytest

from engine.services import playing, waiting
from tests.cases import PLAY, play_files, school_with

MINUTE = 60


@pytest.fixture
def school(school):
    """The small school with a role-play in which silence is an answer."""
    files = play_files()
    node = next(iter(files.values()))["nodes"][0]
    node["timeout"] = {"seconds": MINUTE, "choice": node["choices"][-1]["id"]}
    return school_with(school, files)


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


def test_a_page_loaded_again_gains_no_time(school, mei):
    """The minute runs from when the moment was first shown, on whichever device it is shown again."""
    run, began = playing.begin(mei, PLAY, "beginner"), mei.now
    first = waiting.until(mei, run, 0, MINUTE)
    school.clock.forward(seconds=40)

    again = waiting.until(mei, run, 0, MINUTE)

    assert first == again == began + timedelta(seconds=MINUTE)


@pytest.mark.parametrize(("away", "anew"), [(MINUTE + 299, False), (MINUTE + 300, True)])
def test_whoever_was_away_for_long_is_waited_for_anew(school, mei, away, anew):
    """Within five minutes the silence was the answer; after a break the minute begins again."""
    run = playing.begin(mei, PLAY, "beginner")
    first = waiting.until(mei, run, 0, MINUTE)
    school.clock.forward(seconds=away)

    again = waiting.until(mei, run, 0, MINUTE)

    assert again == (mei.now + timedelta(seconds=MINUTE) if anew else first)


def test_each_moment_has_its_own_minute(school, mei):
    """What was chosen ends the waiting, and the next moment begins its own."""
    run = playing.begin(mei, PLAY, "beginner")
    waiting.until(mei, run, 0, MINUTE)
    school.clock.forward(seconds=50)
    playing.choose(mei, run, 0, None, playing.view(mei, run).choices[0].id)

    assert waiting.until(mei, run, 1, MINUTE) == mei.now + timedelta(seconds=MINUTE)


def test_who_asked_for_time_is_asked_no_more(school, mei):
    """The last choice stands, also on another device; before the first there is a limit."""
    before = waiting.unhurried(mei)
    playing.begin(mei, PLAY, "beginner", timed=False)
    then = waiting.unhurried(mei)
    school.clock.forward(seconds=1)
    playing.begin(mei, PLAY, "beginner", anew=True, timed=True)

    assert (before, then, waiting.unhurried(mei)) == (False, True, False)
