"""Standings: written step by step, and the same when they are rebuilt from all answers."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.__main__ import main
from engine.services import learning
from engine.services.context import Refused
from engine.services.standings import rebuild
from engine.store import standings
from engine.words import word
from tests.builders import DRILL, RIGHT, WRONG, give

FINAL = ("choose", "choose-many", "fill")
PAPERS = {"drill": DRILL, "final": FINAL, "feelings": ("rate", "choose")}
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(list(PAPERS)), st.integers(0, 6), st.sampled_from(["right", "wrong", "blank"])),
    st.tuples(st.just("close"), st.sampled_from(list(PAPERS)), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 60, 700]), st.none()),
    st.tuples(st.just("look"), st.none(), st.none()),
)


def kept(school):
    with school.db.read() as c:
        return standings.all_standings(c)


def act(school, ctx, action):
    """One thing a trainee does; what is refused is refused."""
    what, which, how = action
    school.clock.forward(seconds=1)
    try:
        if what == "wait":
            school.clock.forward(seconds=which)
        elif what == "look":
            learning.close_overdue(ctx)
        elif what == "close":
            learning.close(ctx, learning.start(ctx, which))
        else:
            slot = which % len(PAPERS[what])
            answers = {"right": RIGHT, "wrong": WRONG, "blank": {}}[how]
            give(ctx, learning.start(ctx, what), slot, answers.get(PAPERS[what][slot]))
    except Refused:
        pass


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failure is short enough; shrinking it would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 1), ACTIONS), min_size=8, max_size=25))
def test_rebuilt_standings_are_those_written(school, actions):
    """Whatever two trainees do, rebuilding gives to the last digit what was written step by step."""
    school.clock.forward(days=1)
    both = [school.sign_up(f"trainee at {school.clock()} {i}") for i in range(2)]
    for who, action in actions:
        act(school, both[who], action)
    written = kept(school)

    count = rebuild(school.db)

    assert (kept(school), count) == (written, len(written))


def test_standings_of_a_known_story(school):
    """Three practice answers and an exam, closed in time, give best, latest, tries and time to the letter."""
    mei = school.sign_up("mei")
    drill, exam = learning.start(mei, "drill"), learning.start(mei, "final")
    give(mei, drill, 0, "a")
    give(mei, drill, 0, "b")
    give(mei, exam, 0, "c")
    school.clock.forward(minutes=1)
    learning.close(mei, exam)

    (row,) = kept(school)

    assert (row.item, row.best, row.latest, row.tries) == ("choose", Fraction(2, 3), 0, 3)
    assert row.last_at == school.clock()


def test_exam_found_late_is_older_than_practice(school):
    """An exam that is closed when somebody looks counts as of its deadline: practice after it stays the latest."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "final"), 0, "a")
    school.clock.forward(hours=1)
    give(mei, learning.start(mei, "drill"), 0, "b")
    answered = school.clock()
    school.clock.forward(hours=1)

    learning.close_overdue(mei)

    (row,) = kept(school)
    assert (row.latest, row.tries, row.last_at) == (1, 2, answered)
    rebuild(school.db)
    assert kept(school) == [row]


def test_rebuilding_mends_what_is_wrong(school):
    """Standings that were lost, spoilt or made up are right again after rebuilding."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    for slot in range(3):
        give(mei, drill, slot, WRONG[DRILL[slot]])
    written = kept(school)
    with school.db.write() as c:
        spoilt = [written[0]._replace(best=Fraction(1), tries=9), written[1]._replace(item="made-up")]
        standings.replace_standings(c, spoilt)

    rebuild(school.db)

    assert kept(school) == written


def test_rebuilding_nothing(school):
    """Without answers there are no standings."""
    assert (rebuild(school.db), kept(school)) == (0, [])


def test_rebuilding_keeps_out_answers_not_handed_in(school):
    """An open exam and a survey move nothing, rebuilt or not."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "final"), 0, "b")
    give(mei, learning.start(mei, "feelings"), 1, "b")
    learning.close(mei, learning.start(mei, "feelings"))

    rebuild(school.db)

    assert kept(school) == []


@pytest.mark.parametrize(("lang", "words"), [("zh", "重算 2 条"), ("en", "all answers: 2.")])
def test_rebuild_command(school, url, environment, capsys, lang, words):
    """`python -m engine rebuild` rebuilds the database of the settings and says how many standings there are."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")
    give(mei, drill, 1, ["a"])
    written = kept(school)
    with school.db.write() as c:
        standings.replace_standings(c, [])
    environment(DATABASE_URL=url)

    status = main(["rebuild", "--lang", lang])

    assert (status, kept(school)) == (0, written)
    assert words in capsys.readouterr().out


def test_rebuild_command_without_a_database(environment, capsys):
    """Where the database cannot be had the command says so and ends with 2."""
    environment(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nosuch?connect_timeout=1")

    status = main(["rebuild", "--lang", "en"])

    assert (status, capsys.readouterr().err) == (2, word("en", "trouble.unavailable") + "\n")


def test_standing_is_kept_for_the_last_answer_time(school):
    """The time of a standing is that of the answer, not of its being read."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "drill"), 0, "a")
    answered = school.clock()

    school.clock.forward(days=3)
    rebuild(school.db)

    assert [school.clock() - row.last_at for row in kept(school)] == [timedelta(days=3)]
    assert kept(school)[0].last_at == answered
