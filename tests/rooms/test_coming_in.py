"""A guest goes on at once, and the cookie follows: one session, which no message tells, and no lost answer loses."""

import asyncio
import json
from functools import partial
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import content
from engine.services import entering, hosting, identity, seats
from engine.services.context import Refused
from engine.services.secrets import token_hash
from engine.words import word
from tests.builders import together
from tests.rooms.phones import asks, join_by_form, open_hall, redeem, sit_down, sits_as, vote
from ui.names import COOKIE


def joined(room, name="小林"):
    """A guest took a seat: the session that goes with it."""
    return seats.join(room.school.ctx(), room.code, name).entry


def who(room, token):
    actor = identity.who(room.school.db, token, room.school.clock())
    return actor.name if actor else None


def sessions(db):
    """Hashes of all sessions."""
    with db.read() as c:
        return c.exec_driver_sql("SELECT token_hash FROM session").scalars().all()


def test_the_session_of_the_seat_holds_at_once_and_the_cookie_is_of_the_same(room):
    """Before any cookie the guest is known by the token; the ticket gives that very token, once, and no second session."""
    before = set(sessions(room.school.db))
    entry = joined(room)
    seen = who(room, entry.token)

    cookie = room.school.cookie(entry.ticket)

    assert (seen, cookie) == ("小林", entry.token)
    assert set(sessions(room.school.db)) - before == {token_hash(entry.token)}
    assert entering.redeem(room.school.db, entry.ticket, room.school.clock()) is None


def test_signing_out_ends_it_for_both_even_before_the_cookie(room):
    """After the session ended, the token names nobody, and a cookie that arrives late names nobody either."""
    entry = joined(room)
    identity.sign_out(room.school.db, entry.token)

    late = entering.redeem(room.school.db, entry.ticket, room.school.clock())

    assert (who(room, entry.token), who(room, late)) == (None, None)


def test_another_ticket_for_a_cookie_that_did_not_arrive(room):
    """However many tickets it takes, all of them are for the one session."""
    entry = joined(room)
    guest = room.school.signed_in(entry.token)
    count = len(sessions(room.school.db))
    room.school.cookie(entry.ticket)

    again = entering.enter_again(guest, entry.token)

    assert again.ticket != entry.ticket
    assert room.school.cookie(again.ticket) == entry.token
    assert len(sessions(room.school.db)) == count


def test_another_ticket_is_for_ones_own_session_that_holds(room):
    """Neither the session of somebody else nor one that ended is given a ticket."""
    mine, other = joined(room, "小林"), joined(room, "小梅")
    guest = room.school.signed_in(mine.token)
    refuse = pytest.raises(Refused, match="sign_in_first")

    with refuse:
        entering.enter_again(guest, other.token)
    identity.sign_out(room.school.db, mine.token)
    with refuse:
        entering.enter_again(guest, mine.token)


def test_a_ticket_from_before_a_restart_still_lets_the_same_guest_in(room, monkeypatch):
    """What is kept in memory is gone with the process; the ticket then opens a session of its own for the same person."""
    entry = joined(room)
    monkeypatch.setattr(entering, "_awaited", {})

    cookie = room.school.cookie(entry.ticket)

    assert cookie != entry.token
    assert room.school.signed_in(cookie).me == room.school.signed_in(entry.token).me


def test_tokens_wait_no_longer_than_their_tickets(room, monkeypatch):
    """A token whose ticket ran out is forgotten when the next guest comes."""
    monkeypatch.setattr(entering, "_awaited", {})
    for name in ("小林", "小梅"):
        joined(room, name)
    room.school.clock.forward(seconds=60)

    joined(room, "小本")

    assert len(entering._awaited) == 1


def test_used_tickets_are_removed_from_the_store_many_at_once(room):
    """After the cookies were given, no ticket is left, whoever clears, and none of them works again."""
    entries = [joined(room, f"学员{i}") for i in range(20)]
    for entry in entries:
        room.school.cookie(entry.ticket)

    together(*[partial(entering.clear_traded, room.school.db, room.school.clock())] * 4)

    with room.school.db.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM ticket").scalar() == 0
    assert {entering.redeem(room.school.db, entry.ticket, room.school.clock()) for entry in entries} == {None}


@pytest.mark.parametrize(("seconds", "good"), [(59, True), (60, False)])
def test_the_ticket_of_a_guest_runs_out(room, seconds, good):
    """Also what waits in memory is good for less than a minute."""
    entry = joined(room)
    room.school.clock.forward(seconds=seconds)

    assert (entering.redeem(room.school.db, entry.ticket, room.school.clock()) == entry.token) is good


def test_of_four_that_redeem_one_ticket_at_once_one_gets_the_cookie(room):
    """A ticket is traded once, also where it waits in memory."""
    entry = joined(room)

    got = together(*[partial(entering.redeem, room.school.db, entry.ticket, room.school.clock())] * 4)

    assert sorted(map(bool, got)) == [False, False, False, True]


def test_neither_token_nor_ticket_is_printed(room):
    """Who prints what joining returned, in a log or an error, prints no secret."""
    taken = seats.join(room.school.ctx(), room.code, "小林")

    assert [s for s in (taken.entry.token, taken.entry.ticket) if s in repr(taken) + str(taken.entry)] == []


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A server with a short quiz."""
    folder = tmp_path_factory.mktemp("coming")
    content.quiz_root(folder / "content", 1, 3)
    hall = open_hall(folder / "data", folder / "content")
    with hall.server:
        yield hall
    hall.desk.db.close()


def token_of(phone):
    """What the cookie holds."""
    return phone.cookie.removeprefix(f"{COOKIE}=")


def post(phone, path, cookie):
    headers = {"Origin": phone.address, "Content-Type": "application/json", "Cookie": cookie}
    with urlopen(Request(f"{phone.address}{path}", b"{}", headers), timeout=20) as answer:
        return answer.status


async def refuse_ticket(phone):
    """What the script in the page does when the server does not take its ticket."""
    keeper = next(e.bidi_component for e in phone.elements.values() if e.WhichOneof("type") == "bidi_component")
    message = phone._message()
    told = WidgetState(id=_make_trigger_id(keeper.id, "events"))
    told.json_trigger_value = json.dumps({"event": "refused", "value": "x"})
    message.rerun_script.widget_states.widgets.append(told)
    await phone._run(message)


def test_a_reload_after_joining_keeps_the_seat(hall):
    """The same connection shows the room; a new page with the cookie shows the same seat, and there is one of it."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小林")
        address = phone.query
        await phone.close()
        reloaded = hall.phone(room, phone.cookie)
        await reloaded.open()
        await reloaded.load()
        await reloaded.until(sits_as("小林"))
        await reloaded.close()
        return address, room, hosting.view(hall.host, room).nicknames, reloaded.ticket()

    address, room, names, ticket = asyncio.run(scenario())
    assert (address, names, ticket) == (f"r={room}", ("小林",), None)


def test_the_token_is_in_no_message_and_in_no_log(hall):
    """Whatever the phone received and the server printed, through a whole question, holds the token nowhere."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await sit_down(hall.server, code, "小林")
        hosting.open_question(hall.host, room, 0, 60)
        await phone.load()
        await phone.until(asks(0))
        await phone.keep()
        await vote(phone, "b")
        phone.abort()
        await phone.come_back()
        await phone.close()
        return phone

    phone = asyncio.run(scenario())
    heard = b"".join(phone.received) + hall.server.log.read_bytes() + phone.query.encode()
    assert len(token_of(phone)) > 40
    assert "小林".encode() in heard
    assert token_of(phone).encode() not in heard
    assert token_hash(token_of(phone)).encode() not in heard


def test_the_page_asks_for_the_cookie_no_more_once_a_connection_carries_it(hall):
    """A phone that comes back with its cookie is known by that, and its page brings no ticket."""

    async def scenario():
        _, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小林")
        before = phone.ticket()
        phone.abort()
        await asyncio.sleep(0.3)  # a look at who is here holds for a moment
        await phone.come_back()
        await phone.until(sits_as("小林"))
        await phone.close()
        return before, phone.ticket()

    before, after = asyncio.run(scenario())
    assert before is not None
    assert after is None


def test_a_lost_answer_to_the_fetch_loses_nothing(hall):
    """The ticket is used up and no cookie came: the guest answers, drops, comes back; is told, and another ticket works."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await sit_down(hall.server, code, "小林")
        first = phone.ticket()
        lost = await asyncio.to_thread(redeem, phone.address, first)
        hosting.open_question(hall.host, room, 0, 60)
        await phone.load()
        await phone.until(asks(0))
        await vote(phone, "b")
        phone.abort()
        await phone.come_back()
        await phone.until(sits_as("小林"))
        with pytest.raises(HTTPError, match="400"):
            await asyncio.to_thread(redeem, phone.address, phone.ticket())
        count = len(sessions(hall.desk.db))
        await refuse_ticket(phone)
        told = "".join(phone.alerts())
        await phone.keep()
        await phone.close()
        return first, phone, lost, told, len(sessions(hall.desk.db)) - count

    first, phone, lost, told, more = asyncio.run(scenario())
    assert word("zh", "ui.live.not_kept") in told
    assert phone.ticket() != first
    assert (phone.cookie, more) == (lost, 0)


@pytest.mark.parametrize("carried", [False, True], ids=["as it came in", "after it came back"])
def test_signing_out_in_another_window_ends_the_connection_of_the_room(hall, carried):
    """Whoever signs out with the cookie is signed out in the tab that joined, at its next look."""

    async def scenario():
        _, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小林")
        if carried:
            phone.abort()
            await phone.come_back()
        await asyncio.to_thread(post, phone, "/auth/sign-out", phone.cookie)
        await asyncio.sleep(0.3)  # a look at who is here holds for a moment
        await phone.load()
        page = phone.page_text()
        await phone.close()
        return page, phone.widget("FormSubmitter:in"), phone.ticket()

    page, form, ticket = asyncio.run(scenario())
    assert "小林" not in page
    assert form is not None
    assert ticket is None


def test_a_guest_may_sign_out_before_the_cookie_arrives(hall):
    """Signing out in the tab that joined ends the session itself, though the browser has no cookie to end it by."""

    async def scenario():
        _, code = hall.create("load-0")
        phone = await sit_down(hall.server, code, "小林")
        token = (await asyncio.to_thread(redeem, phone.address, phone.ticket())).removeprefix(f"{COOKIE}=")
        phone.page, phone.query, phone._page_hash = "settings", "", ""
        await phone.load()
        before = token_hash(token) in sessions(hall.desk.db)
        await phone.press(phone.widget("sign-out"))
        await phone.close()
        return before, token_hash(token) in sessions(hall.desk.db)

    assert asyncio.run(scenario()) == (True, False)
