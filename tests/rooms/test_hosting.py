"""Running a room: who may, from which device, and that doing a thing twice does it once."""

from collections import Counter
from functools import partial

import pytest

from engine.services import hosting, personal, rooms
from engine.services.context import Refused
from engine.store import rooms as stored
from tests.builders import DRILL, RIGHT, WRONG, outcome, together

OF_THE_HOST = {
    "view": hosting.view,
    "open_question": lambda ctx, id: hosting.open_question(ctx, id, 0, 0),
    "close_question": lambda ctx, id: hosting.close_question(ctx, id, 0),
    "reveal": lambda ctx, id: hosting.reveal(ctx, id, 0),
    "end": hosting.end,
}
OF_THE_SIGNED_IN = {"mine": hosting.mine, "take_control": lambda ctx: hosting.take_control(ctx, "123456", "123456")}


def rounds(room):
    with room.school.db.read() as c:
        return stored.last_round(c, room.id), stored.room_by_id(c, room.id)


def refused(code, call):
    with pytest.raises(Refused, match=f"^{code}$"):
        call()


def wrong(pin):
    """A PIN that is not this one."""
    return f"{(int(pin) + 1) % 10**6:06}"


def test_every_service_of_hosting_is_in_these_lists():
    """A new service of the host cannot come without a test of its refusal."""
    public = {name for name, f in vars(hosting).items() if callable(f) and getattr(f, "__module__", "") == hosting.__name__}
    services = {name for name in public if "ctx" in getattr(vars(hosting)[name], "__annotations__", {}) and name[0] != "_"}

    assert services == {*OF_THE_HOST, *OF_THE_SIGNED_IN}


@pytest.mark.parametrize("service", OF_THE_HOST.values(), ids=OF_THE_HOST)
def test_everyone_else_is_refused(room, service):
    """Visitor, guest with a seat, trainee and another trainer are refused, and the room is as it was."""
    guest, mei = room.guest(), room.school.sign_up("mei")
    if service is not OF_THE_HOST["open_question"]:
        room.open(0)
    other_trainer = room.school.ctx(type(mei.me)(**{f: getattr(mei.me, f) for f in mei.me.__slots__} | {"is_admin": True}))
    before = rounds(room)

    refused("sign_in_first", partial(service, room.school.ctx(), room.id))
    for ctx in (guest, mei, other_trainer):
        refused("not_host", partial(service, ctx, room.id))

    assert rounds(room) == before


@pytest.mark.parametrize("service", OF_THE_HOST.values(), ids=OF_THE_HOST)
@pytest.mark.parametrize("forged", ["", "nosuch", "' OR 1=1 --"])
def test_forged_room(room, service, forged):
    """A room that is not there is refused."""
    refused("no_such_room", partial(service, room.host, forged))


@pytest.mark.parametrize("service", OF_THE_SIGNED_IN.values(), ids=OF_THE_SIGNED_IN)
def test_visitor_has_no_rooms(school, service):
    """Whoever is not signed in is asked to sign in first."""
    refused("sign_in_first", partial(service, school.ctx()))


def test_visitor_cannot_spend_the_tries_of_a_pin(room):
    """Whoever is not signed in learns nothing of a PIN and uses up none of its tries."""
    for pin in (room.pin, wrong(room.pin)):
        refused("sign_in_first", partial(hosting.take_control, room.school.ctx(), room.code, pin))

    assert rounds(room)[1].pin_failures == 0


@pytest.mark.parametrize("form", ["{}", " {} ", "wide"])
def test_control_taken_up_by_pin(room, form):
    """Whoever is signed in and has code and PIN controls the room from their device; the first host still does too."""
    second = room.school.sign_up("second")
    room.open(0)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in room.pin)

    id = hosting.take_control(second, room.code, wide if form == "wide" else form.format(room.pin))

    hosting.close_question(second, id, 0)
    hosting.reveal(room.host, id, 0)
    assert [info.id for info in hosting.mine(second)] == [room.id]
    assert hosting.view(second, id).snapshot.phase == "revealed"


def test_control_taken_up_twice(room):
    """Taking up what one controls already is no failure."""
    for ctx in (room.host, room.host):
        assert hosting.take_control(ctx, room.code, room.pin) == room.id


def test_wrong_pin(room):
    """A wrong PIN is refused and gives no control; the right one afterwards does."""
    mei = room.school.sign_up("mei")
    for pin in (wrong(room.pin), "", "abc", room.pin[:5], room.pin + "0"):
        refused("wrong_pin", partial(hosting.take_control, mei, room.code, pin))
    refused("not_host", partial(hosting.view, mei, room.id))

    assert hosting.take_control(mei, room.code, room.pin) == room.id


def test_ten_wrong_pins_lock(room):
    """After ten wrong PINs even the right one is refused; whoever is host already goes on."""
    mei = room.school.sign_up("mei")
    tries = [outcome(partial(hosting.take_control, mei, room.code, wrong(room.pin))) for _ in range(11)]

    assert tries == ["wrong_pin"] * 10 + ["pin_locked"]
    refused("pin_locked", partial(hosting.take_control, mei, room.code, room.pin))
    refused("not_host", partial(hosting.view, mei, room.id))
    room.open(0)
    assert room.view().snapshot.phase == "open"


def test_volley_of_pins(room):
    """Wrong PINs that all arrive at the same instant are counted one by one."""
    thieves = [room.school.sign_up(f"thief {i}") for i in range(6)]
    calls = [partial(hosting.take_control, thief, room.code, wrong(room.pin)) for thief in thieves for _ in range(6)]

    assert Counter(together(*calls)) == {"wrong_pin": 10, "pin_locked": 26}


def test_pin_of_a_room_that_is_over(room):
    """Code and PIN lead nowhere once the room has ended."""
    room.end()

    refused("no_such_room", partial(hosting.take_control, room.school.sign_up("mei"), room.code, room.pin))


@pytest.mark.parametrize("step", ["open", "close", "reveal"])
def test_doing_it_twice(room, step):
    """Opening, closing and revealing again, later or at the same instant, changes nothing and is no error."""
    room.open(0, 60)
    if step != "open":
        getattr(room, step)(0)
    before = rounds(room)
    room.school.clock.forward(seconds=5)

    outcomes = together(*[partial(getattr(room, step), 0)] * 4)

    assert (outcomes, rounds(room)) == ([None] * 4, before)


@pytest.mark.parametrize("step", ["open", "close", "reveal"])
def test_double_click_of_the_host(room, step):
    """Clicks at the same instant do a thing once: one round, one step of the version."""
    if step != "open":
        room.open(0)
    version = rounds(room)[1].version

    outcomes = together(*[partial(getattr(room, step), 0)] * 6)

    assert (outcomes, rounds(room)[1].version) == ([None] * 6, version + 1)


def test_opening_the_next_reveals_the_one_before(room):
    """Opening the next question closes and reveals the one before, so that nothing stays in between."""
    guest = room.guest()
    room.open(0, 60)
    room.open(1)

    with room.school.db.read() as c:
        rows = c.exec_driver_sql("SELECT slot, closed_at, revealed_at FROM live_round ORDER BY slot").all()
    assert [(slot, bool(closed), bool(told)) for slot, closed, told in rows] == [(0, True, True), (1, False, False)]
    refused("too_late", partial(room.answer, guest, 0, "b"))


def test_opening_the_next_keeps_an_earlier_close(room):
    """A question that was closed before keeps the time of its close."""
    room.open(0)
    room.close(0)
    closed = rounds(room)[0].closed_at
    room.school.clock.forward(seconds=5)

    room.reveal(0)

    assert (rounds(room)[0].closed_at, rounds(room)[0].revealed_at) == (closed, room.school.clock())


@pytest.mark.parametrize("slot", [1, 2, 7, 100, -1])
def test_questions_come_in_order(room, slot):
    """From the lobby only the first question can be opened."""
    assert outcome(partial(room.open, slot)) == "cannot_open"
    assert room.view().snapshot.phase == "lobby"


def test_no_question_after_the_last(room):
    """After the last question there is none to open, and after the end none at all."""
    for slot in range(len(DRILL)):
        room.open(slot)
    refused("cannot_open", partial(room.open, len(DRILL)))
    room.end()

    refused("cannot_open", partial(room.open, len(DRILL)))


def test_nothing_opens_after_the_end(room):
    """A room that was ended in the middle opens no further question."""
    room.open(0)
    room.end()

    refused("cannot_open", partial(room.open, 1))


def test_late_click_of_another_device(room):
    """Closing or revealing a question that the room has left, as a stale page does, leaves the one that is open alone."""
    room.open(0)
    room.open(1)
    room.close(0)
    room.reveal(0)

    assert (room.view().snapshot.phase, room.view().snapshot.slot) == ("open", 1)


def test_tally_comes_with_the_close_and_the_key_with_the_reveal(room):
    """On the projector nothing is counted by option while a question is open, and nothing marked right before the reveal."""
    guests = room.guests(3)
    room.open(0)
    for guest, value in zip(guests, "abb", strict=True):
        room.answer(guest, 0, value)
    shown = []
    for step in (lambda: None, lambda: room.close(0), lambda: room.reveal(0)):
        step()
        view = room.view()
        shown.append((view.tally and view.tally.options, view.right))

    counted = {"a": 1, "b": 2, "c": 0}
    assert shown == [(None, None), (counted, None), (counted, "b")]


def test_answer_within_the_grace_is_in_the_tally(room):
    """An answer that arrives after the deadline and within the grace is counted with the others."""
    guest = room.guest()
    room.open(0, 20)
    room.school.clock.forward(seconds=21)
    before = room.view().tally.n
    room.answer(guest, 0, "b")

    assert (before, room.view().tally.n) == (0, 1)


def test_names_in_the_order_of_coming(room):
    """The host sees who is here, in the order of coming."""
    for name in ("丙", "甲", "乙"):
        room.guest(name)
        room.school.clock.forward(seconds=1)

    assert room.view().nicknames == ("丙", "甲", "乙")


@pytest.mark.parametrize("slot", range(len(DRILL)), ids=DRILL)
def test_every_kind_is_counted(room, slot):
    """Whatever the kind, right, wrong and missing answers are counted as such."""
    right, wrong_one, _ = room.guests(3)
    for earlier in range(slot + 1):
        room.open(earlier)
    room.answer(right, slot, RIGHT[DRILL[slot]])
    room.answer(wrong_one, slot, WRONG[DRILL[slot]])
    room.reveal(slot)

    assert (room.view().tally.n, room.view().tally.states) == (2, {"right": 1, "wrong": 1})


def test_host_who_erased_themselves(room, tmp_path):
    """A host who erased themselves controls nothing any more; whoever took up control by PIN before goes on to the end."""
    second = room.school.sign_up("second")
    hosting.take_control(second, room.code, room.pin)

    personal.erase_me(room.host, tmp_path / "data")

    refused("not_host", partial(hosting.end, room.host, room.id))
    hosting.end(second, room.id)
    assert rooms.snapshot(second, room.id).phase == "ended"
