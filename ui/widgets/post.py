"""Posting to a route of the app from the browser, because a script cannot set a cookie."""

import json

import streamlit as st

from engine.services import entering
from engine.words import word
from ui import session
from ui.assets import asset

_poster = st.components.v2.component("rapport_post", js=asset("post.js"))

_keeper = st.components.v2.component("rapport_keep", js=asset("keep.js"))

_opener = st.components.v2.component("rapport_open", js=asset("open.js"))


def ask(url: str, nonce: str, body: dict[str, str] | None = None) -> None:
    """Post with the next run, then load the page anew: only a new connection carries a new cookie."""
    session.put("post", {"url": url, "nonce": nonce, "body": json.dumps(body or {})})  # for a dict Streamlit loads pandas


def open_url(url: str) -> None:
    """Open an address of the app with the next run."""
    session.put("open", url)


def _keep_again() -> None:
    """The ticket ran out, or its answer was lost: say so, and try with another."""
    entry = session.get("entry")
    fresh = session.act(entering.enter_again, entry.token) if entry else None
    if fresh:
        session.put("entry", fresh)
        session.put("message", word(session.ctx().lang, "ui.live.not_kept"))


def pending() -> None:
    """Do what was asked for, and get the cookie of whoever has come in on this connection."""
    entry = session.get("entry")
    if entry:
        _keeper(data={"ticket": entry.ticket}, key="keep-cookie", on_refused_change=_keep_again)
    posted = session.get("post")
    if posted:
        _poster(data=posted, key="post-to-route")
    opened = session.pop("open")
    if opened:
        _opener(data={"url": opened}, key="open-url")
