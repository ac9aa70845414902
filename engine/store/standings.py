"""Standings: one row for each subject, context and item, so that progress never reads history."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.database import without_limits
from engine.store.schema import standing, subject
from engine.store.upserting import upsert


class StandingRow(NamedTuple):
    """Where a subject stands with one item: best and latest mark, number of answers, when last."""

    subject_id: str
    context_id: str
    item: str
    best: Fraction
    latest: Fraction
    tries: int
    last_at: datetime


def _standing(row: Any) -> StandingRow:
    best = Fraction(row.best_numerator, row.best_denominator)
    latest = Fraction(row.latest_numerator, row.latest_denominator)
    return StandingRow(row.subject_id, row.context_id, row.item, best, latest, row.tries, row.last_at)


_AT = (
    sa.select(standing)
    .where(standing.c.subject_id == sa.bindparam("who"), standing.c.item == sa.bindparam("what"))
    .with_for_update()
)
_SUBJECT = sa.select(subject.c.id).where(subject.c.id == sa.bindparam("who")).with_for_update(key_share=True)


def lock_subject(c: Connection, subject_id: str) -> None:
    """Let whatever else moves standings or cards of a subject wait; SQLite's write transaction does so already."""
    if c.dialect.name != "sqlite":
        c.execute(_SUBJECT, {"who": subject_id})


def standings_at(c: Connection, subject_id: str, item: str) -> dict[str, StandingRow]:
    """A subject's standings with one item, by context, locked until the end of the transaction.

    Of two first answers to one item, in two attempts at once, the second waits here, then finds what the first wrote.
    """
    lock_subject(c, subject_id)
    return {row.context_id: _standing(row) for row in c.execute(_AT, {"who": subject_id, "what": item})}


def standings_of(c: Connection, subject_id: str) -> list[StandingRow]:
    """All standings of a subject; of one item in several contexts the one of the last answer stands last."""
    mine = standing.c.subject_id == subject_id
    query = sa.select(standing).where(mine).order_by(standing.c.item, standing.c.last_at)
    return [_standing(row) for row in c.execute(query)]


def all_standings(c: Connection) -> list[StandingRow]:
    """All standings, in order."""
    keys = (standing.c.subject_id, standing.c.context_id, standing.c.item)
    return [_standing(row) for row in c.execute(sa.select(standing).order_by(*keys))]


def put_standing(c: Connection, row: StandingRow) -> None:
    """Write one standing."""
    upsert(c, standing, _plain(row))


def lock_standings(c: Connection) -> None:
    """Let no answer move a standing until the end of the transaction; SQLite's write transaction does so already."""
    if c.dialect.name != "sqlite":
        without_limits(c)
        c.execute(sa.text("LOCK TABLE standing IN EXCLUSIVE MODE"))


def replace_standings(c: Connection, rows: Iterable[StandingRow]) -> None:
    """Throw all standings away and write these."""
    c.execute(standing.delete())
    plain = [_plain(row) for row in rows]
    if plain:
        c.execute(standing.insert(), plain)


def _plain(row: StandingRow) -> dict[str, Any]:
    return {
        "subject_id": row.subject_id,
        "context_id": row.context_id,
        "item": row.item,
        "best_numerator": row.best.numerator,
        "best_denominator": row.best.denominator,
        "latest_numerator": row.latest.numerator,
        "latest_denominator": row.latest.denominator,
        "tries": row.tries,
        "last_at": row.last_at,
    }
