"""The web app: `streamlit run app.py`. Routes that a script cannot serve, the cookie, the headers, the start."""

import asyncio
import contextlib
import gc
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlparse

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from engine.services import identity, personal
from engine.services.desk import close_desk, desk, utc_now
from engine.services.errors import Unavailable
from engine.settings import settings
from engine.words import word
from ui.assets import asset
from ui.keeping import keep_dropped_sessions
from ui.names import COOKIE
from ui.statics import Statics, warm

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self' ws: wss: data: blob:; "
        b"object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
    ),
)


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is not None and urlparse(origin).netloc == request.headers.get("host")


async def redeem(request: Request) -> Response:
    """Trade a one-time ticket, made by the script, for the session cookie."""
    if not _same_origin(request):
        return JSONResponse({"error": "origin"}, 403)
    try:
        ticket = str((await request.json()).get("ticket", ""))
    except (json.JSONDecodeError, AttributeError):
        return JSONResponse({"error": "ticket"}, 400)
    token = await run_in_threadpool(identity.redeem, desk().db, ticket, utc_now())
    if token is None:
        return JSONResponse({"error": "ticket"}, 400)
    response = JSONResponse({"ok": True}, headers={"cache-control": "no-store"})
    lasts = int(identity.SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, token, lasts, httponly=True, secure=settings().secure, samesite="lax", path="/")
    return response


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


class Door:
    """Security headers on every answer; language, title and theme of the person in the page that loads the app."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pure ASGI, so that websockets pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"text/html" in headers.get(b"accept", b""):  # the page is rewritten below, so it must come uncompressed
            plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        held: list[Any] = []
        body = bytearray()

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
                sent = dict(message["headers"])
                if sent.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in sent:
                    held.append(message)
                    return
            elif held:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send_page(Request(scope), held.pop(), bytes(body), send)
                return
            await send(message)

        await self.app(scope, receive, guarded)

    async def _send_page(self, request: Request, start: Any, body: bytes, send: Any) -> None:
        token = request.cookies.get(COOKIE)
        actor = None
        if token:
            with contextlib.suppress(Unavailable):  # the page itself says what is wrong
                actor = await run_in_threadpool(identity.who, desk().db, token, utc_now())
        page = dressed(body.decode(), *_taste(actor, request)).encode()
        dropped = (b"content-length", b"etag", b"last-modified")
        headers = [(k, v) for k, v in start["headers"] if k not in dropped]
        headers += [(b"content-length", str(len(page)).encode()), (b"cache-control", b"no-cache")]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": page})


def _taste(actor: identity.Actor | None, request: Request) -> tuple[str, str]:
    """Language and theme: the person's own, else what the browser asks for."""
    if actor:
        return actor.lang, actor.theme
    wanted = request.headers.get("accept-language", "zh")[:2].lower()
    return ("en" if wanted == "en" else "zh"), "auto"


THEME_SCRIPT = """<script>(function(){{var key="stActiveTheme-"+location.pathname+"-v2",theme={theme};
if(theme){{localStorage.setItem(key,JSON.stringify(theme))}}else{{localStorage.removeItem(key)}}}})()</script>"""


ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='8' fill='%230B6B5E'/%3E%3Cpath d='M9 11h14v8h-8l-4 4v-4H9z' fill='%23FBFAF6'/%3E%3C/svg%3E"
)


def dressed(page: str, lang: str, theme: str) -> str:
    """Streamlit's page with the right language, our title and style sheet, and the theme the person chose."""
    chosen = {"light": '"Light"', "dark": '"Dark"'}.get(theme, "null")
    code = {"zh": "zh-Hans"}.get(lang, lang)
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{code}"', page, count=1)
    page = re.sub(r"<title>[^<]*</title>", f"<title>{word(lang, 'ui.product')}</title>", page, count=1)
    head = f"<head>{THEME_SCRIPT.format(theme=chosen)}<style>{asset('style.css')}</style>"
    page = re.sub(r'href="[^"]*favicon[^"]*"', f'href="{ICON}"', page, count=1)
    return page.replace("<head>", head, 1)


def raise_file_limit() -> None:
    """Let the process hold as many connections as the system allows: 200 phones open more than the usual 1,024."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the database and check the content before the first visitor; say how to become the first admin."""
    await asyncio.to_thread(desk)
    code = await asyncio.to_thread(identity.setup_code, desk().db)
    if code:
        print(f"首位管理员设置码 / set-up code for the first admin: {code}", flush=True)
    broken = next((p for p in desk().library.problems if p.level == "error"), None)
    if broken:
        print(f"{broken.file}:{broken.line}: {word('zh', 'ui.content.not_loaded')} (python -m engine check)", flush=True)
    raise_file_limit()
    warming = asyncio.create_task(asyncio.to_thread(warm))
    gc.collect()
    gc.freeze()  # what is loaded now stays: collecting it over and over made every twentieth answer wait
    gc.set_threshold(20_000, 20, 20)
    yield
    await warming
    close_desk()


keep_dropped_sessions()
app = st.App(
    "ui/main.py",
    lifespan=lifespan,
    routes=[
        Route("/auth/redeem", redeem, methods=["POST"]),
        Route("/auth/sign-out", sign_out, methods=["POST"]),
        Route("/auth/refresh", refresh, methods=["POST"]),
        Route("/export/{ticket}", export),
    ],
    middleware=[Middleware(Statics), Middleware(Door)],
)
