"""Streamlit brings what a script produced to the browser message by message; here it goes at the end of the run, at once.

As it comes, Streamlit wakes its event loop for each message, looks through all sessions every 5 ms for what is to be sent,
and gives way after each. With 200 people that costs more than the pages do. It also loses the end of a run where a tick of
`run_every` arrives just after the script has ended and before its last messages were taken over: they are then those of a
run before the last and are dropped, the timers of the page among them, and the page stands still until it is touched. And
it forgets a press whose run is replaced before it has begun, as where somebody taps "submit" and at once something else.
All this is changed for the one version it was tried with.
"""

import asyncio
from collections import deque
from typing import Any

import streamlit
from streamlit import runtime
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType, _has_active_trigger_value
from streamlit.runtime.session_manager import SessionClientDisconnectedError

from ui.keeping import TRIED_WITH

LOOK_EVERY = 0.025
"""Seconds after which a script that takes longer shows what it has so far."""
AGAIN = 0.005
PART_OF_A_RUN = frozenset({ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG})


class Delivery:
    """What the scripts of one session produced, on its way to the browser. All but `hear` belongs to the event loop."""

    def __init__(self, session: Any, handle: Any) -> None:
        self._session, self._handle = session, handle
        self._loop: asyncio.AbstractEventLoop = session._event_loop
        self._heard: deque[tuple[Any, dict[str, Any]]] = deque()
        self._coming = self._looking = self._sending = False
        self.pressed: WidgetStates | None = None
        """What was pressed for the run that has begun last, as long as nothing has come of it."""

    def hear(self, sender: Any, payload: dict[str, Any]) -> None:
        """Take an event of a script, from its own thread; the loop is woken when a run has ended."""
        self._heard.append((sender, payload))
        if sender is self._session._scriptrunner and payload["event"] is not ScriptRunnerEvent.SCRIPT_STARTED:
            self.pressed = None
        if payload["event"] not in PART_OF_A_RUN and not self._coming:
            self._coming = True
            self._session._call_soon_on_event_loop(self.take)

    def take(self) -> None:
        """Handle what was heard, and send what came of it."""
        self._coming = False
        while self._heard:
            sender, payload = self._heard.popleft()
            self._handle(self._session, sender, **payload)

    def look(self) -> None:
        """Take from a script that is running what it has so far, and look again."""
        self._looking = self._session._scriptrunner is not None
        if self._looking:
            self._loop.call_later(LOOK_EVERY, self.look)
        self.take()

    def started(self) -> None:
        """A script has been started: look at it until it ends."""
        if not self._looking:
            self._looking = True
            self._loop.call_later(LOOK_EVERY, self.look)

    def soon(self) -> None:
        """Something waits for the browser; it is sent with whatever else comes now."""
        if not self._sending:
            self._sending = True
            self._session._call_soon_on_event_loop(self.send)

    def send(self) -> None:
        """Send all that waits; without a connection it goes on waiting."""
        self._sending = False
        server = runtime.get_instance()
        here = server._session_mgr.get_active_session_info(self._session.id)
        if here is None:
            return
        try:
            for message in self._session.flush_browser_queue():
                server._send_message(here, message)
        except SessionClientDisconnectedError:
            server.disconnect_session(self._session.id, client=here.client)
        self._session.on_flushed_messages_sent()


def deliver_at_once() -> bool:
    """Change how a session hands over what its scripts produced; whether that was done."""
    if streamlit.__version__ != TRIED_WITH:
        return False
    begin, rerun, create = AppSession.__init__, AppSession.request_rerun, AppSession._create_scriptrunner
    handle, connect = AppSession._handle_scriptrunner_event_on_event_loop, runtime.Runtime.connect_session

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self.delivery = Delivery(self, handle)
        self._message_enqueued_callback = self.delivery.soon

    def on_event(self: Any, sender: Any, event: ScriptRunnerEvent, **payload: Any) -> None:
        self.delivery.hear(sender, {"event": event, **payload})

    def create_scriptrunner(self: Any, data: Any) -> None:
        self.delivery.pressed = data.widget_states
        create(self, data)
        self.delivery.started()

    def request_rerun(self: Any, state: Any) -> None:
        self.delivery.take()
        if state is not None and state.fragment_id and _is_ending(self._scriptrunner):
            if not state.is_auto_rerun:  # a timer comes again by itself
                self._event_loop.call_later(AGAIN, request_rerun, self, state)
            return
        if state is not None and not state.fragment_id and self.delivery.pressed is not None:
            state.widget_states.CopyFrom(_with_pressed(self.delivery.pressed, state.widget_states))
        rerun(self, state)

    def connect_session(self: Any, *args: Any, **kwargs: Any) -> str:
        id = connect(self, *args, **kwargs)
        here = self._session_mgr.get_active_session_info(id)
        if here is not None:
            here.session.delivery.soon()
        return id

    AppSession.__init__ = __init__  # type: ignore[method-assign]
    AppSession._on_scriptrunner_event = on_event  # type: ignore[method-assign]
    AppSession._create_scriptrunner = create_scriptrunner  # type: ignore[method-assign]
    AppSession.request_rerun = request_rerun  # type: ignore[method-assign]
    runtime.Runtime.connect_session = connect_session  # type: ignore[method-assign]
    return True


def _with_pressed(pressed: WidgetStates, states: WidgetStates) -> WidgetStates:
    """`states` with what was pressed before them, in the order of pressing."""
    again = {one.id for one in states.widgets if _has_active_trigger_value(one)}
    first = [one for one in pressed.widgets if _has_active_trigger_value(one) and one.id not in again]
    known = {one.id for one in first}
    return WidgetStates(widgets=[*first, *(one for one in states.widgets if one.id not in known)])


def _is_ending(runner: Any) -> bool:
    """Whether a script takes no more requests and has not said yet that it ended."""
    return runner is not None and runner._requests._state is ScriptRequestType.STOP
