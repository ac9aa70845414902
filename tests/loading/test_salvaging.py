"""Whatever an author does to the files, what the preview shows of them holds together."""

import random
import shutil

import pytest

from engine.commands.guide_samples import EXAMPLES
from engine.content.blocks import Diagram, Figure, Link
from engine.content.course import DISPLAYED
from engine.content.drawing import draw, pool
from engine.loading.loading import load
from engine.loading.salvaging import salvage

ROUNDS, SLIPS = 6, 4
GLOSSARY, LESSON, BANK = "lessons/glossary.yaml", "lessons/start/every-block.yaml", "quizzes/bank/every-kind.yaml"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "root")
    return tmp_path / "root"


def change(root, name, old, new):
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def slip(file, rng):
    """One of the things that happen to a file while somebody writes."""
    text = file.read_text(encoding="utf-8")
    lines, at = text.splitlines(), rng.randrange(max(len(text), 1))
    match rng.randrange(6):
        case 0:
            file.unlink()
        case 1:
            file.write_text(text[:at] + text[at + rng.randrange(1, 30) :], encoding="utf-8")
        case 2 if lines:
            del lines[rng.randrange(len(lines))]
            file.write_text("\n".join(lines), encoding="utf-8")
        case 3:
            file.write_text(text.replace("first-month", "second-month", rng.randrange(1, 3)), encoding="utf-8")
        case 4:
            file.write_text(text.replace("id: ", "id: x", 1), encoding="utf-8")
        case _:
            file.write_text("id: [", encoding="utf-8")


def walk(course):
    """Draw every paper and follow every name, in each language; KeyError or TooFew where one leads nowhere."""
    places = {"lesson": course.lessons, "quiz": course.quizzes, "glossary": course.terms, "roleplay": course.roleplays}
    for lang in DISPLAYED:
        for quiz in course.quizzes[lang].values():
            draw(quiz, pool(quiz, course.questions["zh"], course.quizzes["zh"]), 1)
        for question in course.questions[lang].values():
            _ = course.topics[lang][question.topic]
        for lesson in course.lessons[lang].values():
            for block in (block for page in lesson.pages for block in page.blocks):
                if isinstance(block, Figure | Diagram):
                    _ = course.figures[lang][block.figure]
                if isinstance(block, Link):
                    _ = places[block.to][lang][block.target]
        for id in course.outlines[lang].lessons() if lang in course.outlines else ():
            _ = course.lessons[lang][id]


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("shown_before", [True, False])
def test_what_is_shown_of_broken_files_holds_together(root, seed, shown_before):
    """No slip leads to a page that cannot be drawn, with a sound version before it or without one."""
    rng, last = random.Random(seed), {}
    if shown_before:
        last = salvage(load([root]), {}).units
    for _ in range(SLIPS):
        slip(rng.choice(sorted(root.rglob("*.yaml"))), rng)

        found = salvage(load([root]), last)

        if found is not None:
            walk(found.course)
            last = found.units


def test_sound_files_are_shown_whole(root):
    found = salvage(load([root]), {})

    assert (found.behind, found.absent) == ((), ())
    walk(found.course)


def test_a_broken_file_is_shown_as_it_was_and_the_others_as_they_are(root):
    before = salvage(load([root]), {}).units
    change(root, LESSON, "title: 读的", "titel: 读的")
    change(root, GLOSSARY, "text: 回访", "text: 回头看")

    found = salvage(load([root]), before)

    assert (found.behind, found.absent) == ((LESSON,), ())
    assert found.course.lessons["zh"]["every-block"].pages[0].title == "读的"
    assert found.course.terms["zh"]["follow-up-call"].text == "回头看"


def test_what_leans_on_a_broken_file_is_left_out_where_nothing_was_shown_before(root):
    """A quiz asks questions of the broken bank, a lesson leads to the quiz, the outline lists the lesson."""
    change(root, BANK, "format: 1", "format: 2")

    found = salvage(load([root]), {})

    assert found.absent == (BANK, "quizzes/closing-exam.yaml")
    walk(found.course)


def test_a_name_that_nothing_has_any_more_shows_the_course_before(root):
    """A term was renamed, the lesson still leads to the old one: neither is newer than the other, so both stay."""
    before = salvage(load([root]), {}).units
    change(root, GLOSSARY, "promise-list", "list-of-promises")
    change(root, GLOSSARY.replace(".yaml", ".en.yaml"), "promise-list", "list-of-promises")

    assert salvage(load([root]), before) is None


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        (BANK, "text: 答应了什么,", "text: 由谁来做,"),
        (BANK.replace(".yaml", ".en.yaml"), "text: What was promised}", "text: Who does it}"),
    ],
)
def test_options_that_read_the_same_are_shown_and_told(root, name, text, other):
    """In either language: the author sees both on the page, and the mistake in the list."""
    change(root, name, text, other)

    loaded = load([root])
    found = salvage(loaded, {})

    assert [(p.code, p.file) for p in loaded.problems] == [("same_text", name)]
    assert (loaded.course, found.behind, found.absent) == (None, (), ())


def test_elements_and_homes_keep_no_lesson_from_being_shown(root):
    """They concern the report and the map, not the page."""
    (root / "lessons/sources.yaml").write_text("format: 1\n", encoding="utf-8")
    change(root, "lessons/course.yaml", "[first-call, every-block]", "[first-call]")

    found = salvage(load([root]), {})

    assert found.absent == ("lessons/sources.yaml",)
    assert set(found.course.lessons["zh"]) == {"first-call", "every-block"}
