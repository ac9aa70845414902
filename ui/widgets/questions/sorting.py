"""Sorting: the groups as buttons below each card."""

from typing import Any

import streamlit as st

from engine.content.questions.sorting import Sorting
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, placed_lines, shown, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One row of groups for each card."""
    texts = {group.id: plain(group.text) for group in slot.question.groups}
    ids, given = list(texts), start_value(slot) or {}
    with st.container(key=f"sorting-{key}"):
        for card in shown(slot, "items"):
            index = ids.index(given[card.id]) if card.id in given else None
            st.radio(
                plain(card.text),
                ids,
                session.start(f"{key}/{card.id}", index),
                texts.__getitem__,
                key=f"{key}/{card.id}",
                on_change=change,
                horizontal=True,
                width="stretch",
            )


def value(question: Sorting, key: str) -> Any:
    """Card to group, for those chosen."""
    return {card.id: session.get(f"{key}/{card.id}") for card in question.items}


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every card with the group it was given, and the right one where it was wrong."""
    return placed_lines(slot, {group.id: group.text for group in slot.question.groups}, t)
