"""A lesson: page by page, with its questions and activities where they belong."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.content.blocks import BlockBase
from engine.content.lesson import Lesson
from engine.services import learning, lessons
from engine.services.context import Refused
from engine.services.lessons import LessonView
from engine.services.views import AttemptView, SlotView
from ui import chrome, session
from ui.chrome import safe
from ui.widgets import answered, blocks
from ui.widgets.blocks.common import Scene
from ui.widgets.drawing import drawing
from ui.widgets.questions import MODULES, WAIT_FOR_BUTTON
from ui.widgets.questions.rating import radar
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)
LEAVE = ":material/arrow_back:"


def begin(lesson_id: str) -> None:
    """Start the lesson on its first page."""
    st.query_params.pop("p", None)
    session.act(learning.start, lesson_id)


def turn(view: LessonView, page: int) -> None:
    """Turn to a page and remember it; its number stands in the address."""
    st.query_params["p"] = str(page + 1)
    if view.attempt and page < len(view.lesson.pages):
        session.act(lessons.visit, view.attempt.id, view.lesson.pages[page].id)


def submit(attempt: AttemptView, slot: SlotView, key: str) -> None:
    """Hand one answer to the service; one that is taken is shown, one that is not stays to be completed."""
    value = MODULES[slot.question.kind].value(slot.question, key)
    session.act_beside(key, learning.answer, attempt.id, slot.index, slot.step, value)


def keep(attempt: AttemptView, slot: SlotView, key: str) -> None:
    """Keep unfinished work."""
    session.act(learning.save_draft, attempt.id, slot.index, MODULES[slot.question.kind].value(slot.question, key))


def finish(view: LessonView) -> None:
    """Complete the lesson."""
    if view.attempt:
        session.act(lessons.finish, view.attempt.id)


def wanted_page(view: LessonView) -> int:
    """The page the address names, else the one where one was; one more than the last is the end."""
    wanted = st.query_params.get("p", "")
    last = len(view.lesson.pages)
    return int(wanted) - 1 if wanted.isdecimal() and 1 <= int(wanted) <= last + 1 else view.page


def show_intro(view: LessonView) -> None:
    """What one will be able to do, before the lesson is begun."""
    lesson = view.lesson
    aims = "".join(f"<li>{safe(aim.text)}</li>" for aim in lesson.objectives)
    turned(lesson.id, lesson.title)
    st.title(chrome.plain(lesson.title))
    chrome.html(f'<div class="quiet">{t("course.minutes", n=lesson.minutes)}</div>')
    chrome.html(f'<div class="head">{t("lesson.aims")}</div><ul>{aims}</ul>')
    show_advised(lessons.advised(ctx, lesson))
    st.button(t("lesson.begin"), type="primary", on_click=begin, args=(lesson.id,), width="stretch", key="begin")
    show_leave()


def show_advised(first: Sequence[Lesson]) -> None:
    """The lessons worth doing first, each to be opened; this one may be begun all the same."""
    if not first:
        return
    chrome.html(f'<div class="quiet">{t("lesson.advised")}</div>')
    with st.container(gap=None, key="rows-advised"):
        for lesson in first:
            label, target = chrome.row(lesson.title, t("course.minutes", n=lesson.minutes)), {"l": lesson.id}
            look, key = {"type": "tertiary", "width": "stretch"}, f"advised/{lesson.id}"
            st.button(
                label, icon=":material/menu_book:", on_click=session.go, args=("lesson",), kwargs=target, key=key, **look
            )


def show_leave() -> None:
    """Back to the course; what was done is kept."""
    st.button(t("lesson.back"), icon=LEAVE, type="tertiary", on_click=session.go, args=("course",), key="leave")


def show_question(attempt: AttemptView, slot: SlotView, first: bool) -> None:
    """Ask, or show what came of it, where the question was asked."""
    key = f"{attempt.id}/{slot.index}/{slot.step}"
    change = f"change/{key}"
    chrome.html(answered.asked(slot, t))
    if slot.answered and (slot.settled or not session.get(change)):
        if slot.question.kind == "rating":
            drawing(radar(slot.question, slot.response), f"radar/{key}")
        chrome.html(answered.verdict(slot, t) + answered.body(slot, t, ctx.lang))
        if not slot.settled:
            st.button(t("lesson.change"), key=f"again/{key}", on_click=session.put, args=(change, True))
    elif attempt.closed_at is None:
        wait = slot.question.kind in WAIT_FOR_BUTTON
        MODULES[slot.question.kind].ask(slot, key, t, "ignore" if wait else partial(keep, attempt, slot, key))
        chrome.message(key)
        label = t("quiz.submit") if slot.question.marked else t("lesson.keep")
        look = "primary" if first else "secondary"
        st.button(label, type=look, on_click=submit, args=(attempt, slot, key), width="stretch", key=f"submit/{key}")


def show_page(view: LessonView, attempt: AttemptView, index: int) -> None:
    """One page: its blocks and questions in order."""
    page = view.lesson.pages[index]
    slots = {question.id: i for i, question in enumerate(view.lesson.questions)}
    scene = Scene(view, t, partial(session.act, lessons.visit, attempt.id))
    foremost = next((b.id for b in view.left[index] if not isinstance(b, BlockBase)), None)
    st.subheader(chrome.plain(page.title))
    for block in page.blocks:
        if isinstance(block, BlockBase):
            blocks.draw(block, scene)
        else:
            show_question(attempt, attempt.slot(slots[block.id]), block.id == foremost)


def show_way(view: LessonView, index: int) -> None:
    """What is not opened yet; back, and on; from the last page to the end."""
    closed = [block.kind for block in view.left[index] if isinstance(block, BlockBase)]
    if closed:
        what = t("lesson.left_and").join(dict.fromkeys(t(f"lesson.left.{kind}") for kind in closed))
        chrome.html(f'<div class="quiet">{t("lesson.left_here", what=what)}</div>')
    with st.container(horizontal=True, key="lesson-way"):
        if index:
            st.button(t("lesson.previous"), on_click=turn, args=(view, index - 1), key=f"back/{index}")
        onward = t("lesson.next") if index < len(view.lesson.pages) - 1 else t("lesson.to_end")
        look = "secondary" if len(view.left[index]) > len(closed) else "primary"  # first what is asked here, then onward
        st.button(onward, type=look, on_click=turn, args=(view, index + 1), key=f"on/{index}", width="stretch")
    show_leave()


def show_end(view: LessonView, attempt: AttemptView) -> None:
    """What to keep, what is still open, and the way on."""
    keep_these = "".join(f"<li>{safe(point.text)}</li>" for point in view.lesson.takeaways)
    st.subheader(t("lesson.end"))
    chrome.html(f'<div class="head">{t("lesson.takeaways")}</div><ul>{keep_these}</ul>')
    chrome.html(f'<div class="why"><b>{t("lesson.next_step")}</b>{safe(view.lesson.next_step)}</div>')
    if attempt.closed_at is None and view.still:
        chrome.html(f'<div class="quiet">{t("lesson.still", n=len(view.still))}</div>')
        with st.container(gap=None, key="rows-still"):
            for index in view.still:
                label = chrome.row(view.lesson.pages[index].title, t("lesson.page_n", n=index + 1))
                look, key = {"type": "tertiary", "width": "stretch"}, f"still/{index}"
                st.button(label, icon=":material/undo:", on_click=turn, args=(view, index), key=key, **look)
    elif attempt.closed_at is None:
        st.button(t("lesson.finish"), type="primary", on_click=finish, args=(view,), width="stretch", key="finish")
    else:
        show_after(view)
    with st.container(horizontal=True):
        st.button(t("lesson.previous"), on_click=turn, args=(view, len(view.lesson.pages) - 1), key="back/end")
        show_again(view, attempt)
    show_leave()


def show_again(view: LessonView, attempt: AttemptView) -> None:
    """Once more from the start, when it is complete."""
    if attempt.closed_at is not None:
        st.button(t("lesson.once_more"), on_click=begin, args=(view.lesson.id,), key="once-more")


def show_after(view: LessonView) -> None:
    """The lesson is complete: the next one."""
    chrome.html(f'<span class="verdict right" role="status">✓ {t("lesson.complete")}</span>')
    if view.following:
        label, target = t("lesson.following", title=chrome.plain(view.following.title)), {"l": view.following.id}
        st.button(
            label, type="primary", on_click=session.go, args=("lesson",), kwargs=target, width="stretch", key="following"
        )


def show(view: LessonView, attempt: AttemptView) -> None:
    """The page one is at, under the lesson's name and how far one is."""
    index, pages = wanted_page(view), len(view.lesson.pages)
    at = t("lesson.page", n=index + 1, of=pages) if index < pages else t("lesson.end")
    with st.container(key="lesson"):
        turned(f"{attempt.id}/{index}", at)
        chrome.html(f"{chrome.place(view.lesson.title, at)}{chrome.bar((index + 1) / (pages + 1))}")
        if index < pages:
            show_page(view, attempt, index)
            show_way(view, index)
        else:
            show_end(view, attempt)


try:
    opened = lessons.view(ctx, session.asked("l"))
except Refused:
    st.info(t("lesson.gone"))
    st.button(t("lesson.back"), type="primary", on_click=session.go, args=("course",))
else:
    if opened.attempt is None:
        show_intro(opened)
    else:
        show(opened, opened.attempt)
