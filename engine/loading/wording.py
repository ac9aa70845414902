"""Problems in words: text for people, JSON for programs, annotations for a code host."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine.loading.problems import Problem
from engine.words import optional_word, word

LONGEST_SHOWN = 80


def message(problem: Problem, lang: str) -> str:
    """What is wrong, naming the item by its own id: one line."""
    quoted = "{}“{}”" if lang != "en" else "{} '{}'"
    names = [quoted.format(optional_word(lang, f"noun.{noun}") or noun, shown(id)) for noun, id in problem.item]
    item = ("，" if lang != "en" else ", ").join(names)
    text = word(lang, f"problem.{problem.code}", **_shown(problem))
    meant = problem.values.get("suggestion")
    if meant:
        text += ("；" if lang != "en" else "; ") + word(lang, "command.check.meant", suggestion=meant)
    return f"{item}{'：' if lang != 'en' else ': '}{text}" if item else text


def hint(problem: Problem, lang: str) -> str:
    """What to do about it: one sentence."""
    return word(lang, f"hint.{problem.code}", **_shown(problem))


def shown(value: object) -> str:
    """What an author wrote, as part of one line: short, without line ends and control characters."""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else " " for c in " ".join(written.split()))
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _shown(problem: Problem) -> dict[str, Any]:
    whole = {"expected"}
    return {
        name: value if name in whole or type(value) in (int, float) else shown(value)
        for name, value in problem.values.items()
    }


def line(problem: Problem, lang: str) -> str:
    """`file:line:column: message`, as editors and terminals understand it, with the hint below."""
    return f"{problem.file}:{problem.line}:{problem.column}: {message(problem, lang)}\n    {hint(problem, lang)}"


def annotation(problem: Problem, lang: str) -> str:
    """One workflow command, as code hosts show it beside the line."""
    title = message(problem, lang).replace("%", "%25").replace("\n", "%0A")
    place = f"file={problem.file},line={problem.line},col={problem.column}"
    return f"::{problem.level} {place}::{title}"


def as_json(problems: Sequence[Problem], counts: Mapping[str, int], lang: str) -> str:
    """`{"problems": [...], "counts": {...}}` with codes, places, values and words."""
    rows: list[dict[str, Any]] = []
    for problem in problems:
        words = {"message": message(problem, lang), "hint": hint(problem, lang)}
        rows.append({**asdict(problem), "values": {k: str(v) for k, v in problem.values.items()}, **words})
    return json.dumps({"problems": rows, "counts": dict(counts)}, ensure_ascii=False, indent=1)
