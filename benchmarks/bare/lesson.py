"""What the lesson page is compared with: the same elements and commits in plain Streamlit, and nothing else."""

import streamlit as st
from commits import commit
from components import switch, turned

PAGES = 12
READING = "客户的话还没说完，方案已经递了过去。先把话听完，再问一句原因，常常比多打一个折扣管用。" * 2
OPTIONS = tuple(f"先打电话问清原因，再约时间当面谈，做法 {letter}" for letter in "abcd")
CELLS = "<tr><th>第一格</th><td>第二格</td><td>第三格</td></tr>" * 3
TABLE = f'<div class="bare"><table><caption>三行三列</caption><thead><tr><th>甲</th></tr></thead>{CELLS}</table></div>'


def submit(number: int) -> None:
    """One durable commit."""
    commit(number, st.session_state[f"q/{number}"])
    st.session_state["answered"] = number


def onward(number: int) -> None:
    """The next page, which the product remembers: one durable commit."""
    commit(number, "page")
    st.session_state["number"] = number + 1


number = st.session_state.setdefault("number", 0)
st.set_page_config(page_title="Bare", layout="centered")
with st.container(key="lesson"):
    turned(number)
    st.html(f'<div class="bare"><div class="quiet">测量课 · 第 {number % PAGES + 1} 页，共 {PAGES} 页</div></div>')
    st.subheader(f"第{number}页")
    with st.container(key="callout"):
        st.html('<div class="bare">情境</div>')
        st.markdown(READING)
    st.markdown(READING)
    st.html(TABLE)
    st.html(f'<div class="bare"><div class="stem">第{number}题，客户在电话里说要换供应商，先做哪一件事？</div></div>')
    if st.session_state.get("answered") == number:
        rows = "".join(f"<li>{text}</li>" for text in OPTIONS)
        st.html(f'<div class="bare"><span class="verdict">✓</span><ul>{rows}</ul></div>')
    else:
        st.radio("选一项", OPTIONS, None, key=f"q/{number}", on_change="ignore")
        st.button("提交", type="primary", on_click=submit, args=(number,), width="stretch", key=f"submit/{number}")
    with st.container(horizontal=True, key="way"):
        if number:
            st.button("上一页", key=f"back/{number}")
        look = "primary" if st.session_state.get("answered") == number else "secondary"
        st.button("下一页", type=look, on_click=onward, args=(number,), width="stretch", key=f"on/{number}")
    st.button("离开", type="tertiary", key="leave")
switch()
