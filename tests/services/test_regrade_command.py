"""`python -m engine regrade`: what it prints in both languages, its exit codes, and the manual's way of using it."""

import re
import shlex
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.commands.regrade import table, width
from engine.services import learning
from engine.services.regrading import preview
from engine.store import attempts
from engine.words import word
from tests.builders import School, give

MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture
def corrected(school, url, environment) -> School:
    """Three people sat the exam; then its first question got another key, and its second lost an option."""
    for login, many in (("mei", ["c"]), ("李雷", ["e"]), ("ben", ["a"])):
        ctx = school.sign_up(login)
        exam = learning.start(ctx, "final")
        give(ctx, exam, 0, {"mei": "c", "李雷": "b", "ben": "a"}[login])
        give(ctx, exam, 1, many)
        learning.close(ctx, exam)
    for option in school.ask("choose")["options"]:
        option["correct"] = option["id"] == "c"
    school.ask("choose-many")["options"].pop()
    school.ask("choose-many")["rule"] = "subset_half"
    assert school.publish().course
    environment(DATABASE_URL=url)
    return school


def fractions(school):
    with school.db.read() as c:
        return sorted(answer.fraction for answer in attempts.all_answers(c))


ZH = """\
题目 choose：正确答案由 b 改为 c
  谁   测验或课  第几次  原得分  新得分
  mei  final     1       0       1
  另有 2 份作答得分不变。

题目 choose-many：计分规则由 subset_proportional 改为 subset_half；删去了 e
  谁    测验或课  第几次  原得分  新得分
  李雷  final     1       0       0       所选选项或所填文字已不存在，无法重算
  另有 2 份作答得分不变。

涉及 6 份作答：1 份得分改变，1 份无法重算。
"""
EN = """\
Question choose: the right answer was b, now c
  who  quiz or lesson  try  old mark  new mark
  ben  final           1    0         1
  mei  final           1    0         1
  1 more with the same mark as before.

Answers concerned: 3. Marks changed: 2. Cannot be marked anew: 0.
Marked anew by full, as regrade 1. To undo it: python -m engine regrade --undo 1
"""


def test_dry_run_in_chinese(corrected, capsys):
    """A dry run shows by question what was corrected and whose mark moves or cannot, in columns, and writes nothing."""
    before = fractions(corrected)

    status = main(["regrade", "--dry-run"])

    assert capsys.readouterr().out == ZH + "这只是预览，什么都没有改。要执行：python -m engine regrade --policy better\n"
    assert (status, fractions(corrected)) == (0, before)


def test_run_in_english(corrected, capsys):
    """A run prints the same table, what was done and the number to undo it by."""
    status = main(["regrade", "--policy", "full", "--question", "choose", "--lang", "en"])

    assert capsys.readouterr().out == EN
    assert (status, fractions(corrected).count(1)) == (0, 3)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_run_undo_and_list(corrected, capsys, lang):
    """Run, run again, undo, undo again, list: each says in a sentence what came of it; doing nothing is 1."""
    before = fractions(corrected)

    def said(*arguments):
        status = main(["regrade", *arguments, "--lang", lang])
        told = capsys.readouterr()
        return status, (told.out + told.err).splitlines()[-1]

    assert said("--list") == (0, word(lang, "command.regrade.no_list"))
    assert said("--policy", "better") == (0, word(lang, "command.regrade.done", id=1, policy="better"))
    assert said("--policy", "better") == (1, word(lang, "command.regrade.nothing"))
    assert said("--dry-run") == (1, word(lang, "command.regrade.nothing"))
    assert said("--undo", "1") == (0, word(lang, "command.regrade.undone", id=1, count=5))
    assert said("--undo", "1") == (1, word(lang, "refused.regrade_undone", id=1))
    assert said("--undo", "7") == (1, word(lang, "refused.no_such_regrade", id=7))
    assert said("--dry-run", "--question", "nosuch") == (1, word(lang, "refused.no_such_question"))
    status, line = said("--list")
    assert (status, line.split()[0], line.split()[-2:]) == (0, "1", ["5", word(lang, "command.regrade.taken_back")])
    assert fractions(corrected) == before


def test_dry_run_names_the_command(corrected, capsys):
    """The last line of a dry run is the command that does what was shown."""
    main(["regrade", "--dry-run", "--policy", "new", "--question", "choose", "--lang", "en"])
    command = capsys.readouterr().out.splitlines()[-1].split("python -m engine ")[1]

    assert main([*shlex.split(command), "--lang", "en"]) == 0
    assert "Marked anew by new" in capsys.readouterr().out
    assert {c.question for c in preview(corrected.db, corrected.library)} == {"choose-many"}


def test_the_policy_without_a_name_lets_no_mark_fall(corrected, capsys):
    """It is the one that a dry run shows unless another is named."""
    assert main(["regrade", "--policy"]) == 0

    assert word("zh", "command.regrade.done", id=1, policy="better") in capsys.readouterr().out


def test_saying_nothing(corrected, capsys):
    """Without saying what to do nothing is done, and the sentence names the ways."""
    before = fractions(corrected)

    assert (main(["regrade", "--lang", "en"]), "--dry-run" in capsys.readouterr().err) == (2, True)
    assert fractions(corrected) == before


def test_without_a_database(environment, capsys):
    """Where the database cannot be had the command says so and ends with 2."""
    environment(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nosuch?connect_timeout=1")

    status = main(["regrade", "--dry-run", "--lang", "en"])

    assert (status, capsys.readouterr().err) == (2, word("en", "trouble.unavailable") + "\n")


def test_before_any_content(sqlite_url, environment, capsys):
    """Without content in force the command says what to do first."""
    environment(DATABASE_URL=sqlite_url)

    assert main(["regrade", "--policy", "better"]) == 1
    assert capsys.readouterr().err == word("zh", "refused.no_release") + "\n"


def test_help_says_that_nothing_is_published(capsys):
    """The help says where the content comes from and that this command publishes none."""
    with pytest.raises(SystemExit):
        main(["regrade", "--help"])

    assert "It publishes nothing" in capsys.readouterr().out


def test_columns_by_what_a_terminal_shows():
    """Columns stand under each other by terminal width, and no name moves the cursor or turns the writing around."""
    rows = [["谁", "x"], ["mei", "x"], ["e\u0301", "x"], ["\x1b[2J\u202e", "x"]]

    lines = table(rows).splitlines()

    assert {width(line) for line in lines} == {2 + 5 + 2 + 1}
    assert lines[-1] == "  ?[2J?  x"


def test_manual(corrected, capsys):
    """The commands of the manual, one after the other, do what their remarks say."""
    section = MANUAL.read_text(encoding="utf-8").split("## Correcting a key")[1].split("## ")[0]
    commands = [line.split("#")[0].strip() for line in section.splitlines() if "python -m engine regrade" in line]
    before, statuses, marks = fractions(corrected), [], []

    for command in commands:
        statuses.append(main(shlex.split(command.removeprefix("python -m engine "))))
        marks.append(fractions(corrected) == before)

    assert (len(commands), statuses, marks) == (4, [0] * 4, [True, False, True, True])
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == ["better", "both", "new", "full", "none"]
    assert "undone" in capsys.readouterr().out.splitlines()[-1]
