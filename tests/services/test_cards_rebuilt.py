"""Cards: moved answer by answer, and the same when they are rebuilt from all answers."""

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.services import hosting, identity, learning, personal, remembering, rooms, seats
from engine.services.context import Refused
from engine.services.standings import rebuild
from engine.store import cards, standings
from tests.builders import DRILL, MORNING, RIGHT, WRONG, give, quiz, together
from tests.notebook import take, tomorrow, with_own_papers, written

FINAL = ("choose", "choose-many", "fill")
ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Auckland")
HOW = st.sampled_from(["right", "wrong"])
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["drill", "final", "notebook", "ten"]), st.integers(0, 6), HOW),
    st.tuples(st.just("close"), st.sampled_from(["drill", "final", "notebook"]), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([60, 700, 7 * 3600, 26 * 3600]), st.none()),
    st.tuples(st.just("look"), st.none(), st.none()),
    st.tuples(st.just("room"), st.integers(1, 2), HOW),
    st.tuples(st.just("move"), st.sampled_from(ZONES), st.none()),
)


@pytest.fixture
def school(school):
    return with_own_papers(school)


def act(school, ctx, host, action):
    """One thing a trainee does; what is refused is refused."""
    what, which, how = action
    school.clock.forward(seconds=1)
    values = RIGHT if how == "right" else WRONG
    try:
        if what == "wait":
            school.clock.forward(seconds=which)
        elif what == "look":
            remembering.notebook(ctx)
        elif what == "move":
            identity.change_settings(ctx, zone=which)
        elif what == "room":
            play(school, ctx, host, [values[id] for id in DRILL[:which]])
        elif what == "close":
            learning.close(ctx, learning.start(ctx, which))
        else:
            attempt = learning.start(ctx, what)
            slots = learning.view(ctx, attempt).slots
            id = slots[which % len(slots)].question.id
            give(ctx, attempt, which % len(slots), values.get(id, "b" if how == "right" else "a"))
    except Refused:
        pass


def begun(host, ctx):
    """A live room of the practice quiz with one guest."""
    room = rooms.create(host, "drill")
    seats.join(ctx, hosting.view(host, room).snapshot.code, "小林")
    return room


def play(school, ctx, host, values):
    """A live room from beginning to end; its guest answers the first questions."""
    room = begun(host, ctx)
    for slot, value in enumerate(values):
        hosting.open_question(host, room, slot, 0)
        seats.answer(ctx, room, slot, value)
        school.clock.forward(seconds=1)
    hosting.end(host, room)


def host_of(school):
    """One host for every example: there is one set-up code."""
    if not hasattr(school, "host"):
        school.host = school.admin()
    return school.host


def ticking(school, *people):
    """The same people under one clock that never stands still."""
    start, ticks = school.clock(), itertools.count(1)
    return [replace(ctx, clock=lambda: start + timedelta(microseconds=next(ticks))) for ctx in people]


def is_same_when_rebuilt(school):
    """Whether rebuilding writes the cards that were there."""
    before = written(school)
    rebuild(school.db)
    return before == written(school)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failure is short enough; shrinking it would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 1), ACTIONS), min_size=8, max_size=25))
def test_rebuilt_cards_are_those_moved(school, actions):
    """Whatever two trainees do, at home and in rooms, rebuilding gives to the last digit the cards that were moved."""
    school.clock.forward(days=1)
    both, host = [school.sign_up(f"trainee at {school.clock()} {i}") for i in range(2)], host_of(school)
    for who, action in actions:
        act(school, both[who], host, action)

    assert is_same_when_rebuilt(school)


def test_exam_found_late_is_older_than_practice(school):
    """An exam found past its time counts as of its deadline: wrong in it and right in practice after it is a right day."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "final"), 0, "a")
    school.clock.forward(hours=1)
    give(mei, learning.start(mei, "drill"), 0, "b")

    (mistake,) = remembering.notebook(mei).mistakes

    (card,) = written(school)
    assert (mistake.right_days, card.wrong_at) == (1, MORNING + timedelta(minutes=10))
    assert is_same_when_rebuilt(school)


def test_right_exam_found_late_does_not_outdo_practice(school):
    """An exam found past its time that was right leaves what was wrong in practice after it in the notebook as it was."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "final"), 0, "b")
    school.clock.forward(hours=1)
    give(mei, learning.start(mei, "drill"), 0, "a")
    before = written(school)

    learning.close_overdue(mei)

    assert [card.right_days for card in before] == [0]
    assert written(school) == before
    assert is_same_when_rebuilt(school)


def test_rebuilding_mends_what_is_wrong(school):
    """Cards that were lost or made up are right again after rebuilding, and whoever was never wrong has none."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    take(mei, "drill", *DRILL[:3], right=DRILL[3:])
    take(ben, "drill", right=DRILL)
    moved = written(school)
    spoilt = [moved[0]._replace(right_days=2, due_at=MORNING), moved[1]._replace(item="made-up")]
    with school.db.write() as c:
        cards.replace_cards(c, spoilt)

    rebuild(school.db)

    assert ([card.item for card in moved], written(school)) == (sorted(DRILL[:3]), moved)


def test_erased_cards_name_nobody(school, tmp_path):
    """After an erasure no card is under the old subject, and rebuilding brings none back under it."""
    mei = school.sign_up("mei")
    take(mei, "drill", "choose")

    personal.erase_me(mei, tmp_path / "data")
    after = written(school)
    rebuild(school.db)

    assert mei.me.subject_id not in {card.subject_id for card in (*after, *written(school))}


@pytest.mark.parametrize("first", [None, "right", "wrong"])
def test_two_windows_move_a_card_once_for_each_answer(school, first):
    """Of two answers to one item in two papers at the same instant each moves the card, whatever was known of it before."""
    school.files["quizzes/twin.yaml"] = quiz("twin", "practice", questions=["choose"])
    assert school.publish().course
    for i in range(10):
        mei = school.sign_up(f"mei {i}")
        if first:
            take(mei, "twin", *(["choose"] if first == "wrong" else []), right=("choose",))
        tomorrow(school)
        papers = [learning.start(mei, name) for name in ("drill", "twin")]

        pairs = zip(ticking(school, mei, mei), papers, strict=True)
        outcomes = together(*(partial(learning.answer, ctx, paper, 0, 0, "a") for ctx, paper in pairs))

        assert outcomes == [None, None]
    with school.db.read() as c:
        tries = {row.tries for row in standings.all_standings(c)}
    assert tries == {3 if first else 2}
    assert len(written(school)) == 10
    assert is_same_when_rebuilt(school)


def test_one_click_twice_moves_a_card_once(school):
    """A double click is one answer to the card as well: as it was after the first."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    learning.answer(mei, drill, 0, 0, "a")
    before = written(school)
    school.clock.forward(seconds=1)

    together(*[partial(learning.answer, mei, drill, 0, 0, "a")] * 4)

    assert written(school) == before


def test_room_and_practice_at_once(school):
    """A room that ends while one of its guests answers the same item at home counts both, in whichever order."""
    host = school.admin()
    for i in range(8):
        mei = school.sign_up(f"mei {i}")
        take(mei, "drill", right=("choose",))
        room = begun(host, mei)
        hosting.open_question(host, room, 0, 0)
        seats.answer(mei, room, 0, "a")
        paper = learning.start(mei, "drill")
        at_home, at_desk = ticking(school, mei, host)

        outcomes = together(partial(learning.answer, at_home, paper, 0, 0, "c"), partial(hosting.end, at_desk, room))

        assert outcomes == [None, None]
    assert is_same_when_rebuilt(school)
