"""A rubric: its criteria to choose a level for, and what was chosen."""

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from engine.content.rubric import LEVELS, Rubric
from engine.scoring.mark import rounded
from engine.scoring.rubric import SHARE
from ui import session
from ui.chrome import bar, plain, safe
from ui.widgets.questions.common import Words


def ask(rubric: Rubric, key: str, t: Words) -> None:
    """Each criterion with its four levels, described."""
    for criterion in rubric:
        described = {level.id: f"**{t(f'rubric.{level.id}')}**　{plain(level.text)}" for level in criterion.levels}
        place = f"{key}/{criterion.id}"
        index = session.start(place, None)
        label = f"{plain(criterion.text)}（{t('rubric.points', n=criterion.points)}）"
        st.radio(label, list(LEVELS), index, described.__getitem__, key=place, width="stretch")


def value(rubric: Rubric, key: str) -> dict[str, str]:
    """Criterion to level, of what was chosen."""
    chosen = {criterion.id: session.get(f"{key}/{criterion.id}") for criterion in rubric}
    return {id: level for id, level in chosen.items() if level}


def shown(rubric: Rubric, levels: Mapping[str, str], total: Fraction, t: Words) -> str:
    """The points in all, and each criterion with the level chosen, in HTML."""
    rows = ""
    for criterion in rubric:
        level = next(level for level in criterion.levels if level.id == levels[criterion.id])
        earned = rounded(Fraction(criterion.points * SHARE[level.id], 100), 1).normalize()
        counts = f'<span class="quiet">{earned:f}/{criterion.points}</span>'
        head = f"{safe(criterion.text)} <b>{t(f'rubric.{level.id}')}</b> {counts}"
        rows += f'<li>{head}{bar(SHARE[level.id] / 100)}<div class="note">{safe(level.text)}</div></li>'
    number = f"{rounded(total, 1).normalize():f}"
    return f'<div class="big">{number}<small> / 100</small></div><ul class="plain">{rows}</ul>'
