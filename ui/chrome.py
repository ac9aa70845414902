"""The frame around every page: style, header words, messages, small pieces of HTML."""

from html import escape

import streamlit as st

from engine.words import word
from ui import session

STYLE = """<style>
.stMainBlockContainer{max-width:46rem;padding-top:2.2rem;padding-bottom:6rem}
.stAppHeader{background:transparent;pointer-events:none}
.st-key-nav{gap:.25rem;border-bottom:1px solid var(--rp-line);padding-bottom:.5rem;margin-bottom:.8rem}
.st-key-nav [data-testid=stPageLink-NavLink]{min-height:2.75rem;padding:.2rem .7rem;border-radius:10px}
.stMainBlockContainer p,.stMainBlockContainer li,.rp{line-height:1.7}
[data-testid=stCaptionContainer],[data-testid=stCaptionContainer] p{color:inherit;opacity:.78}
[data-testid=stRadioOption],.stCheckbox label{min-height:2.75rem;align-items:center;border:1px solid var(--rp-line);border-radius:10px;padding:.5rem .8rem;cursor:pointer}
[data-testid=stRadioOption]:has(input:checked),.stCheckbox label:has(input:checked){border-color:var(--rp-accent);box-shadow:inset 0 0 0 1px var(--rp-accent)}
[data-testid=stRadioOption]:has(input:focus-visible),.stCheckbox label:has(input:focus-visible){outline:3px solid var(--rp-accent);outline-offset:2px}
[data-testid=stRadioGroup]{gap:.5rem;width:100%}.stRadio,.stCheckbox{width:100%}
[data-testid=stRadioGroup][aria-orientation=vertical]>div,[aria-orientation=vertical]>div>[data-testid=stRadioOption],.stCheckbox label{width:100%}
.stCheckbox label p,[data-testid=stRadioOption] p,.stRadio [data-testid=stWidgetLabel] p,.stSelectbox [data-testid=stWidgetLabel] p{font-size:1rem;line-height:1.5}
input,textarea,[data-baseweb=select]{font-size:16px!important}
button{min-height:2.75rem}
.rp{font-size:1rem}
.rp h2{font:600 1.35rem/1.4 'Source Han Serif SC','Noto Serif CJK SC','Songti SC',STSong,Georgia,serif;margin:.2rem 0;padding:0}
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
:root{--rp-ground:#FBFAF6;--rp-accent:#0B6B5E;--rp-right:#0B6B5E;--rp-wrong:#B4412F;--rp-caution:#8A5A12;--rp-line:#DDD8CC;--rp-soft:#F1EEE6}
.rp-dark,:root:has(.rp-dark){--rp-ground:#14191A;--rp-accent:#4FB8A5;--rp-right:#4FB8A5;--rp-wrong:#E58573;--rp-caution:#E0B15C;--rp-line:#38423F;--rp-soft:#1E2627}
:root:has(.rp-dark) [data-testid^=stBaseButton-primary]{color:#0C1F1B}
@media(max-width:640px){.stMainBlockContainer{padding:1.6rem 1rem 7rem}
.st-key-nav{position:fixed;left:0;right:0;bottom:0;z-index:1000;margin:0;padding:.3rem .4rem calc(.3rem + env(safe-area-inset-bottom));border:0;border-top:1px solid var(--rp-line);background:var(--rp-ground);justify-content:space-around;flex-wrap:nowrap}
.st-key-nav>div{flex:1 1 0;width:auto!important;min-width:0}
.st-key-nav [data-testid=stPageLink-NavLink]{flex-direction:column;gap:0;padding:.15rem;align-items:center;justify-content:center;font-size:.8rem}
.st-key-nav [data-testid=stPageLink-NavLink] p{font-size:.8rem;line-height:1.3}}
@media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
</style>"""


def style() -> None:
    """The product's style sheet, and which of its two palettes holds."""
    dark = '<span class="rp-dark"></span>' if st.context.theme.type == "dark" else ""
    st.html(STYLE + dark)


def html(body: str) -> None:
    """A block of our own HTML in the current theme; `body` must have every text escaped."""
    st.html(f'<div class="rp">{body}</div>')


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
