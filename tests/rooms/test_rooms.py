"""A room and its phases: what everyone in it may know, how fresh that is, and what is left of it at the end."""

from datetime import timedelta

import pytest

from engine.services import hosting, learning, progress, rooms, seats
from engine.services.context import Refused
from engine.services.library import Library
from engine.services.standings import rebuild
from engine.store import attempts
from engine.store import rooms as stored
from tests.builders import DRILL, RIGHT, WRONG, together
from tests.rooms.builders import Class


def now(room):
    """The room as of now."""
    rooms.forget(room.host, room.id)
    return rooms.snapshot(room.host, room.id)


def test_new_room_waits_in_its_lobby(room):
    """A new room has a code of six digits, a PIN of six digits, all questions of its quiz, and nobody in it."""
    seen = room.view().snapshot

    assert (len(room.code), len(room.pin), (room.code + room.pin).isascii()) == (6, 6, True)
    assert (room.code + room.pin).isdecimal()
    assert (seen.phase, seen.slot, seen.questions, seen.joined) == ("lobby", -1, len(DRILL), 0)


@pytest.mark.parametrize("quiz", ["drill", "mixed", "final", "feelings"])
def test_room_from_any_quiz(school, quiz):
    """Practice, drawn practice, exam and survey can all be played, and every question can be put on the screen."""
    room = Class(school, quiz)
    guest = room.guest()

    for slot in range(room.view().snapshot.questions):
        room.open(slot)
        question = room.phone(guest).question
        room.answer(guest, slot, RIGHT[question.id])
        room.reveal(slot)

    assert len(room.answers()) == room.view().snapshot.questions


def test_room_is_started_by_a_trainer(school):
    """Neither a visitor nor a trainee starts a room."""
    for ctx, code in ((school.ctx(), "sign_in_first"), (school.sign_up("mei"), "not_trainer")):
        with pytest.raises(Refused, match=code):
            rooms.create(ctx, "drill")


@pytest.mark.parametrize("quiz", ["nosuch", "", None])
def test_room_of_no_quiz(school, quiz):
    """A quiz that is not in the course makes no room."""
    with pytest.raises(Refused, match="no_such_quiz"):
        rooms.create(school.admin(), quiz)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "{3}"])
def test_code_as_people_type_it(room, typed):
    """A code is found with spaces, a dash, or in the full-width digits of a Chinese keyboard."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in room.code)

    assert rooms.find(room.school.ctx(), typed.format(room.code, room.code[:3], room.code[3:], wide)) == room.id


@pytest.mark.parametrize("typed", ["", "abc", "000000", "1234567890123", "' OR 1=1 --", "\0", "½²"])
def test_no_room_under_a_code(room, typed):
    """What is no code of a room that is open is refused."""
    with pytest.raises(Refused, match="no_such_room"):
        rooms.find(room.school.ctx(), typed)


def test_codes_are_never_shared(school, monkeypatch):
    """A code in use is not given to a second room; once its room has ended it is free."""
    numbers = iter([5, 1, 5, 1, 7, 2, 7, 5, 3])
    monkeypatch.setattr(rooms.secrets, "randbelow", lambda _: next(numbers))
    first = Class(school)
    second = rooms.create(first.host, "drill")
    first.end()
    third = rooms.create(first.host, "drill")

    with school.db.read() as c:
        codes = {id: stored.room_by_id(c, id).code for id in (first.id, second, third)}
    assert codes[first.id] is None
    assert len(set(codes.values())) == 3


def test_phases_of_a_question(room):
    """A question is open, then closed, then revealed, and the next one is open after it."""
    seen = []
    for step in (lambda: room.open(0), lambda: room.close(0), lambda: room.reveal(0), lambda: room.open(1), room.end):
        step()
        seen.append((now(room).phase, now(room).slot))

    assert seen == [("open", 0), ("closed", 0), ("revealed", 0), ("open", 1), ("ended", 1)]


def test_deadline_closes_by_itself(room):
    """Once the time is over the question is closed although nobody did anything, and the room's key tells phones so."""
    room.open(0, 20)
    before = now(room)
    room.school.clock.forward(seconds=20)
    at_the_end = now(room)
    room.school.clock.forward(seconds=0.1)

    assert (before.phase, at_the_end.phase, now(room).phase) == ("open", "open", "closed")
    assert now(room).key != before.key


def test_every_change_is_news(room):
    """Each thing the host does changes the key by which phones know that there is something new."""
    keys = [now(room).key]
    for step in (lambda: room.open(0), lambda: room.close(0), lambda: room.reveal(0), lambda: room.open(1), room.end):
        step()
        keys.append(now(room).key)

    assert len(set(keys)) == len(keys)


def test_one_look_serves_all(room, monkeypatch):
    """However many ask within half a second, the database is read once; after it, once more."""
    looks, clock = [], [100.0]
    read = rooms._read
    monkeypatch.setattr(rooms, "_read", lambda *args: looks.append(1) or read(*args))
    monkeypatch.setattr(rooms.time, "monotonic", lambda: clock[0])
    rooms.forget(room.host, room.id)

    together(*[lambda: rooms.snapshot(room.host, room.id)] * 20)
    first = len(looks)
    clock[0] += rooms.FRESH
    together(*[lambda: rooms.snapshot(room.host, room.id)] * 20)

    assert (first, len(looks)) == (1, 2)


def test_host_sees_at_once_what_they_did(room, monkeypatch):
    """After each thing the host does the next look is fresh, even within the half second."""
    monkeypatch.setattr(rooms.time, "monotonic", lambda: 100.0)
    seen = []
    for step in (lambda: room.open(0), lambda: room.close(0), lambda: room.reveal(0), room.end):
        step()
        seen.append(rooms.snapshot(room.host, room.id).phase)

    assert seen == ["open", "closed", "revealed", "ended"]


def test_counts_are_of_those_who_joined(room):
    """Answered counts those who answered this question, of those who joined."""
    guests = room.guests(3)
    room.open(0)
    room.answer(guests[0], 0, "a")
    room.answer(guests[1], 0, "b")
    first = now(room)
    room.open(1)

    assert [(s.answered, s.joined) for s in (first, now(room))] == [(2, 3), (0, 3)]


def test_two_processes_see_each_other(room, url, opened):
    """What the host does in one process, a phone asks and answers in another, and the host sees its answer."""
    other = opened(url)
    guest = room.guest()
    far = type(guest)(other, Library(other), guest.actor, room.school.clock)
    room.open(0)

    assert (rooms.snapshot(far, room.id).phase, seats.phone(far, room.id).question.id) == ("open", "choose")
    seats.answer(far, room.id, 0, "b")
    assert now(room).answered == 1
    room.reveal(0)
    rooms.forget(far, room.id)
    assert (rooms.snapshot(far, room.id).phase, seats.phone(far, room.id).right) == ("revealed", "b")


def test_standings_move_at_the_end(room):
    """While the room runs no standing moves, not even after a reveal; at its end all do, as rebuilding says."""
    guests = room.guests(3)
    for slot, id in enumerate(DRILL[:3]):
        room.open(slot)
        for guest, values in zip(guests, (RIGHT, WRONG, {}), strict=True):
            if id in values:
                room.answer(guest, slot, values[id])
        room.reveal(slot)
    before = room.standings()

    room.end()

    written = room.standings()
    rebuild(room.school.db)
    assert (before, len(written)) == ([], 6)
    assert room.standings() == written


def test_progress_tells_nothing_before_the_end(room):
    """Neither history nor days nor topics speak of a room that runs; afterwards history and days do."""
    guest = room.guest()
    room.open(0)
    room.answer(guest, 0, "b")
    room.reveal(0)
    before = progress.history(guest), progress.days(guest), progress.unfinished(guest)
    room.end()

    assert before == ([], [], [])
    assert [row.answered for row in progress.history(guest)] == [1]
    assert [day.answers for day in progress.days(guest)] == [1]


def test_papers_are_cut_to_what_was_asked(room):
    """At the end a paper holds the questions that were asked, and its mark is a share of those."""
    early = room.guest("早到")
    for slot in range(2):
        room.open(slot)
        room.answer(early, slot, RIGHT[DRILL[slot]])
    late = room.guest("晚到")
    attempt_ids = [room.phone(ctx).attempt_id for ctx in (early, late)]

    room.end()

    for ctx, id, fraction in zip((early, late), attempt_ids, (1, 0), strict=True):
        paper = learning.view(ctx, id)
        assert ([slot.question.id for slot in paper.slots], paper.closed_at is not None) == (list(DRILL[:2]), True)
        assert progress.history(ctx)[0].result.fraction == fraction


def test_room_that_asked_nothing(room):
    """A room that is ended in its lobby leaves empty papers that can be looked at, and no standing."""
    guest = room.guest()
    paper = room.phone(guest).attempt_id

    room.end()

    assert (learning.view(guest, paper).slots, room.standings()) == ((), [])
    assert len(progress.history(guest)) == 1


@pytest.mark.parametrize("service", ["view", "answer", "save_draft", "close"])
def test_paper_of_a_running_room(room, service):
    """While the room runs nobody reads, answers, drafts or hands in their paper by the way of self-study."""
    guest = room.guest()
    room.open(0)
    attempt_id = room.phone(guest).attempt_id
    arguments = {"view": (), "close": (), "answer": (0, 0, "b"), "save_draft": (0, "b")}[service]

    with pytest.raises(Refused, match="in_room"):
        getattr(learning, service)(guest, attempt_id, *arguments)

    assert room.answers() == []
    room.end()
    assert learning.view(guest, attempt_id).closed_at


def test_room_left_alone_is_ended(room):
    """Twelve hours after its start a room is ended by its host's next look at the list, and the list says so."""
    guest = room.guest()
    room.open(0)
    room.answer(guest, 0, "b")
    room.school.clock.forward(hours=12)
    before = [info.ended for info in hosting.mine(room.host)]
    room.school.clock.forward(seconds=1)

    after = hosting.mine(room.host)

    assert (before, [(info.ended, info.code) for info in after]) == ([False], [(True, "")])
    assert len(room.standings()) == 1
    with pytest.raises(Refused, match="no_such_room"):
        seats.join(room.school.ctx(), room.code, "晚到")


def test_rooms_are_listed_newest_first(room):
    """The host finds their rooms with the newest first, by the title of the quiz in their language."""
    room.school.clock.forward(minutes=1)
    newer = rooms.create(room.host, "final")

    assert [(info.id, info.title) for info in hosting.mine(room.host)] == [(newer, "final"), (room.id, "drill")]


def test_ending_twice(room):
    """Ending again changes nothing: standings move once and the time of the end stays."""
    guest = room.guest()
    room.open(0)
    room.answer(guest, 0, "b")
    together(*[room.end] * 4)
    room.school.clock.forward(minutes=1)
    room.end()

    with room.school.db.read() as c:
        ended = stored.room_by_id(c, room.id).ended_at
        (row,) = attempts.attempts_of(c, guest.me.subject_id)
    assert [s.tries for s in room.standings()] == [1]
    assert ended == row.closed_at == room.school.clock() - timedelta(minutes=1)
