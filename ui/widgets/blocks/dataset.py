"""Numbers to work with: a chart of one column, the whole table, a file to take along."""

import csv
import io
from collections import Counter

import streamlit as st

from engine.content.blocks import Dataset
from ui import chrome
from ui.chrome import safe
from ui.widgets.blocks.common import Scene


def dataset(block: Dataset, scene: Scene) -> None:
    """A chart by column; counts as done once a column was chosen."""
    names = {column.id: chrome.plain(column.text) for column in block.columns}
    chrome.html(f'{scene.tag(block)}<div class="quiet">{safe(block.caption)}</div>')
    key = scene.key(block, "column")
    ids = list(names)
    label = scene.t("lesson.column")
    column = st.pills(label, ids, format_func=names.__getitem__, key=key, on_change=scene.open, args=(block,))
    if column:
        chrome.html(_bars([row[ids.index(column)] for row in block.values], scene))
    with st.expander(scene.t("lesson.numbers", n=len(block.values))):
        chrome.html(_table(block))
        label, name = scene.t("lesson.download"), f"{block.id}.csv"
        st.download_button(label, _csv(block), name, "text/csv", key=scene.key(block, "csv"), on_click="ignore")


def _bars(values: list[int | float | None], scene: Scene) -> str:
    """How often each value stands in a column, as bars with their number."""
    counts = Counter(value for value in values if value is not None)
    most, missing = max(counts.values()), values.count(None)
    rows = "".join(
        f'<div class="row"><span>{value:g}</span><i style="width:{count / most * 70:.0f}%"></i><b>{count}</b></div>'
        for value, count in sorted(counts.items())
    )
    note = scene.t("lesson.valid", n=len(values) - missing, missing=missing)
    return f'<div class="bars" role="img" aria-label="{note}">{rows}</div><div class="quiet">{note}</div>'


def _table(block: Dataset) -> str:
    heads = "".join(f'<th scope="col">{safe(column.text)}</th>' for column in block.columns)
    rows = "".join(
        f'<tr><th scope="row">{n}</th>' + "".join(f"<td>{'' if v is None else f'{v:g}'}</td>" for v in row) + "</tr>"
        for n, row in enumerate(block.values, 1)
    )
    frame = f'<div class="wide" role="region" tabindex="0" aria-label="{safe(block.caption)}">'  # to scroll by keys too
    return f'{frame}<table class="data"><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _csv(block: Dataset) -> bytes:
    """The table as a file that Excel opens in either language."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["", *(column.text for column in block.columns)])
    rows.writerows([n, *row] for n, row in enumerate(block.values, 1))
    return text.getvalue().encode("utf-8-sig")
