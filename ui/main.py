"""The entry script: who is here, which pages there are, and the one that is asked for."""

import streamlit as st

from engine.services.errors import Unavailable
from engine.words import word
from ui import chrome, session
from ui.addresses import ICONS, WITHOUT_NAVIGATION, pages
from ui.widgets import post


def show_navigation() -> None:
    """The places: a bar at the top, and within the thumb's reach on a phone."""
    with st.container(key="nav", horizontal=True):
        for name, icon in ICONS.items():
            st.page_link(known[name], label=chrome.words(ctx.lang)(f"nav.{name}"), icon=icon)


try:
    ctx = session.ctx()
except Unavailable as trouble:
    st.error(word(session.visitor_lang(), f"trouble.{trouble.reason}"))
    st.stop()
inside = ctx.actor is not None and session.get("recovery") is None
chrome.palette()
known = pages(inside, ctx.lang)
page = st.navigation(list(known.values()), position="hidden")
goal = session.pop("go")
if goal and goal[0] in known:
    st.switch_page(known[goal[0]], query_params=goal[1])
post.pending()
if inside and page.url_path not in WITHOUT_NAVIGATION:
    show_navigation()
chrome.message()
try:
    page.run()
except Unavailable as trouble:
    st.error(word(ctx.lang, f"trouble.{trouble.reason}"))
