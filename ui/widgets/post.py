"""Posting to a route of the app from the browser, because a script cannot set a cookie."""

import streamlit as st

from ui import session

_JS = """
export default function({ data }) {
  if (!data || !data.url || window.__rapportPosted === data.nonce) return;
  window.__rapportPosted = data.nonce;
  const done = () => { if (data.then === 'reload') location.reload(); };
  fetch(data.url, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data.body || {}) }).then(done, done);
}
"""
_poster = st.components.v2.component("rapport_post", js=_JS)

_OPEN = """
export default function({ data }) {
  if (!data || !data.url || window.__rapportOpened === data.url) return;
  window.__rapportOpened = data.url;
  location.assign(data.url);
}
"""
_opener = st.components.v2.component("rapport_open", js=_OPEN)


def ask(url: str, nonce: str, body: dict[str, str] | None = None) -> None:
    """Post with the next run, then load the page anew: only a new connection carries a new cookie."""
    session.put("post", {"url": url, "nonce": nonce, "body": body or {}, "then": "reload"})


def open_url(url: str) -> None:
    """Open an address of the app with the next run."""
    session.put("open", url)


def pending() -> None:
    """Do what was asked for."""
    posted = session.get("post")
    if posted:
        _poster(data=posted, key="post-to-route")
    opened = session.pop("open")
    if opened:
        _opener(data={"url": opened}, key="open-url")
