"""The course map: modules, routes, what is advised, what is left, where to go on."""

from fractions import Fraction

from engine.services import learning, lessons
from tests.builders import give
from tests.lessons import ACTIVITIES, ASKED, OPENED, complete, do, state, take


def test_map_shows_modules_that_have_lessons(mei):
    """Modules stand in order with their lessons; one that has none yet is not shown, nor is a route without lessons."""
    course = lessons.course_map(mei)

    assert course.title == "小课程"
    assert [(m.module.id, [s.lesson.id for s in m.lessons]) for m in course.modules] == [
        ("m1", ["first", "everything"]),
        ("m2", ["last"]),
    ]
    assert [route.route.id for route in course.routes] == ["full", "core", "twice"]


def test_map_of_a_newcomer(mei):
    """Before anything was begun nothing is done, every minute is left, and there is nothing to continue."""
    course = lessons.course_map(mei)
    states = [s for module in course.modules for s in module.lessons]

    assert {(s.done, s.complete, s.begun) for s in states} == {(0, False, False)}
    assert ([s.minutes_left for s in states], course.last) == ([10, 38, 10], None)
    assert {route.done for route in course.routes} == {0}


def test_map_without_an_outline(school):
    """A course without lessons has an empty map."""
    course = lessons.course_map(school.sign_up("mei"))

    assert (course.modules, course.routes, course.last) == ((), (), None)


def test_modules_advised_before_are_no_lock(mei):
    """A module names those worth doing first until they are complete, leaves out one without lessons, and locks nothing."""
    advised = [[m.id for m in module.first] for module in lessons.course_map(mei).modules]
    last = complete(mei, "last")
    complete(mei, "first")
    half_way = [m.id for m in lessons.course_map(mei).modules[1].first]
    complete(mei, "everything")

    assert (advised, half_way, last is not None) == ([[], ["m1"]], ["m1"], True)
    assert lessons.course_map(mei).modules[1].first == ()


def test_quizzes_stand_with_their_module(class_of, mei):
    """In the order that the outline names them, in the language of whoever asks; a module may have none."""
    class_of.files["lessons/course.yaml"]["modules"][1]["quizzes"] = ["mixed", "drill"]
    class_of.files["quizzes/drill.en.yaml"] = {"format": 1, "title": "Drill", "intro": "What it is"}
    loaded = class_of.publish()
    assert loaded.course, loaded.problems

    shown = lessons.course_map(class_of.ctx(mei.actor, "en")).modules

    assert [[quiz.title for quiz in module.quizzes] for module in shown] == [["mixed", "Drill"], []]


def test_routes_go_through_the_same_lessons(mei):
    """A route has its parts in order, parts without lessons left out, and each of its lessons counts once."""
    full, core, twice = lessons.course_map(mei).routes

    assert [(title, [s.lesson.id for s in states]) for title, states in twice.legs] == [
        ("一", ["last"]),
        ("二", ["first", "everything", "last"]),
    ]
    assert [s.lesson.id for s in twice.lessons] == ["last", "first", "everything"]
    assert [[s.lesson.id for s in route.lessons] for route in (full, core)] == [
        ["first", "everything", "last"],
        ["first", "last"],
    ]


def test_routes_keep_their_own_progress(mei):
    """What was done in a lesson counts in every route it is on, by its share of the route's minutes."""
    complete(mei, "first")
    take(mei, "everything", *ASKED)

    full, core, twice = (route.done for route in lessons.course_map(mei).routes)

    half = 38 * Fraction(len(OPENED), len(ACTIVITIES))
    assert (full, core, twice) == ((10 + half) / 58, Fraction(1, 2), (10 + half) / 58)


def test_map_leads_back_to_the_lesson_at_hand(class_of, mei):
    """To be continued is the lesson in which something was done last, be it an answer or a page; never a complete one."""
    first, everything = learning.start(mei, "first"), learning.start(mei, "everything")
    seen = []
    for step in (
        lambda: give(mei, first, 0, "b"),
        lambda: lessons.visit(mei, everything, "opening"),
        lambda: lessons.visit(mei, first, "story"),
        lambda: lessons.finish(mei, first),
    ):
        class_of.clock.forward(minutes=1)
        step()
        seen.append(lessons.course_map(mei).last.lesson.id)

    assert seen == ["first", "everything", "first", "everything"]


def test_map_is_ones_own(class_of, mei):
    """What one does is on nobody else's map."""
    complete(mei, "first")
    ben = class_of.sign_up("ben")

    assert (state(mei, "first").complete, state(ben, "first").begun) == (True, False)


def test_map_speaks_the_language_asked_for(class_of, mei):
    """Titles come in the language of whoever asks; what was done is the same in both."""
    asked = {"stem": "Which?", "explanation": "Because.", "options": {i: {"text": i, "feedback": f"on {i}"} for i in "abc"}}
    class_of.files["lessons/m1/first.en.yaml"] = {
        "format": 1,
        "title": "First",
        "objectives": {"aim": {"text": "aim"}},
        "takeaways": {"kept": {"text": "kept"}},
        "next_step": "tomorrow",
        "pages": {
            "story": {"title": "Story", "blocks": {"told": {"text": "told"}}},
            "check": {"title": "Check", "blocks": {"reminder": {"text": "again"}, "first-ask": asked}},
        },
    }
    loaded = class_of.publish()
    assert loaded.course, loaded.problems
    complete(mei, "first")

    shown = [state(class_of.ctx(mei.actor, lang), "first") for lang in ("zh", "en")]

    assert [(s.lesson.title, s.complete) for s in shown] == [("first", True), ("First", True)]
    assert lessons.view(class_of.ctx(mei.actor, "en"), "first").lesson.pages[0].title == "Story"


def test_minutes_left_go_down(mei):
    """Minutes left are those of what is not done, rounded up."""
    attempt = learning.start(mei, "everything")
    left = [state(mei, "everything").minutes_left]
    for id in OPENED[:3]:
        do(mei, attempt, id)
        left.append(state(mei, "everything").minutes_left)

    assert left == [38, 36, 34, 32]


def test_minutes_left_are_rounded_up(class_of, mei):
    """A part of a minute is a minute."""
    class_of.files["lessons/m1/everything.yaml"]["minutes"] = 10
    class_of.publish()

    take(mei, "everything", *OPENED[1:], *ASKED)

    assert state(mei, "everything").minutes_left == 10
