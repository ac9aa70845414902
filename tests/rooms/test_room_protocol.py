"""Rooms as phones receive them: what is on the wire before the reveal, a hall of two hundred, and a server that dies."""

import asyncio
import re
import time
from collections import Counter

import pytest

from benchmarks import content
from engine.services import hosting, seats
from engine.store import rooms as stored
from tests.builders import bank, labelled, question, quiz, write_course
from tests.rooms.phones import asks, every, is_revealed, join_by_form, open_hall, sits_as, vote, was_sent

CROWD, BY_FORM = 200, 20
SOON = 5.0
"""Seconds within which everyone must see what happened, and be back after a restart."""

SECRET, NOTE, ACCEPTED = "解析机密", "点评机密", "填空机密"


def noted(parts, **keys):
    """Parts with a note each, and what the key says of them."""
    fields = [{"feedback": f"{NOTE}{part['id']}", **{k: v[i] for k, v in keys.items()}} for i, part in enumerate(parts)]
    return [{**part, **more} for part, more in zip(parts, fields, strict=True)]


def twins(twin):
    """One question of each kind, in two versions that differ in nothing but the key and in what is told with it."""
    first = twin == "a"
    pairs, parts = labelled("one", "two"), labelled("a", "b", "c", "d")
    asked = {
        "choose": {"kind": "single", "options": noted(parts, correct=[False, first, not first, False])},
        "many": {"kind": "multiple", "options": noted(parts, correct=[first, first, not first, not first])},
        "judge": {"kind": "true_false", "answer": first, f"feedback_{'false' if first else 'true'}": NOTE},
        "match": {"kind": "matching", "items": noted(pairs, target=["x", "y"] if first else ["y", "x"])},
        "order": {"kind": "ordering", "items": noted(parts if first else parts[::-1])},
        "sort": {"kind": "sorting", "items": noted(labelled("one", "two", "three"), group=list("lrl" if first else "rlr"))},
        "fill": {"kind": "fill_in", "blanks": [{"id": "word", "label": "词", "accepted": [f"{ACCEPTED}{twin}"]}]},
    }
    asked["match"]["targets"], asked["sort"]["groups"] = labelled("x", "y"), labelled("l", "r")
    stems = {"stem": "问的是什么？", "explanation": SECRET}
    return [{**question(f"{id}-{twin}", **fields), **stems} for id, fields in asked.items()]


GIVEN = (
    "b",
    ["a", "b"],
    True,
    {"one": "x", "two": "y"},
    ["a", "b", "c", "d"],
    {"one": "l", "two": "r", "three": "l"},
    {"word": f"{ACCEPTED}a"},
)
KINDS = ("single", "multiple", "true_false", "matching", "ordering", "sorting", "fill_in")


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A server with both twins, and a short quiz."""
    folder = tmp_path_factory.mktemp("hall")
    content.quiz_root(folder / "content", 1, 3)
    asked = [question for twin in "ab" for question in twins(twin)]
    files = {"quizzes/bank/twins.yaml": bank(*asked, id="twins")}
    for twin in "ab":
        ids = [q["id"] for q in twins(twin)]
        files[f"quizzes/twin-{twin}.yaml"] = quiz(f"twin-{twin}", "practice", group="practice", questions=ids)
    hall = open_hall(folder / "data", write_course(folder / "content", files))
    with hall.server:
        yield hall
    hall.desk.db.close()


def same_order(hall, one, other):
    """Let both rooms show the parts of their questions in one order."""
    with hall.desk.db.write() as c:
        paper = stored.room_by_id(c, one).paper
        told = [{**place, "question": place["question"][:-1] + "b"} for place in paper]
        c.execute(stored.room.update().where(stored.room.c.id == other).values(paper=stored.json.dumps(told)))


def neutral(delta):
    """A message without what differs from room to room and person to person: ids, hashes, the twin's letter."""
    return re.sub(r"(choose|many|judge|match|order|sort|fill)-[ab]", r"\1", re.sub(r"[0-9a-f]{12,}", "#", delta))


async def play_twin(hall, room, code):
    """What a phone received of each question until just before the reveal, and from then on."""
    cookie, guest = await asyncio.to_thread(hall.guest, code, "小林")
    phone = hall.phone(room, cookie)
    await phone.open()
    await phone.load()
    hidden, told = [], []
    for slot, value in enumerate(GIVEN):
        phone.received.clear()
        phone.deltas.clear()
        hosting.open_question(hall.host, room, slot, 0)
        await phone.load()
        await phone.until(lambda p: p.widget("submit/") is not None)
        seats.answer(guest, room, slot, value)
        await phone.load()
        await phone.until(was_sent)
        hosting.close_question(hall.host, room, slot)
        await asyncio.sleep(0 if slot else 2.6)  # what comes by itself is heard too
        await phone.load()
        hidden.append((set(map(neutral, phone.deltas)), b"".join(phone.received)))
        phone.received.clear()
        phone.deltas.clear()
        hosting.reveal(hall.host, room, slot)
        await phone.load()
        await phone.until(is_revealed)
        told.append((set(map(neutral, phone.deltas)), b"".join(phone.received)))
    await phone.close()
    return hidden, told


@pytest.fixture(scope="module")
def wire(hall):
    """What two phones received: of a question and of its twin, which differs in the key alone."""

    async def scenario():
        (one, code), (other, other_code) = hall.create("twin-a"), hall.create("twin-b")
        same_order(hall, one, other)
        return await every(play_twin(hall, *pair) for pair in ((one, code), (other, other_code)))

    return asyncio.run(scenario())


@pytest.mark.parametrize("slot", range(len(KINDS)), ids=KINDS)
def test_nothing_on_the_wire_tells_the_key_before_the_reveal(wire, slot):
    """All that a phone received of a question until the reveal is the same, to the byte, whatever the key."""
    (hidden_a, told_a), (hidden_b, told_b) = wire

    assert hidden_a[slot][0] == hidden_b[slot][0]
    assert told_a[slot][0] != told_b[slot][0]


@pytest.mark.parametrize("slot", range(len(KINDS)), ids=KINDS)
def test_no_explanation_on_the_wire_before_the_reveal(wire, slot):
    """Neither explanation nor note nor an accepted text is in any byte before the reveal; with it they come."""
    for hidden, told in wire:
        texts = [SECRET, NOTE] + ([f"{ACCEPTED}b"] if KINDS[slot] == "fill_in" else [])
        assert [text for text in texts if text.encode() in hidden[slot][1]] == []
        assert SECRET.encode() in told[slot][1]
    assert any(NOTE.encode() in told[slot][1] for _, told in wire) or KINDS[slot] in ("fill_in", "ordering")


def test_two_clicks_on_join_take_one_seat(hall):
    """Pressing the button of the form twice takes one seat."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小林", clicks=2)
        await phone.until(sits_as("小林"))
        await phone.close()
        return hosting.view(hall.host, room).nicknames

    assert asyncio.run(scenario()) == ("小林",)


def test_two_taps_on_submit_give_one_answer_and_no_complaint(hall):
    """A button pressed twice gives one answer, and the page says that it has arrived."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小梅")
        hosting.open_question(hall.host, room, 0, 60)
        await phone.load()
        await phone.until(asks(0))
        before = len(hall.answers())
        await phone.choose(phone.widget("", "radio"), 1)
        await phone.press(phone.widget("submit/"), times=2)
        await phone.until(was_sent)
        alerts = phone.alerts()
        await phone.close()
        return len(hall.answers()) - before, alerts

    assert asyncio.run(scenario()) == (1, [])


def test_an_answer_after_the_reveal_is_told_to_be_late(hall):
    """Who submits at the moment of the reveal reads that it was too late, and what was right."""

    async def scenario():
        room, code = hall.create("load-0")
        phone = await join_by_form(hall.server, code, "小迟")
        hosting.open_question(hall.host, room, 0, 60)
        await phone.load()
        await phone.until(asks(0))
        await phone.choose(phone.widget("", "radio"), 1)
        hosting.reveal(hall.host, room, 0)
        before = len(hall.answers())
        await phone.press(phone.widget("submit/"))
        await phone.until(is_revealed)
        alerts = "".join(phone.alerts())
        await phone.close()
        return len(hall.answers()) - before, "已经截止" in alerts

    assert asyncio.run(scenario()) == (0, True)


class Crowd:
    """Two hundred phones in one room, and what each has voted."""

    def __init__(self, hall) -> None:
        self.hall = hall
        self.room, self.code = hall.create("load-0")
        self.names = [f"学员{i}" for i in range(CROWD)]
        self.phones, self.votes = [], {}

    async def arrive(self):
        seated = [self.hall.guest(self.code, name)[0] for name in self.names[BY_FORM:]]
        here = [self.hall.phone(self.room, cookie) for cookie in seated]
        came, *_ = await asyncio.gather(
            every(join_by_form(self.hall.server, self.code, name) for name in self.names[:BY_FORM]),
            every(phone.come_back() for phone in here),
        )
        self.phones = came + here
        await self.all_see(sits_as)

    async def all_see(self, what):
        """Wait until each sees what it should; the seconds the last one took."""
        began = time.monotonic()
        pairs = zip(self.phones, self.names, strict=True)
        return max(await every(phone.until(what(name)) for phone, name in pairs)) - began

    async def open(self, slot):
        hosting.open_question(self.hall.host, self.room, slot, 0)
        return await self.all_see(lambda _: asks(slot))

    async def reveal(self, slot):
        hosting.reveal(self.hall.host, self.room, slot)
        return await self.all_see(lambda _: is_revealed)

    async def vote(self, who, slot):
        """These vote, all at once; each sees that it arrived."""
        chosen = {i: "abcd"[(i + slot) % 4] for i in who}
        self.votes |= {(self.names[i], slot): letter for i, letter in chosen.items()}
        await every(vote(self.phones[i], letter) for i, letter in chosen.items())

    def kept(self):
        """Every answer of the room by name and slot, and the number of them."""
        with self.hall.desk.db.read() as c:
            names = {seat.attempt_id: seat.nickname for seat in stored.seats(c, self.room)}
        mine = [a for a in self.hall.answers() if a.attempt_id in names]
        return {(names[a.attempt_id], a.slot): a.value for a in mine}, len(mine)

    def where(self):
        """Where each phone is: who it says it is, and whether its answer has arrived."""
        return [(sits_as(name)(phone), was_sent(phone)) for phone, name in zip(self.phones, self.names, strict=True)]

    async def come_back(self):
        """Everyone connects again; when the last saw its seat."""
        return max(await every(phone.come_back() for phone in self.phones))


def started(server):
    """Start the server; when it was healthy, on the clock of this thread."""
    server.start()
    return time.monotonic()


async def lesson(hall):
    """Three rounds: all vote; the server dies in the second; all sockets are dropped in the third."""
    crowd, took = Crowd(hall), {}
    await crowd.arrive()
    took["phase seen"] = await crowd.open(0)
    await crowd.vote(range(CROWD), 0)
    took["reveal seen"] = await crowd.reveal(0)

    took["phase seen, round 2"] = await crowd.open(1)
    await crowd.vote(range(CROWD // 2), 1)
    before = crowd.where()
    hall.server.kill()
    back = asyncio.create_task(crowd.come_back())
    healthy = await asyncio.to_thread(started, hall.server)
    took["back after the restart"] = await back - healthy
    assert crowd.where() == before
    await crowd.vote(range(CROWD // 2, CROWD), 1)
    took["reveal seen, round 2"] = await crowd.reveal(1)

    took["phase seen, round 3"] = await crowd.open(2)
    await crowd.vote(range(CROWD // 3), 2)
    before = crowd.where()
    for phone in crowd.phones:
        phone.abort()
    dropped = time.monotonic()
    took["back after the drop"] = await crowd.come_back() - dropped
    assert crowd.where() == before
    await crowd.vote(range(CROWD // 3, CROWD), 2)
    took["reveal seen, round 3"] = await crowd.reveal(2)
    crashes = [crash for phone in crowd.phones for crash in phone.crashes()]
    began = time.monotonic()
    hosting.end(hall.host, crowd.room)
    took["ending"] = time.monotonic() - began
    for phone in crowd.phones:
        await phone.close()
    return crowd, took, crashes


@pytest.mark.slow
def test_a_hall_of_two_hundred_plays_three_questions_whatever_dies(tmp_path):
    """Everyone sees each phase in time, is back at the same seat after a kill and a drop, and every vote counts once."""
    content.quiz_root(tmp_path / "content", 1, 3)
    hall = open_hall(tmp_path / "data", tmp_path / "content")
    with hall.server:
        crowd, took, crashes = asyncio.run(lesson(hall))
    kept, rows = crowd.kept()
    hall.desk.db.close()
    print({name: round(seconds, 2) for name, seconds in took.items()})

    assert crashes == []
    assert kept == crowd.votes
    assert rows == len(crowd.votes) == 3 * CROWD
    assert Counter(slot for _, slot in kept) == {0: CROWD, 1: CROWD, 2: CROWD}
    assert {name: seconds for name, seconds in took.items() if seconds > SOON} == {}
