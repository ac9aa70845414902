"""Coming in on a connection that is there already: a session at once, and a ticket for its cookie.

A running connection cannot be given a cookie, so a guest goes on by a token that only the server knows, and the ticket is
traded for that same token: one session, so that what ends it ends it for connection and cookie alike. The store keeps
hashes only, so the token waits here, in memory, for as long as its ticket lasts. After a restart, or in another process,
the ticket of the store opens a session of its own for the same person.
"""

import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.services import identity
from engine.services.context import Ctx, Refused
from engine.services.errors import Unavailable
from engine.services.secrets import new_token, token_hash
from engine.store import people
from engine.store.database import Database

_lock = threading.Lock()
_awaited: dict[str, tuple[str, datetime]] = {}
"""By the hash of the ticket: the token, or nothing once it was traded, and until when."""
_traded: deque[str] = deque()
"""Tickets that are used up and still in the store."""
_clearing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """A session that holds for the connection that is there, and the ticket for its cookie; neither is printed."""

    token: str = field(repr=False)
    ticket: str = field(repr=False)


def enter(c: Any, person_id: str, now: datetime) -> Entry:
    """Open a session for the connection that is there, with a ticket for its cookie."""
    token = new_token()
    people.add_session(c, token_hash(token), person_id, now, now + identity.SESSION_LASTS)
    return _entry(c, person_id, token, now)


def enter_again(ctx: Ctx, token: str) -> Entry:
    """The same session with another ticket, where the cookie did not arrive. Raises Refused."""
    actor = identity.who(ctx.db, token, ctx.now)
    if actor is None or actor.person_id != ctx.me.person_id:
        raise Refused("sign_in_first")
    with ctx.db.write() as c:
        return _entry(c, actor.person_id, token, ctx.now)


def _entry(c: Any, person_id: str, token: str, now: datetime) -> Entry:
    ticket = identity.ticket_for(c, person_id, "session", now)
    with _lock:
        for hash in [hash for hash, (_, until) in _awaited.items() if until <= now]:
            del _awaited[hash]
        _awaited[token_hash(ticket)] = token, now + identity.TICKET_LASTS
    return Entry(token, ticket)


def redeem(db: Database, ticket: str, now: datetime) -> str | None:
    """Use up a session ticket, whoever made it: the token for the cookie, or None."""
    hash = token_hash(ticket)
    with _lock:
        token, until = _awaited.get(hash, (None, now))
        if token is not None:
            _awaited[hash] = "", until
    if token is None:
        return identity.redeem(db, ticket, now)
    if not token or until <= now:
        return None
    _traded.append(hash)
    return token


def clear_traded(db: Database, now: datetime) -> None:
    """Remove used tickets from the store: after the answer, and in a rush many at once, so that nobody waits for it."""
    while _traded and _clearing.acquire(blocking=False):  # whoever is at it already takes mine along
        try:
            with suppress(Unavailable), db.write() as c:
                people.drop_tickets(c, [_traded.popleft() for _ in range(len(_traded))])
                people.sweep_sessions(c, now)
        finally:
            _clearing.release()
