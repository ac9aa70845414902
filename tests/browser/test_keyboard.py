"""The keyboard alone carries through all of the product, and whatever has the focus is in sight."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.content.blocks import BlockBase
from engine.content.course import Course
from engine.services import identity, lessons
from engine.services.context import Ctx
from engine.services.desk import utc_now
from engine.store import notes, people
from tests.browser.driver import Trainee
from tests.browser.keyboard import WORDS, Keyboard
from tests.browser.server import Server
from tests.browser.test_walkthrough import DESKTOP, PHONE, context
from ui.names import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHRASE = "一句好记的话 2026"
LESSON = "m2-traps"
ASKED = ("single", "multiple", "true_false", "matching", "ordering", "sorting", "fill_in", "worksheet", "rating")
OPENED = ("diagram", "flashcards", "reveal", "dataset", "expectation", "loyalty_curve", "quadrants", "scheme")


@pytest.fixture(scope="module")
def trainee(browser: Browser, server: Server) -> Iterator[Trainee]:
    device = context(browser, "zh", DESKTOP)
    yield Trainee(device.new_page(), server.url, server.data)
    device.close()


@pytest.fixture(scope="module")
def keys(trainee: Trainee) -> Keyboard:
    """Somebody who signs up by keys and reads the recovery code."""
    board, t = Keyboard(trainee), trainee.t
    assert len(WORDS) >= longest_asked(trainee.library.current()), "there is a field that asks for more words"
    trainee.page.goto(trainee.url)
    trainee.page.get_by_role("tab", name=t("sign.new")).wait_for()
    trainee.settled()
    for words in ("keys", "键盘", PHRASE):
        board.type(words)
    board.go(t("sign.sign_up"))
    trainee.page.locator(".rp .code").wait_for()
    board.go(t("sign.recovery_done"))
    trainee.page.get_by_text(t("home.hello", name="键盘")).wait_for()
    trainee.settled()
    return board


def test_a_lesson_is_begun_worked_and_left_and_its_mistakes_are_retried(keys: Keyboard) -> None:
    """Home, course, lesson, three pages with all that is on them, the notebook with a note, and the first retry."""
    page, t = keys.page, keys.trainee.t
    keys.go(t("nav.course"))
    page.get_by_role("heading", name=t("course.routes")).wait_for()
    title = keys.trainee.library.current().lessons["zh"][LESSON].title
    keys.tab_to(lambda focused: focused["key"] == f"st-key-lesson-m-{LESSON}")
    keys.press("Enter")
    page.get_by_role("heading", name=title).wait_for()
    keys.go(t("lesson.begin"))
    page.locator(".st-key-lesson-way").wait_for()
    for number in (2, 3, 4):
        keys.work(until=t("lesson.next"))
        keys.press("Enter")
        page.get_by_text(t("lesson.page", n=number, of=9)).wait_for()
        keys.trainee.settled()
    assert not set(range(3)) & set(view(keys, LESSON).still)
    keys.go(t("lesson.back"))
    practise_until_wrong(keys)
    note_and_retry(keys)


def practise_until_wrong(keys: Keyboard) -> None:
    """A round of practice: of three questions at least, and on until one was wrong, the first of everything is taken.

    After a wrong answer the keyboard stands below the second try, and comes to it from the top.
    """
    page, t = keys.page, keys.trainee.t
    keys.go(t("nav.practice"))
    page.get_by_text(t("practice.lead")).wait_for()
    keys.go(t("practice.start"))
    page.locator(".rp .stem").wait_for()
    keys.trainee.settled()
    number = wrong = 0
    while number < 3 or not wrong:
        number += 1
        keys.trainee.sees_question(number)
        keys.work(until=t("quiz.leave"))
        again = page.get_by_role("button", name=t("quiz.again"), exact=True)
        wrong += t("quiz.right") not in page.locator(".rp .verdict").inner_text()
        if again.count():
            keys.work(until=t("quiz.again"))
            keys.press("Enter")
            expect(again).to_have_count(0)
        keys.go(t("quiz.next"))
    keys.go(t("quiz.leave"))
    page.get_by_role("heading", name=t("home.today")).wait_for()
    keys.trainee.settled()


def note_and_retry(keys: Keyboard) -> None:
    """Open a mistake, write a note, and begin to retry."""
    page, t = keys.page, keys.trainee.t
    keys.go(t("nav.notebook"))
    page.get_by_text(t("notebook.lead")).wait_for()
    keys.trainee.settled()
    keys.tab_to(lambda focused: focused["role"] == "summary")
    keys.press("Enter")
    page.wait_for_timeout(600)  # it opens slowly
    keys.type(WORDS)
    keys.tab()
    keys.trainee.settled()
    page.reload()
    page.get_by_text(t("notebook.lead")).wait_for()
    keys.trainee.settled()
    keys.tab_to(lambda focused: focused["key"] == "st-key-retry")
    keys.press("Enter")
    page.locator(".rp .stem").wait_for()
    keys.trainee.settled()
    with keys.trainee.db.read() as c:
        assert WORDS in notes.notes_of(c, subject(keys)).values()
    keys.work(until=t("quiz.leave"))
    keys.press("Enter")


def test_a_test_is_sat_and_handed_in(keys: Keyboard) -> None:
    """Four answers, the next question each time, a jump, the dialog, and the review."""
    page, t = keys.page, keys.trainee.t
    keys.page.goto(f"{keys.trainee.url}/tests")
    page.get_by_text(t("tests.lead")).wait_for()
    keys.trainee.settled()
    keys.go(t("tests.start"))
    for number in (1, 2, 3, 4):
        page.locator(".rp .stem").wait_for()
        keys.trainee.sees_question(number)
        keys.work(until=t("quiz.next"))
        expect(page.get_by_text(t("quiz.saved"), exact=True)).to_be_visible()
        keys.press("Enter")
    keys.trainee.sees_question(5)
    keys.go(t("quiz.hand_in"))
    page.get_by_role("dialog").wait_for()
    keys.go(t("quiz.hand_in_yes"))
    page.locator(".rp .big").wait_for()
    keys.trainee.settled()
    keys.tab_to(lambda focused: focused["text"] == t("review.to_list"))


def test_on_a_phone_no_bar_hides_what_has_the_focus(browser: Browser, server: Server) -> None:
    """From the top of a page to its foot; each step asserts that what has the focus is in sight."""
    device = context(browser, "zh", PHONE)
    trainee = Trainee(device.new_page(), server.url, server.data)
    trainee.sign_up("thumbs", "小林", PHRASE)
    keys = Keyboard(trainee)
    for place in ("course", "practice", "tests", "progress"):
        trainee.page.goto(f"{server.url}/{place}")
        trainee.page.locator(".st-key-switch-language button").first.wait_for()
        trainee.settled()
        keys.tab_to(lambda focused: focused["key"] == "st-key-switch-language")
    device.close()


def subject(keys: Keyboard) -> str:
    with keys.trainee.db.read() as c:
        credential = people.credential_by_login(c, "keys")
        assert credential
        return people.subject_of(c, credential.person_id) or ""


def view(keys: Keyboard, lesson: str) -> lessons.LessonView:
    """The lesson as it stands on disk."""
    cookie = next(c["value"] for c in keys.page.context.cookies() if c["name"] == COOKIE)
    actor = identity.who(keys.trainee.db, cookie, utc_now())
    return lessons.view(Ctx(keys.trainee.db, keys.trainee.library, actor, utc_now), lesson)


def longest_asked(course: Course) -> int:
    """The fewest characters that the most demanding field of a worksheet in a lesson takes."""
    asked = [question for lesson in course.lessons["zh"].values() for question in lesson.questions]
    return max(field.least for sheet in asked if sheet.kind == "worksheet" for field in sheet.fields)


def first_page_with(course: Course, kind: str) -> tuple[str, int]:
    """The first page of the course with a block or a question of this kind, or a model of this name."""
    for lesson in course.lessons["zh"].values():
        for number, page in enumerate(lesson.pages):
            if any(kind in (block.kind, getattr(block, "model", "")) for block in page.blocks):
                return lesson.id, number
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", [*OPENED, *ASKED])
def test_everything_on_a_page_of_a_lesson_is_done(keys: Keyboard, kind: str) -> None:
    """A page with this kind of thing on it, worked from its top to its foot, is done, and so says the store."""
    page, t = keys.page, keys.trainee.t
    lesson, number = first_page_with(keys.trainee.library.current(), kind)
    page.goto(f"{keys.trainee.url}/lesson?l={lesson}&p={number + 1}")
    page.locator(".st-key-begin button, .st-key-lesson-way").first.wait_for()
    keys.trainee.settled()
    if page.locator(".st-key-begin").count():
        keys.go(t("lesson.begin"))
        page.goto(f"{keys.trainee.url}/lesson?l={lesson}&p={number + 1}")
        page.locator(".st-key-lesson-way").wait_for()
        keys.trainee.settled()
    last = number == len(keys.trainee.library.current().lessons["zh"][lesson].pages) - 1

    keys.work(until=t("lesson.to_end" if last else "lesson.next"))

    seen = view(keys, lesson)
    todo = [b.id for b in seen.lesson.pages[number].blocks if not isinstance(b, BlockBase) or b.opens]
    assert todo
    assert [id for id in todo if id not in seen.done] == []
