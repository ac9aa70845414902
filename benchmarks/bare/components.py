"""Two components as small as those the product has on every page."""

import json

import streamlit as st

_turned = st.components.v2.component(
    "bare_turned", html='<div class="here"></div>', css=".here{outline:none}", js="export default function () {}"
)
_switch = st.components.v2.component(
    "bare_switch", html='<div role="group"></div>', css="button{min-height:44px}", js="export default function () {}"
)
ROWS = json.dumps([{"id": id, "name": id, "short": id, "code": id} for id in ("zh", "tw", "en")])


def turned(number: int) -> None:
    """At the head of the page: where one is."""
    _turned(key="turned", data={"at": number, "label": f"第 {number} 题"})


def switch() -> None:
    """At the foot: three languages to choose from."""
    _switch(key="switch", data={"languages": ROWS, "now": "zh", "code": "zh-CN", "label": "语言"}, on_picked_change=str)
