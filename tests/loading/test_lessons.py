"""Lessons, figures and terms over several files: places, names that clash, overlays still to be written."""

import shutil
from pathlib import Path

import pytest

from engine.loading.loading import load
from engine.loading.wording import hint, message

SOUND = Path(__file__).parent / "broken" / "lesson" / "sound"
BASICS, WORDS = "lessons/m1/refund-basics.yaml", "lessons/m1/refund-words.yaml"


@pytest.fixture
def root(tmp_path):
    """A sound root with two lessons, a figure, a glossary, an outline, a quiz and a bank."""
    return shutil.copytree(SOUND, tmp_path / "root")


def copy(root, old, new, before="", after=""):
    """A file once more under another name, with a word changed."""
    text = (root / old).read_text(encoding="utf-8")
    assert before in text
    text = text.replace(before, after) if before else text
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / new).write_text(text, encoding="utf-8")


def told(root):
    """(code, file, line) of all Problems, each of which can be put into words."""
    problems = load([root], lint=True).problems
    for problem in problems:
        assert all(message(problem, lang) and hint(problem, lang) for lang in ("zh", "en"))
    return [(p.code, p.file, p.line) for p in problems]


def test_everything_of_a_sound_root_is_in_the_course(root):
    """What is loaded is counted, and found by its id in both languages."""
    loaded = load([root])

    counts = {"files": 15, "topics": 1, "questions": 3, "quizzes": 1, "lessons": 2, "elements": 1}
    assert loaded.counts == {**counts, "cases": 0, "roleplays": 0}
    for lang in ("zh", "en"):
        assert set(loaded.course.lessons[lang]) == {"refund-basics", "refund-words"}
        assert set(loaded.course.figures[lang]) == {"refund-path"}
        assert set(loaded.course.terms[lang]) == {"refund", "voucher"}
        assert [module.id for module in loaded.course.outlines[lang].modules] == ["m1", "m2"]
    assert loaded.course.figures["en"]["refund-path"].labels[0].text == "asked"


def test_a_lesson_and_a_quiz_of_one_name_are_told_once(root):
    """Both are attempted under their id, so one id cannot stand for two."""
    copy(root, "quizzes/refund-test.yaml", "quizzes/refund-words.yaml", "id: refund-test", "id: refund-words")
    copy(root, "quizzes/refund-test.en.yaml", "quizzes/refund-words.en.yaml")

    assert told(root) == [("id_twice", "quizzes/refund-words.yaml", 2)]


def test_a_lesson_copied_into_another_module_is_told_once(root):
    """The copy has the id of the lesson that stands in its place, and so have its questions."""
    copy(root, WORDS, "lessons/m2/refund-words.yaml")
    copy(root, WORDS.replace(".yaml", ".en.yaml"), "lessons/m2/refund-words.en.yaml")

    assert told(root) == [
        ("id_twice", "lessons/m2/refund-words.yaml", 2),
        ("id_twice", "lessons/m2/refund-words.yaml", 17),
    ]


def test_a_lesson_in_the_folder_of_another_module_is_told_where_it_belongs(root):
    """A lesson that was moved without the outline is one Problem, which names its module."""
    for ending in (".yaml", ".en.yaml"):
        copy(root, BASICS.replace(".yaml", ending), f"lessons/m2/refund-basics{ending}")
        (root / BASICS.replace(".yaml", ending)).unlink()

    assert told(root) == [("lesson_elsewhere", "lessons/m2/refund-basics.yaml", 2)]


def test_without_an_outline_each_lesson_is_without_a_module(root):
    """Lessons that no module lists would be found by nobody."""
    for ending in (".yaml", ".en.yaml"):
        (root / f"lessons/course{ending}").unlink()

    assert told(root) == [("lesson_without_module", BASICS, 2), ("lesson_without_module", WORDS, 2)]


@pytest.mark.parametrize(
    "place", ["lessons/refund-basics.yaml", "lessons/m1/more/refund-basics.yaml", "lessons/figures/m1/path.yaml"]
)
def test_a_lesson_or_figure_in_no_place_is_told(root, place):
    """A lesson stands in the folder of a module and a figure in lessons/figures, neither above nor below."""
    copy(root, BASICS, place)

    assert told(root) == [("no_such_place", place, 1)]


@pytest.mark.parametrize(
    "name", ["lessons/course", "lessons/glossary", "lessons/figures/refund-path", "lessons/m1/refund-basics"]
)
def test_an_english_file_to_be_written_is_a_warning_and_the_chinese_stands_in(root, name):
    """Until its overlay is there a file is shown in Chinese to everybody."""
    (root / f"{name}.en.yaml").unlink()

    loaded = load([root])

    assert [(p.code, p.file, p.level) for p in loaded.problems] == [("no_overlay", f"{name}.yaml", "warning")]
    assert loaded.course is not None


@pytest.mark.parametrize("name", ["lessons/glossary", "lessons/figures/refund-path", "lessons/m1/refund-words"])
def test_an_english_file_without_its_chinese_one_is_told(root, name):
    """An overlay alone is a file whose base was renamed or removed; who named it is told as well."""
    (root / f"{name}.yaml").unlink()

    assert ("overlay_alone", f"{name}.en.yaml", 1) in told(root)
    assert load([root]).course is None


def test_two_cut_texts_in_two_places_are_two_problems(root):
    """A text cut at several commas is told once, but each text is told."""
    file = root / "lessons/glossary.en.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("money back.,", "money back, all of it, now.,").replace("next visit.}", "next visit, soon.}")
    file.write_text(text, encoding="utf-8")

    assert told(root) == [("cut_at_comma", "lessons/glossary.en.yaml", 3), ("cut_at_comma", "lessons/glossary.en.yaml", 4)]


def test_a_remembered_file_is_told_of_in_the_same_place(root):
    """Positions inside a drawing, and of a cut text, are found as well where a file was parsed in an earlier run."""
    figure, english = root / "lessons/figures/refund-path.yaml", root / "lessons/glossary.en.yaml"
    figure.write_text(figure.read_text(encoding="utf-8").replace("{paid}", "{pay}"), encoding="utf-8")
    english.write_text(english.read_text(encoding="utf-8").replace("next visit.", "next visit, soon."), encoding="utf-8")
    first = load([root], remembered=lambda digests: {})

    again = load([root], remembered=lambda digests: {d: first.parsed[d] for d in digests})

    assert again.parsed == {}
    assert again.problems == first.problems
    assert [(p.code, p.line, p.column) for p in again.problems] == [("svg_unknown_label", 10, 47), ("cut_at_comma", 4, 63)]
