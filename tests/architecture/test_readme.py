"""What README says of the course is so, and the manuals it names are there, in both languages alike."""

import re
from pathlib import Path

import pytest

from engine.__main__ import COMMANDS
from engine.content.course import Course
from engine.loading.loading import Loaded, load

ROOT = Path(__file__).resolve().parents[2]
README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load([ROOT])


@pytest.fixture(scope="module")
def course(loaded: Loaded) -> Course:
    assert loaded.course, loaded.problems
    return loaded.course


def said(pattern: str) -> int:
    """The one number that README gives with these words."""
    (number,) = re.findall(pattern, README)
    return int(number)


def test_readme_counts_what_the_course_has(course: Course) -> None:
    banked = [q for q in course.questions["zh"].values() if not q.lesson]

    assert said(r"(\d+) lessons") == len(course.lessons["zh"])
    assert said(r"(\d+) conversations") == len(course.roleplays["zh"])
    assert said(r"(\d+) staged cases") == len(course.cases["zh"])
    assert said(r"(\d+) reviewed questions in the bank") == len(banked)
    assert said(r"bank in (\d+) topics") == len({q.topic for q in banked})
    assert course.sources and said(r"of the (\d+) source elements") == len(course.sources.elements)


def test_readme_counts_all_questions_as_check_does(loaded: Loaded) -> None:
    assert said(r"(\d+) with those in lessons and cases") == loaded.counts["questions"]


def test_readme_names_what_is_there() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", README)
    commands = re.findall(r"python -m engine (\w+)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []
    assert set(commands) == set(COMMANDS)


def test_the_trainers_manual_has_the_same_parts_in_both_languages() -> None:
    english, chinese = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("instructor.md", "instructor.zh.md"))

    for part in (r"^## ", r"^\d+\. ", r"^- \*\*", r"^\| "):
        assert len(re.findall(part, english, re.M)) == len(re.findall(part, chinese, re.M)) > 2, part
    assert "](instructor.zh.md)" in english and "](instructor.md)" in chinese
    addresses = re.compile(r"--server\S+ [\d.]+|http://[\w.:/]+")
    assert addresses.findall(english) == addresses.findall(chinese)
