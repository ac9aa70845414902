"""The web app: `streamlit run app.py`, and its start."""

import asyncio
import contextlib
import gc
import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from engine.content.course import LANGS
from engine.services import identity
from engine.services.desk import close_desk, desk
from engine.services.errors import Unavailable
from engine.settings import settings
from engine.words import word
from ui.delivery import deliver_at_once
from ui.door import Door
from ui.keeping import keep_dropped_sessions, keep_theme
from ui.local import OnlyHere
from ui.names import READY
from ui.routes import ROUTES
from ui.statics import Statics, warm
from ui.succession import let_runs_take_over_in_turn

FIRST_PAGE, CALM = 1.5, 3.0
"""Seconds in which the page to sign in on is drawn; and then until what was loaded is settled."""


def raise_file_limit() -> None:
    """Let the process hold as many connections as the system allows: 200 phones open more than the usual 1,024."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def begin() -> None:
    """Read the content, unless somebody asked for it sooner, and say what keeps it out, if something does."""
    time.sleep(FIRST_PAGE)
    library = desk().library
    try:
        library.ready()
    except Unavailable as trouble:
        print(word("zh", f"trouble.{trouble.reason}"), flush=True)
        return
    broken = next((p for p in library.problems if p.level == "error"), None)
    if broken is None:
        print(f"课程内容已就绪 / {READY}", flush=True)
    else:
        print(f"{broken.file}:{broken.line}: {word('zh', 'ui.content.not_loaded')} (python -m engine check)", flush=True)
    warm()
    sys.setswitchinterval(0.02)  # a page takes a few ms: it is sooner done if it is not interrupted by others of its kind
    time.sleep(CALM)
    gc.collect()
    gc.freeze()  # collecting all this over and over made every twentieth answer wait


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the database before the first visitor, and say how to become the first admin; content is read beside."""
    if settings().unclear:
        print(*(word(lang, "trouble.unclear", name=settings().unclear) for lang in LANGS), sep="\n", flush=True)
        os._exit(3)
    try:
        await asyncio.to_thread(desk)
    except Unavailable as trouble:
        print(*(word(lang, f"trouble.{trouble.reason}") for lang in LANGS), sep="\n", flush=True)
        os._exit(3)  # as the server does when it cannot start, without its traceback; nothing is open yet
    code = None if settings().preview else await asyncio.to_thread(identity.setup_code, desk().db)
    if settings().preview:
        print("\n".join(word(lang, "ui.preview.start") for lang in LANGS), flush=True)
    if code:
        print(f"首位管理员设置码 / set-up code for the first admin: {code}", flush=True)
    raise_file_limit()
    gc.set_threshold(20_000, 20, 20)
    threading.Thread(target=begin, name="begin", daemon=True).start()
    yield
    close_desk()


keep_dropped_sessions()
keep_theme()
deliver_at_once()
let_runs_take_over_in_turn()
app = st.App(
    "ui/main.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[*([Middleware(OnlyHere)] if settings().preview else []), Middleware(Statics), Middleware(Door)],
)
