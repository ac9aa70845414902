"""lessons/sources.yaml: the elements of the source documents that the course must cover."""

from typing import Literal

from pydantic import Field

from engine.content.base import Format, Id, Many, Model

ElementKind = Literal[
    "concept", "model", "figure", "list", "case", "exercise", "self-assessment", "group-activity", "role-play",
    "template", "scoring-rule", "evaluation", "statistic", "training-format", "software-practice",
]  # fmt: skip
Evidence = Literal[
    "ok", "standard-model", "source-opinion", "anecdote", "folklore", "disputed", "garbled", "internal-conflict",
    "unverified", "source-gap", "external-needed", "dated", "compliance", "ethics",
]  # fmt: skip
InteractiveType = Literal[
    "scenario-judgement", "sort-to-bins", "evidence-card", "planner", "matching", "checklist", "form-builder",
    "branching-roleplay", "staged-case", "programme-map", "lesson-card", "diagram", "likert-radar", "flashcards",
    "reflection-journal", "group-form", "calculator", "chart-lab", "timeline", "weighted-matrix", "simulator",
    "rubric-grader", "questionnaire", "observation-sheet", "ranking-individual-team", "swot-board", "matrix-2x2",
    "report-generator", "glossary",
]  # fmt: skip


class Title(Model):
    """A name in both languages; this file has no overlay."""

    zh: str = Field(min_length=1)
    """In Chinese."""
    en: str = Field(min_length=1)
    """In English."""


class Source(Model):
    """One source document."""

    id: Id
    """Short id, for example `s0`."""
    file: str
    """Its file name."""


class Element(Model):
    """One element of a source document."""

    id: Id
    """Stable id; units refer to it under `elements`."""
    title: Title
    """Its name."""
    kind: ElementKind
    """What it is."""
    source: Id
    """Id of the source document."""
    evidence: Many[Evidence] = ()
    """How far it may be taught as fact; empty raises no concern."""
    interactive: InteractiveType
    """The form in which a trainee should practise it."""


class Sources(Model):
    """The list of source documents and their elements."""

    format: Format
    """Version of the file format: 1."""
    sources: Many[Source] = Field(min_length=1)
    """The documents."""
    elements: Many[Element] = Field(min_length=1)
    """Their elements."""


def joined(first: Sources, second: Sources) -> Sources:
    """The lists of two content roots as one."""
    both = {"sources": first.sources + second.sources, "elements": first.elements + second.elements}
    return first.model_copy(update=both)
