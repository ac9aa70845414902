"""The course map: where to go on, modules with their lessons, routes."""

import streamlit as st

from engine.content.quiz import Quiz
from engine.scoring.mark import percent
from engine.services import cases, lessons, playing
from engine.services.lessons import CourseMap, LessonState, ModuleState, RouteState
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)


def show_next(course: CourseMap) -> None:
    """The lesson to go on with, or the first one not complete."""
    every = [state for module in course.modules for state in module.lessons]
    row = course.last or next((state for state in every if not state.complete), None)
    if row is None:
        st.success(t("course.all_done"))
        return
    with st.container(border=True):
        lead = t("course.continue") if row.begun else t("course.begin_here")
        chrome.html(
            f'<div class="quiet">{lead}</div><h2>{safe(row.lesson.title)}</h2>{chrome.bar(float(row.done))}'
            f'<span class="quiet">{t("course.left", n=row.minutes_left)}</span>'
        )
        label = t("course.resume") if row.begun else t("course.open")
        st.button(
            label, type="primary", key="next-lesson", on_click=session.go, args=("lesson",), kwargs={"l": row.lesson.id}
        )


def show_module(row: ModuleState) -> None:
    """One module: what it is for, what is advised before, its lessons and quizzes."""
    left = sum(state.minutes_left for state in row.lessons)
    complete = sum(state.complete for state in row.lessons)
    counts = t("course.module_counts", done=complete, all=len(row.lessons))
    rest = t("course.left", n=left) if left else t("course.module_done")
    advice = "、".join(module.title for module in row.first)
    first = f'<div class="quiet">{t("course.advised", modules=safe(advice))}</div>' if advice else ""
    st.subheader(chrome.plain(row.module.title))
    chrome.html(f'<div>{safe(row.module.summary)}</div><div class="quiet">{counts} · {rest}</div>{first}')
    with st.container(gap=None, key=f"rows-{row.module.id}"):
        for state in row.lessons:
            show_lesson(state, "m")
        for quiz in row.quizzes:
            label, key = chrome.row(quiz.title, t("course.quiz")), f"quiz-{row.module.id}-{quiz.id}"
            look = {"icon": ":material/quiz:", "width": "stretch", "type": "tertiary"}
            st.button(label, key=key, on_click=open_quiz, args=(quiz,), **look)


def open_quiz(quiz: Quiz) -> None:
    """Begin to practise; a test is begun where its time and attempts are told."""
    if quiz.group in ("test", "exam"):
        session.go("tests")
    else:
        session.begin(quiz.id)


def show_lesson(state: LessonState, place: str) -> None:
    """One lesson as a row to press: its state in a sign and a word, its minutes."""
    sign = "check_circle" if state.complete else "timelapse" if state.begun else "radio_button_unchecked"
    minutes = t("course.minutes", n=state.lesson.minutes)
    word = "complete" if state.complete else "begun" if state.begun else None  # most are not begun: those stay quiet
    label = chrome.row(state.lesson.title, f"{t(f'course.{word}')} · {minutes}" if word else minutes)
    key, target = f"lesson-{place}-{state.lesson.id}", {"l": state.lesson.id}
    icon = f":material/{sign}:"
    st.button(
        label, icon=icon, key=key, on_click=session.go, args=("lesson",), kwargs=target, width="stretch", type="tertiary"
    )


def show_route(row: RouteState) -> None:
    """One route with its own progress, its parts and their lessons."""
    share = percent(row.done)
    with st.expander(chrome.row(row.route.title, t("course.route_done", share=share))):
        chrome.html(f"<div>{safe(row.route.summary)}</div>{chrome.bar(float(row.done))}")
        for n, (title, states) in enumerate(row.legs):
            if len(row.legs) > 1:
                st.markdown(f"**{chrome.plain(title)}**")
            with st.container(gap=None, key=f"rows-{row.route.id}-{n}"):
                for state in states:
                    show_lesson(state, f"{row.route.id}-{n}")


course = lessons.course_map(ctx)
turned("course", t("course.title"))
st.title(t("course.title"))
if not course.modules:
    st.info(t("course.empty"))
    st.button(t("course.to_practice"), type="primary", on_click=session.go, args=("practice",))
else:
    show_next(course)
    for module in course.modules:
        show_module(module)
    st.subheader(t("course.routes"))
    st.markdown(t("course.routes_lead"))
    for route in course.routes:
        show_route(route)
situations = len(playing.titles(ctx)) + len(cases.titles(ctx))
if situations:
    with st.container(border=True):
        chrome.html(f"<h2>{t('situations.title')}</h2><div>{t('situations.lead')}</div>")
        st.button(t("situations.open", n=situations), key="situations", on_click=session.go, args=("situations",))
