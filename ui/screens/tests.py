"""Pre-test, post-test and the final exam."""

import streamlit as st

from engine.content.quiz import Quiz
from engine.scoring.mark import percent
from engine.services import progress
from ui import chrome, session

ctx = session.ctx()
t = chrome.words(ctx.lang)


def facts(quiz: Quiz) -> str:
    """Time, attempts and pass mark in one line."""
    parts = [t("tests.minutes", n=quiz.minutes)] if quiz.minutes else []
    parts += [t("tests.attempts_one" if quiz.attempts == 1 else "tests.attempts", n=quiz.attempts)] if quiz.attempts else []
    parts += [t("tests.pass_mark", n=quiz.pass_mark)] if quiz.group == "exam" else []
    return " · ".join(parts)


def show_test(quiz: Quiz, mine: list[progress.HistoryRow], counted: progress.HistoryRow | None, primary: bool) -> None:
    """One test: what it is, how it went, what can be done now."""
    is_open = any(row.closed_at is None for row in mine)
    with st.container(border=True):
        chrome.html(
            f"<h2>{chrome.safe(quiz.title)}</h2><div>{chrome.safe(quiz.intro)}</div>"
            f"<div class='quiet' style='margin-top:.4rem'>{facts(quiz)}</div>"
            f"<div class='quiet'>{outcome(counted)}</div>"
        )
        with st.container(horizontal=True):
            left = quiz.attempts is None or len(mine) < quiz.attempts
            if is_open or left:
                label = t("tests.resume") if is_open else t("tests.again") if mine else t("tests.start")
                kind = "primary" if primary else "secondary"
                st.button(label, key=f"start-{quiz.id}", type=kind, on_click=session.begin, args=(quiz.id,))
            if counted:
                view = {"a": counted.attempt_id}
                st.button(t("tests.review"), key=f"review-{quiz.id}", on_click=session.go, args=("review",), kwargs=view)
        if not mine:
            st.caption(t("tests.confirm"))


def outcome(row: progress.HistoryRow | None) -> str:
    """The result that counts."""
    if row is None or row.result is None:
        return t("tests.not_yet")
    key = "tests.best" if row.quiz.counts == "best" else "tests.latest"
    return t(key, share=percent(row.result.fraction), right=row.result.right, of=row.result.of)


st.title(t("tests.title"))
st.markdown(t("tests.lead"))
history = progress.history(ctx)
best = progress.best_results(history)
order = {"pre-test": 0, "post-test": 1}
listed = [*progress.quizzes(ctx, "test"), *progress.quizzes(ctx, "exam")]
listed.sort(key=lambda quiz: (order.get(quiz.id, 2), quiz.id))
begun = {row.quiz.id for row in history if row.closed_at is None}
fresh = [quiz.id for quiz in listed if quiz.id not in {row.quiz.id for row in history}]
foremost = next((quiz.id for quiz in listed if quiz.id in begun), fresh[0] if fresh else None)
for test in listed:
    show_test(test, [row for row in history if row.quiz.id == test.id], best.get(test.id), test.id == foremost)
