"""Streamlit keeps at most 128 dropped sessions, and scans all modules when one comes back. A room has 200 phones.

Both are fixed in Streamlit's code, so they are changed here, for the one version this was tried with.
"""

import os
from typing import Any

import streamlit
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage

TRIED_WITH = "1.67.0"
KEPT = 2000


def keep_dropped_sessions() -> bool:
    """Keep the sessions of a whole room while their phones are away; whether that was done.

    RAPPORT_KEEP_SESSIONS=0 leaves Streamlit as it is, to measure the difference.
    """
    if streamlit.__version__ != TRIED_WITH or os.environ.get("RAPPORT_KEEP_SESSIONS") == "0":
        return False
    lifetime = MemorySessionStorage.__init__.__defaults__[1]  # type: ignore[index]
    MemorySessionStorage.__init__.__defaults__ = (KEPT, lifetime)
    watch = AppSession.register_file_watchers

    def watch_if_wanted(self: Any) -> None:
        if streamlit.get_option("server.fileWatcherType") != "none":
            watch(self)

    AppSession.register_file_watchers = watch_if_wanted  # type: ignore[method-assign]
    return True
