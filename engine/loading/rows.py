"""Rows of content files whose data may be wrong in any way: what checks across files walk over."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from engine.content.questions import KINDS

if TYPE_CHECKING:
    from engine.loading.loading import Unit

Place = tuple[str | int, ...]


def items(data: Any, key: str) -> list[tuple[int, dict[str, Any]]]:
    """The mappings of the list `key`, with their index."""
    rows = data.get(key) if isinstance(data, dict) else None
    return [(i, r) for i, r in enumerate(rows) if isinstance(r, dict)] if isinstance(rows, list) else []


def blocks_in(data: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The blocks and questions of a lesson or a case, each with its path."""
    for key in ("pages", "stages"):
        for i, page in items(data, key):
            for k, block in items(page, "blocks"):
                yield (key, i, "blocks", k), block


def is_question(block: dict[str, Any]) -> bool:
    """Whether a block says that it is a question."""
    kind = block.get("kind")
    return isinstance(kind, str) and kind in KINDS


def known(units: Sequence["Unit"], kind: str, list_key: str) -> dict[str, Any]:
    """Items by id over all files of one kind, broken files included, so that one mistake is not told twice."""
    rows = (r for u in units if u.found.kind.name == kind for _, r in items(u.document.data, list_key))
    return {r["id"]: r for r in rows if isinstance(r.get("id"), str)}
