"""The frame around every page: style, header words, messages, small pieces of HTML."""

import re
from html import escape

import streamlit as st

from engine.services.context import Refused
from engine.words import word
from ui import session


def palette() -> None:
    """Say which of the style sheet's two palettes holds; the sheet itself comes with the page."""
    if st.context.theme.type == "dark":
        st.html('<span class="rp-dark"></span>')


def html(body: str) -> None:
    """A block of our own HTML in the current theme; `body` must have every text escaped."""
    st.html(f'<div class="rp">{body}</div>')


def safe(text: str) -> str:
    """`text` for HTML, with its line breaks."""
    return escape(text).replace("\n", "<br>")


def plain(text: str) -> str:
    """`text` so that Markdown leaves it as it is: widget labels are Markdown.

    Only what Markdown would act on is escaped, because screen readers are read the label as it is passed.
    """
    inline = re.sub(r"([\\`*_\[\]<$~]|:(?=[\w-]+[:\[]))", r"\\\1", text)
    return re.sub(r"^(\s*)([#>+-]|\d+(?=[.)]\s))", r"\1\\\2", inline, flags=re.M)


def bar(share: float) -> str:
    """A thin progress bar; `share` in 0..1. The words beside it say the number."""
    return f'<div class="bar" aria-hidden="true"><i style="width:{min(max(share, 0), 1) * 100:.0f}%"></i></div>'


def message() -> None:
    """The message that a callback left, once."""
    text = session.pop("message")
    if text:
        st.warning(plain(text), icon=":material/info:")
    done = session.pop("done")
    if done:
        st.success(plain(done), icon=":material/check:")


def refusal(lang: str, refused: Refused) -> str:
    """A refusal in words."""
    return word(lang, f"refused.{refused.code}", **refused.values)


def words(lang: str):  # type: ignore[no-untyped-def]
    """The words of the pages in `lang`: `t("quiz.next")`."""
    return lambda key, **values: word(lang, f"ui.{key}", **values)
