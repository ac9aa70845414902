"""Live rooms: join one, open one, or take one over."""

import uuid

import streamlit as st

from engine.services import hosting, progress, rooms, seats
from engine.services.hosting import RoomInfo
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


def show_join(first: bool) -> None:
    """Code and name; what a trainee comes for, and a trainer seldom."""
    (st.title if first else st.header)(t("live.join_title"))
    st.markdown(t("live.join_lead"))
    if session.get("join-form") is None:
        session.put("join-form", uuid.uuid4().hex)
    with st.form("join", border=False):
        code = st.query_params.get("code", "")
        st.text_input(t("live.code"), code, key="join-code", max_chars=12, autocomplete="off")
        name = ctx.actor.name if ctx.actor else ""
        st.text_input(t("live.nickname"), name, key="join-name", max_chars=40, autocomplete="nickname")
        chrome.message("join")
        look = "primary" if first else "secondary"
        st.form_submit_button(t("live.join"), type=look, on_click=join, width="stretch")


def begun(room: RoomInfo) -> str:
    """The day a room was opened, in words."""
    made = room.created_at.astimezone(progress.zone_of(ctx))
    return t("live.created", day=chrome.day(made, ctx.lang, ctx.now))


def show_rooms(running: list[RoomInfo]) -> None:
    """The rooms that are open, the newest first."""
    st.header(t("live.mine"))
    for index, room in enumerate(running[:10]):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            chrome.html(f"<b>{chrome.safe(room.title)}</b><div class='quiet'>{room.code} · {begun(room)}</div>")
            look, here = "secondary" if index else "primary", {"r": room.id}
            st.button(t("live.control"), type=look, key=f"c-{room.id}", on_click=session.go, args=("control",), kwargs=here)


def show_create(primary: bool) -> None:
    """A new room."""
    st.header(t("live.host_title"))
    st.markdown(t("live.host_lead"))
    listed = [quiz for group in ("practice", "test", "exam") for quiz in progress.quizzes(ctx, group)]
    titles = {quiz.id: quiz.title for quiz in listed}
    st.selectbox(t("live.quiz"), list(titles), format_func=titles.__getitem__, key="room-quiz")
    st.button(t("live.create"), type="primary" if primary else "secondary", on_click=create)


def show_over(ended: list[RoomInfo]) -> None:
    """The rooms that are over."""
    rows = "".join(f"<li><b>{chrome.safe(r.title)}</b> <span class='quiet'>{begun(r)}</span></li>" for r in ended[:10])
    with st.expander(t("live.ended_rooms")):
        chrome.html(f'<ul class="plain">{rows}</ul>')


def show_take() -> None:
    """For any trainer who is signed in: take a room over by its PIN."""
    with st.expander(t("live.take")):
        st.markdown(t("live.take_lead"))
        st.text_input(t("live.code"), key="take-code", autocomplete="off")
        st.text_input(t("live.pin"), key="take-pin", autocomplete="off")
        chrome.message("take")
        st.button(t("live.take_button"), on_click=take)


mine = hosting.mine(ctx) if ctx.actor else []
open_rooms, over = [room for room in mine if not room.ended], [room for room in mine if room.ended]
may_create = ctx.actor is not None and ctx.me.is_admin
hosts = may_create or bool(open_rooms)
if hosts:
    st.title(t("live.title"))
if open_rooms:
    show_rooms(open_rooms)
if may_create:
    show_create(primary=not open_rooms)
show_join(first=not hosts)
if over:
    show_over(over)
if ctx.actor:
    show_take()
