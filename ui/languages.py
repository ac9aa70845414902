"""The languages of the product: their names in themselves, their codes, and which one a browser asks for."""

from engine.content.course import DISPLAYED, Lang

NAMES: dict[Lang, str] = {"zh": "简体中文", "tw": "繁體中文", "en": "English"}
SHORT: dict[Lang, str] = {"zh": "简", "tw": "繁", "en": "EN"}
CODES: dict[Lang, str] = {"zh": "zh-Hans", "tw": "zh-Hant-TW", "en": "en"}
"""What `<html lang>` says, from which screen readers take their voice and browsers the shape of characters."""
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


def known(lang: object) -> Lang | None:
    """`lang`, if the product speaks it."""
    return next((name for name in DISPLAYED if name == lang), None)


def asked_for(locale: str | None) -> Lang:
    """The language for a browser that asks for `locale`, which may be a whole Accept-Language header: the first counts."""
    first = (locale or "").split(",")[0].strip().lower().replace("_", "-")
    if first.startswith("en"):
        return "en"
    return "tw" if first.startswith(TRADITIONAL) else "zh"
