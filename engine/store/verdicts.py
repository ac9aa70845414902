"""Verdicts: which one counts, and how one is written down."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from engine.store.schema import verdict


def in_force() -> Any:
    """The condition that a verdict counts: it is the newest on its response that was not undone."""
    newer = verdict.alias()
    later = sa.exists().where(
        newer.c.response_id == verdict.c.response_id, newer.c.id > verdict.c.id, newer.c.undone_at.is_(None)
    )
    return sa.and_(verdict.c.undone_at.is_(None), ~later)


def written(row: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict with a `fraction`, as the columns that hold it; what is not marked has none."""
    fraction: Fraction | None = row["fraction"]
    numerator, denominator = (fraction.numerator, fraction.denominator) if fraction is not None else (None, None)
    rest = {name: value for name, value in row.items() if name != "fraction"}
    return {**rest, "numerator": numerator, "denominator": denominator, "receipt": json.dumps(row["receipt"])}
