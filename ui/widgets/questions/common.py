"""What the widgets of all kinds share: the lines in which an answered question is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from engine.content.drawing import in_order
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain, safe

Words = Callable[..., str]
Change = Any
"""What a widget does on a change: a callback, or "ignore" to wait for the button."""


@dataclass(frozen=True, slots=True)
class Line:
    """One option or item of an answered question, with what to say about it."""

    text: str
    look: Literal["plain", "right", "wrong", "entry"] = "plain"
    tag: str = ""
    note: str = ""
    feedback: str = ""


ICONS = {"right": "✓", "wrong": "✗", "plain": "", "entry": ""}


def rendered(lines: Iterable[Line]) -> str:
    """The lines as a list in HTML."""
    rows = "".join(_line(line) for line in lines)
    return f'<ul class="lines">{rows}</ul>' if rows else ""


def _line(line: Line) -> str:
    tag = f'<span class="tag {line.look}">{ICONS[line.look]} {safe(line.tag)}</span>' if line.tag else ""
    note = f'<div class="note">{safe(line.note)}</div>' if line.note else ""
    feedback = f'<div class="note">{safe(line.feedback)}</div>' if line.feedback else ""
    return f'<li class="{line.look}">{safe(line.text)}{tag}{note}{feedback}</li>'


def shown(slot: SlotView, name: str) -> Sequence[Any]:
    """The items of one list in the order of this paper."""
    return in_order(slot.question, name, slot.order)


def start_value(slot: SlotView) -> Any:
    """What a widget begins with: unfinished work, else the answer given before."""
    return slot.draft if slot.draft is not None else slot.response


def choose_place(item: Any, places: Mapping[str, str], given: Mapping[str, str], key: str, t: Words, change: Change) -> None:
    """A list of places for one item to be put into."""
    ids, own = list(places), f"{key}/{item.id}"
    st.selectbox(
        plain(item.text),
        ids,
        session.start(own, ids.index(given[item.id]) if item.id in given else None),
        places.__getitem__,
        key=own,
        on_change=change,
        placeholder=t("quiz.choose_place"),
    )


def placed(items: Iterable[Any], key: str) -> dict[str, Any]:
    """Item to the place chosen for it."""
    return {item.id: session.get(f"{key}/{item.id}") for item in items}


def option_lines(slot: SlotView, chosen: set[str], t: Words) -> list[Line]:
    """Options with what was chosen; which are right only if that may be seen."""
    lines = []
    for option in shown(slot, "options"):
        mine = option.id in chosen
        right = slot.parts is not None and option.correct
        feedback = (option.feedback or "") if mine and slot.parts is not None else ""
        if mine and slot.parts is not None:
            line = Line(option.text, "right" if right else "wrong", t("quiz.mine"), feedback=feedback)
        elif mine:
            line = Line(option.text, tag=t("quiz.mine"))
        elif right and slot.right is not None:
            line = Line(option.text, "right", t("quiz.key_missed" if chosen else "quiz.key"))
        else:
            line = Line(option.text)
        lines.append(line)
    return lines


def placed_lines(slot: SlotView, places: dict[str, str], t: Words) -> list[Line]:
    """Items with the place each was given; the right place where it was wrong and may be seen."""
    response = slot.response or {}
    lines = []
    for item in shown(slot, "items"):
        place = response.get(item.id)
        note = places[place] if place else t("quiz.not_placed")
        if slot.parts is None:
            lines.append(Line(item.text, note=f"→ {note}"))
            continue
        ok = slot.parts.get(item.id, False)
        should = "" if ok or slot.right is None else t("quiz.should_be", text=places[slot.right[item.id]])
        feedback = "" if ok else "\n".join(filter(None, (should, item.feedback)))
        tag = t("quiz.right") if ok else t("quiz.wrong")
        lines.append(Line(item.text, "right" if ok else "wrong", tag, f"→ {note}", feedback))
    return lines
