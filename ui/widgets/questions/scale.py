"""Scale: the points side by side, with what the ends mean."""

from typing import Any

import streamlit as st

from engine.content.questions.scale import Scale
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """The points from low to high."""
    question, given = slot.question, start_value(slot)
    label = f"1 = {plain(question.low)}　{question.points} = {plain(question.high)}"
    index = given - 1 if isinstance(given, int) else None
    st.radio(label, range(1, question.points + 1), index, key=key, on_change=change, horizontal=True)


def value(question: Scale, key: str) -> Any:
    """The chosen point."""
    return session.get(key)


def lines(slot: SlotView, t: Words) -> list[Line]:
    """The chosen point."""
    return [Line(f"{slot.response if slot.response is not None else '—'} / {slot.question.points}")]
