"""A phone in a live room: one question, one answer, and the reason once it is revealed."""

import streamlit as st

from engine.scoring.receipt import Receipt
from engine.services import identity, seats
from engine.services.context import Refused
from engine.services.seats import PhoneView
from engine.services.views import SlotView
from ui import chrome, session
from ui.widgets import answered, room
from ui.widgets.countdown import countdown
from ui.widgets.questions import MODULES
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)
room_id = session.asked("r")


def submit(view: PhoneView, key: str) -> None:
    """Hand in the answer."""
    if view.question:
        value = MODULES[view.question.kind].value(view.question, key)
        session.act_beside(key, seats.answer, room_id, view.snapshot.slot, value)


def keep_results() -> None:
    """Give a guest a sign-in name; the answers stay with the same person."""
    typed = (session.get(f"keep-{name}") or "" for name in ("login", "phrase"))
    code = session.act_beside("keep", identity.register_guest, *typed)
    if code:
        session.put("kept", code)


def slot_of(view: PhoneView) -> SlotView:
    """The question as the widgets of a paper take it."""
    mark = view.mark
    receipt: Receipt | None = mark.receipt if mark else None
    return SlotView(
        index=view.snapshot.slot,
        question=view.question,
        order=view.order,
        step=int(view.answered),
        response=view.response,
        draft=None,
        settled=mark is not None,
        state=mark.state if mark else None,
        fraction=mark.fraction if mark else None,
        receipt=receipt,
        parts=mark.parts if mark else None,
        right=view.right,
    )


def show_question(view: PhoneView) -> None:
    """Ask while the question is open; afterwards say what happened, and with the reveal what was right."""
    now, slot = view.snapshot, slot_of(view)
    turned(now.slot, t("quiz.progress", n=now.slot + 1, of=now.questions))
    chrome.html(f'<div class="quiet">{t("quiz.progress", n=now.slot + 1, of=now.questions)}</div>' + answered.asked(slot, t))
    if now.phase == "revealed":
        chrome.html(answered.verdict(slot, t) + answered.body(slot, t, ctx.lang))
        st.caption(t("live.next_soon"))
    elif view.answered:
        chrome.html(answered.body(slot, t, ctx.lang) + f'<div class="verdict right" role="status">✓ {t("live.sent")}</div>')
    elif now.phase == "open":
        if now.deadline:
            countdown(t("live.time_left"), now.deadline, ctx.now, lambda: None, f"clock/{room_id}/{now.slot}")
        key = f"live/{view.attempt_id}/{now.slot}"
        MODULES[slot.question.kind].ask(slot, key, t, "ignore")
        chrome.message(key)
        room.step(t("live.submit"), f"submit/{key}", submit, view, key, width="stretch")
    else:
        st.info(t("live.not_sent"))


def show_end(view: PhoneView) -> None:
    """Thanks, the paper, and for a guest a way to keep it."""
    st.title(t("live.over"))
    st.button(t("live.see_paper"), on_click=session.go, args=("review",), kwargs={"a": view.attempt_id})
    if session.get("kept"):
        st.markdown(t("sign.recovery_lead"))
        chrome.html(f'<div class="code">{chrome.safe(session.get("kept"))}</div>')
    elif identity.login_name(ctx) is None:
        st.subheader(t("live.keep"))
        st.markdown(t("live.keep_lead"))
        with st.form("keep", border=False):
            st.text_input(t("sign.login"), key="keep-login", autocomplete="username", max_chars=40)
            with st.container(gap=None):
                st.text_input(t("sign.phrase"), key="keep-phrase", type="password", autocomplete="new-password")
                chrome.hint(t("sign.phrase_help"))
            chrome.message("keep")
            st.form_submit_button(t("live.keep_button"), type="primary", on_click=keep_results, width="stretch")


def show(view: PhoneView) -> None:
    """What the room is doing now."""
    chrome.html(f'<div class="quiet">{chrome.safe(t("live.you_are", name=view.nickname))}</div>')
    if view.snapshot.phase == "ended":
        show_end(view)
        return
    if view.snapshot.phase == "lobby":
        st.header(t("live.waiting"))
    else:
        show_question(view)
    room.wait_for_news(room_id, view.snapshot)


try:
    mine = seats.phone(ctx, room_id)
except Refused as refusal:
    st.info(t("live.over") if refusal.code == "no_such_room" else t("quiz.gone"))
else:
    if mine is None:
        session.go("live")
        st.rerun()
    else:
        show(mine)
