"""A role-play: one reads, says one thing, sees how it is taken; at the end, what it was about."""

import streamlit as st

from engine.content.roleplay import Role
from engine.scoring.mark import percent
from engine.services import playing
from engine.services.context import Refused
from engine.services.playing import Move, PlayView
from ui import chrome, session
from ui.chrome import safe
from ui.widgets import talk
from ui.widgets.drawing import drawing

ctx = session.ctx()
t = chrome.words(ctx.lang)


def start(roleplay_id: str, mode: str, anew: bool) -> None:
    """Begin a run and show it."""
    run = session.act(playing.begin, roleplay_id, mode, anew)
    if run:
        session.go("roleplay", r=run)


def say(run: PlayView, choice_id: str) -> None:
    """Hand one choice to the service; from now on the newest moment is shown."""
    session.act(playing.choose, run.id, run.made, run.at, choice_id)
    if "at" in st.query_params:
        del st.query_params["at"]


def stand(at: int | None) -> None:
    """Go back to the moment before a choice, to take the other road."""
    st.query_params["at"] = str(-1 if at is None else at)


def wanted() -> int | None:
    """The moment that the address names."""
    at = st.query_params.get("at", "")
    return int(at) if at == "-1" or at.isdecimal() else None


def show_intro(id: str) -> None:
    """Where one is and who one is, before the start."""
    row = next((row for row in playing.plays(ctx) if row.play.id == id), None)
    if row is None:
        st.info(t("play.gone"))
        st.button(t("lesson.back"), type="primary", on_click=session.go, args=("course",))
        return
    st.title(chrome.plain(row.play.title))
    people = "".join(f"<li>{_person(role)}</li>" for role in row.play.roles)
    minutes = f'<div class="quiet">{t("course.minutes", n=row.play.minutes)}</div>'
    modes = f'<div class="quiet">{t("play.modes")}</div>'
    chrome.html(f"{minutes}<p>{safe(row.play.scene)}</p><ul>{people}</ul>{modes}")
    if row.running:
        go_on = (id, "beginner", False)
        st.button(t("play.resume"), type="primary", on_click=start, args=go_on, width="stretch", key="resume")
    look = "secondary" if row.running else "primary"
    st.button(t("play.beginner"), type=look, on_click=start, args=(id, "beginner", True), width="stretch", key="beginner")
    st.button(t("play.experienced"), on_click=start, args=(id, "experienced", True), width="stretch", key="experienced")
    if row.last:
        st.button(t("play.look_back"), on_click=session.go, args=("roleplay",), kwargs={"r": row.last}, key="last")
    st.button(t("lesson.back"), type="tertiary", on_click=session.go, args=("course",), key="leave")


def _person(role: Role) -> str:
    you = f" · {t('play.you')}" if role.part == "learner" else ""
    return f"<b>{safe(role.name)}</b>{you}　{safe(role.about)}"


def show_talk(run: PlayView) -> None:
    """The conversation so far, and what one may say now."""
    with_reason = run.mode == "beginner" or run.ending is not None
    chrome.html(f'<div class="quiet">{safe(run.play.title)}</div>{talk.gauges(run.state, t)}')
    past = zip(run.moves, run.states, strict=False)
    said = "".join(talk.exchange(run.play, move, state, with_reason, t) for move, state in past)
    if not run.moves:
        said = f'<div class="seen">{safe(run.play.scene)}</div>'
    now = talk.lines(run.play, run.node, run.state) if run.node else ""
    chrome.html(f'<div class="talk">{said}{now}</div>')
    if run.node is None:
        return
    for choice in run.choices:
        key = f"say/{run.id}/{run.made}/{choice.id}"
        st.button(chrome.plain(choice.text), on_click=say, args=(run, choice.id), width="stretch", key=key)
    st.button(t("play.pause"), type="tertiary", on_click=session.go, args=("course",), key="leave")


def show_debrief(run: PlayView) -> None:
    """The ending, how the gauges moved, what was earned, the moments that counted."""
    reached = run.ending
    if reached is None:
        return
    chrome.html(
        f'<div class="ending {reached.kind}"><div class="tone">{t(f"play.kind_{reached.kind}")}</div>'
        f"<h2>{safe(reached.title)}</h2>{safe(reached.text)}</div>"
    )
    if run.play.note:
        chrome.html(f'<div class="why"><b>{t("play.note")}</b>{safe(run.play.note)}</div>')
    st.subheader(t("play.curve"))
    drawing(talk.curve(run.states, t), f"curve/{run.id}/{run.at}")
    st.subheader(t("play.skills"))
    chrome.html(skills_html(run))
    st.subheader(t("play.moments"))
    for move, before in zip(run.moves, run.states, strict=False):
        show_moment(run, move, before.heat, before.trust)
    with st.expander(t("play.map")):
        st.graphviz_chart(talk.road(run.play, run.moves))
    again = (run.play.id, run.mode, True)
    st.button(t("play.again"), type="primary", on_click=start, args=again, width="stretch", key="again")
    st.button(t("lesson.back"), type="tertiary", on_click=session.go, args=("course",), key="leave")


def skills_html(run: PlayView) -> str:
    """Each skill with its score, and what it is of."""
    rows = ""
    for skill, earned in run.skills.items():
        if earned.score is not None:
            share = percent(earned.score)
            counts = t("play.earned", earned=earned.earned, best=earned.best)
            head = f'{t(f"skill.{skill}")} <b>{share}%</b> <span class="quiet">{counts}</span>'
            rows += f"<li>{head}{chrome.bar(float(earned.score))}</li>"
    return f'<ul class="plain">{rows}</ul>'


def show_moment(run: PlayView, move: Move, heat: int, trust: int) -> None:
    """One decision: what was said, what the customer thought, the better line and why; and the other road."""
    better = next((choice for choice in move.node.choices if choice.quality == "strong"), None)
    with st.expander(f"{chrome.plain(move.node.label)}　·　{t(f'play.{move.choice.quality}')}"):
        other = ""
        if better and better.id != move.choice.id:
            other = f'<div class="why"><b>{t("play.better")}</b>{safe(better.text)}<br>{safe(better.reason)}</div>'
        chrome.html(
            f"<p>{talk.look(move.choice.quality, t)}　{safe(move.choice.text)}</p>"
            f'<p class="quiet">{t("play.thought")}{t("colon")}{safe(move.choice.thought)}</p>'
            f"<p>{safe(move.choice.reason)}</p>{other}"
        )
        st.button(t("play.other_road"), on_click=stand, args=(move.parent,), key=f"road/{run.id}/{move.number}")


def show(run: PlayView) -> None:
    """The conversation; after its end what came of it."""
    if run.ending is None:
        show_talk(run)
        return
    show_debrief(run)
    with st.expander(t("play.whole")):
        show_talk(run)


try:
    if session.asked("r"):
        show(playing.view(ctx, session.asked("r"), wanted()))
    else:
        show_intro(session.asked("id"))
except Refused:
    st.info(t("play.gone"))
    st.button(t("lesson.back"), type="primary", on_click=session.go, args=("course",))
