"""Parts that are chosen by their text: two that read the same cannot both be chosen.

Looked for when content is loaded, not by the models: a release kept before this was asked for can still be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.content.bank import Bank
from engine.content.base import Model
from engine.content.case import Case
from engine.content.lesson import Lesson
from engine.content.texts import item_key, shape
from engine.loading.problems import Path, Problem

if TYPE_CHECKING:
    from engine.loading.loading import Unit

CHOSEN: Mapping[str, str] = {name: "text" for name in ("options", "items", "targets", "groups", "columns")} | {
    "parts": "title"
}
"""Lists whose parts are chosen, and the field by which they are."""
NOT_CHOSEN = ("table",)


def check(units: Sequence["Unit"]) -> Iterable[Problem]:
    """A Problem for each part that reads like one before it in its list, in each language that is written."""
    for unit in units:
        for lang, model in unit.models.items():
            document = unit.document if lang == "zh" else unit.overlay
            if document is None or not isinstance(model, Bank | Lesson | Case):
                continue
            for path, other in _alike(model, (), by_id=lang != "zh"):
                yield document.problem("same_text", path, other=other)


def _alike(model: Model, path: Path, by_id: bool) -> Iterable[tuple[Path, str]]:
    """The place of each text that was there before, and the id of the part that has it; an overlay names parts by id."""
    for name in shape(type(model)).nested:
        parts = getattr(model, name)
        if not isinstance(parts, tuple):
            continue
        seen: dict[str, str] = {}
        field = CHOSEN.get(name, "") if getattr(model, "kind", "") not in NOT_CHOSEN else ""
        for i, part in enumerate(parts):
            here = (*path, name, item_key(part) if by_id else i)
            text = " ".join(getattr(part, field, "").split())
            if text and seen.setdefault(text, item_key(part)) != item_key(part):
                yield (*here, field), seen[text]
            yield from _alike(part, here, by_id)
