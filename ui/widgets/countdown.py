"""A countdown on the server's clock that costs the server nothing until it is over."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

_JS = """
export default function({ data, parentElement, setTriggerValue }) {
  const el = parentElement.querySelector('.t'), say = parentElement.querySelector('.sr');
  clearInterval(parentElement.__t);
  parentElement.querySelector('.l').textContent = data.label;
  const skew = data.now_ms - Date.now();
  let told = null;
  const tick = () => {
    const s = Math.max(0, Math.ceil((data.end_ms - Date.now() - skew) / 1000)), m = Math.ceil(s / 60);
    el.textContent = Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0');
    if (told !== null && m !== told && [10, 5, 1].includes(m)) say.textContent = data.label + ' ' + el.textContent;
    told = m;
    if (s === 0) { clearInterval(parentElement.__t);
      if (parentElement.__fired !== data.end_ms) { parentElement.__fired = data.end_ms; setTriggerValue('over', data.end_ms); } }
  };
  parentElement.__t = setInterval(tick, 250); tick();
  return () => clearInterval(parentElement.__t);
}
"""
_component = st.components.v2.component(
    "rapport_countdown",
    html='<span class="l"></span> <b class="t" role="timer" aria-live="off"></b><span class="sr" role="status"></span>',
    css=".t{font-variant-numeric:tabular-nums} .l{opacity:.78} .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}",
    js=_JS,
)


def countdown(label: str, end: datetime, now: datetime, over: Callable[[], None], key: str) -> None:
    """Minutes and seconds until `end`; `over` is called once when they have run out."""
    data = {"label": label, "end_ms": end.timestamp() * 1000, "now_ms": now.timestamp() * 1000}
    _component(key=key, data=data, on_over_change=over)
