"""My progress: by topic and over time, each chart with its numbers, and the papers so far."""

import streamlit as st

from engine.scoring.mark import percent
from engine.scoring.skills import Estimate
from engine.services import playing, progress, skilled
from engine.services.playing import PlayRow
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
    table = [
        dict(zip(names, (chrome.day(day.day, ctx.lang, ctx.now), percent(day.share), day.answers), strict=True))
        for day in days
    ]
    if len(days) >= 2:
        charts.line(table, *names)
    charts.behind(t("progress.table"), table)


def show_history(rows: list[progress.HistoryRow]) -> None:
    """The papers, newest first."""
    st.subheader(t("progress.history"))
    for row in rows[:20]:
        began = row.started_at.astimezone(progress.zone_of(ctx))
        when = f"{chrome.day(began, ctx.lang, ctx.now)} {began:%H:%M}"
        share = f"{percent(row.result.fraction)}%" if row.result else t("progress.open")
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            chrome.html(f"<b>{chrome.safe(row.quiz.title)}</b><div class='quiet'>{when} · {share}</div>")
            show_way(row)


def show_way(row: progress.HistoryRow) -> None:
    """To the review of a paper, or on with it; a case keeps its runs on its own page."""
    key = f"see-{row.attempt_id}"
    if row.closed_at and row.quiz.group != "case":
        st.button(t("progress.view"), key=key, on_click=session.go, args=("review",), kwargs={"a": row.attempt_id})
    else:
        label = t("progress.view") if row.closed_at else t("progress.resume")
        st.button(label, key=key, on_click=session.resume, args=(row.quiz,))


def show_skills(rows: list[Estimate]) -> None:
    """A bar for each skill with its interval, over how many decisions, and what to practise next."""
    st.subheader(t("progress.skills"))
    st.caption(t("progress.skills_lead"))
    names = [t("progress.skill"), t("progress.share"), t("progress.low"), t("progress.high"), t("progress.decisions")]
    table = [
        dict(
            zip(names, (t(f"skill.{e.skill}"), percent(e.share), round(e.low * 100), round(e.high * 100), e.n), strict=True)
        )
        for e in rows
    ]
    charts.spans(table, *names[:-1], [t("progress.times", n=e.n) for e in rows])
    charts.behind(t("progress.table"), table)
    found = skilled.next_play(plays, rows)
    if found:
        play, skill = found
        label = t("play.next", title=chrome.plain(play.title), skill=t(f"skill.{skill}"))
        st.button(label, key="next-play", on_click=session.go, args=("roleplay",), kwargs={"id": play.id})


def show_plays(rows: list[PlayRow]) -> None:
    """The role-plays that were played, with the best ending reached."""
    played = [row for row in rows if row.best]
    if not played:
        return
    st.subheader(t("progress.plays"))
    for row in played:
        if row.best:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                told = f"{t(f'play.kind_{row.best.kind}')} · {t('play.runs', n=row.runs)}"
                chrome.html(f"<b>{chrome.safe(row.play.title)}</b><div class='quiet'>{told}</div>")
                key, target = f"see-{row.last}", {"r": row.last or ""}
                st.button(t("progress.debrief"), key=key, on_click=session.go, args=("roleplay",), kwargs=target)


st.title(t("progress.title"))
history = progress.history(ctx)
plays = playing.plays(ctx)
estimates = skilled.skills(ctx, plays)
if not history and not estimates:
    st.info(t("progress.empty"))
    st.button(t("progress.go"), type="primary", on_click=session.go, args=("practice",))
else:
    tried, days = [row for row in progress.topics(ctx) if row.progress.tried], progress.days(ctx)
    if tried:  # a lesson moves no topic
        show_topics(tried)
    if estimates:
        show_skills(estimates)
    if days:
        show_days(days)
    show_plays(plays)
    if history:
        show_history(history)
