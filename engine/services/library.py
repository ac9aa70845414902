"""Releases: checked content, kept by digest, shared by every session of the process."""

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from engine.content.case import Case
from engine.content.course import LANGS, Course, Lang, Topic
from engine.content.digest import canonical, digest
from engine.content.figure import DrawnFigure
from engine.content.glossary import Term
from engine.content.lesson import Lesson
from engine.content.outline import Outline
from engine.content.questions import Question
from engine.content.quiz import Quiz
from engine.content.roleplay import Roleplay
from engine.content.sources import Sources
from engine.content.texts import structure_of, texts_of, with_texts
from engine.loading.loading import Loaded, cards, fingerprint, load
from engine.loading.problems import Problem
from engine.services import lasting
from engine.store import people, releases
from engine.store.database import Database

LOOK_EVERY = 2.0
IN_FORCE = "release in force"
CHECKED = "checked"
MODELS: dict[str, Any] = {
    "question": TypeAdapter(Question, config=ConfigDict(defer_build=True)),
    "quiz": TypeAdapter(Quiz),
    "lesson": TypeAdapter(Lesson),
    "figure": TypeAdapter(DrawnFigure),
    "term": TypeAdapter(Term),
    "roleplay": TypeAdapter(Roleplay),
    "case": TypeAdapter(Case),
    "outline": TypeAdapter(Outline),
    "sources": TypeAdapter(Sources),
    "topic": TypeAdapter(Topic),
}


class Library:
    """The content in force and older releases that attempts are pinned to. One for each process."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._courses: dict[int, Course] = {}
        self._lock = threading.Lock()
        self._current: int | None = None
        self._looked = 0.0
        self._beginning: tuple[Sequence[Path], datetime] | None = None
        self._begin_once = threading.Lock()
        self.problems: tuple[Problem, ...] = ()

    def publish_when_asked(self, roots: Sequence[Path], now: datetime) -> None:
        """`publish` when somebody first asks for content: the page to sign in on need not wait for it."""
        self._beginning = (roots, now)

    def ready(self) -> None:
        """Publish what waits to be published. Raises StoreError; then the next who asks tries again."""
        if self._beginning is None:
            return
        with self._begin_once:
            if self._beginning is not None:
                self.publish(*self._beginning)
                self._beginning = None

    def publish(self, roots: Sequence[Path], now: datetime) -> Loaded:
        """Check the content below `roots`; if nothing is wrong, it becomes the release in force.

        The very content in force, checked by this very code, is not read again.
        """
        seen = fingerprint(roots)
        with self.db.read() as c:
            kept = people.kept_fact(c, f"{CHECKED} {seen}"[:64]) if seen else None
            in_force = people.kept_fact(c, IN_FORCE)
            same = kept is not None and kept == in_force
            if not same:
                loaded = load(roots, remembered=lambda digests: releases.known_files(c, digests))
                loaded = lasting.compared(loaded, lasting.asked_in(c, int(in_force)) if in_force else {})
        if same and kept is not None:
            self.problems = ()
            self._put_in_force(int(kept))
            return Loaded(self.course(int(kept)), (), {})
        self.problems = loaded.problems
        if loaded.course is not None:
            self._release(loaded.course, loaded.parsed, now, seen)
        return loaded

    def _release(self, course: Course, parsed: Mapping[str, str], now: datetime, seen: str | None = None) -> "Manifest":
        """Keep a course and bring it into force; `seen` is the fingerprint of the files it was made of. Its manifest."""
        manifest, blobs = pack(course)
        with self.db.write() as c:
            releases.keep_files(c, dict(parsed))
            id = releases.add_release(c, digest(canonical(manifest)), manifest, blobs, now)
            if seen:
                people.keep_fact(c, f"{CHECKED} {seen}"[:64], str(id))
        self._put_in_force(id)
        return manifest

    def _put_in_force(self, id: int) -> None:
        with self.db.write() as c:
            people.keep_fact(c, IN_FORCE, str(id))
        self._current, self._looked = id, time.monotonic()

    def current_id(self) -> int | None:
        """Number of the release in force; another process's new release is seen within seconds. Raises StoreError."""
        self.ready()
        if time.monotonic() - self._looked > LOOK_EVERY:
            with self.db.read() as c:
                kept = people.kept_fact(c, IN_FORCE)
            self._current, self._looked = (int(kept) if kept else None), time.monotonic()
        return self._current

    def current(self) -> Course:
        """The content in force; an empty course before the first release."""
        id = self.current_id()
        return self.course(id) if id is not None else unpack([], {})

    def course(self, release_id: int) -> Course:
        """The content of one release. Raises KeyError for a release that is not there."""
        found = self._courses.get(release_id)
        if found is None:
            with self._lock:
                found = self._courses.get(release_id) or self._read(release_id)
                self._courses[release_id] = found
        return found

    def _read(self, release_id: int) -> Course:
        with self.db.read() as c:
            row = releases.release_by_id(c, release_id)
            if row is None:
                raise KeyError(release_id)
            bodies = releases.blobs(c, [d for unit in row.manifest for d in (unit["structure"], *unit["texts"].values())])
        return unpack(row.manifest, bodies)


Manifest = list[dict[str, Any]]


def pack(course: Course) -> tuple[Manifest, dict[str, str]]:
    """A course as a manifest (kind, id, digests of structure and of each language's texts) and bodies by digest."""
    blobs: dict[str, str] = {}

    def kept(data: Any) -> str:
        body = canonical(data)
        key = digest(body)
        blobs[key] = body
        return key

    manifest = []
    for kind, by_lang in _by_kind(course).items():
        for id, model in by_lang["zh"].items():
            if not getattr(model, "lesson", ""):  # what stands in a lesson or case is kept with it
                texts = {lang: kept(texts_of(by_lang[lang][id])) for lang in LANGS}
                manifest.append({"kind": kind, "id": id, "structure": kept(structure_of(model)), "texts": texts})
    for id, topic in course.topics["zh"].items():
        names = {lang: kept({"title": t.title, "summary": t.summary}) for lang in LANGS for t in [course.topics[lang][id]]}
        manifest.append({"kind": "topic", "id": id, "structure": kept({"id": id, "order": topic.order}), "texts": names})
    if course.sources:
        body = kept(course.sources.model_dump(mode="json", exclude_defaults=True))
        manifest.append({"kind": "sources", "id": "sources", "structure": body, "texts": {}})
    return sorted(manifest, key=lambda unit: (unit["kind"], unit["id"])), blobs


def _by_kind(course: Course) -> dict[str, Mapping[Lang, Mapping[str, Any]]]:
    outlines = {lang: {"course": course.outlines[lang]} if lang in course.outlines else {} for lang in LANGS}
    return {
        "question": course.questions,
        "quiz": course.quizzes,
        "lesson": course.lessons,
        "figure": course.figures,
        "term": course.terms,
        "roleplay": course.roleplays,
        "case": course.cases,
        "outline": outlines,
    }


def unpack(manifest: Manifest, bodies: dict[str, str]) -> Course:
    """The course that `pack` took apart."""
    units: dict[str, dict[Lang, dict[str, Any]]] = {kind: {lang: {} for lang in LANGS} for kind in MODELS}
    for unit in manifest:
        structure = json.loads(bodies[unit["structure"]])
        for lang in LANGS:
            texts = json.loads(bodies[unit["texts"][lang]]) if unit["texts"] else {}
            units[unit["kind"]][lang][unit["id"]] = MODELS[unit["kind"]].validate_python(with_texts(structure, texts))
    for lang in LANGS:
        inside = {q.id: q for kind in ("lesson", "case") for unit in units[kind][lang].values() for q in unit.questions}
        units["question"][lang].update(inside)
        for play in units["roleplay"][lang].values():
            units["question"][lang].update(cards(play, lang))
    return Course(
        topics=units["topic"],
        questions=units["question"],
        quizzes=units["quiz"],
        sources=units["sources"]["zh"].get("sources"),
        digests=digests_of(manifest, units["question"]["zh"].values()),
        lessons=units["lesson"],
        figures=units["figure"],
        terms=units["term"],
        roleplays=units["roleplay"],
        cases=units["case"],
        outlines={lang: o for lang in LANGS if (o := units["outline"][lang].get("course"))},
    )


def digests_of(manifest: Manifest, questions: Iterable[Question]) -> dict[str, str]:
    """Structure digests of a release: by the ids of its questions, and `roleplay/<id>`."""
    digests = {unit["id"]: unit["structure"] for unit in manifest if unit["kind"] == "question"}
    digests |= {f"roleplay/{u['id']}": u["structure"] for u in manifest if u["kind"] == "roleplay"}
    return digests | {q.id: digest(canonical(structure_of(q))) for q in questions if q.lesson}
