"""A Problem is one mistake of an author: where it stands and what is wrong, without words of any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

Level = Literal["error", "warning"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake; its words and hint live in locale/ under `problem.<code>` and `hint.<code>`.

    `line` and `column` count from 1; `path` leads through the document; `item` names the units that the
    path leads through by their own ids, outermost first, as (list key, id).
    """

    code: str
    file: str
    line: int = 1
    column: int = 1
    path: Path = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "error"
    item: tuple[tuple[str, str], ...] = ()


def suggestion(word: object, known: object) -> str:
    """The closest of `known` to `word`, or an empty string."""
    candidates = [str(k) for k in known] if isinstance(known, (list, tuple, set, frozenset, dict)) else []
    return next(iter(get_close_matches(str(word), candidates, n=1, cutoff=0.6)), "")
