"""Several runs of a case side by side: what was given at each question."""

from collections.abc import Sequence
from typing import Any

from engine.content.case import Case
from engine.scoring.questions.essay import text_of
from engine.services import cases
from engine.services.cases import RunView
from engine.services.views import SlotView
from ui.chrome import safe
from ui.widgets.answered import SIGNS
from ui.widgets.questions.common import Words


def side_by_side(case: Case, runs: Sequence[RunView], t: Words) -> str:
    """A table in HTML: a row for each question, a column for each run, in their order; on a phone each row is a card."""
    names = [t("case.run", n=run.attempt.number) for run in runs]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = ""
    for index, stage in enumerate(case.stages):
        for slot in cases.slots_of(case, index):
            asked = runs[0].attempt.slot(slot).question if runs else case.questions[slot]
            cells = "".join(
                f'<td data-head="{name}">{_given(run, slot, t)}</td>' for name, run in zip(names, runs, strict=True)
            )
            rows += (
                f'<tr><th scope="row"><span class="quiet">{safe(stage.title)}</span><br>{safe(asked.stem)}</th>{cells}</tr>'
            )
    return (
        f'<table class="sheet"><caption>{t("case.table")}</caption><thead><tr><th scope="col">{t("case.asked")}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _given(run: RunView, index: int, t: Words) -> str:
    """What one run gave at one question, with a sign where it was marked."""
    if index >= len(run.attempt.row.paper):
        return "—"
    slot = run.attempt.slot(index)
    sign = f"{SIGNS[slot.state]} " if slot.state and slot.question.marked else ""
    return sign + safe(_words(slot, t) or "—")


def _words(slot: SlotView, t: Words) -> str:
    question, response = slot.question, slot.response
    if response is None:
        return ""
    if question.kind == "essay":
        return text_of(response)
    if question.kind == "worksheet":
        return "\n".join(_fields(question, response))
    if question.kind in ("single", "multiple"):
        chosen = {response} if isinstance(response, str) else set(response)
        return "；".join(option.text for option in question.options if option.id in chosen)
    parts = slot.parts or {}
    return t("case.parts", right=sum(parts.values()), of=len(parts)) if parts else ""


def _fields(question: Any, response: Any) -> list[str]:
    """What was entered in each field of a worksheet."""
    typed, chosen = response.get("typed", {}), response.get("chosen", {})
    found = []
    for field in question.fields:
        ticked = [option.text for option in field.options if option.id in chosen.get(field.id, ())]
        entered = typed.get(field.id) or "、".join(ticked)
        if entered:
            found.append(entered)
    return found
