"""Every address of the product. A module, so that it is read once: the entry script runs anew for every press."""

from copy import copy
from functools import cache

import streamlit as st

from engine.settings import settings
from ui import chrome

HERE = "screens/"
ICONS = {
    "home": ":material/home:",
    "course": ":material/menu_book:",
    "practice": ":material/quiz:",
    "notebook": ":material/edit_note:",
    "live": ":material/groups:",
    "progress": ":material/insights:",
    "settings": ":material/settings:",
}
BARS = {"nav": tuple(ICONS)[:-1], "nav-me": ("settings",)}
"""On a phone six places share its width; a seventh would break English words."""
WITHIN = {"tests": "practice", "review": "practice", "situations": "course", "control": "live"}
"""Pages that have no place of their own, and the place they are reached from."""
PREVIEW = ("preview",) if settings().preview else ()
HIDDEN = ("tests", "lesson", "case", "situations", "roleplay", "quiz", "review", "room", "control", "stage", *PREVIEW)
NAMED = (*ICONS, "tests", "lesson", "situations", "case", "roleplay", "preview")
WITHOUT_NAVIGATION = ("lesson", "case", "roleplay", "quiz", "room", "stage")  # while answering, nothing distracts


@cache
def prototypes(signed_in: bool, lang: str) -> dict[str, st.Page]:
    """Every address, so that a deep link survives signing in: before that, each shows the sign-in page."""
    t = chrome.words(lang)
    found = {}
    for name in (*ICONS, *HIDDEN):
        path = "" if name == "home" else name
        file = f"{HERE}{name}.py" if signed_in or name == "live" else f"{HERE}sign_in.py"
        title = t(f"nav.{name}") if name in NAMED else t("review.title")
        found[name] = st.Page(file, title=f"{title} · {t('product')}", url_path=path, default=name == "home")
    return found


def pages(signed_in: bool, lang: str) -> dict[str, st.Page]:
    """The pages of this run: a page carries state of the run it is in, so each run has copies of its own."""
    return {name: copy(page) for name, page in prototypes(signed_in, lang).items()}
