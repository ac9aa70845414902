"""Rating: a row of points for each statement, and afterwards a radar with what to work on."""

from collections.abc import Mapping
from fractions import Fraction
from math import cos, pi, sin
from typing import Any

import streamlit as st

from engine.content.questions.rating import Rating
from engine.scoring.mark import rounded
from engine.scoring.questions.rating import lowest, means
from engine.services.views import SlotView
from ui import session
from ui.chrome import plain, safe
from ui.widgets.questions.common import Change, Line, Words, start_value

RADIUS, MIDDLE = 88, (200, 122)


def ask(slot: SlotView, key: str, t: Words, change: Change) -> None:
    """What the ends mean, then one row of points for each statement."""
    question, given = slot.question, start_value(slot) or {}
    st.markdown(f"1 = {plain(question.low)}　{question.points} = {plain(question.high)}")
    points = list(range(1, question.points + 1))
    for item in question.items:
        index = given[item.id] - 1 if item.id in given else None
        st.radio(plain(item.text), points, index, key=f"{key}/{item.id}", on_change=change, horizontal=True)


def value(question: Rating, key: str) -> Any:
    """Statement to the chosen point."""
    return {item.id: session.get(f"{key}/{item.id}") for item in question.items}


def lines(slot: SlotView, t: Words) -> list[Line]:
    """Every axis with its mean, and the advice for the lowest."""
    found = means(slot.question, slot.response)
    work_on = {axis.id for axis in lowest(slot.question, slot.response)}
    return [
        Line(
            f"{axis.text}　{_number(found.get(axis.id))}",
            tag=t("sheet.work_on") if axis.id in work_on else "",
            feedback=(axis.advice or "") if axis.id in work_on else "",
        )
        for axis in slot.question.axes
    ]


def _number(mean: Fraction | None) -> str:
    return "—" if mean is None else f"{rounded(mean, 1)}"


def radar(question: Rating, response: Mapping[str, int] | None) -> str:
    """The means as a radar; the lines below it say the same in words."""
    found, count = means(question, dict(response or {})), len(question.axes)
    rings = "".join(_ring([ring / 4] * count) for ring in (1, 2, 3, 4))
    shares = [float(found.get(axis.id, 0)) / question.points for axis in question.axes]
    shape = " ".join(_at(i, share, count) for i, share in enumerate(shares))
    spokes = "".join(f"M{MIDDLE[0]},{MIDDLE[1]}L{_at(i, 1, count)}" for i in range(count))
    labels = ((axis.text, _number(found.get(axis.id))) for axis in question.axes)
    names = "".join(_name(i, *label, count) for i, label in enumerate(labels))
    return (
        f'<svg viewBox="0 -10 400 245" aria-hidden="true">{rings}<path d="{spokes}" stroke="var(--rp-line)"/>'
        f'<polygon points="{shape}" fill="var(--rp-accent)" fill-opacity=".22" stroke="var(--rp-accent)"/>'
        f"{names}</svg>"
    )


def _at(index: int, share: float, count: int) -> str:
    angle = 2 * pi * index / count - pi / 2
    return f"{MIDDLE[0] + RADIUS * share * cos(angle):.1f},{MIDDLE[1] + RADIUS * share * sin(angle):.1f}"


def _ring(shares: list[float]) -> str:
    points = " ".join(_at(i, share, len(shares)) for i, share in enumerate(shares))
    return f'<polygon points="{points}" fill="none" stroke="var(--rp-line)"/>'


def _name(index: int, text: str, mean: str, count: int) -> str:
    """The axis and its mean below it, outside the rings."""
    x, y = _at(index, 1.14, count).split(",")
    side = float(x) - MIDDLE[0]
    anchor = "middle" if abs(side) < 12 else "start" if side > 0 else "end"
    top = float(y) - (14 if abs(side) < 12 and float(y) < MIDDLE[1] else 2)
    look = f'text-anchor="{anchor}" font-size="14" fill="var(--rp-ink)"'
    below = f'<tspan x="{x}" dy="17" font-weight="600">{mean}</tspan>'
    return f'<text x="{x}" y="{top:.1f}" {look}>{safe(text)}{below}</text>'
