"""The notebook of mistakes: what is due today, what was wrong by topic or date, notes of one's own."""

from collections.abc import Callable

import streamlit as st

from engine.content.quiz import Quiz
from engine.services import progress, remembering
from engine.services.remembering import LONGEST_NOTE, Mistake, Notebook
from ui import chrome, session
from ui.chrome import safe

ctx = session.ctx()
t = chrome.words(ctx.lang)
AT_ONCE = 20


def save_note(item: str, key: str) -> None:
    """Keep the note at a question."""
    session.act(remembering.write_note, item, session.get(key) or "")


def show_today(book: Notebook, own: dict[str, Quiz]) -> None:
    """How many are due, and the two ways to practise."""
    with st.container(border=True):
        due = t("notebook.due", n=book.due) if book.due else t("notebook.none_due")
        counts = t("notebook.counts", n=len(book.mistakes), known=book.known)
        chrome.html(f'<h2>{due}</h2><div class="quiet">{counts}</div>')
        with st.container(horizontal=True):
            if book.mistakes and "mistakes" in own:
                look = "primary" if book.due else "secondary"
                label = t("notebook.retry_due") if book.due else t("notebook.retry")
                st.button(label, type=look, on_click=session.begin, args=(own["mistakes"].id,), key="retry")
            if "daily" in own:
                look = "secondary" if book.due else "primary"
                st.button(t("notebook.ten"), type=look, on_click=session.begin, args=(own["daily"].id,), key="ten")


def show_mistake(row: Mistake) -> None:
    """One question: how far it is, and behind it the explanation and one's note."""
    to_go = max(2 - row.right_days, 1)
    sign = f"{'●' * (2 - to_go)}{'○' * to_go}"
    due = t("notebook.is_due") if row.is_due else t("notebook.due_on", day=chrome.day(row.due_on, ctx.lang, ctx.now))
    with st.expander(chrome.row(row.asked, due)):
        state = t("notebook.to_go", n=to_go)
        when = t("notebook.wrong_on", day=chrome.day(row.wrong_on, ctx.lang, ctx.now))
        scene = f'<div class="scene">{safe(row.question.situation)}</div>' if row.question.situation else ""
        counts = f'<span class="whole"><span aria-hidden="true">{sign}</span> {state}</span>'
        chrome.html(
            f'{scene}<div class="quiet">{safe(row.topic)} · {when} · {counts}</div>'
            f'<div class="why"><b>{t("quiz.why")}</b>{safe(row.question.explanation)}</div>'
        )
        key = f"note/{row.question.id}"
        change = (save_note, (row.question.id, key))
        label = t("notebook.note")
        st.text_area(label, row.note, key=key, max_chars=LONGEST_NOTE, height=90, on_change=change[0], args=change[1])


def show_list(book: Notebook) -> None:
    """All mistakes, by topic or by date."""
    names = {"topic": t("notebook.by_topic"), "date": t("notebook.by_date")}
    by = st.segmented_control(
        t("notebook.sorted"), list(names), default="topic", format_func=names.__getitem__, key="by", required=True
    )
    head: Callable[[Mistake], str] = (lambda m: m.topic) if by == "topic" else (lambda m: m.wrong_on.isoformat())
    rows = sorted(book.mistakes, key=head, reverse=by == "date")
    shown = int(session.get("notebook-shown", AT_ONCE))
    above = None
    for row in rows[:shown]:
        if head(row) != above:
            above = head(row)
            st.subheader(chrome.plain(above) if by == "topic" else chrome.day(row.wrong_on, ctx.lang, ctx.now))
        show_mistake(row)
    if len(rows) > shown:
        label, more = t("notebook.more", n=len(rows) - shown), shown + AT_ONCE
        st.button(label, on_click=session.put, args=("notebook-shown", more), key="more")


st.title(t("notebook.title"))
st.markdown(t("notebook.lead"))
book = remembering.notebook(ctx)
show_today(book, {quiz.own: quiz for quiz in progress.quizzes(ctx, "notebook") if quiz.own})
if book.mistakes:
    show_list(book)
else:
    st.info(t("notebook.empty"))
