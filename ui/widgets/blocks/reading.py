"""Blocks to read: text, callouts, worked examples, tables, links."""

import streamlit as st

from engine.content.blocks import Callout, Example, Link, Prose, Table
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.blocks.common import Scene


def text(block: Prose, scene: Scene) -> None:
    """Running text, with its tag if its words are the course's own."""
    tag = scene.tag(block)
    if tag:
        chrome.html(tag)
    st.markdown(block.text)


def callout(block: Callout, scene: Scene) -> None:
    """A text that stands out by a line at its side, in the tone it declares."""
    with st.container(key=f"callout-{block.tone}-{block.id}", gap="small"):
        title = block.title or scene.t(f"lesson.tone_{block.tone}")
        chrome.html(f'<div class="tone">{safe(title)}</div>{scene.tag(block)}')
        st.markdown(block.text)


def example(block: Example, scene: Scene) -> None:
    """Situation, numbered steps, result."""
    steps = "".join(f"<li>{safe(step.text)}</li>" for step in block.steps)
    chrome.html(
        f'<div class="example"><div class="tone">{scene.t("lesson.example")}</div>{scene.tag(block)}'
        f"<b>{safe(block.title)}</b><p>{safe(block.situation)}</p><ol>{steps}</ol><p>{safe(block.result)}</p></div>"
    )


def table(block: Table, scene: Scene) -> None:
    """A table; on a phone each row becomes a card with the column's name before each cell, unless all are short."""
    heads = "".join(f'<th scope="col">{safe(column.text)}</th>' for column in block.columns)
    names = [column.text for column in block.columns]
    rows = ""
    for row in block.rows:
        first, *rest = row.cells
        cells = "".join(
            f'<td data-head="{safe(name)}">{safe(cell.text)}</td>' for name, cell in zip(names[1:], rest, strict=True)
        )
        rows += f'<tr><th scope="row">{safe(first.text)}</th>{cells}</tr>'
    look = "sheet short" if _is_short(block) else "sheet"
    chrome.html(
        f'{scene.tag(block)}<table class="{look}"><caption>{safe(block.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _is_short(block: Table) -> bool:
    """Whether the table fits a phone as it is: numbers or a word or two, and before them a name that may wrap."""
    widest = [max(_width(row.cells[i].text) for row in block.rows) for i in range(len(block.columns))]
    return max(widest[1:]) <= 10 and min(widest[0], 20) + sum(widest[1:]) + 3 * len(widest) <= 44


def _width(text: str) -> int:
    """How wide a text is, in Latin letters: a Chinese character takes two."""
    return sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)


def link(block: Link, scene: Scene) -> None:
    """A way to somewhere else; a term of the glossary opens where one is."""
    t = scene.t
    if block.to == "glossary":
        with st.popover(t("lesson.term", term=chrome.plain(scene.view.terms[block.target].text))):
            chrome.html(safe(scene.view.terms[block.target].meaning))
        return
    chrome.html(f'<div class="quiet">{safe(block.text)}</div>')
    key = scene.key(block)
    if block.to == "quiz":
        st.button(t("lesson.to_quiz"), key=key, on_click=session.begin, args=(block.target,))
    elif block.to == "lesson":
        st.button(t("lesson.to_lesson"), key=key, on_click=session.go, args=("lesson",), kwargs={"l": block.target})
    elif block.to == "case":
        st.button(t("lesson.to_case"), key=key, on_click=session.go, args=("case",), kwargs={"c": block.target})
    elif block.to == "roleplay":
        st.button(t("lesson.to_roleplay"), key=key, on_click=session.go, args=("roleplay",), kwargs={"id": block.target})
