"""The switch of languages: the same page, the same question, in another language at once."""

import json
from typing import Literal

import streamlit as st

from engine.content.course import Lang
from ui import session
from ui.assets import asset
from ui.languages import CODES, NAMES, SHORT, known

_component = st.components.v2.component(
    "rapport_switch", html='<div role="group"></div>', css=asset("switch.css"), js=asset("switch.js")
)

KEY = "switch-language"
ROWS = json.dumps([{"id": id, "name": NAMES[id], "short": SHORT[id], "code": CODES[id]} for id in NAMES], ensure_ascii=False)
"""As text: in lists Streamlit looks for tables, for every run of every page, which took longer than all the rest of it."""


def _picked() -> None:
    """Read on in the language that was pressed."""
    lang = known(session.part(KEY, "picked"))
    if lang:
        session.speak(lang)


def switch(lang: Lang, label: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Three small buttons; the page's own `lang` follows, which a script cannot set."""
    data = {"languages": ROWS, "now": lang, "code": CODES[lang], "label": label}
    _component(key=KEY, data=data, on_picked_change=_picked, width=width)
