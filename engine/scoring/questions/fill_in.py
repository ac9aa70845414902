"""Fill-in: texts after folding, numbers within their tolerance."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

from engine.content.questions.fill_in import Blank, FillIn
from engine.content.traditional import converter, traditional
from engine.scoring.mark import BLANK, BadResponse, Mark, Response
from engine.scoring.questions.common import exact, known_id
from engine.scoring.receipt import Receipt

LONGEST = 200
IGNORED = re.compile(r"[\s·・‧,，.。、;；:：!?'\"“”‘’「」『』《》()（）\-–—_/]+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,]*\d)\s*(?P<unit>[^\d]+)")
LARGER = frozenset({"k", "m", "b", "bn", "mn", "hundred", "thousand", "million", "billion"})
"""Words that make another number of it."""
SURROGATE = re.compile(r"[\ud800-\udfff]")


@cache
def _as_written(accepted: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(text) for text in accepted)


@cache
def _as_shown_in_taiwan(accepted: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(traditional(text)) for text in accepted)


def fold(text: str, taiwan: bool = False) -> str:
    """`text` as compared: full and half width, case, simplified and traditional, spaces and punctuation are one.

    With `taiwan`, words of Taiwan are read as those of the mainland: 使用者 as 用户.
    """
    narrow = IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return narrow if narrow.isascii() else str(converter("tw2sp" if taiwan else "t2s").convert(narrow))


def readings(typed: str, accepted: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """What was typed beside what is looked for, folded; then what a reader of Traditional Chinese may have meant by it.

    The words that are shown in Taiwan count as well as those that mean the same there.
    """
    yield fold(typed), _as_written(accepted)
    if not typed.isascii():
        yield fold(typed, taiwan=True), _as_written(accepted)
        yield fold(typed), _as_shown_in_taiwan(accepted)


def number(text: str) -> Fraction | None:
    """The number that `text` writes (full width, a percent sign and thousands commas allowed), or None."""
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").strip().removesuffix("%").strip()
    try:
        value = Decimal(THOUSANDS.sub("", narrow))
    except InvalidOperation:
        return None
    return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 30 else None


def without_unit(text: str, unit: str | None) -> str:
    """`text` without the blank's own unit, or one in Latin letters, behind its number: 5,100 元 and 12 months."""
    found = WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", text).replace("−", "-").strip())
    if found is None:
        return text
    said = fold(found["unit"])
    is_unit = (unit is not None and said == fold(unit)) or (said.isascii() and said.isalpha() and said not in LARGER)
    return found["number"] if is_unit else text


def normalise(question: FillIn, value: Any) -> dict[str, dict[str, str]] | None:
    """`{"typed": {blank: text}}` without the empty blanks; None for none. Raises BadResponse.

    The wrapping says that these are a person's own words, which erasure removes.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadResponse(value)
    wrapped = set(value) == {"typed"} and isinstance(value["typed"], Mapping)
    texts = value["typed"] if wrapped else value
    ids = [b.id for b in question.blanks]
    typed = {known_id(k, ids): _words(v) for k, v in texts.items()}
    kept = {k: v for k, v in sorted(typed.items()) if v}
    return {"typed": kept} if kept else None


def _words(value: Any) -> str:
    """What was typed into one blank, trimmed. Raises BadResponse for what no keyboard gives."""
    words = "" if value is None else value
    if not isinstance(words, str) or len(words.strip()) > LONGEST or SURROGATE.search(words):
        raise BadResponse(value)
    return words.strip()


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
        return bool(typed) and any(text in wanted for text, wanted in readings(typed, blank.accepted))
    given, wanted = number(without_unit(typed, blank.unit)), exact(blank.number)
    allowed = exact(blank.tolerance) * (abs(wanted) if blank.relative else 1)
    return given is not None and abs(given - wanted) <= allowed


def right_answer(question: FillIn) -> Response:
    """Blank to its first accepted text, or its number."""
    return {"typed": {b.id: b.accepted[0] if b.accepted else str(b.number) for b in question.blanks}}
