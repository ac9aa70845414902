"""What must last from one release to the next: answers hang on the ids of questions and on their kinds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from engine.loading.loading import Loaded, Unit
from engine.loading.problems import Problem
from engine.loading.rows import Place, blocks_in, is_question, items
from engine.store import releases


class Asked(NamedTuple):
    """A question of a release: its kind, and the bank, lesson or case it stands in."""

    kind: str
    home: tuple[str, str]


def asked_in(c: Connection, release_id: int) -> dict[str, Asked]:
    """The questions of a kept release by id, read without its models, which may have changed since."""
    row = releases.release_by_id(c, release_id)
    units = [unit for unit in row.manifest if unit["kind"] in ("question", "lesson", "case")] if row else []
    bodies = releases.blobs(c, [unit["structure"] for unit in units])
    found: dict[str, Asked] = {}
    for unit in units:
        data = json.loads(bodies[unit["structure"]])
        home = ("bank", data["topic"]) if unit["kind"] == "question" else (unit["kind"], unit["id"])
        rows = [data] if unit["kind"] == "question" else [block for _, block in blocks_in(data) if is_question(block)]
        found.update({question["id"]: Asked(question["kind"], home) for question in rows})
    return found


def compared(loaded: Loaded, before: Mapping[str, Asked]) -> Loaded:
    """What was loaded, with what it does to the questions of the release in force.

    Another kind under an old id keeps it out. A question that is gone is only told: a server may be given another
    course, or one folder less, and whoever answered keeps the release they answered on.
    """
    if loaded.course is None or not before:
        return loaded
    changed, gone = list(_changed(loaded.units, before)), list(_gone(loaded.units, before))
    return replace(loaded, course=None if changed else loaded.course, problems=(*changed, *gone, *loaded.problems))


def _changed(units: Sequence[Unit], before: Mapping[str, Asked]) -> Iterable[Problem]:
    for unit in units:
        for path, question in _questions(unit.document.data):
            was = before.get(question["id"])
            if was and was.kind != question["kind"]:
                yield unit.document.problem("kind_changed", (*path, "kind"), old=was.kind, new=question["kind"])


def _gone(units: Sequence[Unit], before: Mapping[str, Asked]) -> Iterable[Problem]:
    """One Problem for each bank, lesson or case that lost questions, at its file if it is still there."""
    there = {question["id"] for unit in units for _, question in _questions(unit.document.data)}
    files = {(unit.found.kind.name, unit.document.data.get("id")): unit.found.name for unit in units}
    homes: dict[tuple[str, str], list[str]] = {}
    for id, asked in before.items():
        if id not in there:
            homes.setdefault(asked.home, []).append(id)
    for home, ids in homes.items():
        values = {"home": home[1], "n": len(ids), "names": ", ".join(ids)}
        yield Problem("id_gone", files.get(home, "/".join(home)), values=values, level="warning")


def _questions(data: Any) -> Iterable[tuple[Place, dict[str, Any]]]:
    """Every question of a sound file, and where it stands."""
    yield from ((("questions", i), row) for i, row in items(data, "questions") if is_question(row))
    yield from ((path, block) for path, block in blocks_in(data) if is_question(block))
