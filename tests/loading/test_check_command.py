"""`python -m engine check`: what it prints, what it limits itself to, and how it ends."""

import json
import shutil
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.settings import settings

SOUND = Path(__file__).parent / "broken" / "course" / "sound"
BANK = "quizzes/bank/refunds.yaml"


@pytest.fixture
def root(tmp_path):
    """A sound content root."""
    return shutil.copytree(SOUND, tmp_path / "root")


@pytest.fixture
def check(capsys):
    """Run the command: its exit status and what it printed."""

    def run(*arguments):
        status = main(["check", *map(str, arguments)])
        return status, capsys.readouterr().out

    return run


def spoil(root, name=BANK, old="difficulty: 1", new="difficulty: 4"):
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def warn(root):
    """One warning and no error: an English explanation that names a letter."""
    spoil(root, "quizzes/bank/refunds.en.yaml", "Keeping your word earns trust", "Option B is right")


def test_sound_content_ends_with_0_and_says_how_much_was_read(root, check):
    status, out = check(root, "--lang", "en")

    assert status == 0
    assert out == "No problems: 7 files, 0 lessons, 0 cases, 0 role-plays, 2 questions, 2 quizzes, 1 source elements.\n"


def test_an_error_ends_with_1_and_says_where_what_and_what_to_do(root, check):
    spoil(root)

    status, out = check(root, "--lang", "en")

    assert status == 1
    assert out == (
        "quizzes/bank/refunds.yaml:8:15: question 'ref-keep-word': '4' is not one of 1, 2, 3\n"
        "    Choose one of those, without quotes.\n"
        "1 errors (and 0 warnings) in 1 of 7 files. Nothing was loaded.\n"
        "Some checks only run once these are mended: check again afterwards.\n"
    )


def test_the_report_is_chinese_unless_asked_otherwise(root, check):
    spoil(root)

    _, out = check(root)

    assert out.splitlines()[:2] == [
        "quizzes/bank/refunds.yaml:8:15: 题目“ref-keep-word”：“4”不在可选范围内：1, 2, 3",
        "    请从列出的值里选一个，不加引号。",
    ]


def test_a_path_that_is_not_there_ends_with_2(tmp_path, check):
    status, out = check(tmp_path / "nowhere", "--lang", "en")

    assert status == 2
    assert out == f"There is no {tmp_path / 'nowhere'}. Name a content folder or a file in one.\n"


def test_an_unknown_option_ends_with_2(root, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(root), "--colour"])

    assert stopped.value.code == 2
    assert "--colour" in capsys.readouterr().err


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--strict"], 1)])
def test_warnings_count_only_when_strict(root, check, options, status):
    warn(root)

    ended, out = check(root, "--lang", "en", *options)

    assert ended == status
    assert out.splitlines()[-1] == "1 warnings in 1 of 7 files."


def test_json_holds_problems_and_counts_and_nothing_else_is_printed(root, check):
    spoil(root)

    status, out = check(root, "--format", "json", "--lang", "en")

    report = json.loads(out)
    assert status == 1
    assert set(report) == {"problems", "counts"}
    counts = {"files": 7, "topics": 0, "questions": 0, "quizzes": 2, "lessons": 0, "cases": 0, "roleplays": 0, "elements": 1}
    assert report["counts"] == counts
    assert report["problems"] == [
        {
            "code": "not_one_of",
            "file": BANK,
            "line": 8,
            "column": 15,
            "path": ["questions", 0, "difficulty"],
            "values": {"value": "4", "expected": "1, 2, 3", "suggestion": ""},
            "level": "error",
            "item": [["questions", "ref-keep-word"]],
            "message": "question 'ref-keep-word': '4' is not one of 1, 2, 3",
            "hint": "Choose one of those, without quotes.",
        }
    ]


def test_json_of_sound_content_has_no_problems(root, check):
    status, out = check(root, "--format", "json")

    assert status == 0
    assert json.loads(out)["problems"] == []


def test_github_gets_one_command_for_each_problem(root, check):
    spoil(root)
    spoil(root, "quizzes/refund-test.yaml", "tries: 2", "tries: 9")

    _, out = check(root, "--format", "github", "--lang", "en")

    assert out.splitlines() == [
        "::error file=quizzes/bank/refunds.yaml,line=8,col=15::question 'ref-keep-word': '4' is not one of 1, 2, 3",
        "::error file=quizzes/refund-test.yaml,line=6,col=8::the number is too large, 5 at most",
    ]


def test_github_tells_warnings_as_warnings_and_escapes_percent_signs(root, check):
    spoil(root, BANK, "difficulty: 1", "difficulty: 100%")
    _, with_percent = check(root, "--format", "github", "--lang", "en")
    spoil(root, BANK, "difficulty: 100%", "difficulty: 1")
    warn(root)

    _, with_warning = check(root, "--format", "github", "--lang", "en")

    assert "'100%25' is not one of" in with_percent
    assert with_warning.startswith("::warning file=quizzes/bank/refunds.en.yaml,line=8,col=18::")


def test_what_an_author_wrote_cannot_break_the_line(root, check):
    """A problem is one line for terminals and code hosts, whatever the text holds."""
    spoil(root, BANK, "difficulty: 1", 'difficulty: "\\e[31m\\n::error::no\\n' + "x" * 500 + '"')

    _, out = check(root, "--format", "github", "--lang", "en")

    assert len(out.splitlines()) == 1
    assert len(out) < 300
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("", {BANK, "quizzes/refund-test.yaml"}),
        ("quizzes", {BANK, "quizzes/refund-test.yaml"}),
        ("quizzes/bank", {BANK}),
        (BANK, {BANK}),
        ("quizzes/refund-test.yaml", {"quizzes/refund-test.yaml"}),
        ("lessons", set()),
    ],
)
def test_a_path_limits_the_report(root, check, path, files):
    """All content is read, or names in other files would be unknown; only what lies below the path is told."""
    spoil(root)
    spoil(root, "quizzes/refund-test.yaml", "tries: 2", "tries: 9")

    status, out = check(root / path, "--format", "json")

    assert {p["file"] for p in json.loads(out)["problems"]} == files
    assert status == bool(files)


def test_two_paths_in_one_root_are_told_together(root, check):
    spoil(root)
    spoil(root, "quizzes/refund-test.yaml", "tries: 2", "tries: 9")

    _, out = check(root / BANK, root / "quizzes/refund-test.yaml", "--format", "json")

    assert len(json.loads(out)["problems"]) == 2


def test_two_roots_are_read_as_one_course(root, tmp_path, check):
    (tmp_path / "more/quizzes").mkdir(parents=True)
    (tmp_path / "more/quizzes/second.yaml").write_text("", encoding="utf-8")

    status, out = check(root, tmp_path / "more", "--format", "json")

    assert status == 1
    assert [p["file"] for p in json.loads(out)["problems"]] == ["more/quizzes/second.yaml"]


def test_without_a_path_the_content_of_the_settings_is_read(root, check, monkeypatch):
    monkeypatch.setenv("RAPPORT_CONTENT", str(root))
    settings.cache_clear()

    status, out = check("--lang", "en")

    settings.cache_clear()
    assert status == 0
    assert "7 files" in out


def test_the_course_of_this_repository_has_no_problem_and_no_warning(check):
    status, out = check(Path(__file__).parents[2], "--strict", "--lang", "en")

    assert out.startswith("No problems: ")
    assert status == 0


def test_a_file_of_one_root_does_not_hide_the_problems_of_another(tmp_path, capsys):
    broken, sound = tmp_path / "a", tmp_path / "b"
    for root in (broken, sound):
        (root / "quizzes" / "bank").mkdir(parents=True)
    (broken / "quizzes" / "bank" / "x.yaml").write_text("format: 2\n", encoding="utf-8")
    good = sound / "quizzes" / "bank" / "y.yaml"
    good.write_text("", encoding="utf-8")

    status = main(["check", str(broken), str(good), "--lang", "en"])

    out = capsys.readouterr().out
    assert status == 1
    assert "x.yaml" in out
    assert "y.yaml" in out


def test_a_root_below_a_folder_called_lessons_is_still_a_root(tmp_path, capsys):
    root = tmp_path / "lessons" / "mine"
    (root / "quizzes").mkdir(parents=True)
    (root / "quizzes" / "x.yaml").write_text("format: 1\n", encoding="utf-8")

    main(["check", str(root), "--lang", "en"])

    assert "quizzes/x.yaml" in capsys.readouterr().out
