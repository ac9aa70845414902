"""Three languages at a press, on the same page, with what was half given: Simplified and Traditional Chinese, English."""

import pytest
from playwright.sync_api import Browser, expect

from engine.content.course import Course
from engine.content.lesson import Lesson
from engine.store import attempts
from tests.browser.driver import Trainee
from tests.browser.server import Server
from tests.browser.test_walkthrough import DESKTOP, FOCUSED, PHONE, context, serious
from ui.languages import CODES, NAMES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHRASE = "一句好记的话 2026"
SMALLEST = 44


def switch(trainee: Trainee, lang: str) -> None:
    """Press a language at the foot of the page, and wait until the page speaks it."""
    trainee.page.get_by_role("button", name=NAMES[lang], exact=True).click()
    expect(trainee.page.locator("html")).to_have_attribute("lang", CODES[lang])
    trainee.settled()
    trainee.lang = lang


def newcomer(browser: Browser, server: Server, login: str) -> tuple[Trainee, list[str]]:
    """Somebody at a phone, and the errors that the pages raise in their browser."""
    page = context(browser, "zh", PHONE).new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up(login, "小林", PHRASE)
    return trainee, broken


def kept_languages(trainee: Trainee) -> list[str]:
    """The languages in which the answers of the paper on the screen were given, in order."""
    with trainee.db.read() as c:
        return [row.lang for row in sorted(attempts.answers_in(c, trainee.paper()[0]), key=lambda row: row.at)]


def test_a_round_is_answered_in_three_languages_with_a_switch_in_the_middle_of_each_question(
    browser: Browser, server: Server
) -> None:
    """What was chosen, placed, ordered or typed before the press is what is handed in after it."""
    trainee, broken = newcomer(browser, server, "three-tongues")
    page = trainee.page
    trainee.visit("practice")
    trainee.button("practice.start").click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    spoken = []
    for lang in ("tw", "en", "zh", "tw", "en", "zh"):
        question = trainee.give(right=True)
        address, number = page.url, trainee.number()
        switch(trainee, lang)
        assert (page.url, trainee.number()) == (address, number)
        expect(page.locator(".rp .stem")).to_have_text(trainee.paper()[1][number - 1].stem)
        if not spoken:
            assert serious(page) == []
        trainee.button("quiz.submit").click()
        expect(page.locator(".rp .verdict"), question.kind).to_contain_text(trainee.t("quiz.right"))
        spoken.append(lang)
        assert kept_languages(trainee) == spoken
        trainee.button("quiz.next").click()
        trainee.sees_question(number + 1)
    assert broken == []
    page.context.close()


def first_choice(course: Course) -> tuple[Lesson, int, str]:
    """A lesson, a page of it with one question to choose in, and the question's id."""
    for lesson in course.lessons["zh"].values():
        for number, page in enumerate(lesson.pages, 1):
            asked = [block for block in page.blocks if block.kind == "single"]
            if len(asked) == 1 and number > 1:
                return lesson, number, asked[0].id
    raise AssertionError("no lesson has such a page")


def test_a_lesson_stays_on_its_page_with_the_choice(browser: Browser, server: Server) -> None:
    """From Simplified to Traditional Chinese to English and back, without a reload."""
    trainee, broken = newcomer(browser, server, "reader")
    page, course = trainee.page, trainee.library.current()
    lesson, number, id = first_choice(course)
    page.goto(f"{server.url}/lesson?l={lesson.id}")
    trainee.button("lesson.begin").click()
    trainee.settled()
    page.goto(f"{server.url}/lesson?l={lesson.id}&p={number}")
    question = course.question(id)
    page.get_by_role("radio", name=question.options[1].text, exact=True).check(force=True)

    for lang in ("tw", "en", "zh", "tw"):
        address = page.url
        switch(trainee, lang)
        shown = course.question(id, lang)
        assert page.url == address
        expect(page.get_by_role("heading", name=course.lessons[lang][lesson.id].pages[number - 1].title)).to_be_visible()
        expect(page.locator(".rp .stem", has_text=shown.stem[:12])).to_be_visible()
        expect(page.get_by_role("radio", name=shown.options[1].text, exact=True)).to_be_checked()
    assert trainee.t("product") in page.title()
    assert serious(page) == []
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", CODES["tw"])
    expect(page.get_by_role("heading", name=course.lessons["tw"][lesson.id].pages[number - 1].title)).to_be_visible()
    assert broken == []
    page.context.close()


def test_an_answer_in_an_exam_is_kept_once_whatever_is_read(browser: Browser, server: Server) -> None:
    """A switch is no answer: it neither adds one nor takes one away."""
    trainee, broken = newcomer(browser, server, "sitter")
    page = trainee.page
    page.goto(f"{server.url}/tests")
    page.get_by_role("button", name=trainee.t("tests.start"), exact=True).last.click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    trainee.give(right=True)
    expect(page.get_by_text(trainee.t("quiz.saved"), exact=True)).to_be_visible()
    given = kept_languages(trainee)

    for lang in ("tw", "en", "tw", "zh"):
        switch(trainee, lang)
        expect(page.get_by_text(trainee.t("quiz.saved"), exact=True)).to_be_visible()
        expect(page.locator("[data-testid=stAlert]")).to_have_count(0)

    assert kept_languages(trainee) == given
    assert broken == []
    page.context.close()


def test_the_switch_is_reached_by_keys_and_large_enough_for_a_thumb(browser: Browser, server: Server) -> None:
    """On the page of a question, which has no navigation."""
    trainee, _ = newcomer(browser, server, "keys-and-thumbs")
    page = trainee.page
    trainee.visit("practice")
    trainee.button("practice.start").click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    for lang in NAMES:
        box = page.get_by_role("button", name=NAMES[lang], exact=True).bounding_box()
        assert box and min(box["width"], box["height"]) >= SMALLEST

    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)["text"] == "繁":
            break
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("lang", CODES["tw"])
    expect(page.get_by_role("button", name=NAMES["tw"], exact=True)).to_be_focused()
    expect(page.get_by_role("button", name=NAMES["tw"], exact=True)).to_have_attribute("aria-pressed", "true")
    page.context.close()


def test_a_visitor_from_taiwan_is_met_in_traditional_chinese(browser: Browser, server: Server) -> None:
    """And may choose another language without losing what was typed; an account is made in the one chosen."""
    device = browser.new_context(viewport=DESKTOP, locale="zh-TW")
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data, "tw")
    page.goto(server.url)
    expect(page.get_by_role("heading", name="客情學堂")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", CODES["tw"])
    trainee.settled()
    assert serious(page) == []
    login = page.get_by_role("textbox", name=trainee.t("sign.login")).first
    login.fill("half-typ")

    switch(trainee, "en")
    switch(trainee, "tw")

    expect(page.get_by_role("textbox", name=trainee.t("sign.login")).first).to_have_value("half-typ")
    trainee.sign_up("taipei", "小林", PHRASE)
    expect(page.locator(".st-key-nav")).to_contain_text(trainee.t("nav.course"))
    device.close()
