"""Multiple choice as check boxes."""

from typing import Any

import streamlit as st

from engine.content.questions.multiple import Multiple
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, option_lines, shown, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One check box for each option."""
    chosen = start_value(slot) or ()
    with st.container(gap="xsmall"):
        st.markdown(t("quiz.choose_many"))
        for option in shown(slot, "options"):
            ticked, name = option.id in chosen, f"{key}/{option.id}"
            st.checkbox(plain(option.text), ticked, key=name, on_change=change, width="stretch")


def value(question: Multiple, key: str) -> Any:
    """The ids of the ticked boxes."""
    return [o.id for o in question.options if session.get(f"{key}/{o.id}")]


def lines(slot: SlotView, t: Words) -> list[Line]:
    """The options, with the chosen and the right ones."""
    return option_lines(slot, set(slot.response or ()), t)
