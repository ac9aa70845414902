"""Signing up, signing in, and setting a new pass phrase."""

import streamlit as st

from engine.services import identity
from ui import chrome, session
from ui.widgets import post
from ui.widgets.switch import switch

ctx = session.ctx()
t = chrome.words(ctx.lang)


def enter(welcome: identity.Welcome | str | None) -> None:
    """Go in with a ticket; a newcomer reads the recovery code first."""
    if isinstance(welcome, identity.Welcome):
        session.put("recovery", welcome.recovery)
        session.put("ticket", welcome.ticket)
    elif welcome:
        post.ask("/auth/redeem", welcome, {"ticket": welcome})


def sign_up() -> None:
    """Make an account from the form."""
    values = (session.get(f"up-{name}") for name in ("login", "name", "phrase"))
    enter(session.act_beside("up", identity.sign_up, *values))


def sign_in() -> None:
    """Sign in from the form."""
    enter(session.act_beside("in", identity.sign_in, session.get("in-login"), session.get("in-phrase")))


def recover() -> None:
    """Set a new pass phrase from the form."""
    values = (session.get(f"lost-{name}") for name in ("login", "code", "phrase"))
    enter(session.act_beside("lost", identity.recover, *values))


def recovery_kept() -> None:
    """The code was written down: trade the ticket for the cookie."""
    session.pop("recovery")
    ticket = session.pop("ticket")
    post.ask("/auth/redeem", ticket, {"ticket": ticket})


def show_recovery(code: str) -> None:
    """The recovery code, this once."""
    st.header(t("sign.recovery_title"))
    st.markdown(t("sign.recovery_lead"))
    chrome.html(f'<div class="code">{chrome.safe(code)}</div>')
    st.button(t("sign.recovery_done"), type="primary", on_click=recovery_kept, width="stretch")


def show_forms() -> None:
    """The three ways in."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(t("sign.title"), width="content")
        switch(ctx.lang, t("settings.lang"), "content")
    st.markdown(t("sign.lead"))
    new, back, lost = st.tabs([t("sign.new"), t("sign.back"), t("sign.lost")])
    with new, st.form("up", border=False):
        _field("up-login", t("sign.login"), "username", t("sign.login_help"))
        _field("up-name", t("sign.name"), "nickname", t("sign.name_help"))
        _phrase("up-phrase", t("sign.phrase"), "new-password")
        chrome.message("up")
        st.form_submit_button(t("sign.sign_up"), type="primary", on_click=sign_up, width="stretch")
    with back, st.form("in", border=False):
        _field("in-login", t("sign.login"), "username")
        _phrase("in-phrase", t("sign.phrase"), "current-password")
        chrome.message("in")
        st.form_submit_button(t("sign.sign_in"), type="primary", on_click=sign_in, width="stretch")
    with lost, st.form("lost", border=False):
        _field("lost-login", t("sign.login"), "username")
        _field("lost-code", t("sign.code"), "off", t("sign.code_help"))
        _phrase("lost-phrase", t("sign.new_phrase"), "new-password")
        chrome.message("lost")
        st.form_submit_button(t("sign.recover"), type="primary", on_click=recover, width="stretch")


def _field(key: str, label: str, autocomplete: str, hint: str = "") -> None:
    """One line to fill in; what to know about it stands below it, where a thumb need not ask for it."""
    with st.container(gap=None, key=f"field-{key}"):
        st.text_input(label, key=key, autocomplete=autocomplete, max_chars=40)
        chrome.hint(hint)


def _phrase(key: str, label: str, autocomplete: str) -> None:
    with st.container(gap=None, key=f"field-{key}"):
        st.text_input(label, key=key, type="password", autocomplete=autocomplete, max_chars=200)
        chrome.hint(t("sign.phrase_help") if autocomplete == "new-password" else "")


recovery = session.get("recovery")
if session.get("post"):
    st.markdown(t("sign.entering"))
elif recovery:
    show_recovery(recovery)
else:
    show_forms()
