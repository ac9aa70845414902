"""A guest's phone in the room on two processes, and what all of them saw."""

import asyncio
import contextlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.request import Request, urlopen

from benchmarks import content
from benchmarks.client import Lost, Tab, Widget
from engine.services import seats
from engine.services.context import Ctx
from engine.words import word
from tests.cluster.nginx import Nginx
from ui.names import COOKIE

ROUNDS = 4
PATIENCE = 30.0
SENT = word("zh", "ui.live.sent")


@dataclass
class Story:
    """What happened."""

    printed: list[list[str]] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    """Connections that each process held when all phones were in."""
    seen_after: list[float] = field(default_factory=list)
    """Seconds until each phone showed the question that was opened through the first process."""
    counted: list[str] = field(default_factory=list)
    """What the projectors, one on each process, said of the first question."""
    confirmed: dict[tuple[str, int], object] = field(default_factory=dict)
    at_kill: list[int] = field(default_factory=list)
    """Answers of the round that were confirmed when a process was killed."""
    thrown_off: list[int] = field(default_factory=list)
    """Phones that lost their connection by each kill."""
    back_after: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Nickname by seat when all had joined."""
    names_at_end: dict[str, str] = field(default_factory=dict)
    stored: Counter[tuple[str, int, object, int]] = field(default_factory=Counter)
    """(seat, question, value, verdicts) of every response."""
    handshakes: list[int] = field(default_factory=list)
    """What a page of the public name is answered through nginx, and a page of another site."""
    logs: str = ""


def cookies_of(request: Request) -> dict[str, str]:
    with urlopen(request, timeout=PATIENCE) as answer:
        given = answer.headers.get_all("set-cookie") or []
    return dict(line.split(";")[0].split("=", 1) for line in given)


class Phone(Tab):
    """One guest's phone: it comes with the cookies of nginx and of the app, and comes back when it is thrown off."""

    def __init__(self, story: Story, nginx: Nginx, room_id: str, nickname: str) -> None:
        self.story, self.room_id, self.nickname, self.attempt = story, room_id, nickname, ""
        super().__init__(nginx.url, "", "room", f"r={room_id}")

    def join(self, ctx: Ctx, code: str) -> None:
        """Load the page as a browser does, take a seat, and trade its ticket for the cookie."""
        jar = cookies_of(Request(self.address, headers={"Accept": "text/html"}))
        joined = seats.join(ctx, code, self.nickname)
        body = json.dumps({"ticket": joined.entry.ticket}).encode()
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        headers = {"Origin": self.address, "Content-Type": "application/json", "Cookie": cookie}
        jar |= cookies_of(Request(f"{self.address}/auth/redeem", body, headers))
        self.cookie = "; ".join(f"{name}={jar[name]}" for name in ("rapport_route", COOKIE))

    async def come(self) -> None:
        """Open the page, however often it takes, and look that it is the same seat with the same answers."""
        began = time.monotonic()
        while True:
            try:
                await self._fresh()
                await self.open()
                await self.load()
                break
            except Lost:
                if time.monotonic() - began > PATIENCE:
                    raise
                await asyncio.sleep(0.2)
        self.story.back_after.append(time.monotonic() - began)
        if word("zh", "ui.live.you_are", name=self.nickname) not in self.text():
            self.story.complaints.append(f"{self.nickname} sees another page: {self.text()[:200]}")
        for slot in range(ROUNDS):
            if (self.attempt, slot) in self.story.confirmed and self.shows(slot) and SENT not in self.text():
                self.story.complaints.append(f"{self.nickname} is asked {slot} again")

    async def _fresh(self) -> None:
        """A reloaded page knows nothing of the one before."""
        with contextlib.suppress(Exception):
            await self.close()
        self.story.complaints += self.crashes()
        address, cookie, page, query = self.address, self.cookie, self.page, self.query
        Tab.__init__(self, address, cookie, page, query)

    def text(self) -> str:
        return "".join(self.html())

    def shows(self, slot: int) -> bool:
        return content.stem_of(0, slot) in self.text()

    def asks(self, slot: int) -> tuple[Widget, Widget] | None:
        """The options and the button of a question, once the page has both."""
        radio, submit = self.widget("", "radio"), self.widget("submit/live")
        return (radio, submit) if radio and submit and submit.key.endswith(f"/{slot}") else None

    async def until_shown(self, slot: int) -> None:
        """Wait for a question, to be answered or already answered. Raises Lost."""
        end = time.monotonic() + PATIENCE
        while not (self.shows(slot) and (SENT in self.text() or self.asks(slot))):
            if self._broken:
                raise self._broken
            if time.monotonic() > end:
                raise Lost(f"question {slot} did not appear")
            await asyncio.sleep(0.02)

    async def answer(self, slot: int, index: int) -> None:
        """Answer a question, coming back for it as often as it takes."""
        for _ in range(10):
            try:
                await self.until_shown(slot)
                asked = self.asks(slot)
                if asked:
                    radio, submit = asked
                    self.attempt = submit.key.split("/")[2]
                    value = content.value_at(list(radio.proto.options), index)
                    await self.choose(radio, index)
                    await self.press(submit)
                    if SENT in self.text():
                        self.story.confirmed[self.attempt, slot] = value
                if SENT in self.text():
                    return
            except Lost:
                await self.come()
        self.story.complaints.append(f"{self.nickname} could not answer {slot}: {self.text()[:200]} {self.alerts()}")
