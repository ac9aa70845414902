"""One answer: taken once, refused when it cannot be, and never half-written."""

from fractions import Fraction

import pytest

from engine.services import learning
from engine.services.context import Refused
from engine.store import attempts, standings
from tests.builders import DRILL, FORGED, HALF_GIVEN, RIGHT, WRONG, give


def written(school):
    """Everything that answering writes."""
    with school.db.read() as c:
        return list(attempts.all_answers(c)), attempts.all_attempts(c), standings.all_standings(c)


def refuses(school, code, call):
    """Whether `call` is refused with `code` and writes nothing."""
    before = written(school)
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code == code and written(school) == before


def test_double_click_answers_once(school):
    """The same step with the same response returns quietly and writes nothing."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    learning.answer(mei, drill, 0, 0, WRONG["choose"])
    before = written(school)

    learning.answer(mei, drill, 0, 0, WRONG["choose"])

    assert written(school) == before


@pytest.mark.parametrize("id", DRILL)
def test_double_click_on_every_kind(school, id):
    """A response kept as JSON is still the same response, whatever the kind of question."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    for _ in range(2):
        learning.answer(mei, drill, DRILL.index(id), 0, RIGHT[id])

    assert len(written(school)[0]) == 1


def test_retry_after_the_close(school):
    """A click that is sent again after the close, because its first confirmation was lost, is still confirmed."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    learning.answer(mei, exam, 0, 0, "b")
    learning.close(mei, exam)

    learning.answer(mei, exam, 0, 0, "b")

    assert len(written(school)[0]) == 1


@pytest.mark.parametrize("quiz", ["drill", "final", "feelings"])
def test_other_window_answered_first(school, quiz):
    """The same step with another response is refused, and the first answer stays."""
    mei = school.sign_up("mei")
    attempt = learning.start(mei, quiz)
    slot = 1 if quiz == "feelings" else 0
    learning.answer(mei, attempt, slot, 0, "a")

    assert refuses(school, "answered_elsewhere", lambda: learning.answer(mei, attempt, slot, 0, "b"))


@pytest.mark.parametrize("step", [1, 7, -1])
def test_step_that_was_never_shown(school, step):
    """A step ahead of the answers kept, or before the first, is refused."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    assert refuses(school, "answered_elsewhere", lambda: learning.answer(mei, drill, 0, step, "a"))


def test_step_before_the_first_is_no_repeat(school):
    """Counting steps from the end finds nothing, even with the response that was given last."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    learning.answer(mei, exam, 0, 0, "a")

    assert refuses(school, "answered_elsewhere", lambda: learning.answer(mei, exam, 0, -1, "a"))


def test_closed_attempt_takes_no_answer(school):
    """After the close nothing more is taken."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    learning.close(mei, exam)

    assert refuses(school, "attempt_closed", lambda: learning.answer(mei, exam, 0, 0, "b"))


@pytest.mark.parametrize("first", ["right", "wrong twice"])
def test_practice_question_that_is_over(school, first):
    """A practice question that was right, or is out of tries, takes no further answer."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    for value in ["b"] if first == "right" else ["a", "c"]:
        give(mei, drill, 0, value)
    step = learning.view(mei, drill).slots[0].step

    assert refuses(school, "answered_elsewhere", lambda: learning.answer(mei, drill, 0, step, "b"))


def test_true_or_false_has_one_try(school):
    """After a wrong "true" the right answer is plain, so that there is no second try, and it is shown at once."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    judge = DRILL.index("judge")

    give(mei, drill, judge, WRONG["judge"])

    told = learning.view(mei, drill).slots[judge]
    assert (told.settled, told.right) == (True, True)
    assert refuses(school, "answered_elsewhere", lambda: learning.answer(mei, drill, judge, 1, True))


@pytest.mark.parametrize("id", DRILL)
def test_forged_option(school, id):
    """An option, item or type that the question does not have is refused, as an answer and as a draft."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    slot = DRILL.index(id)

    assert refuses(school, "bad_response", lambda: learning.answer(mei, drill, slot, 0, FORGED[id]))
    assert refuses(school, "bad_response", lambda: learning.save_draft(mei, drill, slot, FORGED[id]))


@pytest.mark.parametrize("slot", [-1, 7])
def test_forged_slot(school, slot):
    """A slot that the paper does not have is refused, as an answer and as a draft."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    assert refuses(school, "no_such_question", lambda: learning.answer(mei, drill, slot, 0, "b"))
    assert refuses(school, "no_such_question", lambda: learning.save_draft(mei, drill, slot, "b"))


@pytest.mark.parametrize("id", HALF_GIVEN)
def test_half_given_practice_answer(school, id):
    """A half-given practice answer is incomplete, not wrong: it is refused and costs no try."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    assert refuses(school, "incomplete", lambda: learning.answer(mei, drill, DRILL.index(id), 0, HALF_GIVEN[id]))


def test_half_given_exam_answer(school):
    """In an exam whatever was given counts, and an answer may be taken back."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    give(mei, exam, 2, HALF_GIVEN["fill"])
    give(mei, exam, 0, "b")
    give(mei, exam, 0, None)

    learning.close(mei, exam)

    slots = learning.view(mei, exam).slots
    assert [(s.state, s.fraction) for s in slots] == [("blank", 0), ("blank", 0), ("partial", Fraction(1, 2))]
    assert [row.item for row in written(school)[2]] == ["fill"]


def test_last_exam_answer_counts(school):
    """Of several answers to one exam question the last before the close moves the standing, once."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    for value in ("b", "c", "a"):
        give(mei, exam, 0, value)

    learning.close(mei, exam)
    learning.close(mei, exam)

    (row,) = written(school)[2]
    assert (row.item, row.best, row.latest, row.tries) == ("choose", 0, 0, 1)


def test_answer_remembers_what_it_answered(school):
    """A response is kept with its language and the digest of the question it answered, and its verdict with the same."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    in_english = school.ctx(mei.actor, "en")

    learning.answer(in_english, drill, 0, 0, "b")

    with school.db.read() as c:
        (kept,) = c.exec_driver_sql("SELECT r.lang, r.digest, v.digest, v.cause FROM response r, verdict v").all()
    wanted = school.library.current().digests["choose"]
    assert tuple(kept) == ("en", wanted, wanted, "first")


def test_long_penalty_is_kept_exactly(school):
    """Marks are exact fractions, however long: a penalty of 0.333 over five tries fits every database."""
    school.files["quizzes/drill.yaml"] |= {"tries": 5, "penalty": 0.333}
    school.publish()
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")

    for value in ("a", "c", "a", "c", "b"):
        give(mei, drill, 0, value)

    assert learning.view(mei, drill).slots[0].fraction == Fraction(667, 1000) ** 4
    assert written(school)[2][0].best == Fraction(667, 1000) ** 4
