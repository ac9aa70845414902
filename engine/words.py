"""Words by key and language, from locale/: used by the command line and by ui/."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.content.traditional import traditional

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All words of `lang` by dotted key; Traditional Chinese is made from the Simplified. Raises FileNotFoundError."""
    if lang == "tw":
        return {key: traditional(text) for key, text in catalogue("zh").items()}
    with (LOCALE / f"{lang}.yaml").open(encoding="utf-8") as file:
        return dict(_flat(yaml.load(file, yaml.CSafeLoader), ""))


def _flat(data: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in data.items():
        rows += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return rows


class _Counted(int):
    """A number that also chooses between singular and plural: `{n} {n:day|days}`."""

    def __format__(self, form: str) -> str:
        one, bar, more = form.partition("|")
        return (one if self == 1 else more) if bar else super().__format__(form)


def word(lang: str, key: str, /, **values: Any) -> str:
    """The words for `key` with `values` filled in. Raises KeyError for a key the language lacks."""
    text = catalogue(lang)[key]
    counted = {name: _Counted(value) if type(value) is int else value for name, value in values.items()}
    return text.format(**counted) if values else text


def optional_word(lang: str, key: str, /, **values: Any) -> str:
    """As `word`, or an empty string where the language has no such key."""
    return word(lang, key, **values) if key in catalogue(lang) else ""
