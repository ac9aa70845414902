"""Which language a browser asks for, and what the page says of itself."""

import pytest

from ui.door import dressed
from ui.languages import CODES, NAMES, SHORT, asked_for, known

PAGE = '<html lang="en"><head><title>Streamlit</title></head></html>'


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("zh-TW", "tw"),
        ("zh-HK", "tw"),
        ("zh-MO", "tw"),
        ("zh-Hant", "tw"),
        ("zh-Hant-TW", "tw"),
        ("zh-hant-hk", "tw"),
        ("zh_TW", "tw"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "tw"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-SG", "zh"),
        ("zh-Hans-TW", "zh"),
        ("zh-CN,zh-TW;q=0.9", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh-TW;q=0.8", "en"),
        ("EN-us", "en"),
        ("fr-FR", "zh"),
        ("", "zh"),
        (None, "zh"),
    ],
)
def test_a_browser_is_answered_in_its_first_language(locale, lang):
    """Taiwan, Hong Kong and Macao read Traditional Chinese; whoever asks for neither Chinese nor English reads Chinese."""
    assert asked_for(locale) == lang


@pytest.mark.parametrize(
    ("lang", "code", "title"),
    [("zh", "zh-Hans", "客情学堂"), ("tw", "zh-Hant-TW", "客情學堂"), ("en", "en", "Rapport")],
)
def test_the_page_says_its_language_and_name(lang, code, title):
    """For screen readers, for the shape of characters, and for the tab."""
    page = dressed(PAGE, lang, "auto")

    assert f'<html lang="{code}">' in page
    assert f"<title>{title}" in page


def test_every_language_has_a_name_of_its_own():
    """The accessible name of a button holds what is written on it."""
    assert NAMES.keys() == SHORT.keys() == CODES.keys()
    assert all(SHORT[lang].casefold() in NAMES[lang].casefold() for lang in NAMES)


@pytest.mark.parametrize("lang", ["fr", "", None, "ZH", ["zh"]])
def test_no_other_language_is_spoken(lang):
    """What a forged press sends is no language."""
    assert known(lang) is None
