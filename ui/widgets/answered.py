"""An answered question: verdict, lines, explanation and receipt, as one block."""

from fractions import Fraction

from engine.scoring.mark import rounded
from engine.scoring.receipt import WITHOUT_MARK, Receipt, evaluate
from engine.services.views import SlotView
from engine.words import word
from ui.chrome import safe
from ui.widgets.questions import MODULES
from ui.widgets.questions.common import Line, Words, rendered

LOOKS = {"right": "right", "partial": "partial", "wrong": "wrong", "blank": "partial", "unmarked": "right"}
SIGNS = {"right": "✓", "partial": "◐", "wrong": "✗", "blank": "–", "unmarked": "✓"}


def asked(slot: SlotView, t: Words) -> str:
    """The situation and the question, in HTML."""
    situation = slot.question.situation
    return (f'<div class="scene">{safe(situation)}</div>' if situation else "") + stem(slot, t)


def stem(slot: SlotView, t: Words) -> str:
    """The question, with the tag 课程补写 where the sources only name what it asks."""
    return (gap(t) if slot.own_words else "") + f'<div class="stem">{safe(slot.question.stem)}</div>'


def gap(t: Words) -> str:
    """The tag 课程补写."""
    return f'<div class="gap" title="{safe(t("lesson.gap_help"))}">{t("lesson.gap")}</div>'


def verdict(slot: SlotView, t: Words) -> str:
    """Right, partly right or wrong: in a word and a sign, with the mark."""
    if slot.state is None:
        return ""
    part = slot.fraction is not None and 0 < slot.fraction < 1
    points = f" · {t('quiz.mark', n=_number(slot.fraction))}" if part else ""
    sign, look = SIGNS[slot.state], LOOKS[slot.state]
    return f'<span class="verdict {look}" role="status">{sign} {t(f"quiz.{slot.state}")}{points}</span>'


def body(slot: SlotView, t: Words, lang: str) -> str:
    """What was given and what is right, the explanation, and how it was counted."""
    parts = [rendered(_telling(slot, MODULES[slot.question.kind].lines(slot, t)))]
    if _told(slot) and slot.parts is not None:
        parts.append(f'<div class="why"><b>{t("quiz.why")}</b>{safe(slot.question.explanation)}</div>')
    if slot.receipt is not None and slot.receipt.formula not in WITHOUT_MARK:
        parts.append(f'<div class="quiet">{t("quiz.how_counted")}{t("colon")}{safe(receipt(slot.receipt, lang))}</div>')
    if slot.regraded:
        parts.append(f'<div class="why" role="note">{t(f"quiz.regraded.{slot.policy}")}</div>')
    return "".join(parts)


def _telling(slot: SlotView, lines: list[Line]) -> list[Line]:
    """All lines; before a further try only what was wrong, for the rest stands below to be changed."""
    wrong = [line for line in lines if line.look == "wrong"]
    return lines if _told(slot) or slot.parts is None else wrong


def _told(slot: SlotView) -> bool:
    """Whether all may be told: no further try comes, or there is nothing to get wrong and one may change it for ever."""
    return slot.settled or slot.question.revisable


def receipt(paid: Receipt, lang: str) -> str:
    """The arithmetic of a mark in words."""
    base = Receipt(paid.formula, paid.values)
    mark = evaluate(base)
    words = word(lang, f"receipt.{_key(base, mark)}", **_values(base, mark))
    if paid.tries == 1:
        return words
    return f"{words}{'；' if lang != 'en' else '; '}{word(lang, 'receipt.tries', **_tries(paid, mark or Fraction(0)))}"


def _tries(paid: Receipt, base: Fraction) -> dict[str, object]:
    """The sum of several tries, in exact numbers: rounded ones would not come out."""
    factor, mark = 1 - paid.penalty, evaluate(paid) or Fraction(0)
    power = f" × {_exact(factor)}" * (paid.tries - 1)
    about = "" if _exact(mark) == _number(mark) else f" ≈ {_number(mark)}"
    values = {"base": _exact(base), "power": power, "mark": f"{_exact(mark)}{about}"}
    return {"tries": paid.tries, "factor": _exact(factor), **values}


def _exact(value: Fraction) -> str:
    """A number without rounding: as a short decimal if it is one, else as a fraction."""
    return _number(value) if Fraction(rounded(value, 2)) == value else str(value)


def _key(paid: Receipt, mark: Fraction | None) -> str:
    return f"{paid.formula}_{int(mark == 1)}" if paid.formula in ("one_right", "whole") else paid.formula


def _values(paid: Receipt, mark: Fraction | None) -> dict[str, object]:
    values: dict[str, object] = {**paid.values, "mark": _number(mark)}
    if {"t", "w", "c", "m"} <= set(paid.values):
        v = paid.values
        values |= {"n": v["c"] + v["m"], "good": v["t"] + v["m"] - v["w"]}
    if paid.formula == "rubric":
        values |= {"points": _number(Fraction(paid.values["points"], 100)), "of": paid.values["of"] // 100}
    return values


def _number(value: Fraction | None) -> str:
    """A mark as a short decimal."""
    return "–" if value is None else f"{rounded(value, 2).normalize():f}"
