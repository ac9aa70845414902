"""What the engine makes of one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from engine.scoring.receipt import Receipt, evaluate

State = Literal["right", "partial", "wrong", "blank", "unmarked"]
Response = Any
"""Plain data: an option's id, a list of ids, true/false, a mapping of ids, a number; None for not answered."""


class BadResponse(ValueError):
    """A value that no widget of this question can give: an unknown option, a wrong type."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The receipt of a mark, and for each part of the answer whether it was right."""

    receipt: Receipt
    parts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def fraction(self) -> Fraction | None:
        """The mark in 0..1, exact; None for what is not marked."""
        return evaluate(self.receipt)

    @property
    def state(self) -> State:
        """In one word."""
        return state_of(self.fraction, self.receipt.formula)


def state_of(fraction: Fraction | None, formula: str) -> State:
    """The state of a mark of `fraction` by `formula`."""
    if fraction is None:
        return "unmarked"
    if formula == "blank":
        return "blank"
    return "right" if fraction == 1 else "wrong" if fraction == 0 else "partial"


UNMARKED = Mark(Receipt("unmarked", {}))
BLANK = Mark(Receipt("blank", {}))


def rounded(value: Fraction, digits: int = 0) -> Decimal:
    """`value` rounded half up to `digits` decimals: the one rounding, for display."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def percent(value: Fraction) -> int:
    """`value` in 0..1 as a whole percentage, rounded half up."""
    return int(rounded(value * 100))
