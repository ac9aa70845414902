"""What is answered in a lesson: own words that may change, standings, progress and history, many windows at once."""

from fractions import Fraction
from functools import partial

import pytest

from engine.services import learning, lessons, progress
from engine.services.standings import rebuild
from engine.store import attempts, standings, visits
from tests.builders import DRILL, give, together
from tests.lessons import ASKED, DONE, OPENED, RADAR, SHEET, complete, do, refuses, slot_of, state, take

MARKED = [f"x-{id}" for id in DRILL]


def given_to(school, attempt, question_id, ctx):
    """Every response to one question, in order."""
    with school.db.read() as c:
        return [a.value for a in attempts.answers_to_slot(c, attempt, slot_of(ctx, attempt, question_id))]


VERSIONS = {
    "x-sheet": [SHEET, {"typed": {"goal": "改成每天回访一位", "when": "2"}, "chosen": {"low": ["x"]}}, SHEET],
    "x-radar": [RADAR, {"s1": 1, "s2": 1, "s3": 1}, RADAR],
}


@pytest.mark.parametrize("id", VERSIONS)
def test_own_words_can_be_changed(class_of, mei, id):
    """A worksheet or a rating may be changed as often as one likes; each version is a response, the last one is shown."""
    attempt = learning.start(mei, "everything")

    for value in VERSIONS[id]:
        do(mei, attempt, id, value)

    slot = learning.view(mei, attempt).slots[slot_of(mei, attempt, id)]
    assert given_to(class_of, attempt, id, mei) == VERSIONS[id]
    assert (slot.step, slot.response, slot.settled, slot.state) == (3, VERSIONS[id][-1], False, "unmarked")
    assert state(mei, "everything").done == Fraction(1, 19)


@pytest.mark.parametrize("id", VERSIONS)
def test_own_words_in_two_windows(class_of, mei, id):
    """A second click keeps one version; an older window that would overwrite a newer version is refused."""
    attempt, slot = learning.start(mei, "everything"), ASKED.index(id)
    one, two, _ = VERSIONS[id]
    for _ in range(2):
        learning.answer(mei, attempt, slot, 0, one)

    assert given_to(class_of, attempt, id, mei) == [one]
    assert refuses(class_of, "answered_elsewhere", partial(learning.answer, mei, attempt, slot, 0, two))
    learning.answer(mei, attempt, slot, 1, two)
    assert given_to(class_of, attempt, id, mei) == [one, two]


@pytest.mark.parametrize(
    ("id", "value", "code"),
    [
        ("x-sheet", {"typed": {"goal": "短"}, "chosen": {"low": ["x"]}}, "reason_short"),
        ("x-sheet", {**SHEET, "chosen": {}}, "incomplete"),
        ("x-sheet", {**SHEET, "chosen": {"low": ["nosuch"]}}, "bad_response"),
        ("x-sheet", {"typed": {"nosuch": "字"}}, "bad_response"),
        ("x-radar", {"s1": 3, "s2": 3}, "incomplete"),
        ("x-radar", {**RADAR, "s1": 6}, "bad_response"),
        ("x-radar", None, "incomplete"),
    ],
)
def test_own_words_that_are_not_whole(class_of, mei, id, value, code):
    """A worksheet or a rating with something missing or forged is not kept as done, and a version kept before stays."""
    attempt, slot = learning.start(mei, "everything"), ASKED.index(id)
    do(mei, attempt, id)

    assert refuses(class_of, code, partial(learning.answer, mei, attempt, slot, 1, value))
    assert learning.view(mei, attempt).slots[slot].response == DONE[id]


def test_unfinished_worksheet_is_kept(mei):
    """What was typed and not yet kept is there on the next device, and does not count as done."""
    attempt, slot = learning.start(mei, "everything"), ASKED.index("x-sheet")
    learning.save_draft(mei, attempt, slot, {"goal": "写到一"})

    shown = lessons.view(mei, "everything")

    assert shown.attempt.slots[slot].draft == {"typed": {"goal": "写到一"}, "chosen": {}}
    assert "x-sheet" not in shown.done
    do(mei, attempt, "x-sheet")
    assert lessons.view(mei, "everything").attempt.slots[slot].draft is None


def test_marked_question_of_a_lesson_has_one_try(class_of, mei):
    """After a wrong answer a question of a lesson is over; it comes back elsewhere, not here."""
    attempt = learning.start(mei, "everything")
    do(mei, attempt, "x-choose", "a")

    assert refuses(class_of, "answered_elsewhere", partial(do, mei, attempt, "x-choose", "b"))


def stands(school):
    with school.db.read() as c:
        return standings.all_standings(c)


def test_only_marked_questions_move_standings(class_of, mei):
    """Of a whole lesson the standings hold its marked questions: no worksheet, no rating, no block that was opened."""
    complete(mei, "everything")

    rows = stands(class_of)
    assert sorted(row.item for row in rows) == sorted(MARKED)
    assert {(row.best, row.tries) for row in rows} == {(1, 1)}
    assert (rebuild(class_of.db), stands(class_of)) == (len(MARKED), rows)


def test_second_time_moves_standings_on(class_of, mei):
    """Answers of a lesson taken again are further tries, and the latest of them counts; rebuilding says the same."""
    complete(mei, "first")
    class_of.clock.forward(days=1)
    give(mei, learning.start(mei, "first"), 0, "a")

    (row,) = stands(class_of)
    assert (row.item, row.best, row.latest, row.tries) == ("first-ask", 1, 0, 2)
    rebuild(class_of.db)
    assert stands(class_of) == [row]


def test_topics_are_those_of_the_bank(class_of, mei):
    """Topics count the questions of the bank; how far one is with a lesson stands on the map."""
    before = progress.topics(mei)

    complete(mei, "everything")

    assert (len(stands(class_of)), progress.topics(mei)) == (len(MARKED), before)
    assert before[0].progress.questions == len(DRILL)


def test_drawn_papers_leave_lessons_alone(class_of, mei):
    """A drawn quiz draws from the bank, not from lessons."""
    class_of.files["quizzes/mixed.yaml"]["draw"] = [{"topic": "basics", "count": 8}]
    class_of.publish()

    paper = learning.view(mei, learning.start(mei, "mixed"))

    assert sorted(s.question.id for s in paper.slots) == sorted([*DRILL, "rate"])


def test_history_of_a_lesson(class_of, mei):
    """A lesson stands in the history under its title: unfinished with what was answered, then with its result."""
    attempt = take(mei, "everything", *MARKED[1:], *OPENED)
    (row,) = progress.history(mei)
    going = progress.unfinished(mei)
    for id in MARKED[1:]:
        do(mei, attempt, id)
    for id in OPENED:
        do(mei, attempt, id)
    lessons.finish(mei, attempt)
    (done,) = progress.history(mei)

    assert (row.quiz.title, row.quiz.group, row.answered, row.questions, row.result) == ("everything", "lesson", 4, 10, None)
    assert ([r.attempt_id for r in going], progress.unfinished(mei)) == ([attempt], [])
    assert (done.result.fraction, done.result.of, done.result.answered) == (1, len(MARKED), 10)
    assert done.result == learning.view(mei, attempt).result


def test_history_of_a_lesson_without_marks(class_of, mei):
    """A lesson with nothing but a worksheet has nothing to earn, and is told so instead of being divided by none."""
    lesson = class_of.files["lessons/m2/last.yaml"]
    lesson["pages"][1]["blocks"][1] = class_of.files["lessons/m1/everything.yaml"]["pages"][4]["blocks"][0] | {"id": "own"}
    assert class_of.publish().course
    attempt = learning.start(mei, "last")
    give(mei, attempt, 0, SHEET)
    lessons.finish(mei, attempt)

    (row,) = progress.history(mei)

    assert (row.result.of, row.result.fraction, row.answered) == (0, 0, 1)
    assert (stands(class_of), progress.days(mei)) == ([], [])


def test_days_count_what_was_marked(mei):
    """A learner's day counts the marked answers of a lesson; what was opened, rated or written is no mark."""
    complete(mei, "everything")

    day = progress.today(mei)
    assert (day.answers, day.share) == (len(MARKED), 1)


def test_windows_that_finish_at_once(class_of, mei):
    """Finishing in several windows at the same instant closes the lesson once, and all are confirmed."""
    attempt = take(mei, "first")

    outcomes = together(*[partial(lessons.finish, mei, attempt)] * 6)

    assert (outcomes, state(mei, "first").complete) == ([None] * 6, True)


def test_windows_that_open_at_once(class_of, mei):
    """The same block opened in several windows at the same instant is kept once; different ones are all there."""
    attempt = learning.start(mei, "everything")
    opened = (*["reveal"] * 4, *OPENED)

    outcomes = together(*(partial(lessons.visit, mei, attempt, part) for part in opened))

    with class_of.db.read() as c:
        kept = sorted(part for part, _ in visits.visits_in(c, attempt))
    assert (outcomes, kept) == ([None] * len(opened), sorted(OPENED))


def test_finish_at_the_instant_of_the_last_answer(class_of, mei):
    """A finish at the instant of the last answer is either refused, or the answer is in: never complete without it."""
    for _ in range(10):
        attempt = learning.start(mei, "first")

        answer = partial(learning.answer, mei, attempt, 0, 0, "b")

        finished, answered = together(partial(lessons.finish, mei, attempt), answer)

        view = learning.view(mei, attempt)
        assert (finished, answered, view.answered) in [(None, None, 1), ("lesson_open", None, 1)]
        lessons.finish(mei, attempt)
        class_of.clock.forward(minutes=1)
