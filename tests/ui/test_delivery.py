"""How what a script produced comes to the browser: whole, in order, and none of it lost."""

import asyncio
import threading
import time
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.session_manager import SessionClientDisconnectedError

from ui import delivery

CHANGED = ("__init__", "_on_scriptrunner_event", "_create_scriptrunner", "request_rerun")
TICKING = """
import streamlit as st
st.write("first")
@st.fragment(run_every=60)
def look():
    st.write("look")
look()
st.write("last")
"""
BUTTONS = """
import streamlit as st
def note(name):
    st.session_state.setdefault("pressed", []).append(name)
for name in ("one", "two"):
    st.button(name, on_click=note, args=(name,), key=name)
st.write(",".join(st.session_state.get("pressed", [])))
"""
SLOW = """
import time
import streamlit as st
st.write("first")
time.sleep(1)
st.write("last")
"""


class Browser:
    """One session and what its browser received, each with the second in which it came."""

    def __init__(self, server: MagicMock, script: str) -> None:
        self.received, self.turns = [], []
        self.here, self.broken = True, False
        server._session_mgr.get_active_session_info.side_effect = lambda _: self.client if self.here else None
        server._send_message.side_effect = self._receive
        self.session = AppSession(ScriptData(script, False), MagicMock(), ScriptCache(), None, {})
        self.client = SimpleNamespace(client=self, session=self.session)

    def _receive(self, _client: object, message: object) -> None:
        if self.broken:
            raise SessionClientDisconnectedError
        self.received.append(message)
        self.turns.append(time.monotonic())

    @property
    def kinds(self) -> list[str]:
        """What was received."""
        return [message.WhichOneof("type") for message in self.received]

    @property
    def words(self) -> list[str]:
        """The texts among it."""
        deltas = (m.delta.new_element for m in self.received if m.WhichOneof("type") == "delta")
        return [element.markdown.body for element in deltas if element.WhichOneof("type") == "markdown"]

    def tick(self, *, by_itself: bool = True) -> None:
        """Ask for the fragment, as the timer of the page does, or a widget in it."""
        (fragment,) = self.session._fragment_storage._fragments
        self.session.request_rerun(ClientState(fragment_id=fragment, is_auto_rerun=by_itself))

    def press(self, *labels: str) -> None:
        """Press buttons one right after the other: each is another request."""
        deltas = (m.delta.new_element for m in self.received if m.WhichOneof("type") == "delta")
        ids = {e.button.label: e.button.id for e in deltas if e.WhichOneof("type") == "button"}
        for label in labels:
            state = ClientState()
            state.widget_states.widgets.add(id=ids[label], trigger_value=True)
            self.session.request_rerun(state)

    async def until(self, count: int, kind: str = "script_finished") -> None:
        """Wait until so many messages of a kind are here."""
        async with asyncio.timeout(10):
            while self.kinds.count(kind) < count:
                await asyncio.sleep(0.01)


@pytest.fixture
def play(monkeypatch, tmp_path):
    """Plays a scene with a session of the changed Streamlit that runs a script."""
    for name in CHANGED:
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))
    monkeypatch.setattr(Runtime, "connect_session", Runtime.connect_session)
    server = MagicMock()
    monkeypatch.setattr(runtime.Runtime, "_instance", server)
    assert delivery.deliver_at_once()

    def run(script, scene):
        file = tmp_path / "script.py"
        file.write_text(script, encoding="utf-8")

        async def all_of_it():
            browser = Browser(server, str(file))
            await scene(browser)
            browser.session.shutdown()
            return browser

        return asyncio.run(all_of_it())

    return run


@contextmanager
def held_back(monkeypatch):
    """The threads of runs that are asked for in here begin when it is over."""
    started = []

    def wait(runner):
        started.append(runner)

    with monkeypatch.context() as holding:
        holding.setattr(ScriptRunner, "start", wait)
        yield
    for runner in started:
        ScriptRunner.start(runner)


def ended(session) -> None:
    """Wait, with the loop standing still, until the script's thread has ended."""
    session._scriptrunner._script_thread.join(10)


def test_a_run_comes_whole_in_order_and_at_once(play):
    """First that it begins, last that it has ended, all within one turn of the loop."""

    async def scene(browser):
        browser.session.request_rerun(None)
        ended(browser.session)
        await browser.until(1)

    browser = play(TICKING, scene)

    assert browser.words == ["first", "look", "last"]
    assert browser.kinds[0] == "new_session"
    assert browser.kinds.count("auto_rerun") == 1
    assert max(browser.turns) - min(browser.turns) < 0.02


def test_a_tick_between_the_end_of_a_script_and_its_last_messages_costs_none_of_them(play):
    """The page gets its timer and the end of its run, and what was asked for is done afterwards."""

    async def scene(browser):
        browser.session.request_rerun(None)
        ended(browser.session)
        browser.tick()
        await browser.until(2)

    browser = play(TICKING, scene)

    assert {"first", "look", "last"} == set(browser.words)
    assert [kind for kind in browser.kinds if kind in ("new_session", "auto_rerun", "script_finished")] == [
        *("new_session", "auto_rerun", "script_finished"),
        *("new_session", "script_finished"),
    ]


@pytest.mark.parametrize("by_itself", [True, False], ids=["timer", "widget"])
def test_a_tick_while_a_script_says_its_last_words_is_not_put_before_them(play, by_itself):
    """The script takes no more requests and has not said that it ended: a timer comes again, a widget waits."""

    async def scene(browser):
        held, let_go = threading.Event(), threading.Event()
        hear = browser.session.delivery.hear

        def slowly(sender, payload):
            if payload["event"].name == "SHUTDOWN" and not held.is_set():
                held.set()
                let_go.wait(10)
            hear(sender, payload)

        browser.session.delivery.hear = slowly
        browser.session.request_rerun(None)
        assert held.wait(10)
        browser.tick(by_itself=by_itself)
        runner = browser.session._scriptrunner
        await asyncio.sleep(0.05)
        assert browser.session._scriptrunner is runner
        let_go.set()
        await browser.until(1 if by_itself else 2)
        await asyncio.sleep(0.05)

    browser = play(TICKING, scene)

    assert browser.words == ["first", "look", "last", *([] if by_itself else ["look"])]


def test_a_script_that_takes_long_shows_what_it_has(play):
    """The first words are there long before the last ones."""

    async def scene(browser):
        browser.session.request_rerun(None)
        await browser.until(1)

    browser = play(SLOW, scene)

    assert browser.words == ["first", "last"]
    assert max(browser.turns) - min(browser.turns) > 0.5


def test_what_comes_while_nobody_is_connected_waits(play):
    """It is all there once the browser is back, without another run."""

    async def scene(browser):
        browser.here = False
        browser.session.request_rerun(None)
        ended(browser.session)
        await asyncio.sleep(0.1)
        assert browser.received == []
        browser.here = True
        browser.session.delivery.soon()
        await browser.until(1)

    assert play(TICKING, scene).words == ["first", "look", "last"]


def test_a_browser_that_is_gone_is_told_to_the_server(play):
    """Sending to it fails: its session is given up as Streamlit does, and nothing breaks."""

    async def scene(browser):
        browser.broken = True
        browser.session.request_rerun(None)
        ended(browser.session)
        await asyncio.sleep(0.1)
        disconnect = runtime.get_instance().disconnect_session
        assert disconnect.call_args.args == (browser.session.id,)
        assert disconnect.call_args.kwargs == {"client": browser}

    play(TICKING, scene)


@pytest.mark.parametrize("held", [True, False], ids=["before the thread has begun", "as it comes"])
def test_of_two_presses_one_right_after_the_other_none_is_lost(play, monkeypatch, held):
    """The run of the first is replaced by that of the second, which does what both asked for."""

    async def scene(browser):
        browser.session.request_rerun(None)
        await browser.until(1)
        with held_back(monkeypatch) if held else nullcontext():
            browser.press("one", "two")
        await browser.until(2)

    assert play(BUTTONS, scene).words[-1] == "one,two"


def test_the_last_words_of_a_run_that_was_replaced_do_not_make_a_press_forgotten(play, monkeypatch):
    """The run before still sends something after the first press came; the second press replaces the run of the first."""

    async def scene(browser):
        browser.session.request_rerun(None)
        await browser.until(1)
        with held_back(monkeypatch):
            browser.press("one")
            browser.session.delivery.hear(MagicMock(), {"event": ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN})
            browser.press("two")
        await browser.until(2)

    assert play(BUTTONS, scene).words[-1] == "one,two"
