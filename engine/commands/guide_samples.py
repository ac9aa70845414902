"""What the author guide shows: the example files, pieces of them, mistakes and what is told of them, tables of marks."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import get_args

from engine.content.figure import COLOURS, TAGS, WIDEST
from engine.content.questions.multiple import MultipleRule
from engine.content.rules import multiple_mark
from engine.loading import wording
from engine.loading.files import KINDS, Found, find
from engine.loading.loading import load
from engine.loading.problems import Path as Place
from engine.loading.reading import Document, parse
from engine.loading.rows import blocks_in, items
from engine.settings import REPOSITORY
from engine.words import word

EXAMPLES = REPOSITORY / "docs" / "examples"
WITH_KINDS = ("bank", "lesson")
"""Files whose questions and blocks are of many kinds; each kind has a piece of an example of its own."""
SPOILT = "quizzes/bank/first-month.yaml"
SLIPS = (("summary:", "summry:"), ("kind: single", "kind: singel"), ("answer: false", "answer: 'no'"))
TICKED = {"AB": (2, 0), "ABD": (2, 1), "ABCDE": (3, 2)}
"""How many right and wrong options are ticked where A, B and C of five are right."""


def examples() -> dict[str, list[Found]]:
    """The example files by kind, the shortest first."""
    found: dict[str, list[Found]] = {kind.name: [] for kind in KINDS}
    for file in find(EXAMPLES)[0]:
        found[file.kind.name].append(file)
    return {name: sorted(files, key=lambda f: f.file.stat().st_size) for name, files in found.items()}


def excerpts(files: Mapping[str, Sequence[Found]]) -> dict[str, tuple[str, str]]:
    """A piece of an example for each kind of question and block, from the base file and from its overlay."""
    found: dict[str, tuple[str, str]] = {}
    for file in [f for name in WITH_KINDS for f in reversed(files[name])]:
        base = _document(file.file)
        overlay = _document(file.overlay) if file.overlay else None
        for path, part in [*((("questions", i), q) for i, q in items(base.data, "questions")), *blocks_in(base.data)]:
            if part["kind"] not in found:
                named = _by_id(base, path)
                there = overlay and overlay.position(named, at_key=True)[0]
                found[part["kind"]] = (
                    _piece(base.text, base.position(path)[0]),
                    _piece(overlay.text, there) if overlay and there else "",
                )
    return found


def _document(file: Path) -> Document:
    document = parse(file.read_text(encoding="utf-8"), file.name)
    if isinstance(document, list):
        raise ValueError(document)
    return document


def _by_id(base: Document, path: Place) -> Place:
    """The path of an item in the overlay, which names the items of lists by their ids."""
    named: list[str | int] = []
    data = base.data
    for part in path:
        data = data[part]
        named.append(data["id"] if isinstance(part, int) else part)
    return tuple(named)


def _piece(text: str, line: int) -> str:
    """The lines of the item that begins at `line`, without their common indentation."""
    first, *rest = text.splitlines()[line - 1 :]
    margin = len(first) - len(first.lstrip())
    end = next((i for i, row in enumerate(rest) if row.strip() and len(row) - len(row.lstrip()) <= margin), len(rest))
    return dedent("\n".join([first, *rest[:end]])).strip()


def values(lang: str, words: Mapping[str, str]) -> dict[str, str]:
    """What the texts of the guide may name by `$`: whatever is worked out anew each time."""
    return {
        "told": _told(lang),
        "pitfalls": _pitfalls(lang, words),
        "rules": _rules(words),
        "colours": words["or"].join(f"`{name}`" for name in sorted(COLOURS)),
        "tags": words["or"].join(f"`{name}`" for name in sorted(TAGS)),
        "widest": str(WIDEST),
        "settings": word(lang, "ui.nav.settings"),
        "content": word(lang, "ui.settings.content"),
        "reload": word(lang, "ui.settings.content_reload"),
    }


def _told(lang: str) -> str:
    """What `check` says of an example with a few slips in it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        shutil.copytree(EXAMPLES, root)
        text = (root / SPOILT).read_text(encoding="utf-8")
        for right, wrong in SLIPS:
            text = text.replace(right, wrong, 1)
        (root / SPOILT).write_text(text, encoding="utf-8")
        problems = load([root]).problems
    return "```text\n" + "\n".join(wording.line(p, lang) for p in problems) + "\n```"


def _pitfalls(lang: str, words: Mapping[str, str]) -> str:
    """Lines as one might write them, what becomes of each, and how to write it instead."""
    rows = [words["pitfalls.head"], "|---|---|---|"]
    for row in words["pitfalls.lines"].strip().splitlines():
        written, _, instead = row.partition(" => ")
        rows.append(f"| {_code(written)} | {_becomes(written, lang, words)} | {_code(instead) if instead else ''} |")
    return "\n".join(rows)


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _becomes(written: str, lang: str, words: Mapping[str, str]) -> str:
    read = parse(written.replace("\\t", "\t"), "")
    if isinstance(read, list):
        return words["pitfalls.refused"].format(why=wording.message(read[0], lang))
    if not isinstance(read.data, dict):
        return words["pitfalls.no_key"]
    value = next(iter(read.data.values()))
    name = {str: "text", bool: "flag", int: "number", float: "number", dict: "parts"}.get(type(value), "nothing")
    return words[f"pitfalls.{name}"].format(value=wording.shown(value))


def _rules(words: Mapping[str, str]) -> str:
    """The rules of a multiple choice with what some answers earn, computed."""
    rows = [words["rules.head"], "|---|---|" + "---|" * len(TICKED)]
    for rule in get_args(MultipleRule):
        marks = " | ".join(str(multiple_mark(rule, t, w, 3, 2)) for t, w in TICKED.values())
        rows.append(f"| `{rule}` | {words[f'rules.{rule}']} | {marks} |")
    return "\n".join(rows)
