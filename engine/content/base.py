"""What every content model shares: closed, frozen, strict, with its texts marked for translation."""

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

FORMAT = 1

T = TypeVar("T")


class Translated:
    """Marks a field whose value belongs to one language and is given again in an overlay."""


class Merged:
    """Marks a list that an overlay adds to, such as accepted answers: it scores in every language."""


ID_PATTERN, LONGEST_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$", 64
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=LONGEST_ID)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), Translated()]
Variants = Annotated[tuple[str, ...], Field(strict=False), Merged()]

# A list in YAML arrives as a list; the model keeps a tuple, because a frozen model with a list inside is not frozen.
Many = Annotated[tuple[T, ...], Field(strict=False)]


def _whole(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise refuse("expected_number" if isinstance(value, bool) else "expected_whole_number")
    return value


# In Python `true` and `1.0` equal 1, so a Literal alone would take them.
Format = Annotated[Literal[1], BeforeValidator(_whole)]
Difficulty = Annotated[Literal[1, 2, 3], BeforeValidator(_whole)]


class Model(BaseModel):
    """Closed, because an unknown key is a typing slip; frozen, because every session shares it.

    Its validator is built when it is first used: a start need not wait for those of all models. The texts under the
    fields are read by `described`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Labelled(Model):
    """A text with an id of its own: a group, a target."""

    id: Id
    """Short id, unique within the question."""
    text: Text
    """What the trainee reads."""


def is_id(value: object) -> bool:
    """Whether `value` may stand as an id."""
    return isinstance(value, str) and len(value) <= LONGEST_ID and re.fullmatch(ID_PATTERN, value) is not None


def refuse(code: str, **values: Any) -> PydanticCustomError:
    """The error a model's own rule raises; its words live in locale/ under `problem.<code>`.

    `at` among the values is the path, within the model, of the part that is wrong.
    """
    return PydanticCustomError(code, code, values)


def require_ids_once(parts: tuple[Any, ...], what: str) -> None:
    """Refuse the first id that stands twice among `parts` and the blocks in them."""
    seen: set[str] = set()
    for i, part in enumerate(parts):
        inside = [((what, i, "blocks", k, "id"), block.id) for k, block in enumerate(part.blocks)]
        for path, id in [((what, i, "id"), part.id), *inside]:
            if id in seen:
                raise refuse("duplicate_part_id", at=path, what=what, id=id)
            seen.add(id)


def require_unique_ids(parts: tuple[Any, ...], what: str) -> None:
    """Refuse the first id that stands twice among `parts`."""
    seen: set[str] = set()
    for i, part in enumerate(parts):
        if part.id in seen:
            raise refuse("duplicate_part_id", at=(what, i, "id"), what=what, id=part.id)
        seen.add(part.id)
