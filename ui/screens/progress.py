"""My progress: by topic and over time, each chart with its numbers, and the papers so far."""

import streamlit as st

from engine.scoring.mark import percent
from engine.services import progress
from ui import chrome, session
from ui.widgets import charts

ctx = session.ctx()
t = chrome.words(ctx.lang)


def show_topics(rows: list[progress.TopicRow]) -> None:
    """A bar for each topic tried."""
    st.subheader(t("progress.by_topic"))
    st.caption(t("progress.by_topic_lead"))
    table = [
        {
            t("progress.topic"): row.topic.title,
            t("progress.share"): percent(row.progress.share) if row.progress.share is not None else None,
            t("progress.tried"): row.progress.tried,
            t("progress.known"): row.progress.known,
            t("progress.all"): row.progress.questions,
        }
        for row in rows
    ]
    charts.bars(table, t("progress.topic"), t("progress.share"), t("progress.tried"))
    charts.behind(t("progress.table"), table)


def show_days(days: list[progress.Day]) -> None:
    """The mean mark of each day."""
    st.subheader(t("progress.over_time"))
    if len(days) < 2:
        st.caption(t("progress.one_day"))
    else:
        st.caption(t("progress.over_time_lead"))
    names = (t("progress.day"), t("progress.share"), t("progress.answers"))
    table = [dict(zip(names, (day.day.isoformat(), percent(day.share), day.answers), strict=True)) for day in days]
    if len(days) >= 2:
        charts.line(table, *names)
    charts.behind(t("progress.table"), table)


def show_history(rows: list[progress.HistoryRow]) -> None:
    """The papers, newest first."""
    st.subheader(t("progress.history"))
    for row in rows[:20]:
        when = row.started_at.astimezone(progress.zone_of(ctx)).strftime("%Y-%m-%d %H:%M")
        share = f"{percent(row.result.fraction)}%" if row.result else t("progress.open")
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            chrome.html(f"<b>{chrome.safe(row.quiz.title)}</b><div class='quiet'>{when} · {share}</div>")
            page, label = ("review", t("progress.view")) if row.closed_at else ("quiz", t("progress.resume"))
            st.button(label, key=f"see-{row.attempt_id}", on_click=session.go, args=(page,), kwargs={"a": row.attempt_id})


st.title(t("progress.title"))
history = progress.history(ctx)
if not history:
    st.info(t("progress.empty"))
    st.button(t("progress.go"), type="primary", on_click=session.go, args=("practice",))
else:
    tried, days = [row for row in progress.topics(ctx) if row.progress.tried], progress.days(ctx)
    if tried:  # a lesson moves no topic
        show_topics(tried)
    if days:
        show_days(days)
    show_history(history)
