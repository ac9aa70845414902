"""Settings, one's own data, and what an admin does."""

import streamlit as st

from engine.services import admin, identity, personal
from ui import chrome, session
from ui.languages import NAMES
from ui.widgets import post

ctx = session.ctx()
t = chrome.words(ctx.lang)
ZONES = ("Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin",
         "America/New_York", "America/Los_Angeles", "Australia/Sydney", "UTC")  # fmt: skip


def save() -> None:
    """Keep the settings; language and theme stand in the page itself, so it is loaded anew."""
    names = ("name", "lang", "theme", "zone")
    session.pop("message")
    session.act_beside("save", identity.change_settings, **{name: session.get(f"set-{name}") for name in names})
    session.look_again()
    if session.get("message") is None:
        post.ask("/auth/refresh", f"settings-{ctx.now.timestamp()}")


def export() -> None:
    """Fetch one's own data through a one-time address."""
    ticket = session.act(identity.export_ticket)
    if ticket:
        post.open_url(f"/export/{ticket}")


def erase() -> None:
    """Erase, if the word was typed."""
    if (session.get("erase-word") or "").strip() != t("settings.erase_word"):
        session.put("message", t("settings.erase_mismatch"))
        session.put("beside", "erase")
        return
    session.act(personal.erase_me)
    session.look_again()
    post.ask("/auth/sign-out", "erased")


def sign_out() -> None:
    """End this session."""
    session.leave()
    post.ask("/auth/sign-out", f"out-{ctx.now.timestamp()}")


def setup() -> None:
    """Become the first admin."""
    session.act_beside("setup", identity.become_admin, session.get("setup-code") or "")
    session.look_again()


def reload_content() -> None:
    """Check the content and bring it into force."""
    if session.act(admin.reload_content):
        session.put("done", t("content.loaded"))


def city(zone: str) -> str:
    """A time zone by the city people know it by."""
    return t(f"settings.zones.{zone}") if zone in ZONES else zone.rpartition("/")[2].replace("_", " ")


def show_personal() -> None:
    """Name, language, theme, zone."""
    with st.form("settings", border=False):
        st.text_input(t("settings.name"), ctx.me.name, key="set-name", max_chars=40)
        langs, themes = list(NAMES), list(identity.THEMES)
        st.selectbox(t("settings.lang"), langs, langs.index(ctx.me.lang), NAMES.__getitem__, key="set-lang")
        name_of = lambda theme: t(f"settings.theme_{theme}")  # noqa: E731
        st.selectbox(t("settings.theme"), themes, themes.index(ctx.me.theme), name_of, key="set-theme")
        zones = list(dict.fromkeys([ctx.me.zone, *ZONES]))
        st.selectbox(t("settings.zone"), zones, 0, city, key="set-zone")
        chrome.message("save")
        st.form_submit_button(t("settings.save"), type="primary", on_click=save)


def show_data() -> None:
    """Export and erasure."""
    st.subheader(t("settings.data"))
    st.markdown(t("settings.data_lead"))
    st.button(t("settings.export"), on_click=export)
    with st.expander(t("settings.erase")):
        st.markdown(t("settings.erase_lead"))
        st.text_input(t("settings.erase_confirm"), key="erase-word", autocomplete="off")
        chrome.message("erase")
        st.button(t("settings.erase_button"), on_click=erase, key="erase")


def show_admin() -> None:
    """Becoming admin, or looking after the content."""
    if not ctx.me.is_admin:
        if admin.needs_admin(ctx):
            with st.expander(t("settings.setup")):
                st.markdown(t("settings.setup_lead"))
                st.text_input(t("settings.setup_code"), key="setup-code", autocomplete="off")
                chrome.message("setup")
                st.button(t("settings.setup_button"), on_click=setup)
        return
    st.subheader(t("settings.content"))
    state = admin.content_state(ctx)
    counts = {"n": state.release, "lessons": state.lessons, "questions": state.questions, "quizzes": state.quizzes}
    st.markdown(t("content.current", **counts) if state.release else t("content.none"))
    for key, lines in (("content.not_loaded", state.problems), ("content.gone", () if state.problems else state.gone)):
        if lines:
            st.warning(t(key), icon=":material/error:")
            st.code("\n".join(lines), language=None)
    st.button(t("settings.content_reload"), on_click=reload_content)


st.title(t("settings.title"))
login = identity.login_name(ctx)
if login:
    st.caption(t("settings.login", login=chrome.plain(login)))
show_personal()
show_data()
show_admin()
st.divider()
st.button(t("settings.sign_out"), on_click=sign_out, key="sign-out")
