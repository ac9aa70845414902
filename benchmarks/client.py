"""One browser tab without a browser: Streamlit's websocket protocol, enough of it to press buttons and read the page.

Widgets are found by the key that the page gave them (it stands in the widget's id), never by their label.
"""

import asyncio
import contextlib
import os
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

import websockets
from websockets.asyncio.client import connect

os.environ.setdefault("STREAMLIT_LOG_LEVEL", "error")
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE = 60.0
OK, ERROR, EARLY, FRAGMENT = range(4)
"""How a script run can end: finished, not compiled, given up for a newer run, a fragment finished."""


class Lost(Exception):
    """The connection is gone, or the server did not answer in time."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget of the page: the key its page gave it, what it is, and the fragment it stands in."""

    id: str
    key: str
    kind: str
    proto: Any
    fragment: str


def key_of(widget_id: str) -> str:
    """`$$ID-<hash>-<key>` to the key; `None` (the text) for a widget without one."""
    return widget_id.split("-", 2)[2]


class Tab:
    """One tab of one person. `page` and `query` are the address; `cookie` is sent with the handshake."""

    def __init__(self, address: str, cookie: str = "", page: str = "", query: str = "") -> None:
        if urlparse(address).hostname != "127.0.0.1":
            raise ValueError("only 127.0.0.1 is ever loaded")
        self.address, self.cookie, self.page, self.query = address, cookie, page, query
        self.widgets: dict[str, Widget] = {}
        self.values: dict[str, WidgetState] = {}
        self.elements: dict[tuple[int, ...], Any] = {}
        self.session_id = ""
        self._page_hash = ""
        self._known: dict[str, ForwardMsg] = {}
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._waiting: tuple[asyncio.Future[float], str] | None = None
        self._broken: Exception | None = None
        self._ws: Any = None
        self._reader: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect; once more, with the session this tab has had. Raises Lost."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *filter(None, [self.session_id])]
        self._broken = None
        url = "ws" + self.address.removeprefix("http") + "/_stcore/stream"
        try:
            self._ws = await connect(
                url,
                subprotocols=protocols,  # type: ignore[arg-type]
                additional_headers=headers,
                compression=None,
                max_size=None,
                ping_interval=None,
                open_timeout=PATIENCE,
                close_timeout=2,
            )
        except (OSError, EOFError, TimeoutError, websockets.WebSocketException) as error:
            raise Lost(str(error)) from error
        self._reader = asyncio.create_task(self._read())

    async def load(self) -> float:
        """Ask for the page; seconds until its script has finished. Raises Lost."""
        return await self._run(self._message())

    async def press(self, widget: Widget, times: int = 1) -> float:
        """Press a button; seconds until the script has finished. Raises Lost."""
        return await self._run(self._pressed(widget), times)

    async def press_blindly(self, widget: Widget) -> None:
        """Press a button without waiting for anything."""
        await self._ws.send(self._pressed(widget).SerializeToString())

    async def choose(self, widget: Widget, index: int) -> float | None:
        """Choose an option of a radio; seconds of the script run, None where the page waits for a button."""
        chosen = WidgetState(id=widget.id)
        chosen.string_value = widget.proto.options[index]
        self.values[widget.id] = chosen
        if widget.proto.ignore_rerun:
            return None
        message = self._message()
        message.rerun_script.fragment_id = widget.fragment
        return await self._run(message)

    def widget(self, start: str, kind: str = "button") -> Widget | None:
        """The first widget of a kind whose key begins with `start`."""
        return next((w for w in self.widgets.values() if w.kind == kind and w.key.startswith(start)), None)

    def html(self) -> list[str]:
        """The HTML blocks on the page."""
        return [e.html.body for e in self.elements.values() if e.WhichOneof("type") == "html"]

    def alerts(self) -> list[str]:
        """What the warnings and errors on the page say."""
        return [e.alert.body for e in self.elements.values() if e.WhichOneof("type") == "alert"]

    def crashes(self) -> list[str]:
        """Exceptions shown on the page."""
        found = [e.exception for e in self.elements.values() if e.WhichOneof("type") == "exception"]
        return [f"{e.type}: {e.message}" for e in found]

    def abort(self) -> None:
        """Drop the connection without a word, as a network does: the peer gets a reset."""
        self._stop()
        raw = self._ws.transport.get_extra_info("socket")
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._ws.transport.abort()

    async def close(self) -> None:
        """Close the tab."""
        self._stop()
        if self._ws is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._ws.close(), 3)

    def _stop(self) -> None:
        for task in (*self._timers.values(), self._reader):
            if task:
                task.cancel()

    def _message(self) -> BackMsg:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self._page_hash
        if not self._page_hash:
            run.page_name = self.page
        about = run.context_info
        about.timezone, about.timezone_offset, about.locale = "Asia/Shanghai", -480, "zh-CN"
        about.url, about.is_embedded, about.color_scheme = f"{self.address}/{self.page}", False, "light"
        run.cached_message_hashes.extend(self._known)
        run.widget_states.widgets.extend(self.values.values())
        return message

    def _pressed(self, widget: Widget) -> BackMsg:
        message = self._message()
        message.rerun_script.fragment_id = widget.fragment
        message.rerun_script.widget_states.widgets.add(id=widget.id, trigger_value=True)
        return message

    async def _run(self, message: BackMsg, times: int = 1) -> float:
        if self._broken:
            raise self._broken
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting = done, message.rerun_script.fragment_id
        data = message.SerializeToString()
        began = time.perf_counter()
        try:
            for _ in range(times):
                await self._ws.send(data)
            return await asyncio.wait_for(done, PATIENCE) - began
        except (websockets.ConnectionClosed, TimeoutError, OSError) as error:
            raise Lost(str(error)) from error
        finally:
            self._waiting = None
            if not done.cancel() and not done.cancelled():
                done.exception()  # asked for, so that nobody is told that it was not

    async def _read(self) -> None:
        try:
            async for data in self._ws:
                message = ForwardMsg()
                message.ParseFromString(data)
                self._take(self._resolved(message))
        except websockets.ConnectionClosed as error:
            self._give_up(Lost(str(error)))
        except Exception as error:  # a message that this client does not understand must not look like a slow server
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._broken = error
        if self._waiting and not self._waiting[0].done():
            self._waiting[0].set_exception(error)

    def _resolved(self, message: ForwardMsg) -> ForwardMsg:
        """Large messages come once and are named by their hash after that."""
        if message.WhichOneof("type") == "ref_hash":
            return self._known[message.ref_hash]
        if message.metadata.cacheable and message.hash:
            self._known[message.hash] = message
        return message

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._take_delta(message)
        elif kind == "new_session":
            self.session_id = message.new_session.initialize.session_id or self.session_id
            if not message.metadata.run.fragment_ids:
                self._page_hash = message.new_session.page_script_hash
                self.elements, self.widgets = {}, {}
                self._drop_timers(list(self._timers))
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._drop_timers(message.stop_auto_rerun.fragment_ids)
        elif kind == "script_finished":
            self._take_end(message)

    def _take_delta(self, message: ForwardMsg) -> None:
        delta = message.delta
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        self.elements[tuple(message.metadata.delta_path)] = element
        kind = element.WhichOneof("type")
        if kind not in ("button", "radio"):
            return
        proto = getattr(element, kind)
        if proto.disabled:
            return
        self.widgets[proto.id] = Widget(proto.id, key_of(proto.id), kind, proto, delta.fragment_id)
        if kind == "radio" and proto.HasField("default") and proto.id not in self.values:
            self.values[proto.id] = WidgetState(id=proto.id, string_value=proto.options[proto.default])

    def _take_end(self, message: ForwardMsg) -> None:
        end = message.script_finished
        if end == OK:
            self.values = {id: value for id, value in self.values.items() if id in self.widgets}
        if self._waiting is None or self._waiting[0].done() or end == EARLY:
            return
        done, fragment = self._waiting
        if end != FRAGMENT or fragment in message.metadata.run.fragment_ids:
            done.set_result(time.perf_counter())

    def _start_timer(self, fragment: str, every: float) -> None:
        self._drop_timers([fragment])
        self._timers[fragment] = asyncio.create_task(self._repeat(fragment, every))

    def _drop_timers(self, fragments: Any) -> None:
        for fragment in fragments:
            task = self._timers.pop(fragment, None)
            if task:
                task.cancel()

    async def _repeat(self, fragment: str, every: float) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await asyncio.sleep(every)
                message = self._message()
                message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
                await self._ws.send(message.SerializeToString())
