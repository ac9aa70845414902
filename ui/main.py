"""The entry script: who is here, which pages there are, and the one that is asked for."""

import streamlit as st

from ui import chrome, session
from ui.widgets import post

HERE = "screens/"
ICONS = {
    "home": ":material/home:",
    "practice": ":material/quiz:",
    "tests": ":material/assignment:",
    "live": ":material/groups:",
    "progress": ":material/insights:",
    "settings": ":material/settings:",
}
HIDDEN = ("quiz", "review", "room", "control", "stage")
WITHOUT_NAVIGATION = ("quiz", "room", "stage")  # while answering, nothing distracts



def pages(signed_in: bool) -> dict[str, st.Page]:
    """Every address, so that a deep link survives signing in: before that, each shows the sign-in page."""
    t = chrome.words(ctx.lang)
    found = {}
    for name in (*ICONS, *HIDDEN):
        path = "" if name == "home" else name
        file = f"{HERE}{name}.py" if signed_in or name == "live" else f"{HERE}sign_in.py"
        title = t(f"nav.{name}") if name in ICONS else t("review.title")
        found[name] = st.Page(file, title=title, url_path=path, default=name == "home")
    return found


def show_navigation() -> None:
    """The places: a bar at the top, and within the thumb's reach on a phone."""
    with st.container(key="nav", horizontal=True):
        for name, icon in ICONS.items():
            st.page_link(known[name], label=chrome.words(ctx.lang)(f"nav.{name}"), icon=icon)


ctx = session.ctx()
inside = ctx.actor is not None and session.get("recovery") is None
st.set_page_config(page_title=chrome.words(ctx.lang)("product"), page_icon="🤝", layout="centered")
chrome.palette()
known = pages(inside)
page = st.navigation(list(known.values()), position="hidden")
goal = session.pop("go")
if goal and goal[0] in known:
    st.switch_page(known[goal[0]], query_params=goal[1])
post.pending()
if inside and page.url_path not in WITHOUT_NAVIGATION:
    show_navigation()
chrome.message()
page.run()
