"""Cases over several files: where they stand, what they are called, what they name elsewhere."""

import shutil
from pathlib import Path

import pytest

from engine.loading.loading import load

BROKEN = Path(__file__).parent / "broken"
SOUND = BROKEN / "case" / "sound"
CASE, FIGURE = "cases/refund-case/case.yaml", "lessons/figures/refund-path.yaml"


@pytest.fixture
def root(tmp_path):
    """A sound root with a case, its figure and a bank."""
    return shutil.copytree(SOUND, tmp_path / "root")


def change(root, name, before, after):
    text = (root / name).read_text(encoding="utf-8")
    assert before in text
    (root / name).write_text(text.replace(before, after), encoding="utf-8")


def told(root):
    """(code, file, line) of all Problems."""
    return [(p.code, p.file, p.line) for p in load([root], lint=True).problems]


def test_a_case_and_its_questions_are_in_the_course(root):
    """They are counted, found by id in both languages, and the questions know topic and case from the head of the file."""
    loaded = load([root])

    assert (loaded.counts["cases"], loaded.counts["questions"]) == (1, 4)
    assert loaded.course.cases["en"]["refund-case"].stages[0].blocks[1].stem == "What comes first?"
    assert [q.id for q in loaded.course.cases["zh"]["refund-case"].questions] == ["ref-first", "ref-why", "ref-both"]
    for lang in ("zh", "en"):
        asked = loaded.course.question("ref-both", lang)
        assert (asked.topic, asked.lesson) == ("refunds", "refund-case")


@pytest.mark.parametrize("name", ["cases/case.yaml", "cases/a/b/case.yaml", "cases/refund-case/story.yaml"])
def test_a_case_elsewhere_has_no_place(name, root):
    """It is always called case.yaml and stands in a folder of its own."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / CASE, root / name)

    assert told(root) == [("no_such_place", name, 1)]


def test_a_case_copied_into_another_folder_is_told_by_its_folder(root):
    """The name is told once, as the folder's, and not again as standing twice; its questions do stand twice."""
    shutil.copytree(root / "cases/refund-case", root / "cases/refund-copy")

    found = told(root)

    assert found[0] == ("folder_is_not_id", "cases/refund-copy/case.yaml", 2)
    assert {code for code, _, _ in found[1:]} == {"id_twice"}
    assert len(found) == 1 + 3


def test_a_case_and_a_role_play_cannot_share_an_id(root):
    """Both are attempted, and attempts are kept by the id."""
    play = BROKEN / "roleplay" / "sound" / "cases" / "parcel"
    for file in play.iterdir():
        shutil.copy(file, root / "cases/refund-case" / file.name.replace("late-parcel", "refund-case"))
    change(root, "cases/refund-case/roleplay-refund-case.yaml", "id: late-parcel", "id: refund-case")

    assert [code for code, _, _ in told(root)] == ["id_twice"]


def test_lights_are_not_called_unknown_while_the_figure_is_broken(root):
    """One mistake is told once: what the drawing holds is not known before it can be read."""
    change(root, FIGURE, "var(--rp-line)", "red")

    assert [code for code, _, _ in told(root)] == ["svg_colour"]


def test_a_role_play_may_name_a_topic_that_exists_and_no_other(root):
    """Its cards count for a topic of the bank; a slip is told with what was meant."""
    for file in (BROKEN / "roleplay" / "sound" / "cases" / "parcel").iterdir():
        (root / "cases/parcel").mkdir(exist_ok=True)
        shutil.copy(file, root / "cases/parcel" / file.name)
    name = "cases/parcel/roleplay-late-parcel.yaml"
    change(root, name, "id: late-parcel\n", "id: late-parcel\ntopic: refunds\n")
    assert told(root) == []

    change(root, name, "topic: refunds", "topic: refund")

    (problem,) = load([root]).problems
    assert (problem.code, problem.line, problem.values["suggestion"]) == ("unknown_topic", 3, "refunds")
