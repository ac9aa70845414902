"""Fill-in: a field for each blank."""

from typing import Any

import streamlit as st

from engine.content.questions.fill_in import Blank, FillIn
from engine.scoring.questions.fill_in import LONGEST
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One text field for each blank, with its unit."""
    typed = (start_value(slot) or {}).get("typed", {})
    for blank in slot.question.blanks:
        st.text_input(
            _label(blank),
            typed.get(blank.id, ""),
            key=f"{key}/{blank.id}",
            on_change=change,
            max_chars=LONGEST,
            autocomplete="off",
        )


def _label(blank: Blank) -> str:
    return plain(f"{blank.label}（{blank.unit}）" if blank.unit else blank.label)


def value(question: FillIn, key: str) -> Any:
    """Blank to what was typed."""
    return {blank.id: session.get(f"{key}/{blank.id}") for blank in question.blanks}


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every blank with what was typed, and an accepted answer where it was wrong."""
    typed = (slot.response or {}).get("typed", {})
    found = []
    for blank in slot.question.blanks:
        text = f"{blank.label}{t('colon')}{typed.get(blank.id) or '—'}"
        if slot.parts is None:
            found.append(Line(text))
            continue
        ok = slot.parts.get(blank.id, False)
        right = "" if ok or slot.right is None else t("quiz.should_be", text=slot.right["typed"][blank.id])
        feedback = "" if ok else "\n".join(filter(None, (right, blank.feedback)))
        tag = t("quiz.right") if ok else t("quiz.wrong")
        found.append(Line(text, "right" if ok else "wrong", tag, feedback=feedback))
    return found
