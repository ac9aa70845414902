"""A case: stage by stage; one decides and gives a reason, then hears how it went on."""

from functools import partial

import streamlit as st

from engine.content.blocks import BlockBase
from engine.content.case import Case, Stage
from engine.content.questions import Question
from engine.services import assessing, cases, learning
from engine.services.cases import CaseView, RunView
from engine.services.context import Refused
from engine.services.views import SlotView
from ui import chrome, session
from ui.chrome import safe
from ui.widgets import answered, blocks, rubric
from ui.widgets.blocks.common import Scene
from ui.widgets.blocks.diagram import lit
from ui.widgets.drawing import drawing
from ui.widgets.questions import MODULES
from ui.widgets.runs import side_by_side
from ui.widgets.turned import turned

ctx = session.ctx()
t = chrome.words(ctx.lang)


def begin(case_id: str) -> None:
    """Start a run, or go on with the one that is open."""
    st.query_params.pop("s", None)
    session.act(learning.start, case_id)


def turn(stage: int) -> None:
    """Look at a stage; its number stands in the address."""
    st.query_params["s"] = str(stage + 1)


def key_of(run: RunView, slot: int) -> str:
    """The key of a question's widget."""
    return f"{run.attempt.id}/{slot}/0"


def keep(run: RunView, slot: int, question: Question) -> None:
    """Keep unfinished work."""
    value = MODULES[question.kind].value(question, key_of(run, slot))
    session.act(learning.save_draft, run.attempt.id, slot, value)


def hand_in(case: Case, run: RunView, stage: int) -> None:
    """Hand in all answers of a stage; it is shown on with what came of it."""
    asked = zip(cases.slots_of(case, stage), case.stages[stage].questions, strict=True)
    values = {question.id: MODULES[question.kind].value(question, key_of(run, slot)) for slot, question in asked}
    session.act_beside(f"stage/{stage}", cases.hand_in, run.attempt.id, stage, values)
    turn(stage)


def assess(case: Case, run: RunView) -> None:
    """Keep what one thinks of one's own work, and finish."""
    session.act_beside("assess", cases.assess, run.attempt.id, rubric.value(case.rubric, f"assess/{run.attempt.id}"))


def assess_essay(run: RunView, slot: SlotView) -> None:
    """Keep what one thinks of one's own essay."""
    place = f"own/{run.attempt.id}/{slot.index}"
    levels = rubric.value(slot.question.rubric, place)
    session.act_beside(place, assessing.assess_own, run.attempt.id, slot.index, levels)


def head(view: CaseView) -> str:
    """Minutes and where the facts come from, in HTML."""
    case = view.case
    told = f"{t('course.minutes', n=case.minutes)} · {t('case.stages', n=len(case.stages))}"
    return f'<div class="quiet">{told}</div><div class="gap">{t(f"case.{case.standing}")}</div>'


def show_intro(view: CaseView) -> None:
    """What it is about, and what to know of the facts, before the start."""
    st.title(chrome.plain(view.case.title))
    chrome.html(head(view))
    st.markdown(view.case.intro)
    chrome.html(f'<div class="why"><b>{t("case.note")}</b>{safe(view.case.note)}</div>')
    chrome.html(f'<div class="quiet">{t("case.rule")}</div>')
    st.button(t("case.begin"), type="primary", on_click=begin, args=(view.case.id,), width="stretch", key="begin")
    show_leave()


def show_leave() -> None:
    """Back to the list; what was done is kept."""
    back = ":material/arrow_back:"
    st.button(t("case.leave"), icon=back, type="tertiary", on_click=session.go, args=("situations",), key="leave")


def show_figure(view: CaseView, run: RunView) -> None:
    """The figure of the case, with the parts lit that one has come to."""
    if view.case.figure:
        parts = {part for stage in view.case.stages[: run.at] for part in stage.lights}
        drawing(lit(view.figures[view.case.figure], parts), f"figure/{run.attempt.id}")


def show_stage(view: CaseView, run: RunView, index: int) -> None:
    """One stage, to be decided or decided."""
    stage, slots = view.case.stages[index], iter(cases.slots_of(view.case, index))
    scene, done = Scene(view, t, lambda _: None), index < run.at
    at = t("case.stage", n=index + 1, of=len(view.case.stages))
    turned(f"{run.attempt.id}/{index}/{done}", at)
    chrome.html(f"{chrome.place(view.case.title, at)}{chrome.bar(run.at / len(view.case.stages))}")
    st.subheader(chrome.plain(stage.title))
    for block in stage.blocks:
        if isinstance(block, BlockBase):
            blocks.draw(block, scene)
        else:
            show_question(run, run.attempt.slot(next(slots)), done)
    if done:
        show_what_came(view, run, stage)
    else:
        chrome.message(f"stage/{index}")
        chrome.html(f'<div class="quiet">{t("case.once")}</div>')
    show_way(view, run, index)


def show_question(run: RunView, slot: SlotView, done: bool) -> None:
    """One question of a stage: asked, or with what was given."""
    chrome.html(answered.stem(slot, t))
    if done:
        chrome.html(answered.verdict(slot, t) + answered.body(slot, t, ctx.lang))
        if slot.question.kind == "essay":
            show_assessed(run, slot)
    else:
        MODULES[slot.question.kind].ask(slot, key_of(run, slot.index), t, partial(keep, run, slot.index, slot.question))


def show_assessed(run: RunView, slot: SlotView) -> None:
    """An instructor's mark where there is one, one's own, and the rubric to judge by."""
    found = [one for one in assessing.of_attempt(ctx, run.attempt.id) if one.slot == slot.index]
    for role in ("instructor", "self"):
        last = next((one for one in reversed(found) if one.role == role), None)
        if last:
            comment = f'<div class="why"><b>{t("rubric.comment")}</b>{safe(last.comment)}</div>' if last.comment else ""
            by = rubric.shown(slot.question.rubric, last.levels, last.points, t)
            chrome.html(f'<div class="head">{t(f"rubric.by_{role}")}</div>{by}{comment}')
    place = f"own/{run.attempt.id}/{slot.index}"
    with st.expander(t("rubric.judge_own"), expanded=bool(session.get("beside") == place)):
        rubric.ask(slot.question.rubric, place, t)
        chrome.message(place)
        st.button(t("rubric.keep"), on_click=assess_essay, args=(run, slot), key=f"keep/{place}")


def show_what_came(view: CaseView, run: RunView, stage: Stage) -> None:
    """How it went on, and how an experienced person thinks about it."""
    if stage.news:
        with st.container(key=f"callout-story-{stage.id}", gap="small"):
            chrome.html(f'<div class="tone">{t("case.news")}</div>')
            st.markdown(stage.news)
    with st.container(key=f"callout-idea-{stage.id}", gap="small"):
        chrome.html(f'<div class="tone">{t("case.reasoning")}</div>')
        st.markdown(stage.reasoning)
    if stage.lights:
        show_figure(view, run)


def show_way(view: CaseView, run: RunView, index: int) -> None:
    """Back to what was decided; to decide, or on."""
    with st.container(horizontal=True, key="lesson-way"):
        if index:
            st.button(t("case.previous"), on_click=turn, args=(index - 1,), key=f"back/{index}")
        if index < run.at:
            last = index == len(view.case.stages) - 1
            label = t("case.to_end") if last else t("case.next")
            st.button(label, type="primary", on_click=turn, args=(index + 1,), key=f"on/{index}", width="stretch")
        else:
            ready, key = (view.case, run, index), f"stage/{index}"
            st.button(t("case.decide"), type="primary", on_click=hand_in, args=ready, width="stretch", key=key)
    show_leave()


def show_end(view: CaseView, run: RunView) -> None:
    """The self-assessment; afterwards its result, what to take along, and all runs side by side."""
    turned(f"{run.attempt.id}/end/{run.complete}", t("case.end"))
    chrome.html(chrome.place(view.case.title, t("case.end")))
    if run.assessed is None:
        st.subheader(t("case.assess"))
        chrome.html(f"<p>{t('case.assess_lead')}</p>")
        with st.expander(t("case.own_words")):
            chrome.html(side_by_side(view.case, [run], t))
        rubric.ask(view.case.rubric, f"assess/{run.attempt.id}", t)
        chrome.message("assess")
        st.button(t("case.finish"), type="primary", on_click=assess, args=(view.case, run), width="stretch", key="assess")
    else:
        show_result(view, run)
    show_leave()


def show_result(view: CaseView, run: RunView) -> None:
    """What one made of it."""
    if run.assessed:
        st.subheader(t("case.own_points"))
        chrome.html(rubric.shown(view.case.rubric, run.assessed.levels, run.assessed.points, t))
    with st.container(key="callout-idea-closing", gap="small"):
        chrome.html(f'<div class="tone">{t("case.closing")}</div>')
        st.markdown(view.case.closing)
    chrome.html(f'<div class="why"><b>{t("case.note")}</b>{safe(view.case.note)}</div>')
    complete = [one for one in view.runs if one.complete][:3][::-1]
    st.subheader(t(f"case.side_by_side_{len(complete)}") if len(complete) > 1 else t("case.own_words"))
    chrome.html(side_by_side(view.case, complete, t))
    st.button(t("case.again"), on_click=begin, args=(view.case.id,), width="stretch", key="again")


def wanted(view: CaseView, run: RunView) -> int:
    """The stage that the address names, if one has come that far; else where one is."""
    asked = st.query_params.get("s", "")
    return min(int(asked) - 1, run.at) if asked.isdecimal() and int(asked) > 0 else run.at


try:
    opened = cases.view(ctx, session.asked("c"))
except Refused:
    st.info(t("case.gone"))
    st.button(t("case.leave"), type="primary", on_click=session.go, args=("situations",))
else:
    if opened.run is None:
        show_intro(opened)
    elif wanted(opened, opened.run) < len(opened.case.stages):
        with st.container(key="lesson"):
            show_stage(opened, opened.run, wanted(opened, opened.run))
    else:
        with st.container(key="lesson"):
            show_end(opened, opened.run)
