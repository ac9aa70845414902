"""`lesson`: trainees who read a page and answer its question, in the app's lesson and on a bare page, by turns."""

import argparse
from pathlib import Path

from benchmarks import content, load, people
from benchmarks.load import Subject, Visit

LESSONS, PAGES = 2, 12

add_arguments = load.add_arguments


def _visits(data: Path, root: Path, count: int) -> list[Visit]:
    lessons = content.lesson_root(root, LESSONS, PAGES)
    desk = people.open_school(data, root)
    visits = []
    for trainee in people.enrol(desk, count):
        people.start_all(desk, trainee, lessons)
        visits.append(Visit("", trainee.cookie, "lesson", [f"l={lesson}&p=1" for lesson in lessons]))
    desk.db.close()
    return visits


def run(arguments: argparse.Namespace) -> str:
    """Measure; the table."""
    return load.run(arguments, Subject(_visits, "benchmarks/bare/lesson.py"))
