"""What a trainee reads at a question whose mark was corrected."""

import pytest

from engine.scoring.regrading import POLICIES
from engine.services import learning
from engine.services.regrading import run, undo
from tests.builders import give
from ui.chrome import words
from ui.widgets.answered import body, verdict

NOTES = {
    "better": ("不会因此降低", "does not fall"),
    "both": ("都算对", "both count"),
    "new": ("按更正后的题重算", "by the corrected question"),
    "full": ("都记满分", "gets the full mark"),
    "none": ("保持不变", "stays as it was"),
}


@pytest.fixture
def exam(school):
    """An exam of Mei's, handed in, whose first question then got another key."""
    mei = school.sign_up("mei")
    attempt = learning.start(mei, "final")
    give(mei, attempt, 0, "c")
    learning.close(mei, attempt)
    for option in school.ask("choose")["options"]:
        option["correct"] = option["id"] == "c"
    assert school.publish().course
    return mei, attempt


def read(exam, lang):
    """The first question as the review shows it."""
    slot, t = learning.view(*exam).slots[0], words(lang)
    return verdict(slot, t) + body(slot, t, lang)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_line_at_the_question(school, exam, policy, lang):
    """Before and after the undoing there is no line; meanwhile there is that of the policy and of no other."""
    before = read(exam, lang)
    id = run(school.db, school.library, policy, school.clock()).regrade_id
    after = read(exam, lang)
    undo(school.db, id, school.clock())

    told = {name for name, sentences in NOTES.items() if sentences[lang == "en"] in after}
    assert (told, after.count('role="note"'), before.count('role="note"')) == ({policy}, 1, 0)
    assert read(exam, lang) == before


@pytest.mark.parametrize(("lang", "counted"), [("zh", "凡作答的都记满分：得 1"), ("en", "gets the full mark: 1")])
def test_how_the_full_mark_was_counted(school, exam, lang, counted):
    """The arithmetic of a full mark says in words where it comes from."""
    run(school.db, school.library, "full", school.clock())

    assert counted in read(exam, lang)


def test_what_is_right_now(school, exam):
    """The lines show the corrected key, not the one that was taken back."""
    assert read(exam, "zh").count('class="tag wrong"') == 1
    run(school.db, school.library, "better", school.clock())

    shown = read(exam, "zh")
    assert ("✗" in shown, shown.count('class="tag right"')) == (False, 1)
