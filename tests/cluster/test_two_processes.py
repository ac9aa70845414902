"""Two app processes on one PostgreSQL behind nginx: one room, thirty phones, and each process is killed once."""

import pytest

from tests.cluster.phone import ROUNDS, Story
from tests.cluster.story import PHONES, tell
from tests.conftest import needs_postgres, postgres_database

pytestmark = [pytest.mark.slow, needs_postgres]


@pytest.fixture(scope="module")
def story(nginx_here, tmp_path_factory) -> Story:
    with postgres_database() as url:
        return tell(tmp_path_factory.mktemp("cluster"), url.render_as_string(hide_password=False))


def test_processes_that_start_together_print_the_same_set_up_code(story):
    """Both make the schema at once on an empty database, and say the same code; the host became admin by it."""
    first, second = story.printed
    assert (len(first), first) == (1, second)


def test_phones_are_spread_over_both(story):
    """With the route cookie every phone is held by one process, and neither process holds them all."""
    assert sum(story.held) >= PHONES
    assert min(story.held) > 0


def test_page_of_the_public_name_is_let_in_and_others_are_not(story):
    """Behind nginx a page under the public name connects; one of another site is refused."""
    assert story.handshakes == [101, 403]


def test_question_opened_through_one_process_is_on_every_phone_soon(story):
    """All phones of both processes show it within five seconds."""
    assert len(story.seen_after) == PHONES
    assert max(story.seen_after) < 5


def test_both_projectors_count_every_answer_once(story):
    """A projector on each process says thirty of thirty."""
    assert [said.count(str(PHONES)) for said in story.counted] == [2, 2]


def test_kills_came_in_the_middle(story):
    """Each kill came after some answers and before others, and threw phones off: else nothing was tried."""
    assert len(story.at_kill) == len(story.thrown_off) == 2
    assert all(0 < confirmed < PHONES for confirmed in story.at_kill)
    assert all(thrown > 0 for thrown in story.thrown_off)


def test_phones_are_back_soon(story):
    """nginx passes whoever was thrown off to the process that lives: nobody waits ten seconds for the page."""
    assert len(story.back_after) >= story.thrown_off[1]
    assert max(story.back_after) < 10


def test_nobody_is_thrown_out(story):
    """Everybody keeps seat and name, sees their own page again, and is not asked what they had answered."""
    assert len(story.names) == PHONES
    assert story.names_at_end == story.names
    assert story.complaints == []


def test_nothing_confirmed_is_lost_and_nothing_counts_twice(story):
    """One answer for each phone and question is kept, with one verdict, and where one was confirmed it is that one."""
    kept = {(seat, slot): value for seat, slot, value, _ in story.stored}

    assert kept.keys() == {(seat, slot) for seat in story.names for slot in range(ROUNDS)}
    assert set(story.stored.values()) == {1}
    assert {verdicts for *_, verdicts in story.stored} == {1}
    assert len(story.stored) == PHONES * ROUNDS
    assert {place: kept[place] for place in story.confirmed} == story.confirmed
    assert len(story.confirmed) > PHONES * (ROUNDS - 1)


def test_no_process_printed_a_traceback(story):
    """Neither the kills nor the comings back left a word of trouble on the console."""
    assert "Traceback" not in story.logs
