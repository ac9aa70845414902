"""The frame around every page: style, header words, messages, small pieces of HTML."""

from html import escape

import streamlit as st

from engine.words import word
from ui import session

STYLE = """<style>
.stMainBlockContainer{max-width:46rem;padding-top:4.5rem;padding-bottom:6rem}
.stMainBlockContainer p,.stMainBlockContainer li,.rp{line-height:1.7}
[data-testid=stCaptionContainer],[data-testid=stCaptionContainer] p{color:inherit;opacity:.78}
[role=radiogroup]>label,.stCheckbox label{min-height:2.75rem;align-items:center}
.stCheckbox label p,[role=radiogroup] label p{line-height:1.5}
input,textarea,[data-baseweb=select]{font-size:16px!important}
button{min-height:2.75rem}
.rp{font-size:1rem}
.rp h2{font-size:1.5rem;margin:.2rem 0}
.rp .quiet{opacity:.78;font-size:.9rem}
.rp .bar{height:.4rem;border-radius:.2rem;background:var(--rp-line);overflow:hidden;margin:.35rem 0}
.rp .bar>i{display:block;height:100%;background:var(--rp-accent)}
.rp .scene{border-left:3px solid var(--rp-accent);padding:.2rem 0 .2rem .9rem;margin:0 0 .6rem;opacity:.92}
.rp .stem{font-size:1.15rem;font-weight:600;line-height:1.6;margin:.2rem 0 .3rem}
.rp .verdict{display:inline-flex;gap:.45rem;align-items:center;font-weight:600;padding:.3rem .8rem;border-radius:2rem;border:1px solid currentColor}
.rp .right{color:var(--rp-right)}.rp .wrong{color:var(--rp-wrong)}.rp .partial{color:var(--rp-caution)}
.rp ul.lines{list-style:none;padding:0;margin:.6rem 0;display:flex;flex-direction:column;gap:.45rem}
.rp ul.lines>li{border:1px solid var(--rp-line);border-radius:10px;padding:.55rem .8rem;margin:0;overflow-wrap:anywhere}
.rp ul.lines>li.right{border-color:var(--rp-right);color:inherit}.rp ul.lines>li.wrong{border-color:var(--rp-wrong);color:inherit}
.rp .tag{font-size:.82rem;font-weight:600;margin-left:.4rem;white-space:nowrap}
.rp .note{font-size:.92rem;margin-top:.25rem;opacity:.92}
.rp .why{background:var(--rp-soft);border-radius:10px;padding:.7rem .9rem;margin:.5rem 0}
.rp .why b{display:block;font-size:.85rem;opacity:.78;font-weight:600}
.rp .big{font:600 3.2rem/1.1 Georgia,'Noto Serif CJK SC','Source Han Serif SC','Songti SC',serif}
.rp .code{font:600 1.35rem/1.6 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.04em;border:1px dashed var(--rp-accent);border-radius:10px;padding:.7rem;text-align:center;user-select:all}
:root{--rp-accent:#0B6B5E;--rp-right:#0B6B5E;--rp-wrong:#B4412F;--rp-caution:#8A5A12;--rp-line:#DDD8CC;--rp-soft:#F1EEE6}
.rp-dark{--rp-accent:#4FB8A5;--rp-right:#4FB8A5;--rp-wrong:#E58573;--rp-caution:#E0B15C;--rp-line:#38423F;--rp-soft:#1E2627}
@media(max-width:640px){.stMainBlockContainer{padding:4rem 1rem 5rem}}
@media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
</style>"""


def style() -> None:
    """The product's style sheet."""
    st.html(STYLE)


def html(body: str) -> None:
    """A block of our own HTML in the current theme; `body` must have every text escaped."""
    dark = " rp-dark" if st.context.theme.type == "dark" else ""
    st.html(f'<div class="rp{dark}">{body}</div>')


def safe(text: str) -> str:
    """`text` for HTML, with its line breaks."""
    return escape(text).replace("\n", "<br>")


def plain(text: str) -> str:
    """`text` so that Markdown leaves it as it is: widget labels are Markdown."""
    marked = str.maketrans({ch: f"\\{ch}" for ch in "\\`*_{}[]()<>#+-!|~$:"})
    return text.translate(marked)


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


def words(lang: str):  # type: ignore[no-untyped-def]
    """The words of the pages in `lang`: `t("quiz.next")`."""
    return lambda key, **values: word(lang, f"ui.{key}", **values)
