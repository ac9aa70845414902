"""Conversations and cases to practise, each with how far one is."""

import streamlit as st

from engine.services import cases, playing
from engine.services.cases import CaseRow
from engine.services.playing import PlayRow
from ui import chrome, session
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)
LOOK = {"width": "stretch", "type": "tertiary"}


def show_play(row: PlayRow) -> None:
    """One role-play as a row to press: its best ending, or where one is."""
    fresh = t("play.running") if row.running else t("course.minutes", n=row.play.minutes)
    state = t(f"play.kind_{row.best.kind}") if row.best else fresh
    icon = ":material/check_circle:" if row.best else ":material/timelapse:" if row.running else ":material/forum:"
    label, key = chrome.row(row.play.title, state), f"lesson-m-play-{row.play.id}"
    st.button(label, icon=icon, key=key, on_click=session.go, args=("roleplay",), kwargs={"id": row.play.id}, **LOOK)


def show_case(row: CaseRow) -> None:
    """One case as a row to press."""
    stages = len(row.case.stages)
    if row.running:
        state, icon = t("case.at", n=row.at, of=stages), ":material/timelapse:"
    elif row.complete:
        state, icon = t("play.runs", n=row.runs), ":material/check_circle:"
    else:
        state, icon = t("course.minutes", n=row.case.minutes), ":material/work:"
    label, key = chrome.row(row.case.title, state), f"lesson-m-case-{row.case.id}"
    st.button(label, icon=icon, key=key, on_click=session.go, args=("case",), kwargs={"c": row.case.id}, **LOOK)


turned("situations", t("situations.title"))
st.title(t("situations.title"))
plays, staged = playing.plays(ctx), cases.cases(ctx)
if plays:
    st.subheader(t("play.list"))
    st.markdown(t("play.list_lead"))
    with st.container(gap=None, key="rows-plays"):
        for play_row in plays:
            show_play(play_row)
if staged:
    st.subheader(t("case.list"))
    st.markdown(t("case.list_lead"))
    with st.container(gap=None, key="rows-cases"):
        for case_row in staged:
            show_case(case_row)
if not plays and not staged:
    st.info(t("situations.empty"))
back = ":material/arrow_back:"
st.button(t("lesson.back"), icon=back, type="tertiary", on_click=session.go, args=("course",), key="leave")
