"""Sorting: the groups as buttons below each card, or as a list to choose from where there are many."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.content.questions.sorting import Sorting
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain
from ui.widgets.questions.common import Change, Line, Words, choose_place, placed, placed_lines, shown, start_value

MOST_BUTTONS = 4
"""Groups that stand side by side below each of a dozen cards without making a page of ten screens."""


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One choice of group for each card."""
    groups, given = {group.id: group.text for group in slot.question.groups}, start_value(slot) or {}
    if len(groups) > MOST_BUTTONS:
        for card in shown(slot, "items"):
            choose_place(card, groups, given, key, t, change)
        return
    with st.container(key=f"sorting-{key}"):
        for card in shown(slot, "items"):
            _buttons(card, groups, given, key, change)


def _buttons(card: Any, groups: Mapping[str, str], given: Mapping[str, str], key: str, change: Change) -> None:
    """The groups in a row."""
    ids, own = list(groups), f"{key}/{card.id}"
    st.radio(
        plain(card.text),
        ids,
        session.start(own, ids.index(given[card.id]) if card.id in given else None),
        lambda id: plain(groups[id]),
        key=own,
        on_change=change,
        horizontal=True,
        width="stretch",
    )


def value(question: Sorting, key: str) -> Any:
    """Card to group, for those chosen."""
    return placed(question.items, key)


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every card with the group it was given, and the right one where it was wrong."""
    return placed_lines(slot, {group.id: group.text for group in slot.question.groups}, t)
