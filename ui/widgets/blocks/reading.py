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
    """A table; on a phone each row becomes a card with the column's name before each cell."""
    heads = "".join(f'<th scope="col">{safe(column.text)}</th>' for column in block.columns)
    names = [column.text for column in block.columns]
    rows = ""
    for row in block.rows:
        first, *rest = row.cells
        cells = "".join(
            f'<td data-head="{safe(name)}">{safe(cell.text)}</td>' for name, cell in zip(names[1:], rest, strict=True)
        )
        rows += f'<tr><th scope="row">{safe(first.text)}</th>{cells}</tr>'
    chrome.html(
        f'{scene.tag(block)}<table class="sheet"><caption>{safe(block.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


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
