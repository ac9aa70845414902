"""Live rooms: join one, open one, or take one over."""

import uuid

import streamlit as st

from engine.services import hosting, progress, rooms, seats
from ui import chrome, session

ctx = session.ctx()
t = chrome.words(ctx.lang)


def join() -> None:
    """Take a seat from the form."""
    code, name = session.get("join-code") or "", session.get("join-name") or ""
    joined = session.act_beside("join", seats.join, code, name, session.get("join-form") or "")
    if joined is None:
        return
    if joined.entry:
        session.enter(joined.entry)
    session.go("room", r=joined.room_id)


def create() -> None:
    """Open a room and go to its control desk."""
    room_id = session.act(rooms.create, session.get("room-quiz"))
    if room_id:
        session.go("control", r=room_id)


def take() -> None:
    """Control a room from here, by PIN."""
    typed = (session.get(f"take-{name}") or "" for name in ("code", "pin"))
    room_id = session.act_beside("take", hosting.take_control, *typed)
    if room_id:
        session.go("control", r=room_id)


def show_join() -> None:
    """Code and name."""
    st.title(t("live.join_title"))
    st.markdown(t("live.join_lead"))
    if session.get("join-form") is None:
        session.put("join-form", uuid.uuid4().hex)
    with st.form("join", border=False):
        code = st.query_params.get("code", "")
        st.text_input(t("live.code"), code, key="join-code", max_chars=12, autocomplete="off")
        name = ctx.actor.name if ctx.actor else ""
        st.text_input(t("live.nickname"), name, key="join-name", max_chars=40, autocomplete="nickname")
        chrome.message("join")
        st.form_submit_button(t("live.join"), type="primary", on_click=join, width="stretch")


def show_host() -> None:
    """For trainers: a new room, and those there are."""
    if ctx.me.is_admin:
        st.header(t("live.host_title"))
        st.markdown(t("live.host_lead"))
        listed = [quiz for group in ("practice", "test", "exam") for quiz in progress.quizzes(ctx, group)]
        titles = {quiz.id: quiz.title for quiz in listed}
        st.selectbox(t("live.quiz"), list(titles), format_func=titles.__getitem__, key="room-quiz")
        st.button(t("live.create"), on_click=create)
    mine = hosting.mine(ctx)
    if mine:
        st.subheader(t("live.mine"))
    for room in mine[:10]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            state = t("live.ended") if room.ended else room.code
            chrome.html(f"<b>{chrome.safe(room.title)}</b><div class='quiet'>{state}</div>")
            if not room.ended:
                here = {"r": room.id}
                st.button(t("live.control"), key=f"c-{room.id}", on_click=session.go, args=("control",), kwargs=here)
    with st.expander(t("live.take")):
        st.markdown(t("live.take_lead"))
        st.text_input(t("live.code"), key="take-code", autocomplete="off")
        st.text_input(t("live.pin"), key="take-pin", autocomplete="off")
        chrome.message("take")
        st.button(t("live.take_button"), on_click=take)


show_join()
if ctx.actor:
    show_host()
