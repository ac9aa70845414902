"""Essay: one large field with its count, and afterwards the text beside how it might read."""

from typing import Any

import streamlit as st

from engine.content.questions.essay import Essay
from engine.scoring.questions.essay import LONGEST, counted, length_points, text_of
from engine.services.views import SlotView
from ui import session
from ui.chrome import hint
from ui.widgets.questions.common import Change, Line, Words, start_value
from ui.widgets.typed import typed


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """The field; its count follows while one writes."""
    written = text_of(start_value(slot))
    with typed(key):
        st.text_area(t("essay.label"), written, key=key, on_change=change, max_chars=LONGEST, height=260)
    hint(count(slot.question, session.get(key) or written, t))


def count(question: Essay, text: str, t: Words) -> str:
    """How long the text is, how long it should be, and what that earns where it earns something."""
    n, length = counted(text), question.length
    told = t("essay.count", n=n, least=length.least, most=length.most)
    return told + (t("essay.length", points=length_points(length, n), of=length.points) if length.points else "")


def value(question: Essay, key: str) -> Any:
    """The text as it was typed."""
    return session.get(key)


def lines(slot: SlotView, t: Words) -> list[Line]:
    """The text with its count, and a sample where there is one."""
    text = text_of(slot.response)
    found = [Line(t("essay.mine"), "entry", note=text or "—", feedback=count(slot.question, text, t))]
    if slot.question.sample:
        found.append(Line(t("essay.sample"), "plain", note=slot.question.sample))
    return found
