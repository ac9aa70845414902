"""The projector of a live room: how to come in, the question, the tally, the answer."""

import streamlit as st

from engine.services import hosting
from engine.services.context import Refused
from engine.services.hosting import HostView
from ui import chrome, session
from ui.widgets import room
from ui.widgets.countdown import countdown

ctx = session.ctx()
t = chrome.words(ctx.lang)
room_id = session.asked("r")


def show_lobby(view: HostView) -> None:
    """QR code, address, and who is here."""
    url = f"{room.address()}/live?code={view.snapshot.code}"
    names = "".join(f"<li>{chrome.safe(name)}</li>" for name in view.nicknames[-60:])
    chrome.html(
        f'<div class="lobby"><img class="qr" alt="QR" src="{room.qr(url)}"><div><div class="quiet">{t("live.go_to")}</div>'
        f'<div class="where">{chrome.safe(room.address())}/live</div><div class="quiet">{t("live.with_code")}</div>'
        f'<div class="big">{view.snapshot.code}</div><div>{t("live.joined", n=view.snapshot.joined)}</div></div></div>'
        f'<ul class="names">{names}</ul>'
    )


def show_question(view: HostView) -> None:
    """The question in large letters; options while it is open, the tally after."""
    now, question = view.snapshot, view.question
    if question is None:
        return
    scene = f'<div class="scene">{chrome.safe(question.situation)}</div>' if question.situation else ""
    head = f'<div class="quiet">{t("quiz.progress", n=now.slot + 1, of=now.questions)} · {now.code}</div>'
    body = room.tally_html(view, t) if view.tally else room.options_html(view)
    why = ""
    if now.phase == "revealed":
        why = f'<div class="why"><b>{t("quiz.why")}</b>{chrome.safe(question.explanation)}</div>'
    chrome.html(f'{head}{scene}<div class="stem">{chrome.safe(question.stem)}</div>{body}{why}')


@st.fragment(run_every=room.SCREENS_LOOK_EVERY)
def show_live(shown: tuple[int, str]) -> None:
    """Everything that changes: it is drawn anew as phones come and answer."""
    try:
        view = hosting.view(session.ctx(), room_id)
    except Refused:
        return
    if view.snapshot.key != shown:
        st.rerun()
    if view.snapshot.phase == "lobby":
        show_lobby(view)
        return
    show_question(view)
    counts = t("live.answered", n=view.snapshot.answered, of=view.snapshot.joined)
    chrome.html(f'<div class="count-now">{counts}</div>')


try:
    first = hosting.view(ctx, room_id)
except Refused as refusal:
    st.info(chrome.refusal(ctx.lang, refusal))
else:
    with st.container(key="stage"):
        if first.snapshot.phase == "ended":
            st.title(t("live.over"))
        else:
            if first.snapshot.phase == "open" and first.snapshot.deadline:
                slot = first.snapshot.slot
                countdown(t("live.time_left"), first.snapshot.deadline, ctx.now, lambda: None, f"clock/{room_id}/{slot}")
            show_live(first.snapshot.key)
