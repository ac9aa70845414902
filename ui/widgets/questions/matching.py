"""Matching: a list of targets to choose from, for each item."""

from typing import Any

from engine.content.questions.matching import Matching
from engine.services.views import SlotView
from ui.widgets.questions.common import Change, Line, Words, choose_place, placed, placed_lines, shown, start_value


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """One select box for each item."""
    targets = {target.id: target.text for target in shown(slot, "targets")}
    for item in shown(slot, "items"):
        choose_place(item, targets, start_value(slot) or {}, key, t, change)


def value(question: Matching, key: str) -> Any:
    """Item to target, for those chosen."""
    return placed(question.items, key)


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every item with the target it was given, and the right one where it was wrong."""
    return placed_lines(slot, {target.id: target.text for target in slot.question.targets}, t)
