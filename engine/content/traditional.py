"""Traditional Chinese as it is read in Taiwan: made by OpenCC from what authors wrote in Simplified Chinese.

Authors write Chinese and English; this third language is made of the first, one model at a time, when somebody asks for
it. Ids, accepted variants and what people typed are never converted. Nobody who reads another language waits for it:
OpenCC and its dictionaries are loaded with the first text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from engine.content.base import Model
from engine.content.taiwan import WORDS
from engine.content.texts import structure_of, texts_of, with_texts

K = TypeVar("K")
M = TypeVar("M")
U = TypeVar("U", bound=Model)


@cache
def converter(name: str) -> Any:
    """OpenCC with one of its configurations; its dictionaries are read with the first call."""
    from opencc import OpenCC  # most people never need it

    return OpenCC(name)


@cache
def _reviewed() -> re.Pattern[str]:
    """The words that OpenCC gets wrong here; of two that begin at one place the longer counts."""
    longest_first = sorted(WORDS, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})")


def traditional(text: str) -> str:
    """`text` as it is read in Taiwan: the reviewed words as reviewed, the rest by OpenCC."""
    if text.isascii():
        return text
    convert = converter("s2twp").convert
    parts = _reviewed().split(text)
    return "".join(WORDS[part] if i % 2 else str(convert(part)) for i, part in enumerate(parts))


def in_traditional(unit: U) -> U:
    """A question, lesson, quiz, figure, term or outline with its texts converted; everything else is as it was."""
    texts = _converted(texts_of(unit))
    return type(unit).model_validate(with_texts(structure_of(unit), texts))


def _converted(texts: Any) -> Any:
    if isinstance(texts, str):
        return traditional(texts)
    if isinstance(texts, Mapping):
        return {name: _converted(text) for name, text in texts.items()}
    return [_converted(text) for text in texts]


class Traditional(Mapping[K, M]):
    """Units by id in Traditional Chinese: each is converted when it is first asked for, and kept for the process."""

    def __init__(self, authored: Mapping[K, M], convert: Callable[[M], M]) -> None:
        self._authored, self._convert = authored, convert
        self._made: dict[K, M] = {}

    def __getitem__(self, id: K) -> M:
        made = self._made.get(id)
        if made is None:
            made = self._made[id] = self._convert(self._authored[id])
        return made

    def __contains__(self, id: object) -> bool:
        return id in self._authored

    def __iter__(self) -> Iterator[K]:
        return iter(self._authored)

    def __len__(self) -> int:
        return len(self._authored)
