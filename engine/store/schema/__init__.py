"""The tables. Answers are appended; only drafts, standings and what a person may change are updated."""

from engine.store.schema.common import KEY, Utc, metadata
from engine.store.schema.content import blob, parsed_file, release
from engine.store.schema.people import context, credential, fact, membership, person, session, subject, ticket
from engine.store.schema.rooms import live_round, room, seat
from engine.store.schema.work import assessment, attempt, card, draft, note, regrade, response, standing, verdict, visit

__all__ = [
    "KEY",
    "Utc",
    "assessment",
    "attempt",
    "blob",
    "card",
    "context",
    "credential",
    "draft",
    "fact",
    "live_round",
    "membership",
    "metadata",
    "note",
    "parsed_file",
    "person",
    "regrade",
    "release",
    "response",
    "room",
    "seat",
    "session",
    "standing",
    "subject",
    "ticket",
    "verdict",
    "visit",
]
