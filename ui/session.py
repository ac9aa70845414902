"""What one browser tab holds. The only user of session_state and caches; nothing that matters lives here."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.content.course import Lang
from engine.content.quiz import Quiz
from engine.services import identity, learning, preview
from engine.services.context import Actor, Ctx, Refused
from engine.services.desk import desk, utc_now
from engine.services.entering import Entry
from engine.services.errors import Unavailable
from engine.words import word
from ui.languages import asked_for, known
from ui.names import COOKIE

ONE_RUN = 0.25
"""Seconds for which a callback and the run after it share one look at who is here."""


def _who() -> Actor | None:
    """Whom the cookie of this connection names; else whoever came in on it and whose cookie is for the next one."""
    db, now = desk().db, utc_now()
    if previewing():
        return preview.author(desk().library, visitor_lang(), now)
    actor = identity.who(db, st.context.cookies.get(COOKIE), now)
    entry = get("entry")
    if entry is None:
        return actor
    newcomer = None if actor else identity.who(db, entry.token, now)
    if newcomer is None:
        pop("entry")
    return actor or newcomer


def previewing() -> bool:
    """Whether an author looks at drafts here."""
    return desk().settings.preview


def enter(entry: Entry) -> None:
    """Go on as somebody in this tab at once; the cookie follows. Of two presses on one button the first counts."""
    look_again()
    if get("entry") is None:
        put("entry", entry)


def leave() -> None:
    """End a session whose cookie may not have arrived."""
    entry = pop("entry")
    if entry:
        identity.sign_out(desk().db, entry.token)
        look_again()


def ctx() -> Ctx:
    """Who asks, in which language. Looked up on every run, so that an ended session ends at once.

    A callback and the run after it share one look-up; it is never older than a moment.
    """
    the, now = desk(), time.monotonic()
    kept = get("who")
    if kept is None or now - kept[0] > ONE_RUN:
        kept = (now, _who())
        put("who", kept)
    actor = kept[1]
    return Ctx(the.db, the.library, actor, utc_now, actor.lang if actor else visitor_lang())


def look_again() -> None:
    """Forget who is here: something about them was changed."""
    pop("who")


def ctx_light() -> Ctx:
    """The database and the clock without asking who is there: for polling what everyone in a room may know."""
    the = desk()
    return Ctx(the.db, the.library, None, utc_now)


def visitor_lang() -> Lang:
    """The language of someone not signed in: chosen here, else the browser's."""
    return known(get("lang")) or asked_for(st.context.locale)


def speak(lang: Lang) -> None:
    """Go on in another language, on the same page: kept for whoever is signed in, for this tab with a visitor."""
    put("lang", lang)
    if ctx().actor and not previewing():
        act(identity.change_settings, lang=lang)
    look_again()
    put("switched", True)


def start(key: str, first: Any) -> Any:
    """What a widget of options begins with: `first`, or nothing where its choice is said again.

    Streamlit knows a choice by the words of its option. In the run after a switch of language those words are others, so
    the choice is said again, and then a widget may have no start of its own.
    """
    chosen = get(key) if get("switched") else None
    if chosen is None:
        return first
    put(key, chosen)
    return None


def get(key: str, default: Any = None) -> Any:
    """A value of this tab, or of a widget."""
    return st.session_state.get(key, default)


def part(key: str, name: str) -> Any:
    """One value of a component of ours."""
    state = get(key)
    return state.get(name) if isinstance(state, dict) else getattr(state, name, None)


def put(key: str, value: Any) -> None:
    """Keep a value for this tab."""
    st.session_state[key] = value


def pop(key: str) -> Any:
    """Take a value of this tab away."""
    return st.session_state.pop(key, None)


def asked(name: str) -> str:
    """An id from the address, with nothing in it that no id has."""
    return "".join(ch for ch in st.query_params.get(name, "") if ch.isalnum() or ch == "-")[:64]


def act(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a service from a callback; a refusal or a database in trouble becomes a message on the page."""
    lang = visitor_lang()
    try:
        mine = ctx()
        lang = mine.lang
        return function(mine, *args, **kwargs)
    except Refused as refusal:
        put("message", word(lang, f"refused.{refusal.code}", **refusal.values))
    except Unavailable as trouble:
        put("message", word(lang, f"trouble.{trouble.reason}"))
    return None


def act_beside(place: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a service as `act` does; a refusal is said at `place`, where the button was pressed, and nothing jumps."""
    done = act(function, *args, **kwargs)
    if get("message"):
        put("beside", place)
    return done


def go(page: str, **query: str) -> None:
    """Go to a page with the next run; for callbacks, where st.switch_page does nothing."""
    put("go", (page, query))


def kept(ttl: float | None = None, max_entries: int | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Remember what a function gave, for all tabs of this process: for so many seconds, so many answers."""
    return st.cache_data(ttl=ttl, max_entries=max_entries, show_spinner=False)


def begin(quiz_id: str) -> None:
    """Start or resume a quiz, and go to it; for callbacks."""
    attempt = act(learning.start, quiz_id)
    if attempt:
        go("quiz", a=attempt)


def resume(quiz: Quiz) -> None:
    """Go on with what was begun: a lesson or case on its own page, a quiz where it was left; for callbacks."""
    if quiz.group == "lesson":
        go("lesson", l=quiz.id)
    elif quiz.group == "case":
        go("case", c=quiz.id)
    else:
        begin(quiz.id)
