"""What the quiz page is compared with: the same widgets and commits in plain Streamlit, and nothing else."""

import streamlit as st
from commits import commit
from components import switch, turned

QUESTIONS = 20
WORDS = "第{}卷第{}题，客户在电话里说要换供应商，先做哪一件事？"
OPTIONS = tuple(f"先打电话问清原因，再约时间当面谈，做法 {letter}" for letter in "abcd")


def submit(number: int) -> None:
    """One durable commit."""
    commit(number, st.session_state[f"q/{number}"])
    st.session_state["answered"] = number


def onward(number: int) -> None:
    """The next question."""
    st.session_state["number"] = number + 1


number = st.session_state.setdefault("number", 0)
st.set_page_config(page_title="Bare", layout="centered")
turned(number)
st.html(f'<div class="bare"><div class="quiet">测量 · 第 {number % QUESTIONS + 1} 题，共 {QUESTIONS} 题</div></div>')
st.html(f'<div class="bare"><div class="stem">{WORDS.format(0, number)}</div></div>')
if st.session_state.get("answered") == number:
    rows = "".join(f"<li>{text}</li>" for text in OPTIONS)
    st.html(f'<div class="bare"><span class="verdict">✓</span><ul>{rows}</ul></div>')
    st.button("下一题", type="primary", on_click=onward, args=(number,), width="stretch", key=f"next/{number}")
else:
    st.radio("选一项", OPTIONS, None, key=f"q/{number}", on_change="ignore")
    st.button("提交", type="primary", on_click=submit, args=(number,), width="stretch", key=f"submit/{number}")
st.button("离开", type="tertiary", key="leave")
switch()
