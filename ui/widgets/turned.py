"""A page was turned: Streamlit stays where one had scrolled to, and leaves keyboard and screen reader at a lost button."""

import streamlit as st

from ui.assets import asset

_component = st.components.v2.component(
    "rapport_turned",
    html='<div class="here" role="group" tabindex="-1"></div>',
    css=".here{outline:none}",
    js=asset("turned.js"),
)


def turned(at: str, label: str) -> None:
    """Begin at the top whenever another place is shown than before, and say which; stands at the head of the place."""
    _component(key="turned", data={"at": at, "label": label})
