"""The web app: `streamlit run app.py`. Routes that a script cannot serve, the cookie, the start."""

import asyncio
import contextlib
import functools
import gc
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlparse

import streamlit as st
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from engine.content.course import LANGS
from engine.services import entering, identity, personal
from engine.services.desk import close_desk, desk, utc_now
from engine.services.errors import Unavailable
from engine.settings import settings
from engine.words import word
from ui.delivery import deliver_at_once
from ui.door import Door
from ui.keeping import keep_dropped_sessions, keep_theme
from ui.languages import asked_for
from ui.local import OnlyHere
from ui.names import COOKIE
from ui.statics import Statics, warm
from ui.succession import let_runs_take_over_in_turn

FIRST_PAGE, CALM = 1.5, 3.0
"""Seconds in which the page to sign in on is drawn; and then until what was loaded is settled."""
READY = "the content is ready"
MOST_BODY = 1000
"""Bytes of a request that holds a ticket; a ticket takes about sixty."""
Answering = Callable[[Request], Awaitable[Response]]


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is not None and urlparse(origin).netloc == request.headers.get("host")


def _told(route: Answering) -> Answering:
    """A database in trouble is answered with its words, in the language the browser asks for."""

    @functools.wraps(route)
    async def answered(request: Request) -> Response:
        try:
            return await route(request)
        except Unavailable as trouble:
            lang = asked_for(request.headers.get("accept-language"))
            return PlainTextResponse(word(lang, f"trouble.{trouble.reason}"), 503, headers={"cache-control": "no-store"})

    return answered


async def _ticket(request: Request) -> str | None:
    """The ticket in the body of a request; None for anything else that may stand there."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            return None
    try:
        ticket = json.loads(body).get("ticket")
    except (ValueError, RecursionError, AttributeError):
        return None
    return ticket if isinstance(ticket, str) and ticket.isascii() else None


@_told
async def redeem(request: Request) -> Response:
    """Trade a one-time ticket, made by the script, for the session cookie."""
    if not _same_origin(request):
        return JSONResponse({"error": "origin"}, 403)
    ticket = await _ticket(request)
    token = await run_in_threadpool(entering.redeem, desk().db, ticket, utc_now()) if ticket else None
    if token is None:
        return JSONResponse({"error": "ticket"}, 400)
    after = BackgroundTask(entering.clear_traded, desk().db, utc_now())
    response = JSONResponse({"ok": True}, headers={"cache-control": "no-store"}, background=after)
    lasts = int(identity.SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, token, lasts, httponly=True, secure=settings().secure, samesite="lax", path="/")
    return response


@_told
async def sign_out(request: Request) -> Response:
    """End the session of the cookie."""
    if not _same_origin(request):
        return JSONResponse({"error": "origin"}, 403)
    await run_in_threadpool(identity.sign_out, desk().db, request.cookies.get(COOKIE, ""))
    response = JSONResponse({"ok": True})
    response.delete_cookie(COOKIE, path="/")
    return response


async def refresh(_request: Request) -> Response:
    """Nothing to do: whoever posts here loads the page anew, which is dressed by the settings just saved."""
    return JSONResponse({"ok": True})


@_told
async def export(request: Request) -> Response:
    """Send one's own data: a ticket opens it once, and only to whoever holds the same person's cookie."""
    actor = await run_in_threadpool(identity.who, desk().db, request.cookies.get(COOKIE), utc_now())
    if actor is None:
        return PlainTextResponse(word("zh", "refused.sign_in_first"), 403)
    ticket = request.path_params["ticket"]
    owner = await run_in_threadpool(identity.redeem_export, desk().db, ticket, utc_now())
    if owner != actor.person_id:
        return PlainTextResponse(word(actor.lang, "refused.ticket_used"), 403)
    body = await run_in_threadpool(personal.export_json, desk().db, owner)
    headers = {"content-disposition": 'attachment; filename="rapport.json"', "cache-control": "no-store"}
    return Response(body, media_type="application/json; charset=utf-8", headers=headers)


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
    routes=[
        Route("/auth/redeem", redeem, methods=["POST"]),
        Route("/auth/sign-out", sign_out, methods=["POST"]),
        Route("/auth/refresh", refresh, methods=["POST"]),
        Route("/export/{ticket}", export),
    ],
    middleware=[*([Middleware(OnlyHere)] if settings().preview else []), Middleware(Statics), Middleware(Door)],
)
