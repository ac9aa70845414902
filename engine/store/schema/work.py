"""What people do: attempts, answers, verdicts, what is remembered and assessed."""

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from engine.store.schema.common import KEY, Utc, metadata

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
