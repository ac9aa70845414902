"""Topics and their practice."""

import streamlit as st

from engine.services import progress
from ui import chrome, session

ctx = session.ctx()
t = chrome.words(ctx.lang)


def show_topic(row: progress.TopicRow, is_open: bool) -> None:
    """One topic with one's progress in it."""
    state = row.progress
    counts = {"tried": state.tried, "known": state.known, "all": state.questions}
    words = t("practice.tried", **counts) if state.tried else t("practice.fresh", all=state.questions)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            chrome.html(
                f"<b>{chrome.safe(row.topic.title)}</b><div class='quiet'>{chrome.safe(row.topic.summary)}</div>"
                f"{chrome.bar(state.known / state.questions)}<span class='quiet'>{words}</span>"
            )
        if row.practice:
            label = t("practice.resume") if is_open else t("practice.start")
            st.button(label, key=f"start-{row.topic.id}", on_click=session.begin, args=(row.practice.id,))


st.title(t("practice.title"))
st.markdown(t("practice.lead"))
st.button(t("practice.to_tests"), icon=":material/assignment:", on_click=session.go, args=("tests",), key="tests")
topics = progress.topics(ctx)
begun = {row.quiz.id for row in progress.unfinished(ctx)}
if not topics:
    st.info(t("practice.empty"))
for topic_row in topics:
    show_topic(topic_row, bool(topic_row.practice and topic_row.practice.id in begun))
