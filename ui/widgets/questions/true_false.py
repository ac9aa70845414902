"""True or false as two buttons of one radio group."""

from typing import Any

import streamlit as st

from engine.content.questions.true_false import TrueFalse
from engine.services.views import SlotView
from ui import session
from ui.widgets.questions.common import Change, Line, Words, start_value

CHOICES = {"true": True, "false": False}


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """True and false, side by side."""
    given = start_value(slot)
    index = None if given is None else int(not given)
    label, start = t("quiz.choose_one"), session.start(key, index)
    st.radio(label, list(CHOICES), start, lambda c: t(f"quiz.{c}"), key=key, on_change=change, horizontal=True)


def value(question: TrueFalse, key: str) -> Any:
    """True, False, or None for nothing chosen."""
    return CHOICES.get(session.get(key) or "")


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Both words, with the chosen and the right one."""
    question, found = slot.question, []
    for name, choice in CHOICES.items():
        mine = slot.response is not None and slot.response == choice
        right = choice == question.answer
        feedback = (getattr(question, f"feedback_{name}") or "") if mine and slot.parts is not None else ""
        tag = t("quiz.mine") if mine else t("quiz.key") if right and slot.right is not None else ""
        told = slot.parts is not None and (mine or (right and slot.right is not None))
        look = ("right" if right else "wrong") if told else "plain"
        found.append(Line(t(f"quiz.{name}"), look, tag, feedback=feedback))
    return found
