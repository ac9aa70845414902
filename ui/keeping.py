"""Streamlit keeps at most 128 dropped sessions, and scans all modules when one comes back. A room has 200 phones.

Both are fixed in Streamlit's code, so they are changed here, for the one version this was tried with; and so is that it
reads each of some four hundred settings of the theme anew for every run of every page, which took longer than our part.
"""

import os
from functools import cache
from typing import Any

import streamlit
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
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


def keep_theme() -> bool:
    """Read the settings of the theme once; whether that was done."""
    if streamlit.__version__ != TRIED_WITH:
        return False
    read = app_session._populate_theme_msg

    @cache
    def settings(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        read(message, section)
        return message

    def populate(message: Any, section: str = "theme") -> None:
        if settings(section).ByteSize():
            message.MergeFrom(settings(section))

    app_session._populate_theme_msg = populate
    return True
