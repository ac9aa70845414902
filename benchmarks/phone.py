"""A phone in a live room: the requests a browser makes, the form, the cookie, the polling, and coming back."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.client import EARLY, FRAGMENT, Lost, Tab, Widget, key_of
from benchmarks.content import value_at
from benchmarks.fetching import Browser, Failed
from benchmarks.visit import PREPARED, Visit
from engine.words import word

HTML = "text/html,application/xhtml+xml"
WAITING, SENT = word("zh", "ui.live.waiting"), word("zh", "ui.live.sent")
AWAY = (0.25, 0.5)
"""A browser looks for the server this many seconds after it has lost it, and then ever less often."""
FIRST_RETRY, LONGEST_RETRY = 0.1, 4.0


class Phone(Tab):
    """One phone. `choices` is what it answered and was told is there, by the question's place."""

    def __init__(self, address: str, code: str, nickname: str, accept: str) -> None:
        super().__init__(address, "", "live", f"code={code}")
        self.code, self.nickname = code, nickname
        self.browser = Browser(address, accept)
        self.choices: dict[int, str | bool] = {}
        self.looks = self.runs = 0
        self.kept = 0.0
        self._hope: tuple[Callable[[], bool], asyncio.Future[float]] | None = None

    async def come(self, visit: Visit | None) -> float:
        """The whole way in; seconds from the first request to the words of the lobby. Raises Lost or Failed.

        Beside the lobby the page asks for the cookie; only with it the phone is in, and `kept` says after how long.
        """
        began = time.perf_counter()
        await self._page(f"/live?{self.query}")
        if visit:
            await self.browser.fetch_all(visit.form, {"Referer": f"{self.address}/live"})
        await self._connect()
        await self.load()
        await self._fill_in()
        if visit:
            await self.browser.fetch_all(visit.room, {"Referer": f"{self.address}/live"})
        if not self.shows(WAITING):
            raise Lost(f"no lobby: {self.alerts()} {self.texts()}")
        taken = time.perf_counter() - began
        await self._ask_for_cookie()
        self.kept = time.perf_counter() - began
        self.browser.close()
        return taken

    async def _page(self, path: str) -> None:
        await self.browser.fetch(self.browser.request(path, Accept=HTML, Cookie=self.cookie, Accept_Language="zh-CN"))

    async def _connect(self) -> None:
        for path in PREPARED:
            await self.browser.fetch(self.browser.request(path, Cookie=self.cookie))
        await self.open()

    async def _fill_in(self) -> None:
        """Fill in the form and press its button; the page goes on to the room by itself."""
        code, name = self.widget("join-code", "text_input"), self.widget("join-name", "text_input")
        button = self.widget("FormSubmitter:join")
        if code is None or name is None or button is None:
            raise Lost(f"no form: {self.texts()}")
        for widget, text in ((code, self.code), (name, self.nickname)):
            self.values[widget.id] = WidgetState(id=widget.id, string_value=text)
        await self.press(button)
        self.page = "room"

    async def _ask_for_cookie(self) -> None:
        """Trade the ticket that came with the page, as its script does."""
        ticket = next(filter(None, map(ticket_in, self.elements.values())), None)
        if ticket is None:
            raise Lost(f"no ticket: {self.texts()}")
        body = json.dumps({"ticket": ticket}).encode()
        answer = await self.browser.fetch(self.browser.request("/auth/redeem", "POST", body), keep=True)
        self.cookie = answer.header("set-cookie").split(";", 1)[0]

    async def come_back(self, rng: random.Random) -> bool:
        """Find the server again as a browser does; whether the server still had this tab's session. Raises Lost."""
        self._stop()
        await asyncio.sleep(rng.uniform(*AWAY))
        wait, before = FIRST_RETRY, self.session_id
        while True:
            try:
                await self._connect()
                break
            except (Failed, Lost):
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_RETRY)
        await self.load()
        self.browser.close()
        return self.session_id == before

    async def vote(self, slot: int, rng: random.Random) -> float:
        """Choose and submit; seconds until the page says that the answer is there. Raises Lost."""
        radio, submit = self.widget("live/", "radio"), self.widget("submit/")
        if radio is None or submit is None:
            raise Lost(f"no question: {self.texts()}")
        index = rng.randrange(len(radio.proto.options))
        await self.choose(radio, index)
        began = time.perf_counter()
        await self.press(submit)
        done = await self.see(lambda: self.shows(SENT))
        self.choices[slot] = value_at(list(radio.proto.options), index)
        return max(done - began, 0.0)

    def texts(self) -> list[str]:
        """The words on the page."""
        return [text for text in map(_text, self.elements.values()) if text]

    def shows(self, *words: str) -> bool:
        """Whether all of these stand on the page."""
        page = "\n".join(self.texts())
        return all(each in page for each in words)

    async def see(self, there: Callable[[], bool], patience: float = 30.0) -> float:
        """Wait until a script run leaves the page as hoped for; when that was. Raises Lost."""
        if there():
            return time.perf_counter()
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._hope = there, future
        try:
            return await asyncio.wait_for(future, patience)
        except TimeoutError as error:
            raise Lost(f"never seen; the page: {self.texts()}") from error
        finally:
            self._hope = None

    def _take_delta(self, message: ForwardMsg) -> None:
        super()._take_delta(message)
        element = message.delta.new_element
        if element.WhichOneof("type") != "text_input":
            return
        proto = element.text_input
        self.widgets[proto.id] = Widget(proto.id, key_of(proto.id), "text_input", proto, message.delta.fragment_id)
        self.values.setdefault(proto.id, WidgetState(id=proto.id, string_value=proto.default))

    def _take_end(self, message: ForwardMsg) -> None:
        super()._take_end(message)
        if message.script_finished == FRAGMENT:
            self.looks += 1
            return
        if message.script_finished == EARLY:
            return
        self.runs += 1
        if self._hope and not self._hope[1].done() and self._hope[0]():
            self._hope[1].set_result(time.perf_counter())


def ticket_in(element: Any) -> str | None:
    """The ticket for the cookie, if this is the element that brings it."""
    if element.WhichOneof("type") != "bidi_component" or not element.bidi_component.component_name.endswith("rapport_keep"):
        return None
    component = element.bidi_component
    return str(json.loads(component.json or component.mixed.json)["ticket"])


def _text(element: Any) -> str:
    kind = element.WhichOneof("type")
    if kind in ("html", "heading", "markdown", "alert"):
        return str(getattr(element, kind).body)
    if kind == "text":
        return str(element.text.body)
    return ""
