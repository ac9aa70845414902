"""Charts of pages that people open to look; pandas and Altair are loaded only when one is drawn."""

from typing import Any

import streamlit as st

from ui import chrome

INK = {"light": "#22302D", "dark": "#E8E4DA"}

Rows = list[dict[str, Any]]


def bars(rows: Rows, name: str, share: str, n: str) -> None:
    """Horizontal bars of percentages with their number and n written beside them."""
    lines = (
        f"<li><span>{chrome.safe(row[name])}</span>{chrome.bar((row[share] or 0) / 100)}"
        f"<b>{'–' if row[share] is None else row[share]}%</b><small>{chrome.safe(n)} {row[n]}</small></li>"
        for row in rows
    )
    chrome.html(f'<ul class="topics">{"".join(lines)}</ul>')


def spans(rows: Rows, name: str, share: str, low: str, high: str, counts: list[str]) -> None:
    """Horizontal bars of percentages with an interval drawn over each, and the number and how many beside them."""
    lines = (
        f'<li><span>{chrome.safe(row[name])}</span><div class="span" aria-hidden="true"><i style="width:{row[share]}%"></i>'
        f'<b style="left:{row[low]}%;width:{row[high] - row[low]}%"></b></div>'
        f"<b>{row[share]}%</b><small>{row[low]}–{row[high]}% · {chrome.safe(count)}</small></li>"
        for row, count in zip(rows, counts, strict=True)
    )
    chrome.html(f'<ul class="topics spans">{"".join(lines)}</ul>')


def line(rows: Rows, day: str, share: str, n: str) -> None:
    """Percentages over days, with their number beside each point."""
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame(rows)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{day}:O", sort=None, axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True)),
        y=alt.Y(f"{share}:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=None, tickCount=5)),
    )
    labels = base.mark_text(dy=-12, fontSize=13, color=_ink()).encode(text=f"{share}:Q")
    _show((base.mark_line(point=True) + labels).properties(height=240))


def lines(rows: Rows, step: str, *series: str) -> None:
    """Several series of 0 to 100 over named steps, in their order."""
    import altair as alt
    import pandas as pd

    numbered = [{**row, step: f"{n}"} for n, row in enumerate(rows)]
    frame = pd.DataFrame(numbered).melt([step], list(series), "name", "value")
    chart = alt.Chart(frame).encode(
        x=alt.X(f"{step}:O", sort=None, axis=alt.Axis(title=None, labelAngle=0)),
        y=alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=None, tickCount=5)),
        color=alt.Color("name:N", sort=list(series), scale=alt.Scale(range=["#D9614C", "#2E9C8A"]), legend=_legend()),
        strokeDash=alt.StrokeDash("name:N", sort=list(series), legend=None),
    )
    _show((chart.mark_line(point=True)).properties(height=240))


def _legend() -> Any:
    import altair as alt

    return alt.Legend(title=None, orient="top", symbolType="circle", symbolDash=[1, 0], labelColor=_ink(), labelFontSize=13)


def _show(chart: Any) -> None:
    st.altair_chart(chart.configure_axis(labelColor=_ink(), labelFontSize=13), width="stretch")


def _ink() -> str:
    return INK["dark" if st.context.theme.type == "dark" else "light"]


def behind(label: str, rows: Rows) -> None:
    """The numbers behind a chart, one tap away."""
    with st.expander(label):
        table(rows)


def table(rows: Rows) -> None:
    """The numbers of a chart."""
    heads = "".join(f'<th scope="col">{chrome.safe(name)}</th>' for name in rows[0])
    body = "".join(map(_row, rows))
    chrome.html(f'<table class="figures"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>')


def _row(row: dict[str, Any]) -> str:
    first, *others = ("–" if value is None else chrome.safe(str(value)) for value in row.values())
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{other}</td>" for other in others)}</tr>'
