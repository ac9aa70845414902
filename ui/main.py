"""The entry script: who is here, which pages there are, and the one that is asked for."""

import streamlit as st

from engine.services.errors import Unavailable
from engine.words import word
from ui import chrome, session
from ui.addresses import BARS, ICONS, WITHIN, WITHOUT_NAVIGATION, pages
from ui.widgets import post, preview
from ui.widgets.switch import switch


def show_navigation(at: str) -> None:
    """The places: a bar at the top, and within the thumb's reach on a phone; settings stand apart, at the top right."""
    with st.container(key="places", horizontal=True):
        for key, names in BARS.items():
            with st.container(key=key, horizontal=True):
                for name in names:
                    label = chrome.words(ctx.lang)(f"nav.{name}")
                    marked = f"**{label}**" if WITHIN.get(at) == name else label
                    st.page_link(known[name], label=marked, icon=ICONS[name])


try:
    ctx = session.ctx()
except Unavailable as trouble:
    st.error(word(session.visitor_lang(), f"trouble.{trouble.reason}"))
    st.stop()
inside = ctx.actor is not None and session.get("recovery") is None
known = pages(inside, ctx.lang)
page = st.navigation(list(known.values()), position="hidden")
goal = session.pop("go")
if goal and goal[0] in known:
    st.switch_page(known[goal[0]], query_params=goal[1])
post.pending()
if session.previewing():
    preview.follow(page.url_path)
    preview.bar(known["preview"])
if inside and page.url_path not in WITHOUT_NAVIGATION:
    show_navigation(page.url_path)
if st.query_params.pop("gone", None):
    session.put("message", word(ctx.lang, "ui.gone_address"))
chrome.message()
try:
    page.run()
except Unavailable as trouble:
    st.error(word(ctx.lang, f"trouble.{trouble.reason}"))
if session.pop("beside"):  # the place it was meant for is gone
    chrome.message()
session.pop("switched")
if (inside and page.url_path not in ("settings", "stage")) or page.url_path == "live":
    switch(ctx.lang, word(ctx.lang, "ui.settings.lang"))
