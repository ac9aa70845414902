"""Phones that speak Streamlit's protocol: they join by the page's form, keep everything they receive, and come back."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import content, people
from benchmarks.client import Lost, Tab, Widget, key_of
from benchmarks.phone import ticket_in
from benchmarks.server import Server
from engine.services import entering, hosting, identity, rooms, seats
from engine.services.context import Ctx
from engine.services.desk import Desk, utc_now
from engine.store import attempts
from engine.store import people as stored
from engine.words import word
from ui.names import COOKIE

PATIENCE = 20.0


class Phone(Tab):
    """A tab that knows text inputs and components too, and keeps every message as it came."""

    def __init__(self, *args: str) -> None:
        super().__init__(*args)
        self.received: list[bytes] = []
        self.deltas: list[str] = []

    def _take(self, message):
        self.received.append(message.SerializeToString())
        if message.WhichOneof("type") == "delta":
            self.deltas.append(str(message.delta))
        super()._take(message)

    def _take_delta(self, message):
        super()._take_delta(message)
        element = message.delta.new_element
        if element.WhichOneof("type") == "text_input":
            proto = element.text_input
            self.widgets[proto.id] = Widget(proto.id, key_of(proto.id), "text_input", proto, "")

    def type(self, key: str, text: str) -> None:
        """Type into a field of a form."""
        field = self.widget(key, "text_input")
        self.values[field.id] = WidgetState(id=field.id, string_value=text)

    def page_text(self) -> str:
        """The HTML blocks on the page, and the messages."""
        return "\n".join(self.html() + self.alerts())

    async def until(self, what: Callable[["Phone"], bool], patience: float = PATIENCE) -> float:
        """Wait for something on the page; when it was there, on the clock of this process."""
        end = time.monotonic() + patience
        while not what(self):
            if self._broken:
                raise self._broken
            if time.monotonic() > end:
                raise AssertionError(f"not on the page within {patience} s: {self.page_text()[-600:]}")
            await asyncio.sleep(0.03)
        return time.monotonic()

    def ticket(self) -> str | None:
        """The ticket for the cookie, while the page brings one."""
        return next(filter(None, map(ticket_in, list(self.elements.values()))), None)

    async def keep(self) -> None:
        """Trade the ticket of the page for the cookie, which the next connection carries."""
        await self.until(lambda phone: phone.ticket() is not None)
        self.cookie = await asyncio.to_thread(redeem, self.address, self.ticket() or "")

    async def come_back(self) -> float:
        """Connect again and ask for the page until it is there, as a browser does; when that was."""
        while True:
            self._stop()
            self._timers.clear()
            try:
                await self.open()
                await self.load()
                return time.monotonic()
            except Lost:
                await asyncio.sleep(0.2)


async def join_by_form(server: Server, code: str, name: str, clicks: int = 1) -> Phone:
    """Fill in the form and press; the page goes on to the room, and there asks for the cookie: as a browser does."""
    phone = await sit_down(server, code, name, clicks)
    await phone.keep()
    return phone


async def sit_down(server: Server, code: str, name: str, clicks: int = 1) -> Phone:
    """Fill in the form, press, and see the room; the cookie is not there yet."""
    phone = Phone(server.address, "", "live", f"code={code}")
    await phone.open()
    await phone.load()
    phone.type("join-name", name)
    phone.type("join-code", code)
    await phone.press(phone.widget("FormSubmitter:join"), clicks)
    await phone.until(sits_as(name))
    return phone


def redeem(address: str, ticket: str) -> str:
    """Post a ticket; the cookie. Raises HTTPError."""
    headers = {"Origin": address, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/auth/redeem", json.dumps({"ticket": ticket}).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.headers["Set-Cookie"]).split(";")[0]


class Hall:
    """A running server, a trainer in this process, and rooms."""

    def __init__(self, server: Server, desk: Desk) -> None:
        self.server, self.desk = server, desk
        trainer = people.enrol(desk, 1)[0].actor
        with desk.db.write() as c:
            stored.update_person(c, trainer.person_id, {"is_admin": True})
        fields = {f: getattr(trainer, f) for f in trainer.__slots__} | {"is_admin": True}
        self.host = self.ctx(type(trainer)(**fields))

    def ctx(self, actor=None) -> Ctx:
        return Ctx(self.desk.db, self.desk.library, actor, utc_now)

    def create(self, quiz: str) -> tuple[str, str]:
        """A new room: id and code."""
        id = rooms.create(self.host, quiz)
        return id, hosting.view(self.host, id).snapshot.code

    def guest(self, code: str, name: str) -> tuple[str, Ctx]:
        """A guest with a seat, made without the page: cookie and call."""
        token = entering.redeem(self.desk.db, seats.join(self.ctx(), code, name).entry.ticket, utc_now()) or ""
        return f"{COOKIE}={token}", self.ctx(identity.who(self.desk.db, token, utc_now()))

    def phone(self, room: str, cookie: str) -> Phone:
        return Phone(self.server.address, cookie, "room", f"r={room}")

    def answers(self) -> list[attempts.AnswerRow]:
        with self.desk.db.read() as c:
            return list(attempts.all_answers(c))


def open_hall(data: Path, root: Path) -> Hall:
    """The content is there; the server is not started yet."""
    desk = people.open_school(data, root)
    assert [problem for problem in desk.library.problems if problem.level == "error"] == []
    return Hall(Server("app.py", data, RAPPORT_CONTENT=str(root)), desk)


def sits_as(name: str) -> Callable[[Phone], bool]:
    """That the page says who one is."""
    return lambda phone: word("zh", "ui.live.you_are", name=name) in phone.page_text()


def asks(slot: int) -> Callable[[Phone], bool]:
    """That the question is on the page with its button."""
    return lambda phone: content.stem_of(0, slot) in phone.page_text() and phone.widget("submit/") is not None


def was_sent(phone: Phone) -> bool:
    """That the page says that the answer has arrived."""
    return word("zh", "ui.live.sent") in phone.page_text()


def is_revealed(phone: Phone) -> bool:
    """That the page says why."""
    return word("zh", "ui.quiz.why") in phone.page_text()


async def vote(phone: Phone, letter: str) -> None:
    """Choose an option by the letter its text ends with, submit, and wait for the page to say that it has arrived."""
    radio = phone.widget("", "radio")
    await phone.choose(radio, next(i for i, text in enumerate(radio.proto.options) if text.endswith(letter)))
    await phone.press_blindly(phone.widget("submit/"))
    await phone.until(was_sent)


async def every(tasks: Iterable) -> list:
    """All of them at once."""
    return list(await asyncio.gather(*tasks))
