"""Lessons: starting and coming back, what completes them, taking them again, and who may."""

from fractions import Fraction
from functools import partial

import pytest

from engine.services import learning, lessons, progress
from engine.services.context import Refused
from tests.builders import RIGHT, give, options, outcome, question
from tests.lessons import (
    ACTIVITIES,
    AMISS,
    ASKED,
    OPENED,
    RADAR,
    SHEET,
    complete,
    do,
    page,
    prose,
    refuses,
    slot_of,
    state,
    take,
    written,
)  # fmt: skip
from tests.store.test_recent import statements

PAGES = ["reading", "opening", "playing", "asking", "writing"]


def test_lesson_before_it_is_begun(mei):
    """A lesson can be looked at before it is begun: on its first page, with nothing opened and no attempt."""
    view = lessons.view(mei, "everything")

    assert (view.attempt, view.page, view.opened) == (None, 0, frozenset())
    assert (view.lesson.title, view.following.id) == ("everything", "last")
    assert learning.start(mei, "everything")


def test_following_lesson(mei):
    """The next lesson is that of the module, then the first of the next module; after the last there is none."""
    names = {id: lessons.view(mei, id).following for id in ("first", "everything", "last")}

    assert {id: lesson and lesson.id for id, lesson in names.items()} == {
        "first": "everything",
        "everything": "last",
        "last": None,
    }


def test_lessons_advised_before_are_no_lock(class_of, mei):
    """Those not complete are named until they are, in the order written, in one's language; the lesson begins anyway."""
    class_of.files["lessons/m2/last.yaml"]["after"] = ["everything", "first"]
    loaded = class_of.publish()
    assert loaded.course, loaded.problems
    last = lessons.view(mei, "last").lesson
    learning.start(mei, "everything")

    before = [lesson.id for lesson in lessons.advised(mei, last)]
    complete(mei, "first")
    after = [lesson.id for lesson in lessons.advised(mei, last)]

    assert (before, after) == (["everything", "first"], ["everything"])
    assert lessons.advised(mei, lessons.view(mei, "first").lesson) == ()
    assert [lesson.id for lesson in lessons.advised(class_of.sign_up("ben"), last)] == before
    assert learning.start(mei, "last")


@pytest.mark.parametrize("id", ["nosuch", "drill", "basics", "m1", ""])
def test_what_is_no_lesson(mei, id):
    """What is no lesson of the course has no view, though it be a quiz that was begun."""
    learning.start(mei, "drill")

    with pytest.raises(Refused, match="no_such_lesson"):
        lessons.view(mei, id)


def test_lesson_is_resumed_where_it_was_left(class_of, mei):
    """Whoever starts again is in the same attempt, on the page last turned to, forward or back."""
    attempt = learning.start(mei, "everything")
    pages = []
    for id in ("opening", "writing", "playing"):
        class_of.clock.forward(minutes=1)
        lessons.visit(mei, attempt, id)
        pages.append(lessons.view(mei, "everything").page)
    give(mei, attempt, 0, RIGHT["choose"])

    again = learning.start(mei, "everything")

    view = lessons.view(mei, "everything")
    assert (again, pages) == (attempt, [1, 4, 2])
    assert (view.attempt.id, view.page, view.attempt.answered) == (attempt, 2, 1)


def test_opening_a_block_turns_no_page(class_of, mei):
    """A block opened later than the page was turned leaves one on that page."""
    attempt = learning.start(mei, "everything")
    lessons.visit(mei, attempt, "playing")
    class_of.clock.forward(seconds=5)

    lessons.visit(mei, attempt, "scheme")

    assert lessons.view(mei, "everything").page == PAGES.index("playing")


def test_paper_of_a_lesson(mei):
    """The questions are asked in the order in which they stand in the pages, each of them told at once."""
    attempt = learning.start(mei, "everything")
    view = learning.view(mei, attempt)
    give(mei, attempt, 0, "a")

    told = learning.view(mei, attempt).slots[0]
    assert [slot.question.id for slot in view.slots] == list(ASKED)
    assert (told.state, told.settled, told.right) == ("wrong", True, "b")


def test_turning_pages_does_nothing(mei):
    """Whoever turned every page has done nothing yet: every page with something to do is still open."""
    attempt = learning.start(mei, "everything")
    for id in PAGES:
        lessons.visit(mei, attempt, id)

    now = state(mei, "everything")
    assert (now.done, now.complete, now.begun, now.minutes_left) == (0, False, True, 38)
    assert [PAGES[i] for i in lessons.view(mei, "everything").still] == PAGES[1:]
    with pytest.raises(Refused) as refused:
        lessons.finish(mei, attempt)
    assert (refused.value.code, refused.value.values) == ("lesson_open", {"n": 4})


@pytest.mark.parametrize("left", ACTIVITIES)
def test_every_kind_of_activity_counts(class_of, mei, left):
    """A lesson in which one thing is open, whatever it is, cannot be finished, and is finished once that was done."""
    attempt = take(mei, "everything", left)
    before, view = state(mei, "everything"), lessons.view(mei, "everything")

    assert refuses(class_of, "lesson_open", partial(lessons.finish, mei, attempt))
    assert (before.done, before.complete, before.minutes_left) == (Fraction(18, 19), False, 2)
    assert ([i for i in ACTIVITIES if i not in view.done], len(view.still)) == ([left], 1)
    assert left in [block.id for block in view.lesson.pages[view.still[0]].blocks]

    do(mei, attempt, left)
    lessons.finish(mei, attempt)

    after = state(mei, "everything")
    assert (after.done, after.complete, after.minutes_left) == (1, True, 0)
    assert lessons.view(mei, "everything").still == []


def test_all_done_is_not_yet_finished(mei):
    """Where everything was done and the lesson was not finished, a minute is left and it is to be continued."""
    take(mei, "first")

    now = state(mei, "first")
    assert (now.done, now.complete, now.minutes_left) == (1, False, 1)
    assert lessons.course_map(mei).last.lesson.id == "first"


def test_wrong_answers_complete_a_lesson_too(mei):
    """What counts is that it was done, not that it was right."""
    attempt = take(mei, "everything", *AMISS)
    for id, value in AMISS.items():
        do(mei, attempt, id, value)

    lessons.finish(mei, attempt)

    assert state(mei, "everything").complete


def test_opening_twice_counts_once(mei):
    """A block opened again is one block; its first time stays."""
    attempt = learning.start(mei, "everything")
    for _ in range(3):
        lessons.visit(mei, attempt, "reveal")

    assert state(mei, "everything").done == Fraction(1, 19)


def test_finishing_twice_changes_nothing(class_of, mei):
    """The first time counts; a second click is confirmed quietly."""
    attempt = complete(mei, "first")
    before = written(class_of)
    class_of.clock.forward(minutes=1)

    lessons.finish(mei, attempt)

    assert written(class_of) == before


def test_lesson_is_not_handed_in_like_a_quiz(class_of, mei):
    """Closing a lesson past its own way is refused, whether something is open or not: its page finishes it."""
    opened, done = learning.start(mei, "everything"), take(mei, "first")

    for attempt in (opened, done):
        assert refuses(class_of, "finish_in_lesson", partial(learning.close, mei, attempt))


def test_finished_lesson_is_read_and_not_changed(class_of, mei):
    """After the finish no answer is taken, not even of what could be changed; one can still turn its pages."""
    attempt = complete(mei, "everything")
    class_of.clock.forward(minutes=1)

    for id in ("x-choose", "x-sheet", "x-radar"):
        assert refuses(class_of, "attempt_closed", partial(do, mei, attempt, id))
    lessons.visit(mei, attempt, "asking")

    view = lessons.view(mei, "everything")
    assert (view.page, view.attempt.slots[-1].settled, view.attempt.slots[-1].response) == (3, True, RADAR)


def test_taking_a_lesson_again(class_of, mei):
    """A lesson taken again starts anew on its first page; the first time stays as it was, and the lesson complete."""
    first = complete(mei, "everything")
    lessons.visit(mei, first, "writing")
    old = learning.view(mei, first)
    class_of.clock.forward(days=1)

    second = learning.start(mei, "everything")

    view = lessons.view(mei, "everything")
    assert (view.attempt.id, view.attempt.number, second != first) == (second, 2, True)
    assert (view.page, view.opened, view.attempt.answered, len(view.still)) == (0, frozenset(), 0, 4)
    assert learning.view(mei, first) == old
    now = state(mei, "everything")
    assert (now.complete, now.done, now.minutes_left, lessons.course_map(mei).last) == (True, 1, 0, None)


def test_second_time_is_finished_like_the_first(class_of, mei):
    """What was done the first time does not count for the second."""
    complete(mei, "everything")
    class_of.clock.forward(days=1)
    second = learning.start(mei, "everything")
    take(mei, "everything", "reveal")

    assert refuses(class_of, "lesson_open", partial(lessons.finish, mei, second))
    do(mei, second, "reveal")
    lessons.finish(mei, second)

    assert [row.number for row in progress.history(mei) if row.closed_at] == [2, 1]


def changed(school):
    """The same lesson with another text, one activity more and one less."""
    lesson = school.files["lessons/m1/everything.yaml"]
    lesson["title"] = "改过的课"
    more = question("x-more", "single", options=options("b", "abc"))
    lesson["pages"] = [*lesson["pages"][:4], page("new", prose("added"), more)]
    return school.publish()


def test_lesson_finishes_on_the_release_it_was_begun_on(class_of, mei):
    """A lesson begun keeps its pages when the content changes, and asks for nothing that is new; the next time has it."""
    attempt = take(mei, "everything", "reveal")
    assert changed(class_of).course

    view, now = lessons.view(mei, "everything"), state(mei, "everything")
    assert ([p.id for p in view.lesson.pages], view.lesson.title) == (PAGES, "everything")
    assert (now.done, now.lesson.title) == (Fraction(18, 19), "改过的课")
    assert refuses(class_of, "no_such_lesson", partial(lessons.visit, mei, attempt, "new"))
    do(mei, attempt, "reveal")
    lessons.finish(mei, attempt)
    class_of.clock.forward(minutes=1)
    learning.start(mei, "everything")

    assert state(mei, "everything").complete
    again = lessons.view(mei, "everything")
    assert ([p.id for p in again.lesson.pages][-1], again.attempt.number) == ("new", 2)
    assert "x-sheet" not in [slot.question.id for slot in again.attempt.slots]


def test_lesson_that_was_taken_out_can_be_finished(class_of, mei):
    """A lesson no longer in the course is on no map and cannot be begun; who is in it finishes it."""
    attempt = take(mei, "first")
    class_of.files["lessons/course.yaml"]["modules"][1]["lessons"] = ["everything"]
    for route in class_of.files["lessons/course.yaml"]["routes"]:
        for leg in route["legs"]:
            leg["lessons"] = [id for id in leg.get("lessons", ()) if id != "first"]
    del class_of.files["lessons/m1/first.yaml"]
    (class_of.folder / "lessons/m1/first.yaml").unlink()
    loaded = class_of.publish()
    assert loaded.course, loaded.problems

    view = lessons.view(mei, "first")
    lessons.finish(mei, attempt)

    assert (view.attempt.id, view.following) == (attempt, None)
    assert [s.lesson.id for m in lessons.course_map(mei).modules for s in m.lessons] == ["everything", "last"]
    ben = class_of.sign_up("ben")
    assert outcome(partial(lessons.view, ben, "first")) == "no_such_lesson"
    assert outcome(partial(learning.start, ben, "first")) == "no_such_quiz"


ON_A_LESSON = {
    "visit": lambda ctx, id: lessons.visit(ctx, id, "opening"),
    "open": lambda ctx, id: lessons.visit(ctx, id, "reveal"),
    "finish": lessons.finish,
    "answer": lambda ctx, id: learning.answer(ctx, id, 0, 0, "b"),
    "write": lambda ctx, id: learning.answer(ctx, id, len(ASKED) - 2, 0, SHEET),
    "draft": lambda ctx, id: learning.save_draft(ctx, id, len(ASKED) - 2, SHEET),
    "see": learning.view,
}


@pytest.mark.parametrize("call", ON_A_LESSON.values(), ids=ON_A_LESSON)
def test_lesson_of_someone_else(class_of, mei, call):
    """Nobody turns pages, opens, answers or finishes in the lesson of another, not even an admin."""
    attempt = take(mei, "everything", "reveal")

    assert refuses(class_of, "not_yours", partial(call, class_of.sign_up("ben"), attempt))
    assert refuses(class_of, "not_yours", partial(call, class_of.admin(), attempt))


@pytest.mark.parametrize("call", ON_A_LESSON.values(), ids=ON_A_LESSON)
def test_nobody_has_a_lesson(class_of, mei, call):
    """Whoever is not signed in is asked to sign in first, for an attempt as for the map and the lesson itself."""
    attempt = learning.start(mei, "everything")

    assert refuses(class_of, "sign_in_first", partial(call, class_of.ctx(), attempt))
    assert outcome(partial(lessons.course_map, class_of.ctx())) == "sign_in_first"
    assert outcome(partial(lessons.view, class_of.ctx(), "everything")) == "sign_in_first"


@pytest.mark.parametrize("forged", ["", "nosuch", "' OR 1=1 --", "x" * 200])
@pytest.mark.parametrize("call", ON_A_LESSON.values(), ids=ON_A_LESSON)
def test_attempt_that_is_not_there(class_of, mei, call, forged):
    """An attempt that does not exist is refused in the same words as that of another."""
    assert refuses(class_of, "not_yours", partial(call, mei, forged))


@pytest.mark.parametrize("part", ["nosuch", "", "words", "x-choose", "told", "first-ask", "everything", "x" * 200])
def test_unknown_part(class_of, mei, part):
    """What is neither a page nor a block to be opened in this lesson cannot be opened: questions are answered instead."""
    attempt = learning.start(mei, "everything")

    assert refuses(class_of, "no_such_lesson", partial(lessons.visit, mei, attempt, part))


def test_quiz_is_no_lesson(class_of, mei):
    """An attempt at a quiz has no parts to open and is not finished like a lesson."""
    drill = learning.start(mei, "drill")

    assert refuses(class_of, "no_such_lesson", partial(lessons.visit, mei, drill, "opening"))
    assert refuses(class_of, "no_such_lesson", partial(lessons.finish, mei, drill))


def test_what_was_opened_is_known_as_it_is_kept(class_of, mei):
    """Parts opened, again and out of order, with answers between: the next page reads one row and shows what is kept."""
    attempt = learning.start(mei, "everything")
    for step, part in enumerate([*PAGES, *OPENED, PAGES[0], OPENED[-1], OPENED[0], PAGES[2]]):
        class_of.clock.forward(seconds=step % 3)
        lessons.visit(mei, attempt, part)
        if step < len(RIGHT):
            give(mei, attempt, slot_of(mei, attempt, ASKED[step]), RIGHT[ASKED[step].removeprefix("x-")])
        with statements(class_of.db) as made:
            here = lessons.view(mei, "everything")
        remembered, mei.db.recent = mei.db.recent, {}
        anew, mei.db.recent = lessons.view(mei, "everything"), remembered

        assert len(made) == 1
        assert (here.page, here.opened, here.attempt.given) == (anew.page, anew.opened, anew.attempt.given)
