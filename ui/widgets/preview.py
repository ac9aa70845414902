"""The bar of a preview: what is wrong with the files, kept up to date; and the page follows the newest text."""

from typing import Any

import streamlit as st

from engine.services import preview
from engine.services.context import Refused
from engine.services.errors import Unavailable
from engine.services.preview import Preview, Told
from engine.words import word
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.questions.common import Words

LOOK_EVERY = 1.0
MOST_TOLD = 30


def bar(everything: Any) -> None:
    """One line while all is well, else every problem; the page runs anew once a file has changed."""
    ctx = session.ctx()
    t, now = chrome.words(ctx.lang), preview.news(ctx)
    with st.container(key="preview-bar", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
            chrome.html(f'<div role="status"><b>{t("preview.title")}</b>　{_state(now, t)}</div>')
            st.page_link(everything, label=t("preview.all"), icon=":material/list:")
        if now.problems:
            chrome.html(_problems(now, t, word(ctx.lang, "command.check.second_pass")))
    _watch(now.reading.number)


def _state(now: Preview, t: Words) -> str:
    """How many mistakes and warnings there are, in words."""
    warnings = len(now.problems) - now.errors
    parts = [f'<span class="wrong">✗ {t("preview.errors", n=now.errors)}</span>'] if now.errors else []
    parts += [f'<span class="partial">! {t("preview.warnings", n=warnings)}</span>'] if warnings else []
    return "　".join(parts) or f'<span class="right">✓ {t("preview.fine")}</span>'


def _problems(now: Preview, t: Words, second_pass: str) -> str:
    """Every problem with its place and what to do, and what is shown below instead of the broken files."""
    rows = "".join(_row(told, t) for told in now.problems[:MOST_TOLD])
    more = len(now.problems) - MOST_TOLD
    notes = [t("preview.more", n=more)] if more > 0 else []
    notes += [second_pass] if now.errors else []
    notes += [] if now.reading.assembled else [t("preview.last")]
    for name in ("behind", "absent"):
        files = getattr(now.reading, name)
        notes += [t(f"preview.{name}", files=", ".join(files))] if files else []
    told = "".join(f'<div class="quiet">{safe(note)}</div>' for note in notes)
    return f'<ul class="problems">{rows}</ul>{told}'


def _row(told: Told, t: Words) -> str:
    look, sign = ("wrong", "✗") if told.level == "error" else ("partial", "!")
    level = f'<b class="{look}"><span aria-hidden="true">{sign}</span> {t(f"preview.{told.level}")}</b>'
    words = f'{safe(told.message)}<div class="quiet">{safe(told.hint)}</div>'
    return f"<li>{level} <code>{safe(told.place)}</code> {words}</li>"


def _watch(number: int) -> None:
    """Ask every second whether the files were read again since."""

    @st.fragment(run_every=LOOK_EVERY)
    def look() -> None:
        try:
            now = preview.look(session.ctx())
        except (Refused, Unavailable):
            return
        if now.number != number:
            st.rerun()

    look()


def follow(page: str) -> None:
    """Show what the address names as it is written now: the same attempt, or another one at the same question."""
    try:
        if page == "lesson":
            preview.open_lesson(session.ctx(), session.asked("l"), begun="p" in st.query_params)
        elif page == "case":
            preview.open_case(session.ctx(), session.asked("c"), _number("s"))
        elif page in ("quiz", "review") and session.asked("a"):
            _follow_attempt(session.asked("a"))
        elif page == "roleplay" and session.asked("r"):
            _follow_run(session.asked("r"))
    except Refused:
        return  # the page itself says so


def _number(name: str) -> int | None:
    """What the address counts from 1, counted from 0; None where it says nothing of the kind."""
    asked = st.query_params.get(name, "")
    return int(asked) - 1 if asked.isdecimal() and int(asked) else None


def _follow_attempt(attempt_id: str) -> None:
    attempt, shown = preview.follow(session.ctx(), attempt_id, _number("q") or 0)
    if attempt != attempt_id:
        st.query_params.update(a=attempt, q=str(shown + 1))


def _follow_run(run_id: str) -> None:
    run, _ = preview.follow(session.ctx(), run_id)
    if run != run_id:
        st.query_params.from_dict({"r": run})
