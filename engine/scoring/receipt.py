"""Receipts: the arithmetic behind a mark, kept with it, so that a mark can always be shown and checked.

A receipt names a formula and the whole numbers that went in. Evaluating it again gives the mark exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.content.rules import multiple_mark


@dataclass(frozen=True, slots=True)
class Receipt:
    """The formula's name, its inputs, and what several tries cost."""

    formula: str
    values: Mapping[str, int]
    tries: int = 1
    penalty: Fraction = Fraction(0)


def _share(right: int, of: int) -> Fraction:
    return Fraction(right, of)


def _whole(right: int, of: int) -> Fraction:
    return Fraction(right == of)


def _rubric(points: int, of: int) -> Fraction:
    return Fraction(points, of)


def _longest(length: int, of: int) -> Fraction:
    return Fraction(length, of) if length > 1 else Fraction(0)


def _nothing() -> Fraction:
    return Fraction(0)


def _full() -> Fraction:
    return Fraction(1)


def _multiple(rule: str) -> Callable[..., Fraction]:
    return lambda t, w, c, m: multiple_mark(rule, t, w, c, m)


FORMULAS: Mapping[str, Callable[..., Fraction]] = {
    "blank": _nothing,
    "one_right": _whole,
    "share": _share,
    "whole": _whole,
    "pairwise": _share,
    "longest_subset": _longest,
    "full": _full,
    "rubric": _rubric,
    **{
        rule: _multiple(rule)
        for rule in ("all_or_nothing", "subset_proportional", "subset_half", "net_correct", "each_decision")
    },
}


WITHOUT_MARK = ("unmarked", "awaiting")
"""What has no mark: one's own words, and what still waits for a person to mark it."""


def evaluate(receipt: Receipt) -> Fraction | None:
    """The mark in 0..1 that the receipt stands for; None for what is not marked. KeyError for no such formula."""
    if receipt.formula in WITHOUT_MARK:
        return None
    mark = FORMULAS[receipt.formula](**receipt.values)
    return mark * (1 - receipt.penalty) ** (receipt.tries - 1)


def after_tries(receipt: Receipt, tries: int, penalty: float) -> Receipt:
    """The receipt of an answer that was right at the `tries`-th try; each further try costs `penalty` of the mark."""
    exact = Fraction(penalty).limit_denominator(1000)
    return Receipt(receipt.formula, receipt.values, tries, exact) if tries > 1 else receipt


def to_plain(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain data for the store."""
    plain: dict[str, Any] = {"formula": receipt.formula, "values": dict(receipt.values)}
    if receipt.tries > 1:
        plain |= {"tries": receipt.tries, "penalty": str(receipt.penalty)}
    return plain


def from_plain(plain: Mapping[str, Any]) -> Receipt:
    """The receipt that `to_plain` gave."""
    return Receipt(plain["formula"], plain["values"], plain.get("tries", 1), Fraction(plain.get("penalty", 0)))
