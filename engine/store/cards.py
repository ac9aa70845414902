"""Cards: what was wrong once, by subject and item, with when it comes back."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import card
from engine.store.upserting import upsert


class CardRow(NamedTuple):
    """One card; `memory` is FSRS's state as plain data."""

    subject_id: str
    item: str
    memory: dict[str, Any]
    due_at: datetime
    wrong_at: datetime
    right_days: int
    right_at: datetime | None
    last_at: datetime


def _card(row: Any) -> CardRow:
    return CardRow(**{**row._mapping, "memory": json.loads(row.memory)})


_ONE = sa.select(card).where(card.c.subject_id == sa.bindparam("who"), card.c.item == sa.bindparam("what")).with_for_update()


def card_of(c: Connection, subject_id: str, item: str) -> CardRow | None:
    """One card, locked until the end of the transaction."""
    row = c.execute(_ONE, {"who": subject_id, "what": item}).first()
    return _card(row) if row else None


def cards_of(c: Connection, subject_id: str) -> list[CardRow]:
    """All cards of a subject, what is due first."""
    query = sa.select(card).where(card.c.subject_id == subject_id).order_by(card.c.due_at, card.c.item)
    return [_card(row) for row in c.execute(query)]


def all_cards(c: Connection) -> list[CardRow]:
    """All cards, in order."""
    return [_card(row) for row in c.execute(sa.select(card).order_by(card.c.subject_id, card.c.item))]


def put_card(c: Connection, row: CardRow) -> None:
    """Write one card."""
    upsert(c, card, _plain(row))


def replace_cards(c: Connection, rows: Iterable[CardRow]) -> None:
    """Throw all cards away and write these."""
    c.execute(card.delete())
    plain = [_plain(row) for row in rows]
    if plain:
        c.execute(card.insert(), plain)


def _plain(row: CardRow) -> dict[str, Any]:
    return {**row._asdict(), "memory": json.dumps(row.memory)}
