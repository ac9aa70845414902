"""Live rooms."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from engine.store.schema.common import KEY, Utc, metadata

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
