"""The stamp of a content root changes with whatever an author does to its files, and with nothing else."""

import os

import pytest

from engine.loading.files import stamp

NAME = "quizzes/bank/refunds.yaml"


@pytest.fixture
def root(tmp_path):
    for name in (NAME, "lessons/course.yaml", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("format: 1\n", encoding="utf-8")
    return tmp_path


CHANGES = {
    "another text": lambda root: (root / NAME).write_text("format: 1\nid: refunds\n", encoding="utf-8"),
    "another time": lambda root: os.utime(root / NAME, ns=(1, 1)),
    "another name": lambda root: (root / NAME).rename(root / "quizzes/bank/returns.yaml"),
    "one more": lambda root: (root / "quizzes/drill.yaml").write_text("format: 1\n", encoding="utf-8"),
    "one less": lambda root: (root / NAME).unlink(),
    "out of place": lambda root: (root / "lessons/draft.txt").write_text("later", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_changes_a_file_changes_the_stamp(root, change):
    before = stamp(root)

    change(root)

    assert stamp(root) != before


def test_what_is_left_alone_keeps_its_stamp(root):
    """Reading is no change, and neither is anything beside the content folders."""
    before = stamp(root)
    (root / NAME).read_text(encoding="utf-8")
    (root / "notes.txt").write_text("something else", encoding="utf-8")

    assert stamp(root) == before


def test_a_link_to_nothing_and_a_folder_that_is_not_there_have_stamps(root):
    (root / "quizzes/lost.yaml").symlink_to(root / "nowhere.yaml")

    assert ("quizzes/lost.yaml", -1, -1) in stamp(root)
    assert stamp(root / "nowhere") == ()
