"""Everything an author can look at, each to open directly."""

import streamlit as st

from engine.content.case import Case
from engine.content.lesson import Lesson
from engine.services import preview
from engine.services.preview import Shelf
from ui import chrome, session
from ui.chrome import plain, safe
from ui.widgets.blocks.diagram import drawn
from ui.widgets.drawing import drawing

ctx = session.ctx()
t = chrome.words(ctx.lang)
END = 1  # a lesson has one page more than were written, and a case one stage more: its end


def open_page(lesson_id: str, page: int) -> None:
    """Go to one page of a lesson."""
    session.go("lesson", l=lesson_id, p=str(page))


def open_case(case_id: str, stage: int | None = None) -> None:
    """Go to one stage of a case, else to where it begins or was left."""
    session.go("case", c=case_id, **({"s": str(stage)} if stage else {}))


def open_quiz(quiz_id: str, question: int = 1) -> None:
    """Go to one question of a quiz."""
    attempt = session.act(preview.begin, quiz_id)
    if attempt:
        session.go("quiz", a=attempt, q=str(question))


def open_roleplay(roleplay_id: str) -> None:
    """Go to where a role-play begins."""
    session.go("roleplay", id=roleplay_id)


def show_lesson(lesson: Lesson) -> None:
    """Every page of a lesson."""
    with st.expander(f"{plain(lesson.title)}　`{lesson.id}`"):
        aims = "".join(f"<li>{safe(aim.text)}</li>" for aim in lesson.objectives)
        chrome.html(f'<div class="quiet">{t("preview.intro")}</div><ul>{aims}</ul>')
        with st.container(gap=None):
            for n, page in enumerate(lesson.pages, 1):
                way(t("preview.page", n=n, title=plain(page.title)), f"page-{lesson.id}-{n}", open_page, lesson.id, n)
            way(t("preview.end"), f"page-{lesson.id}-end", open_page, lesson.id, len(lesson.pages) + END)


def show_case(case: Case) -> None:
    """Every stage of a case."""
    with st.expander(f"{plain(case.title)}　`{case.id}`"), st.container(gap=None):
        way(t("preview.case_start"), f"case-{case.id}", open_case, case.id)
        for n, stage in enumerate(case.stages, 1):
            way(t("preview.stage", n=n, title=plain(stage.title)), f"stage-{case.id}-{n}", open_case, case.id, n)
        way(t("preview.case_end"), f"stage-{case.id}-end", open_case, case.id, len(case.stages) + END)


def show_bank(shelf: Shelf) -> None:
    """Every question of a bank."""
    name = f"{plain(shelf.topic.title)} · {len(shelf.questions)}"
    with st.expander(f"{name}　`{shelf.topic.id}`"), st.container(gap=None):
        for n, question in enumerate(shelf.questions, 1):
            way(f"{n}　{plain(question.stem)}", f"question-{question.id}", open_quiz, shelf.round, n)


def way(label: str, key: str, to, *args: object) -> None:  # type: ignore[no-untyped-def]
    """A line that leads to a unit."""
    st.button(label, key=key, on_click=to, args=args, type="tertiary", width="stretch")


units = preview.units(ctx)
st.title(t("preview.title"))
st.markdown(t("preview.lead"))
if not any((units.lessons, units.cases, units.roleplays, units.quizzes, units.banks, units.figures, units.terms)):
    st.info(t("preview.empty"))
with st.container(key="preview-units", gap="small"):
    if units.lessons:
        st.subheader(t("preview.lessons"))
    for lesson in units.lessons:
        show_lesson(lesson)
    if units.cases:
        st.subheader(t("preview.cases"))
    for case in units.cases:
        show_case(case)
    if units.roleplays:
        st.subheader(t("preview.roleplays"))
    for play in units.roleplays:
        way(f"{plain(play.title)}　`{play.id}`", f"play-{play.id}", open_roleplay, play.id)
    if units.quizzes:
        st.subheader(t("preview.quizzes"))
    for quiz in units.quizzes:
        way(f"{plain(quiz.title)}　`{quiz.id}`", f"quiz-{quiz.id}", open_quiz, quiz.id)
    if units.banks:
        st.subheader(t("preview.banks"))
    for shelf in units.banks:
        show_bank(shelf)
    if units.figures:
        st.subheader(t("preview.figures"))
    for figure in units.figures:
        with st.expander(f"{plain(figure.title)}　`{figure.id}`"):
            drawing(drawn(figure), f"preview/{figure.id}")
            chrome.html(f'<div class="caption">{safe(figure.alt)}</div>')
    if units.terms:
        st.subheader(t("preview.terms"))
        rows = "".join(f"<li><b>{safe(term.text)}</b>　{safe(term.meaning)}</li>" for term in units.terms)
        chrome.html(f"<ul>{rows}</ul>")
