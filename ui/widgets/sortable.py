"""A list that is put in order by mouse, touch, buttons or keyboard; in the page, without a frame of its own."""

import json

import streamlit as st

from ui.assets import asset
from ui.widgets.questions.common import Change, Words

_HTML = (
    '<div class="wrap"><p class="hint" id="hint"></p><ol class="list"></ol>'
    '<div class="sr" role="status" aria-live="assertive"></div></div>'
)


_component = st.components.v2.component("rapport_sortable", html=_HTML, css=asset("sortable.css"), js=asset("sortable.js"))

LABELS = ("hint", "grip", "up", "down", "grabbed", "moved", "dropped", "cancelled")


def sortable(items: dict[str, str], key: str, t: Words, change: Change) -> None:
    """Draw `items` (id to text) in their order; the order given is kept under `key`, and `change` is called on a move."""
    labels = {name: t(f"quiz.order_{name}", item="{item}", pos="{pos}", n="{n}") for name in LABELS}
    rows = tuple({"id": id, "text": text} for id, text in items.items())
    moved = change if callable(change) else lambda: None
    data = {"items": rows, "rev": key, "disabled": False, "labels": json.dumps(labels)}  # for a list Streamlit loads pandas
    _component(key=key, data=data, on_order_change=moved)
