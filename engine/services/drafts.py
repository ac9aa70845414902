"""The content of a preview: read again whenever its files change, and shown as far as it is sound."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.content.course import LANGS, Course, Lang, Topic
from engine.content.quiz import Quiz
from engine.loading.files import stamp
from engine.loading.loading import Loaded, Unit, load
from engine.loading.salvaging import salvage
from engine.services.library import Library, digests_of
from engine.store import releases
from engine.store.database import Database

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""
KEPT_COURSES = 3
"""Releases that stay in memory: an author makes hundreds in a day."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last reading of the files gave.

    `behind` are files shown as they last were sound, `absent` those not shown; where no course could be put together
    (`assembled`), the one before stays.
    """

    number: int = 0
    assembled: bool = True
    behind: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class Drafts(Library):
    """A library that follows the files of one author."""

    def __init__(self, db: Database, roots: Sequence[Path]) -> None:
        super().__init__(db)
        self.roots = tuple(roots)
        self.author_token = ""
        self.reading = Reading()
        self.signing_in = threading.Lock()
        self._following = threading.Lock()
        self._stamps: object = None
        self._looked_at = 0.0
        self._shown: dict[str, Unit] = {}

    def look(self, now: datetime) -> Reading:
        """Read the files again if any has changed, asking at most once a second; what the last reading gave.

        While one page reads, the others go on with what they have.
        """
        if time.monotonic() - self._looked_at >= LOOK_EVERY and self._following.acquire(blocking=False):
            try:
                if self._stamps != [stamp(root) for root in self.roots]:
                    self.publish(self.roots, now)
                self._looked_at = time.monotonic()
            finally:
                self._following.release()
        return self.reading

    def publish(self, roots: Sequence[Path], now: datetime) -> Loaded:
        """Read all files; what is sound of them becomes the release in force, with a round through each bank."""
        stamps = [stamp(root) for root in roots]
        with self.db.read() as c:
            loaded = load(roots, lint=True, remembered=lambda digests: releases.known_files(c, digests))
        self.problems = loaded.problems
        salvaged = salvage(loaded, self._shown)
        number = self.reading.number + 1
        if salvaged is None:
            self.reading = Reading(number, assembled=False)
        else:
            self._show(opened_up(salvaged.course), loaded, now)
            self._shown = dict(salvaged.units)
            self.reading = Reading(number, behind=salvaged.behind, absent=salvaged.absent)
        self._stamps = stamps
        return loaded

    def _show(self, course: Course, loaded: Loaded, now: datetime) -> None:
        """Bring a course into force, and keep it in memory as it is: reading it back takes longer than an author waits."""
        manifest = self._release(course, loaded.parsed, now)
        digests = digests_of(manifest, course.questions["zh"].values())
        id = self.current_id()
        if id is not None:
            others = list(self._courses.items())[1 - KEPT_COURSES :]
            self._courses = dict(others) | {id: replace(course, digests=digests)}


def bank_round(topic_id: str) -> str:
    """Id of the paper with every question of a bank."""
    return f"preview-{topic_id}"


def opened_up(course: Course) -> Course:
    """The course as its author may go through it: as often as one likes, and each bank question by question."""
    return replace(course, quizzes={lang: _quizzes(course, lang) for lang in LANGS})


def _quizzes(course: Course, lang: Lang) -> dict[str, Quiz]:
    free = {id: quiz.model_copy(update={"attempts": None}) for id, quiz in course.quizzes[lang].items()}
    rounds = [_round(topic, course, lang) for topic in course.topics[lang].values()]
    return free | {quiz.id: quiz for quiz in rounds if quiz}


def _round(topic: Topic, course: Course, lang: Lang) -> Quiz | None:
    """Every question of a bank that is in use, in the order written; None for a bank of which nothing can be shown."""
    asked = course.questions["zh"].values()
    ids = tuple(q.id for q in asked if q.topic == topic.id and not q.lesson and not q.retired)
    if not ids:
        return None
    return Quiz(
        format=1,
        id=bank_round(topic.id),
        title=topic.title,
        intro=topic.summary or topic.title,
        behaviour="practice",
        group="notebook",
        questions=ids,
        shuffle=False,
    )
