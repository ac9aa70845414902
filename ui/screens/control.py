"""The control desk of a live room."""

import streamlit as st

from engine.content.questions import Question
from engine.services import hosting
from engine.services.context import Refused
from engine.services.hosting import HostView
from ui import chrome, session
from ui.widgets import room
from ui.widgets.countdown import countdown

ctx = session.ctx()
t = chrome.words(ctx.lang)
room_id = session.asked("r")


def open_question(slot: int) -> None:
    """Open a question for as long as chosen."""
    session.act(hosting.open_question, room_id, slot, int(session.get("seconds") or 0))


def close(slot: int) -> None:
    """Take no more answers."""
    session.act(hosting.close_question, room_id, slot)


def reveal(slot: int) -> None:
    """Show what was right."""
    session.act(hosting.reveal, room_id, slot)


def end() -> None:
    """End the room."""
    session.act(hosting.end, room_id)
    session.go("live")


def show_steps(view: HostView) -> None:
    """The one thing to do next, and how long a question is open."""
    now = view.snapshot
    following = now.slot + 1
    with st.container(horizontal=True):
        if now.phase == "open":
            room.step(t("live.close"), f"close/{now.slot}", close, now.slot)
        elif now.phase == "closed":
            room.step(t("live.reveal"), f"reveal/{now.slot}", reveal, now.slot)
        elif following < now.questions:
            label = t("live.open_next", n=following + 1) if following else t("live.open_first")
            room.step(label, f"open/{following}", open_question, following)
        st.link_button(t("live.stage"), f"/stage?r={room_id}")
    names = {s: t("live.seconds_n", n=s) if s else t("live.no_limit") for s in hosting.SECONDS}
    st.selectbox(t("live.seconds"), list(names), index=2, format_func=names.__getitem__, key="seconds")


@st.fragment(run_every=room.SCREENS_LOOK_EVERY)
def show_counts(shown: tuple[int, str]) -> None:
    """Who is here and who has answered, as it happens; the page runs anew when another device moves the room on."""
    try:
        now = hosting.view(session.ctx(), room_id).snapshot
    except Refused:
        return
    if now.key != shown:
        st.rerun()
    counts = t("live.joined", n=now.joined)
    if now.slot >= 0:
        counts += " · " + t("live.answered", n=now.answered, of=now.joined)
    share = now.answered / now.joined if now.joined else 0
    chrome.html(f'<div class="count-now">{counts}</div>{chrome.bar(share)}')


def show_question(view: HostView, question: Question) -> None:
    """What the room sees of it: the options while it is open, then the tally; the reason is for the trainer to open."""
    with st.container(border=True):
        head = f'<div class="quiet">{t("quiz.progress", n=view.snapshot.slot + 1, of=view.snapshot.questions)}</div>'
        scene = f'<div class="scene">{chrome.safe(question.situation)}</div>' if question.situation else ""
        stem = f'<div class="stem">{chrome.safe(question.stem)}</div>'
        chrome.html(head + scene + stem + (room.tally_html(view, t) or room.options_html(view)))
        with st.expander(t("quiz.why"), expanded=view.snapshot.phase == "revealed"):
            chrome.html(chrome.safe(question.explanation))


def show(view: HostView) -> None:
    """The desk."""
    now = view.snapshot
    st.title(t("live.control"))
    chrome.html(
        f'<div>{t("live.code")} <b class="digits">{now.code}</b></div>'
        f'<div class="quiet">{t("live.address")}{t("colon")}{chrome.safe(room.address())}/live?code={now.code}</div>'
        f'<div class="quiet">{t("live.pin_is")}{t("colon")}<b>{view.pin}</b></div>'
    )
    show_counts(now.key)
    if now.phase == "open" and now.deadline:
        countdown(t("live.time_left"), now.deadline, ctx.now, lambda: None, f"clock/{room_id}/{now.slot}")
    show_steps(view)
    if view.question:
        show_question(view, view.question)
    with st.expander(f"{t('live.names')} ({len(view.nicknames)})"):
        st.text("、".join(view.nicknames) if view.nicknames else t("live.empty"))
    with st.expander(t("live.end")):
        st.markdown(t("live.end_sure"))
        st.button(t("live.end"), on_click=end, key="end-room")


try:
    mine = hosting.view(ctx, room_id)
except Refused as refusal:
    session.put("message", chrome.refusal(ctx.lang, refusal))
    session.go("live")
    st.rerun()
else:
    if mine.snapshot.phase == "ended":
        session.go("live")
        st.rerun()
    show(mine)
