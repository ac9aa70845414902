"""Charts of pages that people open to look; pandas and Altair are loaded only when one is drawn."""

from typing import Any

import streamlit as st

INK = {"light": "#22302D", "dark": "#E8E4DA"}

Rows = list[dict[str, Any]]


def bars(rows: Rows, name: str, share: str, n: str) -> None:
    """Horizontal bars of percentages with their number and n written beside them."""
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame(rows)
    frame["label"] = [f"{row[share]}%（{row[n]}）" for row in rows]
    base = alt.Chart(frame).encode(
        x=alt.X(f"{share}:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=None, values=[0, 25, 50, 75, 100])),
        y=alt.Y(f"{name}:N", sort=None, axis=alt.Axis(title=None, labelLimit=150)),
    )
    labels = base.mark_text(align="left", dx=4, fontSize=13, color=_ink()).encode(text="label:N")
    chart = (base.mark_bar(cornerRadius=3, height=14) + labels).properties(height=34 * len(frame) + 30)
    st.altair_chart(chart, width="stretch")


def line(rows: Rows, day: str, share: str, n: str) -> None:
    """Percentages over days, with their number beside each point."""
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame(rows)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{day}:O", axis=alt.Axis(title=None, labelAngle=0)),
        y=alt.Y(f"{share}:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=None)),
    )
    labels = base.mark_text(dy=-12, fontSize=13, color=_ink()).encode(text=f"{share}:Q")
    st.altair_chart((base.mark_line(point=True) + labels).properties(height=240), width="stretch")


def _ink() -> str:
    return INK["dark" if st.context.theme.type == "dark" else "light"]


def behind(label: str, rows: Rows) -> None:
    """The numbers behind a chart, one tap away."""
    with st.expander(label):
        st.table(rows)
