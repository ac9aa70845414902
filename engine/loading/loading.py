"""A content root to a Course, with every Problem of every file in one run."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.content.bank import Bank
from engine.content.base import Model, is_id
from engine.content.case import Case
from engine.content.course import LANGS, Course, Lang, topic_of
from engine.content.digest import digest
from engine.content.figure import DrawnFigure
from engine.content.glossary import Glossary
from engine.content.lesson import Lesson
from engine.content.moments import moments
from engine.content.outline import Outline, extended
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.content.roleplay import Roleplay
from engine.content.sources import Sources, joined
from engine.loading import crossing, linting, sameness, slips
from engine.loading.files import Found, find
from engine.loading.overlays import translate
from engine.loading.problems import Problem
from engine.loading.reading import Document, parse, read_text
from engine.loading.rows import blocks_in, is_question
from engine.loading.validating import validate
from engine.words import word


@dataclass(frozen=True)
class Unit:
    """One content file that was read: its document, and its models by language if it is sound."""

    found: Found
    document: Document
    overlay: Document | None
    models: Mapping[Lang, Any]


@dataclass(frozen=True)
class Loaded:
    """What a load gave: a Course if nothing is wrong, every Problem, how much was read, and what was parsed anew."""

    course: Course | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    parsed: Mapping[str, str] = field(default_factory=dict)
    """Data of newly parsed files as JSON, by the digest of their text."""
    units: tuple[Unit, ...] = ()
    """The files that could be read."""


Further = Callable[[Sequence["Unit"]], list[Problem]]
Remembered = Callable[[Iterable[str]], Mapping[str, str]]


def load(
    roots: Sequence[Path], lint: bool = False, remembered: Remembered | None = None, also: Further | None = None
) -> Loaded:
    """Load all content below `roots`; a file of a later root is called by its root's name.

    `lint` also looks for what is allowed but unwise (warnings). `remembered` gives, for digests of texts, what an
    earlier run parsed them to. `also` finds what is wrong beyond single files, with help from other rooms.
    """
    problems: list[Problem] = []
    found: list[Found] = []
    for root, shown in zip(roots, _shown(roots), strict=True):
        here, misplaced = find(root, shown)
        found += here
        problems += misplaced
    texts = _texts(found, problems)
    documents, parsed = _documents(texts, remembered, problems)
    units = [u for f in found if (u := _unit(f, documents, problems))]
    problems += crossing.check(units, {f.kind.name for f in found if f.name not in documents})
    problems += sameness.check(units)
    if lint:
        problems += slips.cut_texts([document for u in units for document in (u.document, u.overlay) if document])
    whole = not any(p.level == "error" for p in problems)
    course = assemble([u.models for u in units]) if whole else None
    if course and lint:
        problems += linting.check(course, units)
    if course and also:
        problems += also(units)
    ordered = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code)))
    files = len(found) + sum(f.overlay is not None for f in found)
    return Loaded(course, ordered, {"files": files, **_counts(units)}, parsed, tuple(units))


def fingerprint(roots: Sequence[Path]) -> str | None:
    """A digest of everything a load depends on: all files below `roots` and the code that reads them.

    None where a file is out of place or cannot be read, so that a load must say what is wrong.
    """
    problems: list[Problem] = []
    parts: list[str] = []
    for root, shown in zip(roots, _shown(roots), strict=True):
        found, misplaced = find(root, shown)
        problems += misplaced
        parts += [f"{name}\0{text}" for name, text in sorted(_texts(found, problems).items())]
    package = Path(__file__).resolve().parents[1]
    code = sorted(file for folder in ("content", "loading") for file in (package / folder).rglob("*.py"))
    parts += [f"{file.name}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}" for file in code]
    return None if problems else digest("\0".join(parts))


def _shown(roots: Sequence[Path]) -> list[str]:
    """What messages put before the names of each root's files: nothing for the first, then its name, always another."""
    shown: list[str] = []
    for root in roots:
        name = f"{root.resolve().name}/" if shown else ""
        shown.append(name if name not in shown else f"{root.resolve().as_posix()}/")
    return shown


def _texts(found: Sequence[Found], problems: list[Problem]) -> dict[str, str]:
    """The text of every file and overlay by name; those that cannot be read become Problems."""
    texts: dict[str, str] = {}
    for f in found:
        for file, name in ((f.file, f.name), (f.overlay, f.overlay_name)):
            text = read_text(file, name) if file else None
            if isinstance(text, Problem):
                problems.append(text)
            elif text is not None:
                texts[name] = text
    return texts


def _documents(
    texts: Mapping[str, str], remembered: Remembered | None, problems: list[Problem]
) -> tuple[dict[str, Document], dict[str, str]]:
    """Every text as a Document by name, and the data of those that had to be parsed."""
    digests = {name: digest(text) for name, text in texts.items()} if remembered else {}
    known = remembered(digests.values()) if remembered else {}
    documents: dict[str, Document] = {}
    parsed: dict[str, str] = {}
    for name, text in texts.items():
        document = parse(text, name, known.get(digests.get(name, "")))
        if isinstance(document, list):
            problems += document
            continue
        documents[name] = document
        if remembered and digests[name] not in known:
            parsed[digests[name]] = json.dumps(document.data, ensure_ascii=False)
    return documents, parsed


def _unit(found: Found, documents: Mapping[str, Document], problems: list[Problem]) -> Unit | None:
    document = documents.get(found.name)
    if document is None:
        return None
    overlay = documents.get(found.overlay_name)
    _give_topic(document.data)
    base = validate(found.kind.model, document)
    if isinstance(base, list):
        problems += base
        return Unit(found, document, overlay, {})
    if not found.kind.translated:
        return Unit(found, document, None, {"zh": base})
    if overlay is None:
        if found.overlay is None:
            problems.append(document.problem("no_overlay", level="warning", name=found.overlay_name))
        return Unit(found, document, None, {"zh": base, "en": base})
    both = translate(base, document, overlay)
    if isinstance(both, list):
        problems += both
        return Unit(found, document, overlay, {"zh": base})
    return Unit(found, document, overlay, {"zh": both[0], "en": both[1]})


def _give_topic(data: Any) -> None:
    """A question carries its topic and its lesson wherever it goes; authors write them once, in the head of the file."""
    if not isinstance(data, dict) or not is_id(data.get("id")):
        return
    if isinstance(data.get("questions"), list):
        for question in data["questions"]:
            if isinstance(question, dict) and "topic" not in question:
                question["topic"] = data["id"]
    for _, block in blocks_in(data):
        if is_id(data.get("topic")) and is_question(block):
            block.setdefault("topic", data["topic"])
            block.setdefault("lesson", data["id"])


NAMES = ("topics", "questions", "quizzes", "lessons", "figures", "terms", "roleplays", "cases")


def assemble(models: Sequence[Mapping[Lang, Model]]) -> Course:
    """One Course from the models of all files, each by language."""
    found: dict[str, Any] = {name: {lang: {} for lang in LANGS} for name in NAMES}
    outlines: dict[Lang, Outline] = {}
    sources: Sources | None = None
    for unit in models:
        for lang, model in unit.items():
            if isinstance(model, Sources):
                sources = joined(sources, model) if sources else model
            elif isinstance(model, Outline):
                outlines[lang] = extended(outlines[lang], model) if lang in outlines else model
            else:
                for name, parts in _parts(model, lang).items():
                    found[name][lang].update(parts)
    return Course(**found, sources=sources, outlines=outlines)


def cards(play: Roleplay, lang: Lang) -> dict[str, Question]:
    """The moments of a role-play as questions, by id."""
    return {card.id: card for card in moments(play, word(lang, "card.would_say"))}


def _parts(model: Model, lang: Lang) -> dict[str, dict[str, Any]]:
    """What a file adds to a course in one language, by the name of the mapping and by id."""
    match model:
        case Bank():
            return {"topics": {model.id: topic_of(model)}, "questions": {q.id: q for q in model.questions}}
        case Quiz():
            return {"quizzes": {model.id: model}}
        case Lesson() | Case():
            home = "lessons" if isinstance(model, Lesson) else "cases"
            return {home: {model.id: model}, "questions": {q.id: q for q in model.questions}}
        case Roleplay():
            return {"roleplays": {model.id: model}, "questions": cards(model, lang)}
        case DrawnFigure():
            return {"figures": {model.id: model}}
        case Glossary():
            return {"terms": {term.id: term for term in model.terms}}
    raise TypeError(type(model))


def _counts(units: list[Unit]) -> dict[str, int]:
    models = [u.models["zh"] for u in units if "zh" in u.models]
    return {
        "topics": sum(isinstance(m, Bank) for m in models),
        "questions": sum(len(m.questions) for m in models if isinstance(m, Bank | Lesson | Case)),
        "quizzes": sum(isinstance(m, Quiz) for m in models),
        "lessons": sum(isinstance(m, Lesson) for m in models),
        "cases": sum(isinstance(m, Case) for m in models),
        "roleplays": sum(isinstance(m, Roleplay) for m in models),
        "elements": sum(len(m.elements) for m in models if isinstance(m, Sources)),
    }
