"""Figures of the course, and those whose parts are opened one by one."""

import re
from collections.abc import Set

import streamlit as st

from engine.content.blocks import Diagram, Figure
from engine.content.figure import PLACEHOLDER, DrawnFigure
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.blocks.common import Scene
from ui.widgets.drawing import drawing


def drawn(figure: DrawnFigure) -> str:
    """The drawing with its words, and all it says for whoever cannot see it."""
    labels = {label.id: safe(label.text) for label in figure.labels}
    svg = PLACEHOLDER.sub(lambda found: labels[found[1]], figure.svg.strip())
    told = f'role="img" aria-label="{safe(figure.alt)}"'
    return re.sub(r"<svg\b", f"<svg {told}", svg, count=1)


def lit(figure: DrawnFigure, parts: Set[str]) -> str:
    """The drawing with its named parts faint, except `parts`."""
    svg = re.sub(r"<svg\b", '<svg class="lights"', drawn(figure), count=1)
    return re.sub(r'\bid="([^"]*)"', lambda found: f'{found[0]} class="lit"' if found[1] in parts else found[0], svg)


def figure(block: Figure, scene: Scene) -> None:
    """The figure with its caption; its description can be opened as text."""
    _framed(block, scene)


def _framed(block: Figure | Diagram, scene: Scene) -> None:
    tag, shown = scene.tag(block), scene.view.figures[block.figure]
    if tag:
        chrome.html(tag)
    drawing(drawn(shown), scene.key(block, "drawing"))
    told = f"<details><summary>{scene.t('lesson.alt')}</summary>{safe(shown.alt)}</details>"
    chrome.html(f'<div class="caption">{safe(block.caption)}{told}</div>')


def diagram(block: Diagram, scene: Scene) -> None:
    """The figure, and below it a button for each part; done when all were opened."""
    _framed(block, scene)
    key = scene.key(block, "part")
    titles = {part.id: chrome.plain(part.title) for part in block.parts}
    seen_key = f"{key}/seen"

    def chosen() -> None:
        seen = {*session.get(seen_key, ()), session.get(key)} - {None}
        session.put(seen_key, tuple(seen))
        if len(seen) == len(titles):
            scene.open(block)

    st.pills(scene.t("lesson.parts"), list(titles), format_func=titles.__getitem__, key=key, on_change=chosen)
    part = next((p for p in block.parts if p.id == session.get(key)), None)
    if part:
        chrome.html(f'<div class="why" role="status"><b>{safe(part.title)}</b>{safe(part.text)}</div>')
