"""Matching: a list of targets to choose from, for each item."""

from typing import Any

import streamlit as st

from engine.content.questions.matching import Matching
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, placed_lines, shown, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One select box for each item."""
    texts = {target.id: target.text for target in shown(slot, "targets")}
    ids, given = list(texts), start_value(slot) or {}
    for item in shown(slot, "items"):
        index = ids.index(given[item.id]) if item.id in given else None
        st.selectbox(
            plain(item.text),
            ids,
            session.start(f"{key}/{item.id}", index),
            texts.__getitem__,
            key=f"{key}/{item.id}",
            on_change=change,
            placeholder=t("quiz.choose_place"),
        )


def value(question: Matching, key: str) -> Any:
    """Item to target, for those chosen."""
    return {item.id: session.get(f"{key}/{item.id}") for item in question.items}


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every item with the target it was given, and the right one where it was wrong."""
    return placed_lines(slot, {target.id: target.text for target in slot.question.targets}, t)
