"""A paper that was handed in: the result, and every question with what was right and how it was counted."""

import streamlit as st

from engine.scoring.mark import percent
from engine.services import learning
from engine.services.context import Refused
from engine.services.views import AttemptView
from ui import chrome, session
from ui.widgets import answered

ctx = session.ctx()
t = chrome.words(ctx.lang)


def show_result(attempt: AttemptView) -> None:
    """The share earned, in large figures, and whether that passes."""
    result = attempt.result
    if result is None:
        return
    passed = result.passed(attempt.quiz.pass_mark)
    graded = attempt.quiz.group == "exam"
    verdict = t("review.passed") if passed else t("review.failed", pass_mark=attempt.quiz.pass_mark)
    look, sign = ("right", "✓") if passed else ("wrong", "✗")
    stamp = f' <span class="verdict {look}">{sign} {verdict}</span>' if graded else ""
    late = f'<div class="quiet">{t("review.by_deadline")}</div>' if attempt.closed_by == "deadline" else ""
    chrome.html(
        chrome.place(attempt.quiz.title, t("review.attempt", n=attempt.number))
        + f'<div class="big">{t("review.score", share=percent(result.fraction))}</div>'
        f"<div>{t('review.right', right=result.right, of=result.of)}{stamp}</div>{late}"
    )


def show_ways_on(attempt: AttemptView) -> None:
    """Another round, or elsewhere."""
    with st.container(horizontal=True):
        if attempt.quiz.group == "practice":
            st.button(t("review.again"), type="primary", on_click=session.begin, args=(attempt.quiz.id,))
            st.button(t("review.again_topic"), on_click=session.go, args=("practice",))
        elif attempt.quiz.group == "lesson":
            st.button(t("lesson.back"), type="primary", on_click=session.go, args=("course",))
        elif attempt.quiz.group == "notebook":
            st.button(t("nav.notebook"), type="primary", on_click=session.go, args=("notebook",))
        else:
            st.button(t("review.to_list"), on_click=session.go, args=("tests",))


def show_questions(attempt: AttemptView) -> None:
    """Every question, or only those not fully right."""
    choices = {"all": t("review.all"), "wrong": t("review.only_wrong")}
    name, look, key = choices.__getitem__, "collapsed", f"shown/{attempt.id}"
    wanted = st.segmented_control(
        t("review.title"), list(choices), default="all", format_func=name, label_visibility=look, key=key
    )
    slots = [s for s in attempt.slots if wanted != "wrong" or s.state not in ("right", "unmarked")]
    if not slots:
        st.info(t("review.nothing_wrong"))
    for slot in slots:
        head = f'<div class="quiet">{t("quiz.progress", n=slot.index + 1, of=len(attempt.slots))}</div>'
        with st.container(border=True):
            chrome.html(head + answered.asked(slot, t) + answered.verdict(slot, t) + answered.body(slot, t, ctx.lang))


try:
    paper = learning.view(ctx, session.asked("a"))
except Refused:
    st.info(t("quiz.gone"))
    st.button(t("quiz.to_home"), type="primary", on_click=session.go, args=("home",))
else:
    st.title(t("review.title"))
    if paper.closed_at is None:
        st.info(t("review.still_open"))
        st.button(t("home.resume"), type="primary", on_click=session.go, args=("quiz",), kwargs={"a": paper.id})
    else:
        show_result(paper)
        show_ways_on(paper)
        show_questions(paper)
