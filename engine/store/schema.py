"""The tables. Answers are appended; only drafts, standings and what a person may change are updated."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(sa.types.TypeDecorator[datetime]):
    """Times go in and come out aware, in UTC, on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


KEY = String(64)

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

blob = Table(
    "blob",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("body", Text, nullable=False),
)

parsed_file = Table(
    "parsed_file",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("data", Text, nullable=False),
)

release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", KEY, nullable=False, unique=True),
    Column("manifest", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("subject_id", KEY, ForeignKey("subject.id"), nullable=False),
    Column("context_id", KEY, ForeignKey("context.id"), nullable=False),
    Column("activity", KEY, nullable=False),
    Column("number", Integer, nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("behaviour", String(16), nullable=False),
    Column("seed", String(24), nullable=False),
    Column("paper", Text, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("deadline", Utc),
    Column("closed_at", Utc),
    Column("closed_by", String(16)),
    UniqueConstraint("subject_id", "context_id", "activity", "number"),
)

response = Table(
    "response",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", KEY, ForeignKey("attempt.id"), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("digest", KEY, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("attempt_id", "slot", "step"),
)

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("response_id", Integer, ForeignKey("response.id"), nullable=False, index=True),
    Column("numerator", sa.BigInteger),
    Column("denominator", sa.BigInteger),
    Column("receipt", Text, nullable=False),
    Column("digest", KEY, nullable=False),
    Column("cause", String(16), nullable=False),
    Column("supersedes", Integer, ForeignKey("verdict.id")),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    Column("regrade_id", Integer, index=True),
)

regrade = Table(
    "regrade",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("policy", String(16), nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
)

visit = Table(
    "visit",
    metadata,
    Column("attempt_id", KEY, ForeignKey("attempt.id"), primary_key=True),
    Column("part", KEY, primary_key=True),
    Column("first_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("subject_id", KEY, ForeignKey("subject.id"), primary_key=True),
    Column("item", KEY, primary_key=True),
    Column("memory", Text, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("wrong_at", Utc, nullable=False),
    Column("right_days", Integer, nullable=False),
    Column("right_at", Utc),
    Column("last_at", Utc, nullable=False),
)

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", KEY, ForeignKey("subject.id"), nullable=False, index=True),
    Column("item", KEY, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("attempt_id", KEY, ForeignKey("attempt.id"), primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", KEY, ForeignKey("attempt.id"), nullable=False, index=True),
    Column("slot", Integer),
    Column("step", Integer),
    Column("by_subject", KEY, ForeignKey("subject.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("digest", KEY, nullable=False),
    Column("levels", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    Column("subject_id", KEY, ForeignKey("subject.id"), primary_key=True),
    Column("context_id", KEY, ForeignKey("context.id"), primary_key=True),
    Column("item", KEY, primary_key=True),
    Column("best_numerator", sa.BigInteger, nullable=False),
    Column("best_denominator", sa.BigInteger, nullable=False),
    Column("latest_numerator", sa.BigInteger, nullable=False),
    Column("latest_denominator", sa.BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("last_at", Utc, nullable=False),
)

Index("ix_attempt_subject_started", attempt.c.subject_id, attempt.c.started_at)
Index("ix_standing_subject_item", standing.c.subject_id, standing.c.item)

room = Table(
    "room",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("code", String(8), unique=True),
    Column("context_id", KEY, ForeignKey("context.id"), nullable=False),
    Column("activity", KEY, nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("paper", Text, nullable=False),
    Column("pin", String(8)),
    Column("pin_failures", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("ended_at", Utc),
)

live_round = Table(
    "live_round",
    metadata,
    Column("room_id", KEY, ForeignKey("room.id"), primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("opens_at", Utc, nullable=False),
    Column("deadline", Utc),
    Column("closed_at", Utc),
    Column("revealed_at", Utc),
)

seat = Table(
    "seat",
    metadata,
    Column("room_id", KEY, ForeignKey("room.id"), primary_key=True),
    Column("subject_id", KEY, ForeignKey("subject.id"), primary_key=True),
    Column("attempt_id", KEY, ForeignKey("attempt.id"), nullable=False),
    Column("nickname", String(80), nullable=False),
    Column("joined_at", Utc, nullable=False),
    UniqueConstraint("room_id", "nickname"),
)
