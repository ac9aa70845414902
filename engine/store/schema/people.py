"""People, how they come in, and what they belong to."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from engine.store.schema.common import KEY, Utc, metadata

person = Table(
    "person",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("theme", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
)

credential = Table(
    "credential",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", KEY, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("login", String(80), unique=True),
    Column("secret", String(256), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Utc),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", KEY, primary_key=True),
    Column("person_id", KEY, ForeignKey("person.id"), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

ticket = Table(
    "ticket",
    metadata,
    Column("hash", KEY, primary_key=True),
    Column("person_id", KEY, ForeignKey("person.id"), nullable=False, index=True),
    Column("purpose", String(16), nullable=False),
    Column("expires_at", Utc, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("value", Text, nullable=False),
)

subject = Table(
    "subject",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("person_id", KEY, ForeignKey("person.id"), unique=True),
)

context = Table(
    "context",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("title", String(120), nullable=False),
    Column("zone", String(64), nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("person_id", KEY, ForeignKey("person.id"), primary_key=True),
    Column("context_id", KEY, ForeignKey("context.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
)
