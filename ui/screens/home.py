"""Home: continue, today, ten a day, and what to practise next."""

import streamlit as st

from engine.scoring.mark import percent
from engine.scoring.results import weakest
from engine.services import progress, remembering
from ui import chrome, session

ctx = session.ctx()
t = chrome.words(ctx.lang)


def show_first() -> None:
    """The first visit: where one stands, then the course; or straight to practice."""
    with st.container(border=True):
        chrome.html(f"<h2>{t('home.first')}</h2><div>{t('home.first_lead')}</div>")
        with st.container(horizontal=True):
            tested = any(quiz.id == "pre-test" for quiz in progress.quizzes(ctx, "test"))
            if tested:
                st.button(t("home.start_pretest"), type="primary", on_click=session.begin, args=("pre-test",))
            look = "secondary" if tested else "primary"
            st.button(t("home.course_open"), type=look, on_click=session.go, args=("course",))
            st.button(t("home.start_practice"), on_click=session.go, args=("practice",))


def show_open(row: progress.HistoryRow, primary: bool) -> None:
    """An attempt to continue."""
    with st.container(border=True):
        lead = t("home.continue_lead", answered=row.answered, questions=row.questions)
        share = row.answered / row.questions
        title = f"<h2>{chrome.safe(row.quiz.title)}</h2>"
        chrome.html(f"{title}{chrome.bar(share)}<span class='quiet'>{lead}</span>")
        kind = "primary" if primary else "secondary"
        st.button(t("home.resume"), type=kind, key=f"open-{row.attempt_id}", on_click=session.resume, args=(row.quiz,))


def show_today(topics: list[progress.TopicRow]) -> None:
    """What was done today, what is known, and what to practise next."""
    today = progress.today(ctx)
    words = t("home.today_some", n=today.answers, share=percent(today.share)) if today else t("home.today_none")
    known, everything = sum(r.progress.known for r in topics), sum(r.progress.questions for r in topics)
    bar = chrome.bar(known / everything if everything else 0)
    counted = t("home.known_lead", known=known, all=everything)
    with st.container(border=True):
        chrome.html(
            f"<h2>{t('home.today')}</h2><div>{words}</div>"
            f"<div class='next'>{t('home.known')}{bar}<span class='quiet'>{counted}</span></div>"
        )


def show_weakest(topics: list[progress.TopicRow], primary: bool) -> None:
    """The topic where one more round pays most."""
    weak = weakest([row.progress for row in topics])
    row = next((r for r in topics if weak and r.topic.id == weak.topic and r.practice), None)
    if weak is None or row is None or row.practice is None or weak.share is None:
        return
    with st.container(border=True):
        lead = t("home.weakest_lead", topic=row.topic.title, share=percent(weak.share), n=weak.tried)
        chrome.html(f"<h2>{t('home.weakest')}</h2><div>{chrome.safe(lead)}</div>")
        kind = "primary" if primary else "secondary"
        st.button(t("home.practise"), type=kind, key="weakest", on_click=session.begin, args=(row.practice.id,))


def show_ten(primary: bool) -> None:
    """Ten a day, with how many mistakes are due; the course for whoever has not begun it."""
    daily = next((quiz for quiz in progress.quizzes(ctx, "notebook") if quiz.own == "daily"), None)
    if daily is None:
        return
    with st.container(border=True):
        due = remembering.notebook(ctx).due
        chrome.html(f"<h2>{t('home.ten')}</h2><div>{t('home.ten_lead', due=due)}</div>")
        kind = "primary" if primary else "secondary"
        st.button(t("home.ten_go"), type=kind, key="ten", on_click=session.begin, args=(daily.id,))


st.title(t("home.hello", name=chrome.plain(ctx.me.name)))
unfinished = progress.unfinished(ctx)
topics = progress.topics(ctx)
if unfinished:
    st.subheader(t("home.continue"))
    for index, open_row in enumerate(unfinished[:3]):
        show_open(open_row, primary=index == 0)
elif not any(row.progress.tried for row in topics):
    show_first()
show_today(topics)
if any(row.progress.tried for row in topics):
    show_ten(primary=not unfinished)
show_weakest(topics, primary=False)
