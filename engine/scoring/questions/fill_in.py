"""Fill-in: texts after folding, numbers within their tolerance."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

from engine.content.questions.fill_in import Blank, FillIn
from engine.scoring.mark import BLANK, BadResponse, Mark, Response
from engine.scoring.questions.common import exact
from engine.scoring.receipt import Receipt

LONGEST = 200
IGNORED = re.compile(r"[\s·・‧,，.。、;；:：'\"“”‘’()（）\-–—_/]+")


@cache
def _simplifier() -> Any:
    from opencc import OpenCC  # only who fills in a blank needs the dictionaries

    return OpenCC("t2s")


@cache
def _folded_variants(accepted: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(v) for v in accepted)


def fold(text: str) -> str:
    """`text` as compared: full and half width, case, simplified and traditional, spaces and punctuation are one."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    if not narrow.isascii():
        narrow = _simplifier().convert(narrow)
    return IGNORED.sub("", narrow)


def number(text: str) -> Fraction | None:
    """The number that `text` writes (full width, a percent sign and thousands commas allowed), or None."""
    narrow = unicodedata.normalize("NFKC", text).strip().removesuffix("%").replace(",", "").strip()
    try:
        value = Decimal(narrow)
    except InvalidOperation:
        return None
    return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 30 else None


def normalise(question: FillIn, value: Any) -> dict[str, dict[str, str]] | None:
    """`{"typed": {blank: text}}` without the empty blanks; None for none. Raises BadResponse.

    The wrapping says that these are a person's own words, which erasure removes.
    """
    if value is None:
        return None
    texts = value.get("typed", value) if isinstance(value, Mapping) else value
    if not isinstance(texts, Mapping) or not set(texts) <= {b.id for b in question.blanks}:
        raise BadResponse(value)
    typed = {k: v.strip() for k, v in texts.items() if isinstance(v, str) and v.strip()}
    if any(len(v) > LONGEST for v in typed.values()):
        raise BadResponse(value)
    return {"typed": dict(sorted(typed.items()))} if typed else None


def is_complete(question: FillIn, response: Response) -> bool:
    """Whether every blank has something in it."""
    return response is not None and len(response["typed"]) == len(question.blanks)


def mark(question: FillIn, response: Response) -> Mark:
    """The share of blanks filled right; `parts` says which."""
    if response is None:
        return BLANK
    parts = {b.id: _is_right(b, response["typed"].get(b.id, "")) for b in question.blanks}
    formula = "share" if question.rule == "share" else "whole"
    return Mark(Receipt(formula, {"right": sum(parts.values()), "of": len(parts)}), parts)


def _is_right(blank: Blank, typed: str) -> bool:
    if blank.number is None:
        return bool(typed) and fold(typed) in _folded_variants(blank.accepted)
    given, wanted = number(typed), exact(blank.number)
    allowed = exact(blank.tolerance) * (abs(wanted) if blank.relative else 1)
    return given is not None and abs(given - wanted) <= allowed


def right_answer(question: FillIn) -> Response:
    """Blank to its first accepted text, or its number."""
    return {"typed": {b.id: b.accepted[0] if b.accepted else str(b.number) for b in question.blanks}}
