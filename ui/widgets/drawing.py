"""A drawing of ours in the page itself: `st.html` drops SVG, and an image knows nothing of the theme."""

import streamlit as st

from ui.assets import asset

_component = st.components.v2.component(
    "rapport_drawing", html='<div class="drawing"></div>', css=asset("drawing.css"), js=asset("drawing.js")
)


def drawing(svg: str, key: str) -> None:
    """Show `svg`, which must come from a checked figure or from our own code, every text in it escaped."""
    _component(key=key, data={"svg": svg})
