"""Taking a seat and answering: names, late comers, repeats, deadlines, the reveal, and what stays of a guest."""

import json
import threading
import time
from collections import Counter
from functools import partial

import pytest

from engine.services import identity, learning, personal, progress, rooms, seats
from engine.services.context import Refused
from engine.store import rooms as stored
from tests.builders import DRILL, FORGED, HALF_GIVEN, PHRASE, RIGHT, WRONG, outcome, together

CROWD = 200


def refused(code, call):
    """That a call is refused for this reason."""
    with pytest.raises(Refused, match=f"^{code}$"):
        call()


def test_guest_takes_a_seat(room):
    """A code and a name are enough: the guest has a cookie, a seat and a question, and no sign-in name."""
    guest = room.guest("小林")
    room.open(0)

    assert (room.phone(guest).nickname, guest.me.name) == ("小林", "小林")
    assert (room.phone(guest).question.id, identity.login_name(guest)) == ("choose", None)


def test_trainee_takes_a_seat(room):
    """Who has an account sits under their own name if they give none, needs no new cookie, and answers as themselves."""
    mei = room.school.sign_up("mei", "小梅")

    joined = seats.join(mei, room.code, "  ")

    assert (joined.room_id, joined.nickname, joined.entry) == (room.id, "小梅", None)
    assert room.phone(mei).nickname == "小梅"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  小  林 ", "小 林"), ("x" * 60, "x" * 40), ("x" * 39 + " y", "x" * 39), ("小\0林", "小林"), ("<b>", "<b>")],
    ids=["spaces", "long", "cut at a space", "nul", "markup"],
)
def test_nickname_as_typed(room, typed, kept):
    """A name is kept on one line and at most forty characters long; a signed-in person's as much as a guest's."""
    mei = room.school.sign_up("mei")

    assert seats.join(room.school.ctx(), room.code, typed).nickname == kept
    assert seats.join(mei, room.code, typed).nickname == f"{kept} 2"


@pytest.mark.parametrize("typed", ["", " \n ", "\0"])
def test_guest_without_a_name(room, typed):
    """A guest must give a name."""
    refused("name_length", partial(seats.join, room.school.ctx(), room.code, typed))


def test_same_name_twice(room):
    """The second and third of one name get a number; a number that is taken already is passed over."""
    names = ["小林", "小林 2", "小林", "小林", "小林 2"]

    given = [seats.join(room.school.ctx(), room.code, name).nickname for name in names]

    assert given == ["小林", "小林 2", "小林 3", "小林 4", "小林 2 2"]


def test_joining_again(room):
    """Who joins again, in the same or another window, keeps seat, name and answers."""
    guest = room.guest("小林")
    room.open(0)
    room.answer(guest, 0, "b")
    before = room.phone(guest)

    again = seats.join(guest, room.code, "另一个名字")

    assert (again.nickname, again.entry, room.names()) == ("小林", None, ["小林"])
    assert room.phone(guest) == before


@pytest.mark.parametrize("phase", ["open", "closed", "revealed"])
def test_late_comer(room, phase):
    """Who comes in the middle takes a seat in any phase, sees what the others see, and can answer what is open."""
    room.open(0)
    room.reveal(0)
    room.open(1)
    if phase != "open":
        room.close(1)
    if phase == "revealed":
        room.reveal(1)

    late = room.guest("晚到")

    seen = room.phone(late)
    assert (seen.snapshot.phase, seen.snapshot.slot, seen.question.id) == (phase, 1, DRILL[1])
    if phase == "open":
        room.answer(late, 1, RIGHT[DRILL[1]])
        assert room.phone(late).answered


def test_nobody_joins_what_is_over(room):
    """The code of a room that has ended leads nowhere."""
    room.end()

    refused("no_such_room", partial(seats.join, room.school.ctx(), room.code, "晚到"))


def test_phone_without_a_seat(room):
    """Who has no seat sees nothing and answers nothing; who is not signed in is asked to; a forged room is none."""
    mei = room.school.sign_up("mei")
    room.open(0)

    assert seats.phone(mei, room.id) is None
    refused("no_seat", partial(seats.answer, mei, room.id, 0, "b"))
    refused("no_seat", partial(seats.answer, mei, "nosuch", 0, "b"))
    refused("no_such_room", partial(seats.phone, mei, "nosuch"))
    refused("sign_in_first", partial(seats.answer, room.school.ctx(), room.id, 0, "b"))
    refused("sign_in_first", partial(seats.phone, room.school.ctx(), room.id))


@pytest.mark.parametrize("slot", range(len(DRILL)), ids=DRILL)
def test_nothing_is_told_before_the_reveal(room, slot):
    """Whatever the kind, neither mark nor right answer is with the phone's view while the question is open or closed."""
    guest, other = room.guests(2)
    for earlier in range(slot + 1):
        room.open(earlier)
    room.answer(guest, slot, WRONG[DRILL[slot]])
    told = []
    for step in (lambda: None, lambda: room.close(slot), lambda: room.reveal(slot)):
        step()
        told.append([(view.mark is not None, view.right is not None) for view in map(room.phone, (guest, other))])

    assert told == [[(False, False)] * 2, [(False, False)] * 2, [(True, True)] * 2]
    assert (room.phone(guest).mark.state, room.phone(other).mark.state) == ("wrong", "blank")


def test_first_answer_counts(room):
    """A repeat, also with another value, also after the reveal, is quiet and changes nothing."""
    guest = room.guest()
    room.open(0)
    for value in ("a", "a", "b", "nosuch"):
        room.answer(guest, 0, value)
    room.reveal(0)
    room.answer(guest, 0, "b")

    (kept,) = room.answers()
    assert (kept.value, kept.fraction, kept.step) == ("a", 0, 0)


@pytest.mark.parametrize("slot", range(len(DRILL)), ids=DRILL)
def test_forged_answer(room, slot):
    """What names parts that the question does not have is refused and not kept, and a proper answer still counts."""
    guest = room.guest()
    for earlier in range(slot + 1):
        room.open(earlier)

    refused("bad_response", partial(room.answer, guest, slot, FORGED[DRILL[slot]]))
    room.answer(guest, slot, RIGHT[DRILL[slot]])
    assert [a.fraction for a in room.answers()] == [1]


@pytest.mark.parametrize("slot", [i for i, id in enumerate(DRILL) if not HALF_GIVEN[id]])
def test_empty_answer(room, slot):
    """A tap on the button with nothing chosen is refused and does not use up the one answer."""
    guest = room.guest()
    for earlier in range(slot + 1):
        room.open(earlier)

    refused("incomplete", partial(room.answer, guest, slot, HALF_GIVEN[DRILL[slot]]))
    assert not room.phone(guest).answered


@pytest.mark.parametrize("slot", [1, 6, 7, 1000])
def test_answer_before_its_time(room, slot):
    """A question that was not opened yet takes no answer, nor does any in the lobby."""
    guest = room.guest()
    refused("not_open_yet", partial(room.answer, guest, 0, "b"))
    room.open(0)

    refused("not_open_yet", partial(room.answer, guest, slot, "b"))


@pytest.mark.parametrize("slot", [0, -1])
def test_answer_to_what_is_past(room, slot):
    """A question that the room has left takes no answer."""
    guest = room.guest()
    room.open(0)
    room.open(1)

    refused("too_late", partial(room.answer, guest, slot, "b"))


@pytest.mark.parametrize(("seconds", "expected"), [(20, None), (22, None), (22.001, "too_late"), (3600, "too_late")])
def test_grace_after_the_deadline(room, seconds, expected):
    """An answer counts until two seconds after the deadline and not a moment longer."""
    guest = room.guest()
    room.open(0, 20)
    room.school.clock.forward(seconds=seconds)

    assert outcome(partial(room.answer, guest, 0, "b")) == expected
    assert len(room.answers()) == (expected is None)


@pytest.mark.parametrize(("seconds", "expected"), [(0, None), (2, None), (2.001, "too_late")])
@pytest.mark.parametrize("limit", [0, 20])
def test_grace_after_the_close(room, limit, seconds, expected):
    """An answer counts until two seconds after the host closed the question, however much time there was left."""
    guest = room.guest()
    room.open(0, limit)
    room.school.clock.forward(seconds=5)
    room.close(0)
    room.school.clock.forward(seconds=seconds)

    assert outcome(partial(room.answer, guest, 0, "b")) == expected


def test_closing_late_gives_no_new_grace(room):
    """A host who closes or reveals after the deadline does not lengthen it."""
    guest = room.guest()
    room.open(0, 20)
    room.school.clock.forward(seconds=23)
    room.close(0)

    refused("too_late", partial(room.answer, guest, 0, "b"))


@pytest.mark.parametrize("limit", [0, 20])
def test_no_grace_after_the_reveal(room, limit):
    """At the very instant of the reveal, however early, no answer is taken any more."""
    guest = room.guest()
    room.open(0, limit)
    room.reveal(0)

    refused("too_late", partial(room.answer, guest, 0, "b"))
    assert room.answers() == []


def test_answer_after_the_end(room):
    """A room that has ended takes no answer, and says that it is over."""
    guest = room.guest()
    room.open(0)
    room.end()

    refused("room_ended", partial(room.answer, guest, 0, "b"))


def test_guest_who_registers_keeps_everything(room):
    """A guest who takes a sign-in name at the end finds the room's paper on another device, and can be a guest no more."""
    guest = room.guest("小林")
    room.open(0)
    room.answer(guest, 0, "b")
    room.end()
    identity.register_guest(guest, "lin", PHRASE)

    there = room.school.signed_in(room.school.cookie(identity.sign_in(room.school.ctx(), "lin", PHRASE)))

    (row,) = progress.history(there)
    assert (there.me.subject_id, row.answered, row.result.fraction) == (guest.me.subject_id, 1, 1)
    assert learning.view(there, row.attempt_id).slots[0].response == "b"
    refused("has_login", partial(identity.register_guest, there, "lin again", PHRASE))


def test_guest_may_register_in_the_middle(room):
    """Registering while the room runs leaves the seat as it is."""
    guest = room.guest()
    room.open(0)
    identity.register_guest(guest, "lin", PHRASE)

    room.answer(guest, 0, "b")

    assert room.phone(guest).answered


def test_registering_under_a_name_that_is_taken(room):
    """A sign-in name of somebody else is refused, and the guest stays a guest who may try another."""
    room.school.sign_up("lin")
    guest = room.guest()

    refused("login_taken", partial(identity.register_guest, guest, "lin", PHRASE))
    assert identity.login_name(guest) is None
    identity.register_guest(guest, "lin-2", PHRASE)
    assert identity.login_name(guest) == "lin-2"


def test_erased_guest_has_no_name_in_the_room(room, tmp_path):
    """Erasing oneself, in the middle or later, takes the nickname away; the answer stays counted."""
    guest, other = room.guest("小林"), room.guest("小梅")
    room.open(0)
    room.answer(guest, 0, "b")
    room.answer(other, 0, "a")

    personal.erase_me(guest, tmp_path / "data")

    room.close(0)
    assert [name for name in room.names() if "小林" in name] == []
    assert "小梅" in room.names()
    assert (room.view().tally.n, room.view().tally.options["b"]) == (2, 1)
    room.end()
    assert len(room.standings()) == 2


def test_export_of_a_guest(room):
    """A guest takes away the room's attempt: what they answered, and its mark only once the room has ended."""
    guest = room.guest()
    room.open(0)
    room.answer(guest, 0, "b")
    room.reveal(0)
    exports = [json.loads(personal.export_json(room.school.db, guest.me.person_id))]
    room.end()
    exports.append(json.loads(personal.export_json(room.school.db, guest.me.person_id)))

    attempts = [taken["attempts"][0] for taken in exports]
    answers = [attempt["answers"][0] for attempt in attempts]
    assert [(a["behaviour"], a["activity"]) for a in attempts] == [("live", "drill")] * 2
    assert [a["value"] for a in answers] == ["b", "b"]
    assert [a.get("fraction") for a in answers] == [None, "1"]
    assert "receipt" not in answers[0]


def test_a_hall_joins_under_one_name(room):
    """Two hundred who join at the same instant under one name all sit, each under a name of their own."""
    joined = together(*[partial(seats.join, room.school.ctx(), room.code, "小林")] * CROWD)

    assert [j for j in joined if not isinstance(j, seats.Joined)] == []
    assert len({j.nickname for j in joined}) == len(room.names()) == CROWD
    assert set(room.names()) == {"小林", *(f"小林 {n}" for n in range(2, CROWD + 1))}


def test_double_click_of_a_guest(room):
    """A guest who clicks several times on one form, at once and later, has one seat; a ticket of each click opens it."""
    click = partial(seats.join, room.school.ctx(), room.code, "小林", "a secret of this form")

    joined = [*together(*[click] * 4), click()]

    people = {room.school.signed_in(room.school.cookie(j.entry.ticket)).me.person_id for j in joined}
    assert (len(people), {j.nickname for j in joined}, room.names()) == (1, {"小林"}, ["小林"])


def test_one_form_for_two_rooms(room):
    """The same form used for another room makes another guest there."""
    other = type(room)(Again(room))
    for each in (room, other):
        seats.join(room.school.ctx(), each.code, "小林", "a secret of this form")

    assert room.names() == other.names() == ["小林"]


def test_one_person_joins_in_several_windows(room):
    """One person who joins several times at the same instant has one seat."""
    mei = room.school.sign_up("mei")

    joined = together(*[partial(seats.join, mei, room.code, "小梅")] * 6)

    assert [j.nickname for j in joined] == ["小梅"] * 6
    assert room.names() == ["小梅"]


def test_erased_person_takes_no_seat(room, tmp_path):
    """Who erased themselves in another window cannot sit down in the first, and nothing is left of the attempt to."""
    mei = room.school.sign_up("mei")
    personal.erase_me(mei, tmp_path / "data")

    refused("sign_in_first", partial(seats.join, mei, room.code, "小梅"))
    assert room.names() == []


def test_joining_against_the_end(room):
    """Who joins at the instant of the end either sits, with a paper that is closed, or is told that it is over."""
    for _ in range(10):
        other = type(room)(Again(room))
        names = [f"学员{i}" for i in range(4)]
        calls = [partial(seats.join, room.school.ctx(), other.code, name) for name in names]

        *joined, _ = together(*calls, other.end)

        sat = [j.nickname for j in joined if isinstance(j, seats.Joined)]
        assert {j for j in joined if not isinstance(j, seats.Joined)} <= {"no_such_room", "room_ended"}
        assert sorted(other.names()) == sorted(sat)
        assert still_open(room.school) == []


class Again:
    """The same school, whose trainer is there already."""

    def __init__(self, room):
        self._room = room

    def admin(self):
        return self._room.host

    def __getattr__(self, name):
        return getattr(self._room.school, name)


def still_open(school):
    """Live papers that nobody closed."""
    query = "SELECT id FROM attempt WHERE behaviour = 'live' AND closed_at IS NULL AND context_id IN "
    with school.db.read() as c:
        return c.exec_driver_sql(query + "(SELECT context_id FROM room WHERE ended_at IS NOT NULL)").scalars().all()


def test_double_taps(room):
    """Everyone taps four times at the same instant, with different values: each is told yes, and one answer is kept."""
    guests = room.guests(10)
    room.open(0)

    outcomes = together(*(partial(room.answer, guest, 0, value) for guest in guests for value in "abca"))

    assert set(outcomes) == {None}
    assert Counter(a.attempt_id for a in room.answers()) == {room.phone(guest).attempt_id: 1 for guest in guests}


def test_a_hall_answers_while_the_host_reveals(room):
    """Of two hundred answers at the instant of the reveal each is kept once with a verdict, or refused as too late."""
    guests = room.guests(CROWD)
    room.open(0)
    revealed = threading.Event()

    def reveal_in_the_middle():
        while not room.answers():
            time.sleep(0.001)
        room.reveal(0)
        revealed.set()

    calls = [partial(room.answer, guest, 0, "ab"[i % 2]) for i, guest in enumerate(guests)]

    *outcomes, done = together(*calls, reveal_in_the_middle)

    kept = {a.attempt_id: a for a in room.answers()}
    told = Counter(outcomes)
    assert (done, revealed.is_set(), set(told) <= {None, "too_late"}) == (None, True, True), told
    assert told[None] == len(kept) == len(room.answers()) == room.view().tally.n == room.view().snapshot.answered
    for i, (guest, said) in enumerate(zip(guests, outcomes, strict=True)):
        mine = kept.get(room.phone(guest).attempt_id)
        assert (said is None) == (mine is not None)
        assert mine is None or (mine.value, mine.fraction) == ("ab"[i % 2], i % 2)
    assert set(together(*(partial(room.answer, guest, 0, "b") for guest in guests))) <= {None, "too_late"}
    assert len(room.answers()) == len(kept)


def test_no_answer_overtakes_the_reveal(room):
    """An answer that waits while the reveal is being written is refused once it is there."""
    guest = room.guest()
    room.open(0)
    outcomes = []
    late = threading.Thread(target=lambda: outcomes.append(outcome(partial(room.answer, guest, 0, "b"))))

    with room.school.db.write() as c:
        stored.locked_room(c, room.id, change=True)
        stored.change_round(c, room.id, 0, revealed_at=room.school.clock())
        late.start()
        late.join(0.2)
        waited = not outcomes
    late.join()

    assert (waited, outcomes, room.answers()) == (True, ["too_late"], [])


def test_snapshot_of_a_full_hall_is_cheap(room):
    """Two hundred phones that look at once cost one look at the database."""
    guests = room.guests(3)
    rooms.forget(room.host, room.id)

    seen = together(*[partial(rooms.snapshot, guests[0], room.id)] * CROWD)

    assert len({id(snapshot) for snapshot in seen}) == 1
