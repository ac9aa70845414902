"""What a trainee lives through, told from the start to the end."""

from datetime import timedelta
from fractions import Fraction

import pytest

from engine.scoring.receipt import evaluate
from engine.services import identity, learning, progress
from engine.services.context import Refused
from tests.builders import DRILL, PHRASE, RIGHT, WRONG, give

FINAL = ("choose", "choose-many", "fill")
EXAM_LASTS = timedelta(minutes=10)


def test_practice_from_sign_up_to_review(school):
    """A newcomer practises: wrong, told why; right at the second try, for two thirds; closes, and sees the arithmetic."""
    mei = school.sign_up("mei", "小梅")
    drill = learning.start(mei, "drill")

    give(mei, drill, 0, WRONG["choose"])
    told = learning.view(mei, drill).slots[0]
    assert (told.state, told.fraction, told.parts, told.settled) == ("wrong", 0, {"a": False}, False)
    assert told.right is None

    give(mei, drill, 0, RIGHT["choose"])
    told = learning.view(mei, drill).slots[0]
    assert (told.state, told.fraction, told.parts, told.settled) == ("right", Fraction(2, 3), {"b": True}, True)
    assert told.right == "b"

    learning.close(mei, drill)
    paper = learning.view(mei, drill)
    assert (paper.closed_by, paper.answered) == ("person", 1)
    assert (paper.result.fraction, paper.result.of) == (Fraction(2, 21), 7)
    assert all(evaluate(slot.receipt) == slot.fraction for slot in paper.slots)
    assert [slot.state for slot in paper.slots] == ["right", *["blank"] * 6]


def test_practice_of_every_kind(school):
    """Each kind of question, answered right at once, earns the full mark and shows its right answer."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    for slot, id in enumerate(DRILL):
        give(mei, drill, slot, RIGHT[id])

    slots = learning.view(mei, drill).slots
    assert [(s.question.id, s.state, s.fraction, s.settled) for s in slots] == [(id, "right", 1, True) for id in DRILL]
    assert [s.right for s in slots] == [s.response for s in slots]


def test_exam_reveals_nothing_before_it_is_handed_in(school):
    """In an exam answers may be changed, outlive a reload, and tell nothing until they are handed in."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    give(mei, exam, 0, WRONG["choose"])
    give(mei, exam, 1, RIGHT["choose-many"])
    give(mei, exam, 0, RIGHT["choose"])

    mei_again = school.signed_in(school.cookie(identity.sign_in(school.ctx(), "mei", PHRASE)))
    paper = learning.view(mei_again, learning.start(mei_again, "final"))
    assert (paper.id, [s.response for s in paper.slots]) == (exam, ["b", ["a", "b"], None])
    assert [(s.state, s.fraction, s.receipt, s.parts, s.right) for s in paper.slots] == [(None,) * 5] * 3
    assert (paper.result, progress.history(mei)[0].result) == (None, None)
    assert [row.progress.tried for row in progress.topics(mei)] == [0]

    learning.close(mei_again, exam)
    paper = learning.view(mei_again, exam)
    assert [(s.state, s.fraction, s.right) for s in paper.slots[:2]] == [("right", 1, "b"), ("right", 1, ["a", "b"])]
    assert (paper.slots[2].state, paper.result.fraction) == ("blank", Fraction(2, 3))


def test_exam_past_its_time_is_closed_by_the_next_look(school):
    """An exam past deadline and grace is closed as of its deadline, with what was answered, and moves the standings."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    give(mei, exam, 0, RIGHT["choose"])
    deadline = school.clock() + EXAM_LASTS

    school.clock.forward(minutes=10, seconds=31)
    paper = learning.view(mei, exam)

    assert (paper.closed_at, paper.closed_by, paper.slots[0].response) == (deadline, "deadline", "b")
    assert paper.result.fraction == Fraction(1, 3)
    assert progress.topics(mei)[0].progress.tried == 1


@pytest.mark.parametrize("look", [progress.history, progress.topics, progress.days], ids=lambda f: f.__name__)
def test_exam_past_its_time_is_closed_by_looking_at_progress(school, look):
    """Whoever looks at their progress first finds an exam past its time closed and counted."""
    mei = school.sign_up("mei")
    give(mei, learning.start(mei, "final"), 0, RIGHT["choose"])

    school.clock.forward(hours=1)
    look(mei)

    assert progress.unfinished(mei) == []
    assert progress.topics(mei)[0].progress.tried == 1


def test_exam_past_its_time_is_handed_in_by_rule(school):
    """Handing in after deadline and grace changes nothing: the exam was over at its deadline."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    deadline = school.clock() + EXAM_LASTS

    school.clock.forward(hours=1)
    learning.close(mei, exam)

    paper = learning.view(mei, exam)
    assert (paper.closed_at, paper.closed_by) == (deadline, "deadline")


def test_answer_within_grace_counts(school):
    """An answer that arrives in the last second of the grace counts; one second later it is refused."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")

    school.clock.forward(minutes=10, seconds=30)
    give(mei, exam, 0, RIGHT["choose"])
    school.clock.forward(seconds=1)
    with pytest.raises(Refused, match="attempt_closed"):
        learning.answer(mei, exam, 1, 0, RIGHT["choose-many"])

    assert [s.fraction for s in learning.view(mei, exam).slots] == [1, 0, 0]


def test_next_attempt_after_a_late_exam(school):
    """Starting again after the time was over closes the old exam and gives a new one."""
    mei = school.sign_up("mei")
    first = learning.start(mei, "final")

    school.clock.forward(hours=1)
    second = learning.start(mei, "final")

    assert second != first
    assert [row.closed_at is None for row in progress.history(mei)] == [True, False]


def test_survey_shows_nothing(school):
    """A survey has no right answer: neither while it is open nor when it is over does it show one."""
    mei = school.sign_up("mei")
    survey = learning.start(mei, "feelings")
    give(mei, survey, 0, RIGHT["rate"])
    give(mei, survey, 1, RIGHT["choose"])

    before = learning.view(mei, survey)
    learning.close(mei, survey)
    after = learning.view(mei, survey)

    for paper in (before, after):
        assert [(s.state, s.fraction, s.receipt, s.parts, s.right) for s in paper.slots] == [(None,) * 5] * 2
        assert (paper.result, [s.response for s in paper.slots]) == (None, [4, "b"])
    assert (progress.topics(mei)[0].progress.tried, progress.days(mei), progress.history(mei)[0].result) == (0, [], None)


def test_draft_waits_for_its_owner(school):
    """Unfinished work is there after a reload, and gone once the question is answered."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    fill = DRILL.index("fill")

    learning.save_draft(mei, drill, fill, {"city": "北"})
    waiting = learning.view(mei, drill).slots[fill]
    give(mei, drill, fill, WRONG["fill"])
    answered = learning.view(mei, drill).slots[fill]

    assert (waiting.draft, waiting.response, waiting.step) == ({"typed": {"city": "北"}}, None, 0)
    assert (answered.draft, answered.response) == (None, {"typed": WRONG["fill"]})


def test_closed_attempt_takes_no_draft(school):
    """What is typed after the close is not kept, and what was unfinished is not shown as an answer."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    learning.save_draft(mei, exam, 2, {"city": "北"})

    learning.close(mei, exam)
    learning.save_draft(mei, exam, 2, {"city": "北京"})

    slot = learning.view(mei, exam).slots[2]
    assert (slot.draft, slot.response, slot.state) == (None, None, "blank")
