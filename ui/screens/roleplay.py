"""A role-play: one reads, says one thing, sees how it is taken; at the end, what it was about."""

from collections import Counter
from functools import partial

import streamlit as st

from engine.content.roleplay import Ending, Role, Timeout
from engine.services import playing, skilled, waiting
from engine.services.context import Refused
from engine.services.playing import Move, PlayView
from ui import chrome, session
from ui.chrome import safe
from ui.widgets import answered, charts, debrief, talk
from ui.widgets.countdown import countdown
from ui.widgets.drawing import drawing

ctx = session.ctx()
t = chrome.words(ctx.lang)


def start(roleplay_id: str, mode: str, anew: bool) -> None:
    """Begin a run and show it."""
    run = session.act(playing.begin, roleplay_id, mode, anew, not session.get("untimed", False))
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
        st.button(t("play.leave"), type="primary", on_click=session.go, args=("situations",))
        return
    st.title(chrome.plain(row.play.title))
    people = "".join(f"<li>{_person(role)}</li>" for role in row.play.roles)
    gap = answered.gap(t) if row.own_words else ""
    minutes = f'<div class="place"><span class="quiet">{t("course.minutes", n=row.play.minutes)}</span>{gap}</div>'
    modes = f'<div class="quiet">{t("play.modes")}</div>'
    chrome.html(f"{minutes}<p>{safe(row.play.scene)}</p><ul>{people}</ul>{modes}")
    if any(node.timeout for node in row.play.nodes):
        st.toggle(t("play.untimed"), waiting.unhurried(ctx), key="untimed", help=t("play.untimed_help"))
    if row.running:
        go_on = (id, "beginner", False)
        st.button(t("play.resume"), type="primary", on_click=start, args=go_on, width="stretch", key="resume")
    look = "secondary" if row.running else "primary"
    st.button(t("play.beginner"), type=look, on_click=start, args=(id, "beginner", True), width="stretch", key="beginner")
    st.button(t("play.experienced"), on_click=start, args=(id, "experienced", True), width="stretch", key="experienced")
    if row.last:
        st.button(t("play.look_back"), on_click=session.go, args=("roleplay",), kwargs={"r": row.last}, key="last")
    show_leave(t("play.leave"))


def show_leave(label: str) -> None:
    """Back to the list; what was said is kept."""
    back = ":material/arrow_back:"
    st.button(label, icon=back, type="tertiary", on_click=session.go, args=("situations",), key="leave")


def _person(role: Role) -> str:
    you = f" · {t('play.you')}" if role.part == "learner" else ""
    return f"<b>{safe(role.name)}</b>{you}　{safe(role.about)}"


def show_talk(run: PlayView) -> None:
    """The conversation so far, and what one may say now."""
    with_reason = run.mode == "beginner" or run.ending is not None
    chrome.html(f'<div class="quiet">{safe(run.play.title)}</div>')
    with st.container(key="gauges"):
        chrome.html(talk.gauges(run.state, t))
    past = zip(run.moves, run.states, strict=False)
    said = "".join(talk.exchange(run.play, move, state, with_reason, t) for move, state in past)
    if not run.moves:
        said = f'<div class="seen">{safe(run.play.scene)}</div>'
    now = talk.lines(run.play, run.node, run.state) if run.node else ""
    chrome.html(f'<div class="talk">{said}{now}</div>')
    if run.node is None:
        return
    if run.node.timeout and run.timed:
        show_clock(run, run.node.timeout)
    for choice in run.choices:
        key = f"say/{run.id}/{run.made}/{choice.id}"
        st.button(chrome.plain(choice.text), on_click=say, args=(run, choice.id), width="stretch", key=key)
    show_leave(t("play.pause"))


def show_clock(run: PlayView, timeout: Timeout) -> None:
    """How long the customer still waits; then silence is the answer."""
    end = waiting.until(ctx, run.id, run.made, timeout.seconds)
    countdown(t("play.waits"), end, ctx.now, partial(say, run, timeout.choice), f"clock/{run.id}/{run.made}")


def show_debrief(run: PlayView, reached: Ending) -> None:
    """The ending, how the gauges moved, what was earned, the moments that counted."""
    chrome.html(
        f'<div class="ending {reached.kind}"><div class="tone">{t(f"play.kind_{reached.kind}")}</div>'
        f"<h2>{safe(reached.title)}</h2>{safe(reached.text)}</div>"
    )
    if run.play.note:
        chrome.html(f'<div class="why"><b>{t("play.note")}</b>{safe(run.play.note)}</div>')
    st.subheader(t("play.curve"))
    drawing(talk.curve(run.states, t), f"curve/{run.id}/{run.at}")
    names = (t("play.moment"), t("play.heat"), t("play.trust"))
    labels = [t("play.at_first"), *(move.node.label for move in run.moves)]
    rows = [dict(zip(names, (label, s.heat, s.trust), strict=True)) for label, s in zip(labels, run.states, strict=True)]
    if st.toggle(t("play.curve_table"), key=f"numbers/{run.id}"):
        charts.lines(rows, *names)
        charts.table(rows)
    st.subheader(t("play.skills"))
    chrome.html(debrief.skills(run, t))
    if run.play.parts:
        st.subheader(t("play.parts"))
        chrome.html(debrief.by_part(run, t))
    st.subheader(t("play.moments"))
    said = playing.others(ctx, run.play.id)
    for move in run.moves:
        show_moment(run, move, said.get(move.node.id))
    with st.expander(t("play.map")):
        st.graphviz_chart(talk.road(run.play, run.moves, reached))
    with st.expander(t("play.whole")):
        show_talk(run)
    again = (run.play.id, run.mode, True)
    st.button(t("play.again"), type="primary", on_click=start, args=again, width="stretch", key="again")
    show_next(run)
    show_leave(t("play.leave"))


def show_moment(run: PlayView, move: Move, said: Counter[str] | None) -> None:
    """One decision: what was said, what the customer thought, the better line and why; and the other road."""
    better = next((choice for choice in move.node.choices if choice.quality == "strong"), None)
    with st.expander(chrome.row(move.node.label, t(f"play.{move.choice.quality}"))):
        other = ""
        if better and better.id != move.choice.id:
            other = f'<div class="why"><b>{t("play.better")}</b>{safe(better.text)}<br>{safe(better.reason)}</div>'
        chrome.html(
            f"<p>{talk.look(move.choice.quality, t)}　{safe(move.choice.text)}</p>"
            f'<p class="quiet">{t("play.thought")}{t("colon")}{safe(move.choice.thought)}</p>'
            f"<p>{safe(move.choice.reason)}</p>{other}{others_html(move, said)}"
        )
        st.button(t("play.other_road"), on_click=stand, args=(move.parent,), key=f"road/{run.id}/{move.number}")


def others_html(move: Move, said: Counter[str] | None) -> str:
    """What people said first at this moment, once enough have been there."""
    if not said:
        return ""
    people = sum(said.values())
    shares = [(choice.text, said[choice.id] / people) for choice in move.node.choices if said[choice.id]]
    rows = "".join(f"<li><span>{safe(text)}</span>{chrome.bar(part)}<b>{part:.0%}</b></li>" for text, part in shares)
    return f'<div class="head">{t("play.others", n=people)}</div><ul class="topics">{rows}</ul>'


def show_next(run: PlayView) -> None:
    """The role-play to practise the weakest skill with."""
    rows = playing.plays(ctx)
    found = skilled.next_play(rows, skilled.skills(ctx, rows), run.play.id)
    if found:
        play, skill = found
        label = t("play.next", title=chrome.plain(play.title), skill=t(f"skill.{skill}"))
        st.button(label, on_click=session.go, args=("roleplay",), kwargs={"id": play.id}, width="stretch", key="next")


def show(run: PlayView) -> None:
    """The conversation; after its end what came of it."""
    if run.ending is None:
        show_talk(run)
    else:
        show_debrief(run, run.ending)


try:
    if session.asked("r"):
        show(playing.view(ctx, session.asked("r"), wanted()))
    else:
        show_intro(session.asked("id"))
except Refused:
    st.info(t("play.gone"))
    st.button(t("play.leave"), type="primary", on_click=session.go, args=("situations",))
