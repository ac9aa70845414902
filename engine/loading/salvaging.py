"""As much of a broken content root as can be shown: of each file its newest sound version, for the preview of an author."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.content.case import Case
from engine.content.course import LANGS, Course, Topic
from engine.content.lesson import Lesson
from engine.content.roleplay import Roleplay
from engine.loading import crossing
from engine.loading.loading import Loaded, Unit, assemble
from engine.loading.problems import Problem

HARMLESS = frozenset(
    ["family_twice", "from_the_head", "lesson_elsewhere", "lesson_in_two_modules", "lesson_without_module",
     "retired_in_quiz", "topic_elsewhere", "unknown_element", "unknown_source"]
)  # fmt: skip
"""Mistakes across files that keep no page from being shown."""


@dataclass(frozen=True)
class Salvaged:
    """A course that can be shown, the files it is made of, and those that are shown as they were before, or not at all."""

    course: Course
    units: Mapping[str, Unit]
    behind: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def salvage(loaded: Loaded, last: Mapping[str, Unit]) -> Salvaged | None:
    """The course of `loaded`, or of those of its files that are sound.

    `last` are the files of the course that was shown before: they stand in for what is broken since. None where one of
    them would be lost that way, or the whole folder is gone: then that course, as it was, shows more.
    """
    newest = {unit.found.name: unit for unit in loaded.units}
    if loaded.course is not None:
        return Salvaged(loaded.course, newest)
    there = {name for name, unit in last.items() if name in newest or unit.found.file.exists()}
    whole = {name: unit for name, unit in newest.items() if _is_whole(unit)}
    chosen = {name: _in_chinese(unit) for name, unit in newest.items() if "zh" in unit.models}
    chosen |= {name: last[name] for name in there} | whole
    while wrong := _wrong(chosen):
        for name in wrong:
            older = last.get(name)
            if older is None or chosen[name] is older:
                del chosen[name]
            else:
                chosen[name] = older
    if there - set(chosen) or (last and not chosen):
        return None
    behind = {name for name, unit in chosen.items() if unit is last.get(name)}
    absent = {p.file for p in loaded.problems if p.level == "error"} | set(newest) | there
    ordered = {name: chosen[name] for name in sorted(chosen)}
    course = assemble([unit.models for unit in ordered.values()])
    return Salvaged(_with_topics(course), ordered, tuple(sorted(behind)), tuple(sorted(_bases(absent) - set(chosen))))


def _is_whole(unit: Unit) -> bool:
    """Whether a file and its overlay, if it has one, are sound."""
    languages = set(LANGS) if unit.found.kind.translated else {"zh"}
    return set(unit.models) >= languages and (unit.overlay is not None or unit.found.overlay is None)


def _in_chinese(unit: Unit) -> Unit:
    """A file whose overlay is broken says the same words in every language."""
    return replace(unit, models=dict.fromkeys(LANGS, unit.models["zh"]) if unit.found.kind.translated else unit.models)


def _wrong(chosen: Mapping[str, Unit]) -> set[str]:
    """The files that name what is not there, so that they cannot be shown."""
    units = list(chosen.values())
    harmful = [p for p in crossing.check(units) if p.level == "error" and not _is_harmless(p, chosen)]
    return {p.file for p in harmful or crossing.draws(units)} & set(chosen)


def _is_harmless(problem: Problem, chosen: Mapping[str, Unit]) -> bool:
    counts_for = isinstance(chosen[problem.file].models["zh"], Lesson | Case | Roleplay)
    return (problem.code == "unknown_topic" and counts_for) or problem.code in HARMLESS


def _with_topics(course: Course) -> Course:
    """What counts for a topic whose bank is missing counts for a topic of that name."""
    counted = [*course.questions["zh"].values(), *course.lessons["zh"].values(), *course.cases["zh"].values()]
    missing = {part.topic for part in counted} - set(course.topics["zh"])
    more = {id: Topic(id, id, "", 10_000) for id in missing}
    return replace(course, topics={lang: {**course.topics[lang], **more} for lang in LANGS}) if more else course


def _bases(names: set[str]) -> set[str]:
    """File names, an overlay called by the file it belongs to."""
    return {name.replace(".en.yaml", ".yaml") for name in names}
