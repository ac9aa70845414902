"""From marks to results: papers, standings, topics."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scoring.results import Result, Standing, TopicProgress, moved, result, topic_progress, weakest

NOW = datetime(2024, 3, 1, 8, tzinfo=UTC)
HALF, THIRD, NONE, ALL = Fraction(1, 2), Fraction(1, 3), Fraction(0), Fraction(1)


def standing(latest, best=None, tries=1):
    return Standing(latest if best is None else best, latest, tries, NOW)


def topic(name, share, tried=5):
    return TopicProgress(name, 10, tried, 0, share)


def test_a_paper_earns_the_mean_of_its_marks():
    """The result is the mean over all marked slots; one that is not marked is left out, one not answered counts 0."""
    assert result([ALL, None, HALF, NONE], answered=3) == Result(HALF, of=3, answered=3, right=1)


def test_a_mean_stays_exact():
    """Three thirds are a third, to the last digit."""
    assert result([THIRD, THIRD, THIRD], answered=3).fraction == THIRD


@pytest.mark.parametrize("marks", [[], [None, None]])
def test_nothing_marked(marks):
    """A paper without marked slots earns 0 of 0."""
    assert result(marks, answered=len(marks)) == Result(NONE, of=0, answered=len(marks), right=0)


def test_right_means_wholly_right():
    """Partly right slots are not counted among the right ones."""
    assert result([ALL, Fraction(99, 100), ALL, NONE], answered=4).right == 2


@pytest.mark.parametrize(
    ("fraction", "pass_mark", "passed"),
    [
        ("3/5", 60, True),
        ("599/1000", 60, False),
        ("2/3", 67, False),
        ("0", 0, True),
        ("1", 100, True),
        ("999/1000", 100, False),
    ],
)
def test_passing_is_exact(fraction, pass_mark, passed):
    """The pass mark itself passes; a share that only rounds up to it does not."""
    assert Result(Fraction(fraction), 10, 10, 5).passed(pass_mark) is passed


def test_first_answer_makes_a_standing():
    """The first answer is best and latest, at one try."""
    assert moved(None, HALF, NOW) == Standing(HALF, HALF, 1, NOW)


def test_a_worse_answer_keeps_the_best():
    """A worse answer becomes the latest and leaves the best."""
    later = NOW + timedelta(days=1)
    assert moved(standing(HALF, tries=3), THIRD, later) == Standing(HALF, THIRD, 4, later)


def test_a_better_answer_is_the_best():
    """A better answer becomes both best and latest."""
    assert moved(standing(THIRD, best=HALF), ALL, NOW) == Standing(ALL, ALL, 2, NOW)


def test_an_old_standing_is_left_alone():
    """Moving gives a new standing and leaves the old one as it was."""
    old = standing(THIRD)
    moved(old, ALL, NOW)
    assert old == Standing(THIRD, THIRD, 1, NOW)


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(st.fractions(0, 1, max_denominator=20), min_size=1, max_size=12))
def test_a_standing_is_a_fold_over_the_answers(marks):
    """Whatever the history: best is the highest mark, latest the last, tries their number, time that of the last."""
    answers = [(mark, NOW + timedelta(minutes=i)) for i, mark in enumerate(marks)]
    end = reduce(lambda before, answer: moved(before, *answer), answers, None)
    assert end == Standing(max(marks), marks[-1], len(marks), answers[-1][1])


def test_progress_of_a_topic():
    """A topic counts its questions, those tried and those known; its share is the mean latest mark of those tried."""
    items = {"q1": "loyalty", "q2": "loyalty", "q3": "loyalty", "q4": "loyalty"}
    standings = {"q1": standing(ALL), "q2": standing(HALF), "q3": standing(NONE)}
    assert topic_progress(items, standings) == [TopicProgress("loyalty", 4, 3, 1, HALF)]


def test_an_untried_topic_has_no_share():
    """Where nothing was tried there is no share, rather than a share of 0."""
    assert topic_progress({"q1": "loyalty"}, {}) == [TopicProgress("loyalty", 1, 0, 0, None)]


def test_known_goes_by_the_latest_answer():
    """A question once right and now half right is not known any more."""
    [row] = topic_progress({"q1": "loyalty"}, {"q1": standing(HALF, best=ALL, tries=2)})
    assert (row.known, row.share) == (0, HALF)


def test_topics_are_kept_apart():
    """Each topic counts its own questions only, and topics come in the order in which they are first met."""
    items = {"q1": "service", "q2": "loyalty", "q3": "service"}
    rows = topic_progress(items, {"q2": standing(ALL), "q3": standing(NONE)})
    assert rows == [TopicProgress("service", 2, 1, 0, NONE), TopicProgress("loyalty", 1, 1, 1, ALL)]


def test_standings_of_questions_gone_do_not_count():
    """A standing of a question that is no longer live changes nothing."""
    live, gone = {"q1": standing(HALF)}, {"old": standing(NONE)}
    assert topic_progress({"q1": "loyalty"}, live | gone) == [TopicProgress("loyalty", 1, 1, 0, HALF)]


def test_weakest_topic():
    """The weakest topic is the one with the lowest share."""
    rows = [topic("a", HALF), topic("b", THIRD), topic("c", Fraction(3, 4))]
    assert weakest(rows) == rows[1]


def test_too_few_answers_say_nothing():
    """A topic with fewer answers than asked for is not judged, however low; with just as many it is."""
    rows = [topic("a", NONE, tried=2), topic("b", HALF, tried=3)]
    assert weakest(rows) == rows[1]
    assert weakest(rows, at_least=2) == rows[0]


@pytest.mark.parametrize("rows", [[], [topic("a", None, tried=0)], [topic("a", ALL), topic("b", ALL)]])
def test_no_weakest_topic(rows):
    """Without answers, or where all is right, no topic is the weakest."""
    assert weakest(rows) is None


def test_a_tie_goes_by_name():
    """Of two topics with the same share the first by id is named, whatever their order."""
    rows = [topic("b", THIRD), topic("a", THIRD)]
    assert weakest(rows) == weakest(rows[::-1]) == rows[1]
