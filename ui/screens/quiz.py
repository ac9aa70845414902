"""Answering: one question at a time, in practice with feedback at once, in an exam with a way back."""

from functools import partial
from typing import Any

import streamlit as st

from engine.scoring.mark import rounded
from engine.services import learning
from engine.services.context import Refused
from engine.services.views import AttemptView, SlotView
from ui import chrome, session
from ui.widgets import answered
from ui.widgets.countdown import countdown
from ui.widgets.questions import MODULES, WAIT_FOR_BUTTON
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)


def key_of(attempt: AttemptView, slot: SlotView) -> str:
    """The widget's key: a new one for each try, so that no answer is carried over."""
    return f"{attempt.id}/{slot.index}/{slot.step if attempt.quiz.behaviour == 'practice' else 'exam'}"


def given(slot: SlotView, key: str) -> Any:
    """What the widgets of this question hold now."""
    return MODULES[slot.question.kind].value(slot.question, key)


def submit(attempt: AttemptView, slot: SlotView, key: str) -> None:
    """Hand one answer to the service, and stay where it was given."""
    goto(slot.index)
    session.act_beside(key, learning.answer, attempt.id, slot.index, slot.step, given(slot, key))


def keep(attempt: AttemptView, slot: SlotView, key: str) -> None:
    """Keep unfinished work."""
    session.act(learning.save_draft, attempt.id, slot.index, given(slot, key))


def goto(index: int) -> None:
    """Show another question; its number stands in the address, so a reload stays."""
    if st.query_params.get("q") != str(index + 1):
        st.query_params["q"] = str(index + 1)


def hand_in(attempt_id: str) -> None:
    """Close the attempt and look at it."""
    session.act(learning.close, attempt_id)
    session.go("review", a=attempt_id)


def current(attempt: AttemptView) -> SlotView:
    """The question the address names, else the first without an answer."""
    wanted = st.query_params.get("q", "")
    index = int(wanted) - 1 if wanted.isdecimal() and 0 < int(wanted) <= len(attempt.briefs) else attempt.first_open
    return attempt.slot(index)


def show_head(attempt: AttemptView, slot: SlotView) -> None:
    """Which quiz, how far."""
    at = t("quiz.progress", n=slot.index + 1, of=len(attempt.briefs))
    share = attempt.answered / len(attempt.briefs)
    why = f'<span class="gap">{t(f"quiz.why_{slot.why}")}</span>' if slot.why else ""
    chrome.html(f"{chrome.place(attempt.quiz.title, at)}{chrome.bar(share)}{why}")


def show_practice(attempt: AttemptView, slot: SlotView) -> None:
    """Ask, or show what came of it, where the question was asked."""
    if slot.settled:
        chrome.html(answered.verdict(slot, t) + answered.body(slot, t, ctx.lang))
        show_onward(attempt, slot)
        return
    key = key_of(attempt, slot)
    wait = slot.question.kind in WAIT_FOR_BUTTON
    MODULES[slot.question.kind].ask(slot, key, t, "ignore" if wait else partial(keep, attempt, slot, key))
    if slot.step:  # where one pressed: a long question has its head far above
        tries = f'<div class="quiet">{tries_left(attempt, slot)}</div>'
        chrome.html(answered.verdict(slot, t) + tries + answered.body(slot, t, ctx.lang))
    chrome.message(key)
    label = t("quiz.again") if slot.step else t("quiz.submit")
    st.button(label, type="primary", on_click=submit, args=(attempt, slot, key), width="stretch", key=f"submit/{key}")
    if slot.step:
        show_onward(attempt, slot, keeping=True)


def tries_left(attempt: AttemptView, slot: SlotView) -> str:
    """How often one may still try, and what a right answer earns then."""
    from fractions import Fraction

    penalty = Fraction(attempt.quiz.penalty).limit_denominator(1000)
    share = rounded((1 - penalty) ** slot.step, 2)
    return t("quiz.try_again", left=attempt.quiz.tries - slot.step, share=f"{share.normalize():f}")


def show_onward(attempt: AttemptView, slot: SlotView, keeping: bool = False) -> None:
    """The next question that is not over, or the result. A further try is offered, never forced: `keeping` goes on with
    the mark as it is.
    """
    still = [s.index for s in attempt.briefs if not s.settled and s.index not in kept_of(attempt.id) | {slot.index}]
    after = next((i for i in still if i > slot.index), still[0] if still else None)
    look: dict[str, Any] = {"type": "secondary" if keeping else "primary", "width": "stretch"}
    work = leave_as_it_is if keeping else go_on
    key = "finish" if after is None else f"next/{slot.index}"
    label = t(f"quiz.{LABELS[keeping, after is None]}")
    st.button(label, on_click=work, args=(attempt.id, slot.index, after), key=key, **look)


LABELS = {(False, False): "next", (False, True): "finish", (True, False): "keep", (True, True): "keep_last"}


def kept_of(attempt_id: str) -> frozenset[int]:
    """The questions whose mark one kept in this tab although another try was left."""
    return frozenset(session.get(f"kept/{attempt_id}") or ())


def leave_as_it_is(attempt_id: str, index: int, after: int | None) -> None:
    """Keep the mark of a question, and go on."""
    session.put(f"kept/{attempt_id}", kept_of(attempt_id) | {index})
    go_on(attempt_id, index, after)


def go_on(attempt_id: str, index: int, after: int | None) -> None:
    """To the question after this one, or to the result."""
    if after is None:
        hand_in(attempt_id)
    else:
        goto(after)


def show_exam(attempt: AttemptView, slot: SlotView) -> None:
    """Ask with what was answered before; every change is an answer of its own."""
    key = key_of(attempt, slot)
    MODULES[slot.question.kind].ask(slot, key, t, partial(submit, attempt, slot, key))
    chrome.message(key)
    chrome.html(f'<div class="quiet" role="status">{t("quiz.saved") if slot.answered else t("quiz.not_saved")}</div>')
    last = slot.index == len(attempt.briefs) - 1
    with st.container(horizontal=True):
        st.button(t("quiz.previous"), disabled=slot.index == 0, on_click=goto, args=(slot.index - 1,))
        if not last:
            st.button(t("quiz.next"), type="primary", on_click=goto, args=(slot.index + 1,))
        st.button(t("quiz.hand_in"), type="primary" if last else "secondary", on_click=session.put, args=("ask-in", True))
    show_jump(attempt, slot)


def show_jump(attempt: AttemptView, slot: SlotView) -> None:
    """Every question by its number, answered ones ticked."""
    numbers = {s.index: f"{s.index + 1}{' ✓' if s.answered else ''}" for s in attempt.briefs}
    key = f"jump/{attempt.id}/{slot.index}"

    def jump() -> None:
        chosen = session.get(key)
        if chosen is not None:
            goto(chosen)

    st.pills(t("quiz.jump"), list(numbers), default=slot.index, format_func=numbers.__getitem__, key=key, on_change=jump)


def leave_dialog(attempt_id: str | None = None, index: int | None = None) -> None:
    """Close the dialog, and the attempt if one is named; or go back to a question."""
    session.put("leave-dialog", True)
    if index is not None:
        goto(index)
    if attempt_id:
        hand_in(attempt_id)


def ask_hand_in(attempt: AttemptView) -> None:
    """One more look before the paper is closed. A dialog reruns alone, so leaving it needs a run of the page."""
    if session.pop("leave-dialog"):
        st.rerun()
    still = len(attempt.briefs) - attempt.answered
    st.markdown(t("quiz.hand_in_open", n=still) if still else t("quiz.hand_in_all"))
    yes: dict[str, Any] = {"on_click": leave_dialog, "args": (attempt.id,), "key": "hand-in-yes", "width": "stretch"}
    no: dict[str, Any] = {"on_click": leave_dialog, "key": "hand-in-no", "width": "stretch"}
    if still:
        st.button(t("quiz.hand_in_back"), type="primary", args=(None, attempt.first_open), **no)
        st.button(t("quiz.hand_in_yes"), **yes)
    else:
        st.button(t("quiz.hand_in_yes"), type="primary", **yes)
        st.button(t("quiz.hand_in_no"), **no)


def show(attempt: AttemptView) -> None:
    """The question, its clock, and the way on."""
    slot = current(attempt)
    turned(slot.index, t("quiz.progress", n=slot.index + 1, of=len(attempt.briefs)))
    show_head(attempt, slot)
    if attempt.deadline:
        countdown(t("quiz.time_left"), attempt.deadline, ctx.now, partial(hand_in, attempt.id), f"clock/{attempt.id}")
    chrome.html(answered.asked(slot, t))
    if attempt.quiz.behaviour == "practice":
        show_practice(attempt, slot)
    else:
        show_exam(attempt, slot)
    back = ":material/arrow_back:"
    st.button(t("quiz.leave"), icon=back, type="tertiary", on_click=session.go, args=("home",), key="leave")
    if session.pop("ask-in"):
        st.dialog(t("quiz.hand_in_confirm"))(ask_hand_in)(attempt)


try:
    open_attempt = learning.view(ctx, session.asked("a"))
except Refused:
    st.info(t("quiz.gone"))
    st.button(t("quiz.to_home"), type="primary", on_click=session.go, args=("home",))
else:
    if open_attempt.closed_at is not None:
        session.go("review", a=open_attempt.id)
        st.rerun()
    if open_attempt.quiz.group == "lesson":
        session.go("lesson", l=open_attempt.quiz.id)
        st.rerun()
    show(open_attempt)
