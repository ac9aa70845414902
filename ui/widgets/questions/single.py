"""Single choice as radio buttons."""

from typing import Any

import streamlit as st

from engine.content.questions.single import Single
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, option_lines, shown, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One radio button for each option."""
    texts = {o.id: plain(o.text) for o in shown(slot, "options")}
    ids, chosen = list(texts), start_value(slot)
    if slot.parts is not None:
        chosen = None  # it was called wrong: choose afresh
    index = ids.index(chosen) if chosen in texts else None
    start = session.start(key, index)
    st.radio(t("quiz.choose_one"), ids, start, texts.__getitem__, key=key, on_change=change, width="stretch")


def value(question: Single, key: str) -> Any:
    """The chosen option's id."""
    return session.get(key)


def lines(slot: SlotView, t: Words) -> list[Line]:
    """The options, with the chosen one and the right one."""
    return option_lines(slot, {slot.response} if slot.response else set(), t)
