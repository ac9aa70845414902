"""Many at once: threads on one database, as in a room full of phones."""

import threading
from collections import Counter
from functools import partial

import pytest

from engine.services import identity, learning, personal, progress
from engine.services.context import Refused
from engine.services.secrets import matches
from engine.services.standings import rebuild
from engine.store import attempts, people, standings
from engine.store.database import StoreError
from engine.store.releases import add_release
from tests.builders import RIGHT, give, outcome, together

RACES = 50


def answers(school):
    with school.db.read() as c:
        return list(attempts.all_answers(c))


def test_two_windows_one_answer(school):
    """Of two different answers to one step at the same instant exactly one stays, fifty times out of fifty."""
    mei = school.sign_up("mei")
    outcomes = Counter()
    for _ in range(RACES):
        drill = learning.start(mei, "drill")
        outcomes.update(together(*(partial(learning.answer, mei, drill, 0, 0, value) for value in "ac")))
        learning.close(mei, drill)

    assert outcomes == {None: RACES, "answered_elsewhere": RACES}
    assert [a.step for a in answers(school)] == [0] * RACES


def test_one_click_twice_at_once(school):
    """The same answer twice at the same instant is confirmed twice and kept once."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    outcomes = together(*[partial(learning.answer, mei, drill, 0, 0, "b")] * 4)

    assert outcomes == [None] * 4
    assert len(answers(school)) == 1


def test_a_room_answers_at_once(school):
    """Twenty people who answer at the same instant are all there afterwards."""
    room = [school.sign_up(f"trainee {i}") for i in range(20)]
    papers = [learning.start(ctx, "drill") for ctx in room]

    outcomes = together(*(partial(learning.answer, *pair, 0, 0, "b") for pair in zip(room, papers, strict=True)))

    assert outcomes == [None] * 20
    assert sorted(a.attempt_id for a in answers(school)) == sorted(papers)
    assert [row.progress.known for ctx in room for row in progress.topics(ctx)] == [1] * 20


def test_one_person_in_two_attempts(school):
    """One person who answers the same question in two attempts at once has two tries to it."""
    school.files["quizzes/again.yaml"] = {**school.files["quizzes/drill.yaml"], "id": "again"}
    school.publish()
    for i in range(10):
        mei = school.sign_up(f"mei {i}")
        papers = [learning.start(mei, quiz) for quiz in ("drill", "again")]

        together(*(partial(learning.answer, mei, paper, 0, 0, "b") for paper in papers))

        with school.db.read() as c:
            assert [row.tries for row in standings.standings_of(c, mei.me.subject_id)] == [2]


def test_double_start(school):
    """Starting several times at the same instant gives one attempt."""
    mei = school.sign_up("mei")

    started = together(*[partial(learning.start, mei, "drill")] * 6)

    assert len(set(started)) == 1
    assert [row.attempt_id for row in progress.history(mei)] == started[:1]


def test_late_exam_is_closed_once(school):
    """However many look at once at an exam past its time, its answers move the standing once."""
    for i in range(10):
        mei = school.sign_up(f"mei {i}")
        exam = learning.start(mei, "final")
        give(mei, exam, 0, RIGHT["choose"])
        school.clock.forward(hours=1)

        together(*[partial(learning.view, mei, exam)] * 4)

        with school.db.read() as c:
            assert [row.tries for row in standings.standings_of(c, mei.me.subject_id)] == [1]


def test_answer_in_the_middle_of_rebuilding(school, monkeypatch):
    """An answer that comes while standings are being rebuilt waits for it, and is neither lost nor counted twice."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    second = threading.Thread(target=partial(give, mei, drill, 1, RIGHT["choose-many"]))
    replace = standings.replace_standings

    def interrupted(c, rows):
        second.start()
        second.join(0.2)
        replace(c, rows)

    monkeypatch.setattr(standings, "replace_standings", interrupted)
    rebuild(school.db)
    second.join()

    with school.db.read() as c:
        assert [(row.item, row.tries) for row in standings.all_standings(c)] == [("choose", 1), ("choose-many", 1)]


def test_hand_in_against_answer(school):
    """An answer at the instant of the hand-in is either kept and counted, or refused: never kept uncounted."""
    mei = school.sign_up("mei")
    school.files["quizzes/final.yaml"]["attempts"] = 99
    school.publish()
    for tries in range(1, 16):
        exam = learning.start(mei, "final")
        give(mei, exam, 0, "a")

        outcome, _ = together(partial(learning.answer, mei, exam, 0, 1, "b"), partial(learning.close, mei, exam))

        paper = learning.view(mei, exam)
        with school.db.read() as c:
            (standing,) = standings.standings_of(c, mei.me.subject_id)
        assert (outcome, paper.slots[0].response) in [(None, "b"), ("attempt_closed", "a")]
        assert (standing.tries, standing.latest) == (tries, paper.slots[0].fraction)


def test_one_login_for_one_person(school):
    """Of several who sign up with one name at the same instant exactly one gets it."""
    outcomes = together(*(partial(identity.sign_up, school.ctx(), "mei", "", f"my phrase {i}") for i in range(4)))

    assert Counter(o if isinstance(o, str) else "in" for o in outcomes) == {"in": 1, "login_taken": 3}


def test_one_ticket_one_session(school):
    """A ticket that is handed in several times at the same instant opens one session."""
    ticket = identity.sign_up(school.ctx(), "mei", "", "a phrase to keep").ticket

    tokens = together(*[partial(identity.redeem, school.db, ticket, school.clock())] * 4)

    assert sum(token is not None for token in tokens) == 1


def test_one_code_one_admin(school):
    """Of several who hand in the set-up code at the same instant exactly one becomes admin."""
    code = identity.setup_code(school.db)
    room = [school.sign_up(f"trainee {i}") for i in range(4)]

    outcomes = together(*(partial(identity.become_admin, ctx, code) for ctx in room))

    assert Counter(outcomes) == {None: 1, "wrong_setup_code": 3}


def test_code_that_is_being_used(school):
    """Who hands in the set-up code while another is being made admin waits for the outcome, and is refused."""
    code = identity.setup_code(school.db)
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    outcomes = []
    late = threading.Thread(target=lambda: outcomes.append(outcome(partial(identity.become_admin, ben, code))))

    with school.db.write() as c:
        assert people.take_fact(c, identity.SETUP, code)
        people.update_person(c, mei.me.person_id, {"is_admin": True})
        late.start()
        late.join(0.2)
    late.join()

    assert outcomes == ["wrong_setup_code"]


def test_volley_of_guesses(school, monkeypatch):
    """Guesses that all arrive before the first is judged are counted one by one: after five the account waits."""
    school.sign_up("mei")
    guess, gate = partial(identity.sign_in, school.ctx(), "mei"), threading.Barrier(12)
    monkeypatch.setattr(identity, "matches", lambda kept, secret: gate.wait() < 12 and matches(kept, secret))

    outcomes = together(*[partial(guess, f"guess {i}") for i in range(12)])

    assert Counter(outcomes) == {"wrong_sign_in": identity.FREE_FAILURES, "wait": 12 - identity.FREE_FAILURES}


def test_two_processes_publish_at_once(school):
    """Several processes that start with the same new content make one release."""
    release = partial(add_release, digest="d", manifest=[], now=school.clock())

    def publish():
        with school.db.write() as c:
            return release(c, blobs={f"blob {i}": "{}" for i in range(200)})

    ids = together(*[publish] * 4)

    assert len(set(ids)) == 1
    assert isinstance(ids[0], int)


def test_other_writer_holds_the_database(url, opened, school, monkeypatch):
    """While another writer holds on to it the database is busy; nothing of the answer is written, and later it is taken."""
    monkeypatch.setattr("engine.store.database.BUSY_MS", 100)
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    impatient = type(mei)(opened(url), school.library, mei.actor, school.clock)

    with school.db.write() as c:
        attempts.locked_attempt(c, drill)
        with pytest.raises(StoreError) as error:
            learning.answer(impatient, drill, 0, 0, "b")
    assert (error.value.reason, answers(school)) == ("busy", [])

    learning.answer(impatient, drill, 0, 0, "b")
    assert len(answers(school)) == 1


def test_erased_meanwhile(school, tmp_path):
    """Whoever erased themselves in another window can start nothing in the first."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    personal.erase_me(mei, tmp_path / "data")

    with pytest.raises(Refused, match="not_yours"):
        learning.answer(mei, drill, 0, 0, "b")
    with pytest.raises(Refused, match="sign_in_first"):
        learning.start(mei, "drill")
