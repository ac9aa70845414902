"""The frame around every page: style, header words, messages, small pieces of HTML."""

import re
from datetime import date
from html import escape

import streamlit as st

from engine.services.context import Refused
from engine.words import word
from ui import session


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


def hint(text: str) -> None:
    """What to know about the field above, if there is something to know."""
    if text:
        html(f'<div class="hint">{safe(text)}</div>')


def bar(share: float) -> str:
    """A thin progress bar; `share` in 0..1. The words beside it say the number."""
    return f'<div class="bar" aria-hidden="true"><i style="width:{min(max(share, 0), 1) * 100:.0f}%"></i></div>'


def place(title: str, at: str) -> str:
    """What one is in, and how far one is: the second never broken, at the right where there is room."""
    return f'<div class="quiet place"><span>{safe(title)}</span><span>{safe(at)}</span></div>'


def row(title: str, state: str) -> str:
    """A label in two parts, the title at the left and its state, quiet, at the right."""
    return f"{plain(title)} :small[{plain(state)}]"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date, lang: str, now: date) -> str:
    """A day as people say it; with its year where that is not the one of `now`."""
    year = "" if when.year == now.year else str(when.year)
    if lang == "en":
        return f"{when.day} {MONTHS[when.month - 1]} {year}".rstrip()
    return f"{year and f'{year}年'}{when.month}月{when.day}日"


def message(beside: str | None = None) -> None:
    """The message that a callback left, once: above the button that was pressed if it says where, else above the page."""
    if session.get("beside") != beside:
        return
    session.pop("beside")
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
