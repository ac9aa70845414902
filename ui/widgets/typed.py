"""Fields whose text is kept while one types: two seconds after the last key, and when the page goes out of sight.

By itself Streamlit hears of a text when one leaves its field, which a phone that dies does not.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ui.assets import asset

AFTER_MS = 2000

_component = st.components.v2.component("rapport_typed", html="<span></span>", js=asset("typed.js"))


@contextmanager
def typed(key: str) -> Iterator[None]:
    """The text fields drawn in here are kept as they are typed; each does then what it does on a change."""
    box = f"typed-{re.sub('[^A-Za-z0-9_-]', '-', key)}"
    with st.container(key=box):
        yield
        with st.container(key=f"{box}-ear"):
            _component(key=f"{box}-hears", data={"box": f"st-key-{box}", "after_ms": AFTER_MS})
