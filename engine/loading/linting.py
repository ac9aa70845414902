"""What is allowed but unwise: a bank that gives itself away, feedback left out, rules that pay for ticking blindly."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from engine.content.bank import Bank
from engine.content.case import Case, Stage
from engine.content.course import LANGS, Course, Lang
from engine.content.lesson import Lesson, Page
from engine.content.questions import Question
from engine.content.questions.common import QuestionBase
from engine.content.questions.single import Single
from engine.content.questions.true_false import TrueFalse
from engine.loading.problems import Path, Problem
from engine.loading.reading import Document

if TYPE_CHECKING:
    from engine.loading.loading import Unit

ALLOWED_ABOVE_CHANCE = Fraction(5, 100)
SMALLEST_SAMPLE = 20
ABSOLUTES: Mapping[Lang, re.Pattern[str]] = {
    "zh": re.compile("(?<!不)一定|必定|必须|必然|所有|任何|全部|完全|只有|只要|从不|永远|绝对|绝不|总是|唯一|都是|都会"),
    "en": re.compile(r"\b(always|never|must|all|every|any|only|none|entirely|certainly|completely|no one|bound to)\b", re.I),
}
HEDGES: Mapping[Lang, re.Pattern[str]] = {
    "zh": re.compile("可能|往往|通常|一般|多半|有时|常常|未必|不一定|不见得|大多|多数|也许|或许|有些|有的"),
    "en": re.compile(
        r"(?<!the )\b(may|might|could|usually|often|sometimes|generally|mostly|mainly|most|many|some|tends? to|likely"
        r"|probably|rarely|seldom|typically|normally|as a rule)\b",
        re.I,
    ),
}
LETTER = re.compile(
    r"选项\s*[A-HＡ-Ｈ]|(?<![A-Za-z0-9])[A-HＡ-Ｈ]\s*(?:项|选)|(?:故|应|须|该)选\s*[A-HＡ-Ｈ](?![A-Za-z0-9类级])"
    r"|答案[是为选]?\s*[A-HＡ-Ｈ](?![A-Za-z0-9类级])|第\s*[一二三四五六1-6]\s*个?选项|最后一个选项|以上(?:各|都|皆|选)"
    r"|\b[Oo]ptions? (?:[A-H]|[1-6])\b|\b(?:[Aa]nswer|[Cc]hoice) [A-H]\b|\b(?:[Aa]ll|[Nn]one) of the above\b"
    r"|\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ll]ast) option\b"
)
LANGUAGE_FREE = {"first", "second", "true", "false"}


def check(course: Course, units: Sequence["Unit"]) -> list[Problem]:
    """Every warning about a course that is otherwise sound."""
    found = [p for unit in units for p in _questions(unit)]
    return found + [p for lang in LANGS for p in giveaways(course, lang)]


def _questions(unit: "Unit") -> Iterable[Problem]:
    sourced = _names_its_sources(unit.models.get("zh"))
    for lang, model in unit.models.items():
        if lang != "zh" and unit.overlay is None:
            continue  # the same words again
        for question, place in _placed(unit, lang, model):
            yield from _letters(question, place)
            if lang == "zh" and question.marked:
                yield from _feedback(question, place)
                yield from _blind(question, place)
                if sourced and not (question.retired or question.mentioned_elements()):
                    yield place.warning("no_elements")


def _names_its_sources(model: Any) -> bool:
    """Whether at least half the questions of a bank do, so that those that do not were forgotten."""
    return isinstance(model, Bank) and 2 * sum(bool(q.elements) for q in model.questions) >= len(model.questions)


def _placed(unit: "Unit", lang: Lang, model: Any) -> Iterable[tuple[Question, "_Place"]]:
    """Every question of a bank, a lesson or a case, and where it stands in the base file or its overlay."""
    overlay = unit.overlay if lang != "zh" else None
    document = overlay or unit.document
    if isinstance(model, Bank):
        for i, question in enumerate(model.questions):
            yield question, _Place(document, ("questions", question.id if overlay else i))
    if isinstance(model, Lesson | Case):
        name = "pages" if isinstance(model, Lesson) else "stages"
        parts: tuple[Page | Stage, ...] = model.pages if isinstance(model, Lesson) else model.stages
        for i, part in enumerate(parts):
            for k, block in enumerate(part.blocks):
                if isinstance(block, QuestionBase):
                    path = (name, part.id, "blocks", block.id) if overlay else (name, i, "blocks", k)
                    yield block, _Place(document, path)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question stands."""

    document: Document
    path: Path

    def warning(self, code: str, *path: str | int, **values: Any) -> Problem:
        return self.document.problem(code, (*self.path, *path), level="warning", **values)


def _letters(question: Question, place: _Place) -> Iterable[Problem]:
    named = LETTER.search(question.explanation)
    if named:
        yield place.warning("explanation_names_letter", "explanation", found=named[0])


def _feedback(question: Question, place: _Place) -> Iterable[Problem]:
    if question.kind == "true_false":
        side = "feedback_false" if question.answer else "feedback_true"
        if getattr(question, side) is None:
            yield place.warning("no_feedback", side, part=side)
        return
    for name in ("options", "items"):
        for i, part in enumerate(getattr(question, name, ())):
            if part.feedback is None and not getattr(part, "correct", False):
                yield place.warning("no_feedback", name, i, part=part.id)


def _blind(question: Question, place: _Place) -> Iterable[Problem]:
    """A rule that pays more for ticking everything than for guessing; ticking nothing never pays."""
    if question.kind != "multiple":
        return
    right = len(question.key)
    wrong = len(question.options) - right
    everything, _, guessing = blind_marks(question.rule, right, wrong)
    if everything > guessing:
        values = {"mark": _percent(everything), "guess": _percent(guessing)}
        yield place.warning("rule_pays_blind", "rule", rule=question.rule, **values)


@cache
def blind_marks(rule: str, right: int, wrong: int) -> tuple[Fraction, Fraction, Fraction]:
    """Mark for ticking everything, for ticking nothing, and the mean over all ways of ticking something.

    The mean is what blind guessing earns: each non-empty set of options with the same probability.
    """
    from math import comb

    from engine.content.rules import multiple_mark

    ways = [(t, w, comb(right, t) * comb(wrong, w)) for t in range(right + 1) for w in range(wrong + 1) if t + w]
    total = sum(n for _, _, n in ways)
    mean = sum((multiple_mark(rule, t, w, right, wrong) * n for t, w, n in ways), Fraction(0)) / total
    return multiple_mark(rule, right, wrong, right, wrong), multiple_mark(rule, 0, 0, right, wrong), mean


def giveaways(course: Course, lang: Lang) -> Iterable[Problem]:
    """Strategies without knowledge that score more than 5 points above chance over the bank in `lang`."""
    plays = course.roleplays[lang]  # whose moments are checked by playing them, in each language
    live = [q for q in course.questions[lang].values() if not q.retired and q.lesson not in plays]
    singles = [q for q in live if isinstance(q, Single)]
    statements = [q for q in live if isinstance(q, TrueFalse)]
    for name, score, chance, n in [*_single_strategies(singles), *_statement_strategies(statements, lang)]:
        told = lang != "zh" and name in LANGUAGE_FREE
        if not told and n >= SMALLEST_SAMPLE and score > chance + ALLOWED_ABOVE_CHANCE:
            values = {"strategy": name, "score": _percent(score), "chance": _percent(chance), "n": n, "language": lang}
            yield Problem("giveaway", "quizzes/bank", values=values, level="warning")


Result = tuple[str, Fraction, Fraction, int]


def _single_strategies(questions: list[Single]) -> Iterable[Result]:
    strategies: dict[str, Callable[[Single], Fraction]] = {
        "longest": _longest,
        "first": lambda q: Fraction(q.options[0].correct),
        "second": lambda q: Fraction(q.options[1].correct),
    }
    n = len(questions)
    for name, play in strategies.items():
        if n:
            chance = sum((Fraction(1, len(q.options)) for q in questions), Fraction(0)) / n
            yield name, sum((play(q) for q in questions), Fraction(0)) / n, chance, n


def _longest(question: Single) -> Fraction:
    most = max(len(o.text) for o in question.options)
    longest = [o for o in question.options if len(o.text) == most]
    return Fraction(sum(o.correct for o in longest), len(longest))


def _statement_strategies(statements: list[TrueFalse], lang: Lang) -> Iterable[Result]:
    n = len(statements)
    if not n:
        return
    half = Fraction(1, 2)
    true = Fraction(sum(q.answer for q in statements), n)
    yield "true", true, half, n
    yield "false", 1 - true, half, n
    for name, words in (("absolutes", ABSOLUTES[lang]), ("hedges", HEDGES[lang])):
        heard = {q.id for q in statements if words.search(q.stem)}
        for says in (False, True):
            yield (*_by_the_words(f"{name}_{str(says).lower()}", statements, heard, says), half, n)


def _by_the_words(name: str, statements: list[TrueFalse], heard: set[str], says: bool) -> tuple[str, Fraction]:
    """What it earns to answer `says` to the statements `heard`, and to guess at the others or to answer the opposite."""
    n = len(statements)
    told = sum((Fraction(q.answer == says) if q.id in heard else Fraction(1, 2) for q in statements), Fraction(0)) / n
    opposite = Fraction(sum(q.answer != says for q in statements), n)
    otherwise = Fraction(sum((q.answer == says) == (q.id in heard) for q in statements), n)
    return (f"{name}_else_{str(not says).lower()}", otherwise) if otherwise > max(told, opposite) else (name, told)


def _percent(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))
