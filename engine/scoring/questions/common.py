"""What several kinds share: choosing among ids, placing items."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from engine.scoring.mark import BLANK, BadResponse, Mark
from engine.scoring.receipt import Receipt


def known_id(value: Any, known: Iterable[str]) -> str:
    """`value`, if it is one of the ids `known`. Raises BadResponse otherwise."""
    if not isinstance(value, str) or value not in set(known):
        raise BadResponse(value)
    return value


def placement(value: Any, items: Iterable[str], places: Iterable[str]) -> dict[str, str] | None:
    """A mapping of item to place, without the items not placed; None if none is. Raises BadResponse."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadResponse(value)
    items, places = set(items), set(places)
    placed = {known_id(k, items): v if v is None else known_id(v, places) for k, v in value.items()}
    return {k: v for k, v in sorted(placed.items()) if v is not None} or None


def placed_mark(response: Mapping[str, str] | None, key: Mapping[str, str], rule: str) -> Mark:
    """Mark of a placement against its key: the share placed right, or all or nothing."""
    if response is None:
        return BLANK
    parts = {item: response.get(item) == place for item, place in key.items()}
    formula = "share" if rule == "share" else "whole"
    return Mark(Receipt(formula, {"right": sum(parts.values()), "of": len(key)}), parts)


def exact(number: int | float) -> Fraction:
    """A number as it was written: 0.1 is one tenth."""
    return Fraction(str(number))
