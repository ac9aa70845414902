"""Who someone is: signing up, signing in, recovering, settings."""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError

from engine.content.course import DISPLAYED, Lang
from engine.services.context import Actor, Ctx, Refused
from engine.services.secrets import hashed, matches, new_code, new_token, tidy_code, token_hash
from engine.services.standings import replay_cards
from engine.store import people
from engine.store.database import Database

SESSION_LASTS = timedelta(days=30)
TICKET_LASTS = timedelta(seconds=60)
FREE_FAILURES = 5
LONGEST_WAIT = 300
SHORTEST_PHRASE, LONGEST_PHRASE = 8, 200
SETUP = "code of the first admin"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Welcome:
    """What a newcomer gets: a ticket for the session cookie, and the recovery code, shown this once."""

    ticket: str
    recovery: str


def folded_login(typed: str) -> str:
    """A sign-in name as compared: outer spaces gone, one case, one width. Raises Refused for one that cannot be."""
    login = _tidy(unicodedata.normalize("NFKC", typed)).casefold()
    if not 2 <= len(login) <= 40:
        raise Refused("login_length")
    return login


def _tidy(typed: str) -> str:
    """One line without outer spaces, and without the NUL that PostgreSQL cannot keep."""
    return " ".join(typed.replace("\0", "").split())


def _display(typed: str) -> str:
    name = _tidy(typed)
    if not 1 <= len(name) <= 40:
        raise Refused("name_length")
    return name


def _phrase(typed: str) -> str:
    if not SHORTEST_PHRASE <= len(typed) <= LONGEST_PHRASE:
        raise Refused("phrase_length", least=SHORTEST_PHRASE)
    return typed


def new_person(name: str, lang: Lang, now: datetime) -> dict[str, Any]:
    """The row of a new person called `name`, who may be a guest without credentials. Raises Refused."""
    return {
        "id": uuid.uuid4().hex,
        "name": _display(name),
        "lang": lang,
        "theme": "auto",
        "zone": people.DEFAULT_ZONE,
        "is_admin": False,
        "created_at": now,
    }


def sign_up(ctx: Ctx, login: str, name: str, phrase: str) -> Welcome:
    """Make a person with a sign-in name of their own. Raises Refused."""
    login, secret = folded_login(login), _phrase(phrase)
    row = new_person(name or login, ctx.lang, ctx.now)
    recovery = new_code()
    kept_phrase, kept_recovery = hashed(secret), hashed(recovery)
    try:
        with ctx.db.write() as c:
            people.add_person(c, row, uuid.uuid4().hex)
            people.add_credential(c, row["id"], "phrase", login, kept_phrase)
            people.add_credential(c, row["id"], "recovery", None, kept_recovery)
            return Welcome(ticket_for(c, row["id"], "session", ctx.now), recovery)
    except IntegrityError as error:
        raise Refused("login_taken", login=login) from error


def register_guest(ctx: Ctx, login: str, phrase: str) -> str:
    """Give a guest a sign-in name and a pass phrase; everything answered so far stays. The recovery code. Raises Refused."""
    login, secret = folded_login(login), _phrase(phrase)
    me, recovery = ctx.me, new_code()
    kept_phrase, kept_recovery = hashed(secret), hashed(recovery)
    try:
        with ctx.db.write() as c:
            if people.login_of(c, me.person_id):
                raise Refused("has_login")
            people.add_credential(c, me.person_id, "phrase", login, kept_phrase)
            people.add_credential(c, me.person_id, "recovery", None, kept_recovery)
    except IntegrityError as error:
        raise Refused("login_taken", login=login) from error
    return recovery


def sign_in(ctx: Ctx, login: str, phrase: str) -> str:
    """A ticket for the session cookie. Raises Refused for a wrong pair, the same whichever half is wrong."""
    with ctx.db.read() as c:
        known = people.credential_by_login(c, folded_login(login))
    if known is None:
        matches(_DECOY, phrase)  # as slow as a real one, so that timing names nobody
        raise Refused("wrong_sign_in")
    _try_secret(ctx, known, phrase, "wrong_sign_in")
    with ctx.db.write() as c:
        return ticket_for(c, known.person_id, "session", ctx.now)


_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo"


def _try_secret(ctx: Ctx, known: people.CredentialRow, secret: str, code: str) -> None:
    """Verify a secret; failures in a row make the account wait, doubling up to five minutes."""
    _not_waiting(known, ctx.now)
    right = matches(known.secret, secret)
    with ctx.db.write() as c:
        kept = people.locked_credential(c, known.id) or known
        _not_waiting(kept, ctx.now)  # others tried while this hash was made: a volley of guesses counts one by one
        failures = 0 if right else kept.failures + 1
        people.note_attempt(c, known.id, failures, ctx.now + _wait(failures) if failures >= FREE_FAILURES else None)
    if not right:
        raise Refused(code)


def _not_waiting(known: people.CredentialRow, now: datetime) -> None:
    if known.locked_until and known.locked_until > now:
        raise Refused("wait", seconds=ceil((known.locked_until - now).total_seconds()))


def _wait(failures: int) -> timedelta:
    return timedelta(seconds=min(2 ** min(failures - FREE_FAILURES, 20), LONGEST_WAIT))


def recover(ctx: Ctx, login: str, code: str, phrase: str) -> Welcome:
    """Set a new pass phrase by the recovery code; all sessions end and a new code is given. Raises Refused."""
    secret = _phrase(phrase)
    with ctx.db.read() as c:
        owner = people.credential_by_login(c, folded_login(login))
        known = people.credential_of(c, owner.person_id, "recovery") if owner else None
    if owner is None or known is None:
        matches(_DECOY, code)
        raise Refused("wrong_recovery")
    _try_secret(ctx, known, tidy_code(code), "wrong_recovery")
    recovery = new_code()
    kept_phrase, kept_recovery = hashed(secret), hashed(recovery)
    with ctx.db.write() as c:
        people.change_secret(c, owner.id, kept_phrase)
        people.change_secret(c, known.id, kept_recovery)
        people.end_sessions(c, owner.person_id)
        return Welcome(ticket_for(c, owner.person_id, "session", ctx.now), recovery)


def ticket_for(c: Any, person_id: str, purpose: str, now: datetime) -> str:
    """A new one-time ticket."""
    ticket = new_token()
    people.add_ticket(c, token_hash(ticket), person_id, purpose, now + TICKET_LASTS)
    return ticket


def export_ticket(ctx: Ctx) -> str:
    """A ticket with which the signed-in person fetches their own data, once, within a minute."""
    with ctx.db.write() as c:
        return ticket_for(c, ctx.me.person_id, "export", ctx.now)


def redeem(db: Database, ticket: str, now: datetime) -> str | None:
    """Use up a session ticket: the token for the cookie, or None."""
    token = new_token()
    with db.write() as c:
        person_id = people.take_ticket(c, token_hash(ticket), "session", now)
        if person_id is None:
            return None
        people.sweep_sessions(c, now)
        people.add_session(c, token_hash(token), person_id, now, now + SESSION_LASTS)
    return token


def redeem_export(db: Database, ticket: str, now: datetime) -> str | None:
    """Use up an export ticket: whose data may be sent, or None."""
    with db.write() as c:
        return people.take_ticket(c, token_hash(ticket), "export", now)


def who(db: Database, token: str | None, now: datetime) -> Actor | None:
    """Who a session cookie names, if the session still holds."""
    if not token:
        return None
    with db.look() as c:
        row = people.person_by_session(c, token_hash(token), now)
    if row is None:
        return None
    lang: Lang = next((known for known in DISPLAYED if known == row.lang), "zh")
    return Actor(row.id, row.subject_id, row.name, lang, row.theme, row.zone, row.is_admin)


def sign_out(db: Database, token: str) -> None:
    """End the session of a cookie."""
    with db.write() as c:
        people.end_session(c, token_hash(token))


def change_settings(ctx: Ctx, **changes: Any) -> None:
    """Change one's own name, language, theme or time zone. Raises Refused for a value that cannot be."""
    if "name" in changes:
        changes["name"] = _display(changes["name"])
    if changes.get("lang", "zh") not in DISPLAYED or changes.get("theme", "auto") not in THEMES:
        raise Refused("bad_setting")
    if not set(changes) <= {"name", "lang", "theme", "zone"}:
        raise Refused("bad_setting")
    if "zone" in changes and changes["zone"] not in available_timezones():
        raise Refused("bad_setting")
    with ctx.db.write() as c:
        before = people.zone_of(c, ctx.me.subject_id)
        people.update_person(c, ctx.me.person_id, changes)
        if changes.get("zone", before) != before:  # the day of an answer is another now
            replay_cards(c, ctx.me.subject_id)


def login_name(ctx: Ctx) -> str | None:
    """The sign-in name of the signed-in person; None for a guest."""
    with ctx.db.read() as c:
        return people.login_of(c, ctx.me.person_id)


def setup_code(db: Database) -> str | None:
    """The one-time code that makes the first admin; None once there is an admin.

    Kept as it is, so that every process and every start say the same: until it is used there is nothing to protect.
    """
    with db.write() as c:
        if people.any_admin(c):
            people.drop_fact(c, SETUP)
            return None
        people.keep_first_fact(c, SETUP, new_code(3))
        return people.kept_fact(c, SETUP)


def become_admin(ctx: Ctx, code: str) -> None:
    """Make the signed-in person the first admin. Raises Refused for a wrong or used code."""
    with ctx.db.write() as c:
        if people.any_admin(c) or not people.take_fact(c, SETUP, tidy_code(code)):
            raise Refused("wrong_setup_code")
        people.update_person(c, ctx.me.person_id, {"is_admin": True})
