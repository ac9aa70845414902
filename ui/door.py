"""What everybody passes: security headers on every answer, and the page that loads the app, in the language and theme of
the person, from memory."""

import contextlib
import gzip
import re
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from engine.content.course import Lang
from engine.services import identity
from engine.services.desk import desk, utc_now
from engine.services.errors import Unavailable
from engine.words import word
from ui.addresses import HIDDEN, ICONS
from ui.assets import asset
from ui.languages import CODES, asked_for
from ui.names import COOKIE
from ui.statics import ROOT

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

PAGES = frozenset({"/", *(f"/{name}" for name in (*ICONS, *HIDDEN))})
"""Addresses that are answered without asking Streamlit, which answers every other unknown one with the same page."""


class Door:
    """Security headers on every answer; language, title and theme of the person in the page that loads the app."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pure ASGI, so that websockets pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self.app(scope, receive, _guarded(send))
        elif scope["path"] in PAGES and scope["method"] in ("GET", "HEAD"):
            await _send_page(scope, send)
        else:  # Streamlit's page is replaced, so it must come uncompressed
            plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, _guarded(_replacing(scope, send)))


def _guarded(send: Any) -> Any:
    """`send` with our headers."""

    async def guarded(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *HEADERS]}
        await send(message)

    return guarded


def _replacing(scope: Any, send: Any) -> Any:
    """`send` that leads home where Streamlit would send its page: it does so for every address it does not know."""
    held: list[Any] = []

    async def replacing(message: Any) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            held.append(message)
        elif not held:
            await send(message)
        elif not message.get("more_body"):
            await _lead_home(scope, send)

    return replacing


async def _lead_home(scope: Any, send: Any) -> None:
    """To the page that was meant, where only a slash is too much, else home, which says that there is no such page."""
    meant, query = scope["path"].rstrip("/"), scope["query_string"].decode("latin-1")
    goal = f"{meant}?{query}" if meant in PAGES else "/?gone=1"
    headers = [(b"location", goal.encode("latin-1")), (b"cache-control", b"no-store"), (b"content-length", b"0"), *HEADERS]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _is_page(start: Any) -> bool:
    sent = dict(start["headers"])
    long = sent.get(b"content-length") == str(len(_bare())).encode()
    return long and sent.get(b"content-type", b"").startswith(b"text/html")


async def _send_page(scope: Any, send: Any) -> None:
    """Answer with the page that loads the app."""
    request, actor = Request(scope), None
    token = request.cookies.get(COOKIE)
    if token:
        with contextlib.suppress(Unavailable):  # the page itself says what is wrong
            actor = await run_in_threadpool(identity.who, desk().db, token, utc_now())
    packed = "gzip" in request.headers.get("accept-encoding", "")
    taste = _taste(actor, request)
    if taste[0] == "tw":  # the first to read it waits for its words to be made; nobody else does
        await run_in_threadpool(word, "tw", "ui.product")
    body, headers = _page(*taste, packed)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _taste(actor: identity.Actor | None, request: Request) -> tuple[Lang, str]:
    """Language and theme: the person's own, else what the browser asks for."""
    if actor:
        return actor.lang, actor.theme
    return asked_for(request.headers.get("accept-language")), "auto"


@cache
def _bare() -> bytes:
    """Streamlit's own page."""
    return (ROOT / "index.html").read_bytes()


@cache
def _page(lang: Lang, theme: str, packed: bool) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body and headers of the page in one language and theme."""
    body = dressed(_bare().decode(), lang, theme).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-cache")]
    headers += [(b"vary", b"accept-encoding, accept-language, cookie"), *HEADERS]
    if packed:
        body = gzip.compress(body)
        headers.append((b"content-encoding", b"gzip"))
    return body, [*headers, (b"content-length", str(len(body)).encode())]


THEME_SCRIPT = """<script>(function(){{var key="stActiveTheme-"+location.pathname+"-v2",theme={theme};
var root=document.documentElement,night=matchMedia("(prefers-color-scheme:dark)");
var paint=function(){{root.dataset.theme=theme?theme.toLowerCase():night.matches?"dark":"light"}};
paint();night.addEventListener("change",paint);
if(theme){{localStorage.setItem(key,JSON.stringify(theme))}}else{{localStorage.removeItem(key)}}}})()</script>"""
"""Streamlit's theme and ours turn together, also when a phone goes dark in the evening while a page is open."""


ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='8' fill='%230B6B5E'/%3E%3Cpath d='M9 11h14v8h-8l-4 4v-4H9z' fill='%23FBFAF6'/%3E%3C/svg%3E"
)


def dressed(page: str, lang: Lang, theme: str) -> str:
    """Streamlit's page with the right language, our title and style sheet, and the theme the person chose."""
    chosen = {"light": '"Light"', "dark": '"Dark"'}.get(theme, "null")
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{CODES[lang]}"', page, count=1)
    page = re.sub(r"<title>[^<]*</title>", f"<title>{word(lang, 'ui.product')}</title>", page, count=1)
    head = f"<head>{THEME_SCRIPT.format(theme=chosen)}<style>{asset('style.css')}</style>"
    page = re.sub(r'href="[^"]*favicon[^"]*"', f'href="{ICON}"', page, count=1)
    return page.replace("<head>", head, 1)
