"""Ordering: a list to be moved by mouse, touch, buttons or keys."""

from typing import Any

from engine.content.questions.ordering import Ordering
from engine.services.views import SlotView
from ui import session
from ui.widgets.questions.common import Change, Line, Words, shown, start_value
from ui.widgets.sortable import sortable


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """The items in the order of the paper, or as they were left."""
    texts = {item.id: item.text for item in shown(slot, "items")}
    given = start_value(slot)
    start = {id: texts[id] for id in given} if given and sorted(given) == sorted(texts) else texts
    sortable(start, key, t, change)


def value(question: Ordering, key: str) -> Any:
    """The order given; None while nothing was moved."""
    state = session.get(key)
    order = state.get("order") if isinstance(state, dict) else getattr(state, "order", None)
    return list(order) if order else None


def lines(slot: SlotView, t: Words) -> list[Line]:
    """The items as they were ordered; where one stood wrong, its right place."""
    texts = {item.id: item for item in slot.question.items}
    found = []
    for place, id in enumerate(slot.response or slot.right or [], 1):
        item, ok = texts[id], slot.parts is not None and slot.parts.get(id, False)
        if slot.parts is None or slot.response is None:
            found.append(Line(f"{place}. {item.text}"))
            continue
        right = "" if ok or slot.right is None else t("quiz.should_be", text=f"{slot.right.index(id) + 1}")
        feedback = "" if ok else "\n".join(filter(None, (right, item.feedback)))
        tag = t("quiz.right") if ok else t("quiz.wrong")
        found.append(Line(f"{place}. {item.text}", "right" if ok else "wrong", tag, feedback=feedback))
    return found
