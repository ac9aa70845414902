"""One run of a page takes over from another: what the next has put there is not taken away by the one before."""

import asyncio
import threading
from unittest.mock import MagicMock

import pytest
from streamlit import runtime
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from ui import succession

BUTTON = "$$ID-abc-go"


@pytest.fixture
def session(monkeypatch, tmp_path):
    """Makes runs of one session of the changed Streamlit, which are not started; with the state they share."""
    monkeypatch.setattr(ScriptRunner, "__init__", ScriptRunner.__init__)
    monkeypatch.setattr(SafeSessionState, "on_script_finished", SafeSessionState.on_script_finished)
    monkeypatch.setattr(runtime.Runtime, "_instance", MagicMock())
    assert succession.let_runs_take_over_in_turn()
    script = tmp_path / "script.py"
    script.write_text("", encoding="utf-8")
    state, storage, loop = SessionState(), MemoryFragmentStorage(), asyncio.new_event_loop()

    def run():
        return ScriptRunner(
            session_id="one",
            main_script_path=str(script),
            session_state=state,
            uploaded_file_mgr=MagicMock(),
            script_cache=ScriptCache(),
            initial_rerun_data=RerunData(),
            user_info={},
            fragment_storage=storage,
            pages_manager=PagesManager(str(script), ScriptCache()),
            event_loop=loop,
        )

    yield run, state
    loop.close()


def button(state, done) -> None:
    """Draw a button into the state, as a run does."""
    plain = {"deserializer": bool, "serializer": bool, "value_type": "trigger_value"}
    state._new_widget_state.set_widget_metadata(WidgetMetadata(BUTTON, **plain, callback=done))
    state._new_widget_state.set_from_value(BUTTON, False)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_run_that_was_told_to_stop_clears_nothing_up(session, monkeypatch, stopped):
    """It knows none of the buttons that the next has drawn; a run that ends by itself removes what is gone, as ever."""
    run, _ = session
    cleared, before = [], run()
    monkeypatch.setattr(SessionState, "on_script_finished", lambda _, ids, **more: cleared.append(ids))
    if stopped:
        before.request_stop()

    before._session_state.on_script_finished(frozenset([BUTTON]))

    assert cleared == ([] if stopped else [frozenset([BUTTON])])


def test_a_press_is_not_reset_while_its_callback_is_looked_for(session, monkeypatch):
    """The run before ends in another thread at that very moment; it waits, and the callback is called."""
    run, state = session
    done, before, after = [], run(), run()
    button(state, lambda: done.append("pressed"))
    call, ending = SessionState._call_callbacks, []

    def meanwhile(self, **values):
        ending.append(threading.Thread(target=before._session_state.on_script_finished, args=(frozenset([BUTTON]),)))
        ending[0].start()
        ending[0].join(0.3)
        call(self, **values)

    monkeypatch.setattr(SessionState, "_call_callbacks", meanwhile)
    ThreadState.initialize()
    pressed = WidgetStates()
    pressed.widgets.add(id=BUTTON, trigger_value=True)
    after._session_state.on_script_will_rerun(pressed)
    ending[0].join(10)

    assert done == ["pressed"]
