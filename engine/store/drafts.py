"""Unfinished work, kept until its answer is given."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import attempt, draft
from engine.store.upserting import upsert

_WANTED: Any = sa.bindparam("wanted")
_DRAFTS = sa.select(draft.c.slot, draft.c.value).where(draft.c.attempt_id == _WANTED)
_DROP_DRAFT = draft.delete().where(draft.c.attempt_id == _WANTED, draft.c.slot == sa.bindparam("place"))


def save_draft(c: Connection, attempt_id: str, slot: int, value: Any, at: datetime) -> None:
    """Keep unfinished work of one slot, replacing what was there."""
    row = {"attempt_id": attempt_id, "slot": slot, "value": json.dumps(value, ensure_ascii=False), "at": at}
    upsert(c, draft, row)


def drafts_in(c: Connection, attempt_id: str) -> dict[int, Any]:
    """Unfinished work of an attempt by slot."""
    rows = c.execute(_DRAFTS, {"wanted": attempt_id})
    return {row.slot: json.loads(row.value) for row in rows}


def drafts_of(c: Connection, subject_id: str) -> list[tuple[str, int, Any]]:
    """(attempt, slot, value) of all unfinished work of a subject."""
    mine = sa.select(attempt.c.id).where(attempt.c.subject_id == subject_id)
    rows = c.execute(sa.select(draft.c.attempt_id, draft.c.slot, draft.c.value).where(draft.c.attempt_id.in_(mine)))
    return [(row.attempt_id, row.slot, json.loads(row.value)) for row in rows]


def drop_draft(c: Connection, attempt_id: str, slot: int) -> None:
    """Forget the unfinished work of one slot."""
    c.execute(_DROP_DRAFT, {"wanted": attempt_id, "place": slot})
