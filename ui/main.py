"""The entry script: who is here, which pages there are, and the one that is asked for."""

import streamlit as st

from ui import chrome, session
from ui.widgets import post

HERE = "pages/"
ICONS = {
    "home": ":material/home:",
    "practice": ":material/quiz:",
    "tests": ":material/assignment:",
    "progress": ":material/insights:",
    "settings": ":material/settings:",
}
HIDDEN = ("quiz", "review")


def pages(signed_in: bool) -> dict[str, st.Page]:
    """Every address, so that a deep link survives signing in: before that, each shows the sign-in page."""
    t = chrome.words(ctx.lang)
    found = {}
    for name in (*ICONS, *HIDDEN):
        path = "" if name == "home" else name
        file = f"{HERE}{name}.py" if signed_in else f"{HERE}sign_in.py"
        hidden = name in HIDDEN or not signed_in
        title = t(f"nav.{name}") if name in ICONS else t("review.title")
        found[name] = st.Page(
            file,
            title=title,
            icon=ICONS.get(name),
            url_path=path,
            default=name == "home",
            visibility="hidden" if hidden else "visible",
        )
    return found


ctx = session.ctx()
st.set_page_config(page_title=chrome.words(ctx.lang)("product"), page_icon=":material/handshake:", layout="centered")
chrome.style()
known = pages(ctx.actor is not None and session.get("recovery") is None)
page = st.navigation(list(known.values()), position="top")
goal = session.pop("go")
if goal and goal[0] in known:
    st.switch_page(known[goal[0]], query_params=goal[1])
post.pending()
chrome.message()
page.run()
