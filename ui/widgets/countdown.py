"""A countdown on the server's clock that costs the server nothing until it is over."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from ui.assets import asset

_component = st.components.v2.component(
    "rapport_countdown",
    html='<span class="l"></span> <b class="t" role="timer" aria-live="off"></b><span class="sr" role="status"></span>',
    css=asset("countdown.css"),
    js=asset("countdown.js"),
)


def countdown(label: str, end: datetime, now: datetime, over: Callable[[], None], key: str) -> None:
    """Minutes and seconds until `end`; `over` is called once when they have run out."""
    data = {"label": label, "end_ms": end.timestamp() * 1000, "now_ms": now.timestamp() * 1000}
    _component(key=key, data=data, on_over_change=over)
