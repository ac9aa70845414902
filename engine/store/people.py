"""Who someone is: people, credentials, sessions, tickets, subjects, roles."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import context, credential, fact, membership, person, session, subject, ticket
from engine.store.upserting import insert_new, upsert

DEFAULT_ZONE = "Asia/Shanghai"


class PersonRow(NamedTuple):
    """A person with the subject under which they answer."""

    id: str
    name: str
    lang: str
    theme: str
    zone: str
    is_admin: bool
    subject_id: str


class ProfileRow(NamedTuple):
    """What a person told of themselves, and since when they are here."""

    name: str
    lang: str
    theme: str
    zone: str
    is_admin: bool
    created_at: datetime


class CredentialRow(NamedTuple):
    """A credential: its kind, its hashed secret, and how often it failed lately."""

    id: int
    person_id: str
    kind: str
    secret: str
    failures: int
    locked_until: datetime | None


def add_person(c: Connection, row: dict[str, Any], subject_id: str) -> None:
    """Add a person and the subject under which they answer."""
    c.execute(person.insert(), row)
    c.execute(subject.insert(), {"id": subject_id, "kind": "person", "person_id": row["id"]})


_BY_SESSION = (
    sa.select(*(person.c[k] for k in ("id", "name", "lang", "theme", "zone", "is_admin")), subject.c.id)
    .join(session, session.c.person_id == person.c.id)
    .join(subject, subject.c.person_id == person.c.id)
    .where(session.c.token_hash == sa.bindparam("token"), session.c.expires_at > sa.bindparam("now"))
)
"""Built once, because every run of every page asks it."""


def person_by_session(c: Connection, token_hash: str, now: datetime) -> PersonRow | None:
    """Whose session this is, if it has not run out."""
    row = c.execute(_BY_SESSION, {"token": token_hash, "now": now}).first()
    return PersonRow._make(row) if row else None


def profile_of(c: Connection, person_id: str) -> ProfileRow | None:
    """A person's own settings."""
    row = c.execute(sa.select(*(person.c[k] for k in ProfileRow._fields)).where(person.c.id == person_id)).first()
    return ProfileRow._make(row) if row else None


def update_person(c: Connection, person_id: str, changes: dict[str, Any]) -> None:
    """Change a person's own settings, or their being an admin."""
    if changes:
        c.execute(person.update().where(person.c.id == person_id).values(**changes))


def any_admin(c: Connection) -> bool:
    """Whether anyone is an admin."""
    return c.scalar(sa.select(person.c.id).where(person.c.is_admin).limit(1)) is not None


def add_credential(c: Connection, person_id: str, kind: str, login: str | None, secret: str) -> None:
    """Add a credential; IntegrityError where the login is taken."""
    row = {"person_id": person_id, "kind": kind, "login": login, "secret": secret, "failures": 0}
    c.execute(credential.insert(), row)


def credential_by_login(c: Connection, login: str) -> CredentialRow | None:
    """The pass phrase that goes with a sign-in name."""
    return _credential(c, credential.c.login == login)


def credential_of(c: Connection, person_id: str, kind: str) -> CredentialRow | None:
    """A person's credential of one kind."""
    return _credential(c, sa.and_(credential.c.person_id == person_id, credential.c.kind == kind))


def _credential(c: Connection, condition: Any) -> CredentialRow | None:
    columns = (credential.c[k] for k in CredentialRow._fields)
    row = c.execute(sa.select(*columns).where(condition)).first()
    return CredentialRow._make(row) if row else None


def locked_credential(c: Connection, credential_id: int) -> CredentialRow | None:
    """A credential as it is now, locked until the end of the transaction."""
    columns = (credential.c[k] for k in CredentialRow._fields)
    row = c.execute(sa.select(*columns).where(credential.c.id == credential_id).with_for_update()).first()
    return CredentialRow._make(row) if row else None


def note_attempt(c: Connection, credential_id: int, failures: int, locked_until: datetime | None) -> None:
    """Keep how often a credential failed in a row, and until when it is locked."""
    values = {"failures": failures, "locked_until": locked_until}
    c.execute(credential.update().where(credential.c.id == credential_id).values(**values))


def change_secret(c: Connection, credential_id: int, secret: str) -> None:
    """Replace the secret of a credential and forget its failures."""
    values = {"secret": secret, "failures": 0, "locked_until": None}
    c.execute(credential.update().where(credential.c.id == credential_id).values(**values))


def login_of(c: Connection, person_id: str) -> str | None:
    """The sign-in name of a person, if they have one."""
    query = sa.select(credential.c.login).where(credential.c.person_id == person_id, credential.c.login.is_not(None))
    return c.scalar(query)


def add_session(c: Connection, token_hash: str, person_id: str, now: datetime, expires: datetime) -> None:
    """Open a session."""
    row = {"token_hash": token_hash, "person_id": person_id, "created_at": now, "expires_at": expires}
    c.execute(session.insert(), row)


def sweep_sessions(c: Connection, now: datetime) -> None:
    """Remove the sessions that have run out."""
    c.execute(session.delete().where(session.c.expires_at <= now))


def end_session(c: Connection, token_hash: str) -> None:
    """End one session."""
    c.execute(session.delete().where(session.c.token_hash == token_hash))


def end_sessions(c: Connection, person_id: str) -> None:
    """End all sessions of a person."""
    c.execute(session.delete().where(session.c.person_id == person_id))


def add_ticket(c: Connection, hash: str, person_id: str, purpose: str, expires: datetime) -> None:
    """Add a one-time ticket."""
    c.execute(ticket.insert(), {"hash": hash, "person_id": person_id, "purpose": purpose, "expires_at": expires})


def take_ticket(c: Connection, hash: str, purpose: str, now: datetime) -> str | None:
    """Use up a ticket: whose it was, or None if there is no such ticket or it has run out."""
    mine = sa.and_(ticket.c.hash == hash, ticket.c.purpose == purpose, ticket.c.expires_at > now)
    taken = c.execute(ticket.delete().where(mine).returning(ticket.c.person_id)).first()
    c.execute(ticket.delete().where(ticket.c.expires_at <= now))
    return taken[0] if taken else None


def drop_tickets(c: Connection, hashes: list[str]) -> None:
    """Remove tickets that were used up."""
    c.execute(ticket.delete().where(ticket.c.hash.in_(hashes)))


def ensure_context(c: Connection, id: str, kind: str) -> None:
    """Make sure that a context is there."""
    insert_new(c, context, [{"id": id, "kind": kind, "title": "", "zone": DEFAULT_ZONE}])


def roles(c: Connection, person_id: str) -> list[tuple[str, str]]:
    """(context, role) of every membership of a person."""
    query = sa.select(membership.c.context_id, membership.c.role).where(membership.c.person_id == person_id)
    return [(row[0], row[1]) for row in c.execute(query)]


def keep_fact(c: Connection, key: str, value: str) -> None:
    """Keep one value of the installation."""
    upsert(c, fact, {"key": key, "value": value})


def keep_first_fact(c: Connection, key: str, value: str) -> None:
    """Keep one value of the installation, unless there is one already."""
    insert_new(c, fact, [{"key": key, "value": value}])


def kept_fact(c: Connection, key: str) -> str | None:
    """One value of the installation."""
    return c.scalar(sa.select(fact.c.value).where(fact.c.key == key))


def drop_fact(c: Connection, key: str) -> None:
    """Forget one value of the installation."""
    c.execute(fact.delete().where(fact.c.key == key))


def take_fact(c: Connection, key: str, value: str) -> bool:
    """Use up one value of the installation: whether it was there, for one of two who come at once."""
    return c.execute(fact.delete().where(fact.c.key == key, fact.c.value == value)).rowcount == 1


def subject_of(c: Connection, person_id: str) -> str | None:
    """The subject under which a person answers."""
    return c.scalar(sa.select(subject.c.id).where(subject.c.person_id == person_id))


def remove_person(c: Connection, person_id: str) -> None:
    """Remove a person with credentials, sessions, tickets and roles; their subject must be gone already."""
    for table in (credential, session, ticket, membership):
        c.execute(table.delete().where(table.c.person_id == person_id))
    c.execute(person.delete().where(person.c.id == person_id))


def zone_of(c: Connection, subject_id: str) -> str:
    """The time zone in which a subject's person reads the clock."""
    query = sa.select(person.c.zone).join(subject, subject.c.person_id == person.c.id).where(subject.c.id == subject_id)
    return c.scalar(query) or DEFAULT_ZONE


def zones(c: Connection) -> dict[str, str]:
    """The time zone of every subject that is a person."""
    query = sa.select(subject.c.id, person.c.zone).join(person, subject.c.person_id == person.c.id)
    return {row.id: row.zone for row in c.execute(query)}


def replace_subject(c: Connection, old: str, new: str) -> None:
    """Move everything a subject answered to a new one that names no person."""
    from engine.store.schema import assessment, attempt, card, seat, standing

    c.execute(subject.insert(), {"id": new, "kind": "person", "person_id": None})
    c.execute(seat.update().where(seat.c.subject_id == old).values(nickname=f"— {new[:8]}"))
    for table in (attempt, seat, standing, card):
        c.execute(table.update().where(table.c.subject_id == old).values(subject_id=new))
    c.execute(assessment.update().where(assessment.c.by_subject == old).values(by_subject=new))
    c.execute(subject.delete().where(subject.c.id == old))
