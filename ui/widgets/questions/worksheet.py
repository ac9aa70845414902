"""Worksheet: its fields, and afterwards what was written, beside how it might read."""

from typing import Any

import streamlit as st

from engine.content.questions.worksheet import Sheetfield, Worksheet
from engine.scoring.questions.worksheet import LONGEST, advice
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, start_value
from ui.widgets.typed import typed


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One field below the other."""
    given = start_value(slot) or {}
    texts, chosen = given.get("typed", {}), given.get("chosen", {})
    with typed(key):
        for field in slot.question.fields:
            _ask(field, texts.get(field.id, ""), chosen.get(field.id, []), f"{key}/{field.id}", t, change)


def _ask(field: Sheetfield, written: str, chosen: list[str], key: str, t: Words, change: Change) -> None:
    label = plain(field.text) + (t("sheet.optional") if field.optional else "")
    if field.least > 1:
        label += t("sheet.least", n=field.least)
    texts = {option.id: plain(option.text) for option in field.options}
    if field.entry == "choice":
        index = list(texts).index(chosen[0]) if chosen else None
        st.radio(label, list(texts), session.start(key, index), texts.__getitem__, key=key, on_change=change)
    elif field.entry == "ticks":
        st.pills(
            label,
            list(texts),
            selection_mode="multi",
            default=session.start(key, chosen),
            format_func=texts.__getitem__,
            key=key,
            on_change=change,
        )
    elif field.entry == "text":
        st.text_area(label, written, key=key, on_change=change, max_chars=LONGEST, height=110)
    else:
        st.text_input(label, written, key=key, on_change=change, max_chars=LONGEST, autocomplete="off")


def value(question: Worksheet, key: str) -> Any:
    """Field to what was typed or chosen."""
    return {field.id: session.get(f"{key}/{field.id}") for field in question.fields}


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every field with what was entered, and a sample where there is one; then the advice that fits."""
    response = slot.response or {}
    found = []
    for field in slot.question.fields:
        entered = response.get("typed", {}).get(field.id) or _chosen(field, response.get("chosen", {}).get(field.id, []))
        sample = t("sheet.sample", text=field.sample) if field.sample else ""
        found.append(Line(field.text, "entry", note=entered or "—", feedback=sample))
    found += [Line(a.text, "plain", t("sheet.advice")) for a in advice(slot.question, response)]
    return found


def _chosen(field: Sheetfield, ids: list[str]) -> str:
    return "、".join(option.text for option in field.options if option.id in ids)
