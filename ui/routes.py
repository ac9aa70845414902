"""Routes that a script cannot serve: the cookie is set and taken away, and a file of one's own data is sent."""

import functools
import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlparse

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from engine.services import entering, identity, personal
from engine.services.desk import desk, utc_now
from engine.services.errors import Unavailable
from engine.settings import settings
from engine.words import word
from ui.languages import asked_for
from ui.names import COOKIE

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


ROUTES = [
    Route("/auth/redeem", redeem, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/refresh", refresh, methods=["POST"]),
    Route("/export/{ticket}", export),
]
