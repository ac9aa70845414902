"""Signing up, signing in, and setting a new pass phrase."""

import streamlit as st

from engine.services import identity
from ui import chrome, session
from ui.widgets import post

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
    enter(session.act(identity.sign_up, session.get("up-login"), session.get("up-name"), session.get("up-phrase")))


def sign_in() -> None:
    """Sign in from the form."""
    enter(session.act(identity.sign_in, session.get("in-login"), session.get("in-phrase")))


def recover() -> None:
    """Set a new pass phrase from the form."""
    values = (session.get(f"lost-{name}") for name in ("login", "code", "phrase"))
    enter(session.act(identity.recover, *values))


def recovery_kept() -> None:
    """The code was written down: trade the ticket for the cookie."""
    session.pop("recovery")
    ticket = session.pop("ticket")
    post.ask("/auth/redeem", ticket, {"ticket": ticket})


def other_language() -> None:
    """Switch the language of a visitor."""
    session.put("lang", "zh" if ctx.lang == "en" else "en")


def show_recovery(code: str) -> None:
    """The recovery code, this once."""
    st.header(t("sign.recovery_title"))
    st.markdown(t("sign.recovery_lead"))
    chrome.html(f'<div class="code">{chrome.safe(code)}</div>')
    st.button(t("sign.recovery_done"), type="primary", on_click=recovery_kept, width="stretch")


def show_forms() -> None:
    """The three ways in."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(t("sign.title"))
        st.button(t("sign.other_lang"), type="tertiary", on_click=other_language, key="other-lang")
    st.markdown(t("sign.lead"))
    new, back, lost = st.tabs([t("sign.new"), t("sign.back"), t("sign.lost")])
    with new, st.form("up", border=False):
        st.text_input(t("sign.login"), key="up-login", help=t("sign.login_help"), autocomplete="username", max_chars=40)
        st.text_input(t("sign.name"), key="up-name", help=t("sign.name_help"), autocomplete="nickname", max_chars=40)
        _phrase("up-phrase", t("sign.phrase"), "new-password")
        st.form_submit_button(t("sign.sign_up"), type="primary", on_click=sign_up, width="stretch")
    with back, st.form("in", border=False):
        st.text_input(t("sign.login"), key="in-login", autocomplete="username", max_chars=40)
        _phrase("in-phrase", t("sign.phrase"), "current-password")
        st.form_submit_button(t("sign.sign_in"), type="primary", on_click=sign_in, width="stretch")
    with lost, st.form("lost", border=False):
        st.text_input(t("sign.login"), key="lost-login", autocomplete="username", max_chars=40)
        st.text_input(t("sign.code"), key="lost-code", help=t("sign.code_help"), max_chars=40)
        _phrase("lost-phrase", t("sign.new_phrase"), "new-password")
        st.form_submit_button(t("sign.recover"), type="primary", on_click=recover, width="stretch")


def _phrase(key: str, label: str, autocomplete: str) -> None:
    hint = t("sign.phrase_help") if autocomplete == "new-password" else None
    st.text_input(label, key=key, type="password", help=hint, autocomplete=autocomplete, max_chars=200)


recovery = session.get("recovery")
if session.get("post"):
    st.markdown(t("sign.entering"))
elif recovery:
    show_recovery(recovery)
else:
    show_forms()
