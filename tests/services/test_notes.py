"""Notes of one's own at the questions of the notebook: the newest holds, and nobody else reads them."""

import pytest

from engine.services import personal, remembering
from engine.services.context import Refused
from engine.services.remembering import LONGEST_NOTE
from tests.notebook import take, with_own_papers


@pytest.fixture
def school(school):
    return with_own_papers(school)


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


def notes(ctx):
    return {m.question.id: m.note for m in remembering.notebook(ctx).mistakes}


def test_newest_note_holds(school, mei):
    """A note is kept until another is written; an empty one takes it away."""
    take(mei, "drill", "choose")
    shown = [notes(mei)["choose"]]
    for text in ("先听完", " 先听完，再说话 \n", "  "):
        remembering.write_note(mei, "choose", text)
        shown.append(notes(mei)["choose"])

    assert shown == ["", "先听完", "先听完，再说话", ""]


def test_note_has_its_limit(school, mei):
    """A note as long as it may be is kept; one longer is refused with the limit, and leaves the one before."""
    take(mei, "drill", "choose")
    remembering.write_note(mei, "choose", "长" * LONGEST_NOTE)

    with pytest.raises(Refused) as refused:
        remembering.write_note(mei, "choose", "长" * (LONGEST_NOTE + 1))

    assert (refused.value.code, refused.value.values) == ("note_too_long", {"most": LONGEST_NOTE})
    assert notes(mei)["choose"] == "长" * LONGEST_NOTE


@pytest.mark.parametrize(
    ("item", "text", "code"), [("nosuch", "话", "no_such_question"), ("choose", "a\0b", "note_too_long")]
)
def test_note_that_cannot_be_kept(school, mei, item, text, code):
    """A note at a question that is not there, or that no database can keep, is refused."""
    with pytest.raises(Refused, match=code):
        remembering.write_note(mei, item, text)


def test_note_is_ones_own(school, mei):
    """Nobody reads another's note, at the same question, nor does it change theirs."""
    ben = school.sign_up("ben")
    for ctx, text in ((mei, "小梅的话"), (ben, "小本的话")):
        take(ctx, "drill", "choose")
        remembering.write_note(ctx, "choose", text)

    assert (notes(mei), notes(ben)) == ({"choose": "小梅的话"}, {"choose": "小本的话"})


def test_note_of_somebody_erased_meanwhile(school, mei, tmp_path):
    """Whoever erased themselves in another window writes no note in the first."""
    personal.erase_me(mei, tmp_path / "data")

    with pytest.raises(Refused, match="sign_in_first"):
        remembering.write_note(mei, "choose", "话")
