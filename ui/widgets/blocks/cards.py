"""Things to turn over: flashcards, and an answer behind a question."""

from functools import partial

import streamlit as st

from engine.content.blocks import Flashcards, Reveal
from ui import chrome
from ui.assets import asset
from ui.chrome import safe
from ui.widgets.blocks.common import Scene

_component = st.components.v2.component(
    "rapport_cards",
    html='<div class="deck"></div><div class="sr" role="status"></div>',
    css=asset("cards.css"),
    js=asset("cards.js"),
)


def flashcards(block: Flashcards, scene: Scene) -> None:
    """Cards that turn at a touch; done when each was turned once."""
    tag = scene.tag(block)
    if tag:
        chrome.html(tag)
    cards = tuple({"id": card.id, "front": card.title, "back": card.text} for card in block.cards)  # for a list Streamlit
    data = {"cards": cards, "turn": scene.t("lesson.turn_card")}  # loads pandas
    _component(key=scene.key(block), data=data, on_seen_change=partial(scene.open, block))


def reveal(block: Reveal, scene: Scene) -> None:
    """A question to think about; the answer stays open once it was opened."""
    with st.container(key=f"callout-reveal-{block.id}", gap="small"):
        chrome.html(f'<div class="tone">{scene.t("lesson.think")}</div>{scene.tag(block)}<div>{safe(block.prompt)}</div>')
        if scene.is_open(block):
            with st.container(key=f"why-{block.id}"):
                st.markdown(f"**{scene.t('lesson.one_answer')}**\n\n{block.text}")
        else:
            st.button(scene.t("lesson.reveal"), key=scene.key(block), on_click=scene.open, args=(block,))
