"""When one run of a page takes over from another, both threads are there for a moment, and Streamlit lets them meet.

Each run guards the state of its session with a lock of its own. So a run that is just ending may take away what the next
one has put there: a press before its callback was called, or a button that was drawn, which then stands on the page and does
nothing. Here all runs of a session share one lock, and a run that was told to stop clears nothing up. For one version.
"""

import threading
from typing import Any
from weakref import WeakKeyDictionary

import streamlit
from streamlit.runtime.fragment import FragmentStorage
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.state import SafeSessionState

from ui.keeping import TRIED_WITH

_locks: WeakKeyDictionary[FragmentStorage, threading.RLock] = WeakKeyDictionary()  # type: ignore[valid-type]
"""By what a session has for as long as it lives, and hands to each of its runs."""


def let_runs_take_over_in_turn() -> bool:
    """Change what runs of one session do to each other; whether that was done."""
    if streamlit.__version__ != TRIED_WITH:
        return False
    begin, finish = ScriptRunner.__init__, SafeSessionState.on_script_finished

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        lock = _locks.setdefault(self._fragment_storage, threading.RLock())
        object.__setattr__(self._session_state, "_lock", lock)

    def on_script_finished(self: Any, *args: Any, **kwargs: Any) -> None:
        runner = getattr(self._yield_callback, "__self__", None)
        with self._lock:
            if runner is None or runner._requests._state is not ScriptRequestType.STOP:
                finish(self, *args, **kwargs)

    ScriptRunner.__init__ = __init__  # type: ignore[method-assign]
    SafeSessionState.on_script_finished = on_script_finished  # type: ignore[method-assign]
    return True
