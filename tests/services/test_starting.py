"""Starting: one open attempt at a time, a paper that is fixed, content that stays as it was at the start."""

from fractions import Fraction

import pytest

from engine.content.drawing import draw, pool, seed_of
from engine.services import learning, progress
from engine.services.context import Refused
from engine.services.library import Library
from engine.store import attempts
from tests.builders import DRILL, RIGHT, School, give, quiz


def paper(school, attempt):
    with school.db.read() as c:
        return attempts.attempt_by_id(c, attempt)


def test_start_resumes_the_open_attempt(school):
    """Whoever starts again comes back to the attempt that is open."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")

    again = learning.start(mei, "drill")

    assert (again, learning.view(mei, again).answered) == (drill, 1)


def test_start_after_the_close(school):
    """After the close a start gives the next attempt, and the one before stays in the history."""
    mei = school.sign_up("mei")
    first = learning.start(mei, "drill")
    learning.close(mei, first)
    school.clock.forward(minutes=1)

    second = learning.start(mei, "drill")

    assert [(row.attempt_id, row.number) for row in progress.history(mei)] == [(second, 2), (first, 1)]


def test_attempts_run_out(school):
    """A quiz with two attempts gives two; the third start is refused and says how many there were."""
    mei = school.sign_up("mei")
    for _ in range(2):
        learning.close(mei, learning.start(mei, "final"))

    with pytest.raises(Refused) as refused:
        learning.start(mei, "final")

    assert (refused.value.code, refused.value.values) == ("no_attempts_left", {"attempts": 2})


def test_attempts_are_counted_for_each_person(school):
    """The attempts of one person take none from another."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    for _ in range(2):
        learning.close(mei, learning.start(mei, "final"))

    assert paper(school, learning.start(ben, "final")).number == 1


@pytest.mark.parametrize("name", ["nosuch", "", "basics", "choose"])
def test_quiz_that_is_not_there(school, name):
    """A quiz that the course does not have is refused."""
    with pytest.raises(Refused, match="no_such_quiz"):
        learning.start(school.sign_up("mei"), name)


def test_exam_has_a_deadline_and_practice_has_none(school):
    """The deadline is set at the start, by the server's clock."""
    mei = school.sign_up("mei")

    exam, drill = (learning.view(mei, learning.start(mei, quiz)) for quiz in ("final", "drill"))

    assert ((exam.deadline - exam.started_at).total_seconds(), drill.deadline) == (600, None)


def test_paper_depends_on_person_quiz_and_number_alone(school):
    """The seed of a paper comes from subject, quiz and attempt number."""
    mei = school.sign_up("mei")

    row = paper(school, learning.start(mei, "mixed"))

    assert row.seed == str(seed_of(mei.me.subject_id, "mixed", 1))


def test_equal_seeds_give_equal_papers(school):
    """The same person, quiz and number give the same questions in the same order, options included, at any time."""
    mei = school.sign_up("mei")
    papers = []
    for _ in range(6):
        mixed = learning.start(mei, "mixed")
        papers.append([(s.question.id, s.order) for s in learning.view(mei, mixed).slots])
        learning.close(mei, mixed)
    course = school.library.current()
    questions = pool(course.quiz("mixed"), course.questions["zh"], course.quizzes["zh"])

    again = [draw(course.quiz("mixed"), questions, seed_of(mei.me.subject_id, "mixed", n)) for n in range(1, 7)]

    plain = [[(s.question, {k: list(ids) for k, ids in s.order.items()}) for s in paper] for paper in again]
    assert plain == papers
    assert len({str(paper) for paper in papers}) > 1


def test_paper_is_the_same_after_a_reload(school):
    """Questions and options stand in the order in which they were first shown."""
    mei = school.sign_up("mei")
    mixed = learning.start(mei, "mixed")
    first = [(s.question.id, s.order) for s in learning.view(mei, mixed).slots]

    give(mei, mixed, 0, RIGHT[first[0][0]])

    assert [(s.question.id, s.order) for s in learning.view(mei, mixed).slots] == first


def test_changed_text_is_for_new_attempts(school):
    """An attempt keeps the texts it was started with; the next attempt has the new ones."""
    mei = school.sign_up("mei")
    old = learning.start(mei, "drill")
    school.ask("choose")["stem"] = "新的题干"
    school.publish()

    kept = learning.view(mei, learning.start(mei, "drill"))
    learning.close(mei, old)
    new = learning.view(mei, learning.start(mei, "drill"))

    assert [p.slots[0].question.stem for p in (kept, new)] == ["choose？", "新的题干"]


def test_changed_key_is_for_new_attempts(school):
    """An attempt is marked by the key it was started with; the next attempt by the new one."""
    mei = school.sign_up("mei")
    old = learning.start(mei, "drill")
    for option in school.ask("choose")["options"]:
        option["correct"] = option["id"] == "c"
    school.publish()

    give(mei, old, 0, "b")
    learning.close(mei, old)
    new = learning.start(mei, "drill")
    give(mei, new, 0, "b")

    marks = [learning.view(mei, attempt).slots[0].fraction for attempt in (old, new)]
    assert marks == [Fraction(1), Fraction(0)]


def test_retired_question_stays_where_it_was_drawn(school):
    """A question retired meanwhile stays in the attempt that holds it, and is in no new paper."""
    mei = school.sign_up("mei")
    old = learning.start(mei, "mixed")
    slot = next(s for s in learning.view(mei, old).slots if s.question.id in DRILL)
    gone, others = slot.question.id, [id for id in DRILL if id != slot.question.id]
    for name, asked in (("drill", others), ("final", others), ("feelings", ["rate"])):
        school.files[f"quizzes/{name}.yaml"]["questions"] = asked
    school.ask(gone)["retired"] = True
    assert school.publish().course

    give(mei, old, slot.index, RIGHT[gone])
    kept = learning.view(mei, old).slots[slot.index]
    learning.close(mei, old)
    later = set()
    for _ in range(5):
        new = learning.start(mei, "mixed")
        later |= {s.question.id for s in learning.view(mei, new).slots}
        learning.close(mei, new)

    assert (kept.question.id, kept.state, gone in later) == (gone, "right", False)


def test_quiz_that_was_taken_out_can_be_finished(school):
    """An attempt at a quiz that is no longer part of the course is finished on its release; a new one is refused."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    del school.files["quizzes/drill.yaml"]
    (school.folder / "quizzes/drill.yaml").unlink()
    assert school.publish().course

    give(mei, drill, 0, "b")
    learning.close(mei, drill)

    assert learning.view(mei, drill).result.right == 1
    assert [row.quiz.id for row in progress.history(mei)] == ["drill"]
    with pytest.raises(Refused, match="no_such_quiz"):
        learning.start(mei, "drill")


def test_content_that_changes_during_a_start(school):
    """A start sees one release throughout, though another comes into force at that very moment."""

    class Moving(Library):
        def current_id(self):
            id = super().current_id()
            school.files["quizzes/drill.yaml"]["questions"] = ["order"]
            school.publish(school.library)
            self._looked = float("-inf")
            return id

    mei = school.sign_up("mei")
    starting = school.ctx(mei.actor, library=Moving(school.db))

    drill = learning.start(starting, "drill")

    assert [s.question.id for s in learning.view(mei, drill).slots] == list(DRILL)


def test_no_content_yet(db, tmp_path, light_hashes):
    """Before any content is in force a start is refused, and progress is empty."""
    school = School(db, tmp_path / "content", publish=False)
    mei = school.sign_up("mei")

    with pytest.raises(Refused, match="no_such_quiz"):
        learning.start(mei, "drill")

    assert (progress.topics(mei), progress.quizzes(mei, "practice"), progress.history(mei)) == ([], [], [])


def test_fixed_test_questions_are_not_drawn(school):
    """A drawn paper leaves out the questions of the fixed tests, or the tests would measure memory."""
    school.files["quizzes/pre.yaml"] = quiz("pre", "exam", group="test", minutes=5, questions=["choose", "judge"])
    assert school.publish().course
    mei = school.sign_up("mei")

    drawn = set()
    for _ in range(8):
        mixed = learning.start(mei, "mixed")
        drawn |= {s.question.id for s in learning.view(mei, mixed).slots}
        learning.close(mei, mixed)

    assert drawn
    assert not drawn & {"choose", "judge"}
