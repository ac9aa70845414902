"""The main job, as a trainee does it, at phone and desktop size, in both languages, light and dark."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.store import attempts
from tests.browser.driver import Trainee
from tests.browser.server import ROOT, Server

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
PICTURES = ROOT / "docs" / "screenshots"
STREAMLITS_OWN = {
    "aria-allowed-role",  # the file uploader's and the dialog's markup
}
"""Rules of axe-core that Streamlit's own markup breaks; everything else of serious or critical level is ours."""


def picture(page: Page, name: str) -> None:
    """Keep a screenshot in docs/screenshots when asked to by RAPPORT_SCREENSHOTS=1."""
    if os.environ.get("RAPPORT_SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(600)
        page.screenshot(path=PICTURES / f"{name}.png")


def serious(page: Page) -> list[str]:
    """What axe-core finds on the page, of serious or critical level, that is ours."""
    found = Axe().run(page).response["violations"]
    ours = [v for v in found if v["impact"] in ("serious", "critical") and v["id"] not in STREAMLITS_OWN]
    return [f"{v['id']}: {node['html'][:160]}" for v in ours for node in v["nodes"]]


def context(browser: Browser, lang: str, size: dict[str, int], scheme: str = "light", touch: bool = False) -> BrowserContext:
    locale = "zh-CN" if lang == "zh" else "en-GB"
    return browser.new_context(viewport=size, locale=locale, color_scheme=scheme, accept_downloads=True, has_touch=touch)


@pytest.mark.parametrize(
    ("lang", "size", "scheme"),
    [
        ("zh", PHONE, "light"),
        pytest.param("en", DESKTOP, "dark", marks=pytest.mark.slow),
        pytest.param("zh", DESKTOP, "light", marks=pytest.mark.slow),
        pytest.param("en", PHONE, "dark", marks=pytest.mark.slow),
    ],
    ids=["zh-phone-light", "en-desktop-dark", "zh-desktop-light", "en-phone-dark"],
)
def test_a_new_trainee_practises_sits_the_exam_and_finds_everything_again(
    browser: Browser, server: Server, request: pytest.FixtureRequest, lang: str, size: dict[str, int], scheme: str
) -> None:
    """Sign up, a wrong and a right answer, exam, reload in the middle, review, progress, second device."""
    here = request.node.callspec.id
    device = context(browser, lang, size, scheme)
    page = device.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    trainee = Trainee(page, server.url, server.data, lang)

    page.goto(server.url)
    trainee.settled()
    assert serious(page) == []
    picture(page, f"{here}-1-sign-in")
    trainee.sign_up(f"walk {here}", "小林" if lang == "zh" else "Lin", "一句好记的话 2026")
    picture(page, f"{here}-2-home")

    practise(trainee, here)
    sit_the_exam(trainee, here)

    trainee.visit("progress")
    expect(page.locator(".rp ul.topics li").first).to_be_visible()
    assert serious(page) == []
    picture(page, f"{here}-8-progress")
    trainee.visit("settings")
    assert serious(page) == []
    picture(page, f"{here}-9-settings")

    other = context(browser, lang, DESKTOP if size == PHONE else PHONE, scheme)
    second = Trainee(other.new_page(), server.url, server.data, lang)
    second.sign_in(f"walk {here}", "一句好记的话 2026")
    second.page.locator(".st-key-nav").wait_for()
    second.visit("progress")
    expect(second.page.get_by_role("button", name=second.t("progress.view"), exact=True)).to_have_count(2)
    assert broken == []
    other.close()
    device.close()


def practise(trainee: Trainee, here: str) -> None:
    """A round of practice: the first answer wrong, told why, then right; the page is reloaded in the middle."""
    page = trainee.page
    trainee.visit("practice")
    picture(page, f"{here}-3-practice")
    trainee.button("practice.start").click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    trainee.give(right=False)
    trainee.button("quiz.submit").click()
    page.locator(".rp .verdict").wait_for()
    expect(page.locator(".rp .verdict")).not_to_contain_text(trainee.t("quiz.right"))
    assert serious(page) == []
    picture(page, f"{here}-4-wrong")
    expected = trainee.number()
    page.reload()
    page.locator(".rp .verdict").wait_for()
    assert trainee.number() == expected
    finish_round(trainee)
    expect(page.locator(".rp .big")).to_be_visible()
    assert serious(page) == []
    picture(page, f"{here}-5-review")


def finish_round(trainee: Trainee) -> None:
    """Answer what is left of a round rightly."""
    page = trainee.page
    for _ in range(40):
        trainee.settled()
        if trainee.button("quiz.finish").is_visible():
            trainee.button("quiz.finish").click()
            page.locator(".rp .big").wait_for()
            return
        if trainee.button("quiz.next").is_visible():
            number = trainee.number()
            trainee.button("quiz.next").click()
            trainee.sees_question(number + 1)
            continue
        trainee.give(right=True)
        again = trainee.button("quiz.again")
        (again if again.is_visible() else trainee.button("quiz.submit")).click()
        page.locator(".rp .why").wait_for()
    raise AssertionError("the round never ended")


def test_a_wrong_first_try_may_be_left_as_it_is(browser: Browser, server: Server) -> None:
    """A further try is offered, never forced: one goes on to the end with one answer to each question."""
    device = context(browser, "zh", PHONE)
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up("keeper", "小林", "一句好记的话 2026")
    trainee.visit("practice")
    trainee.button("practice.start").click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    attempt, questions, _ = trainee.paper()
    again = 0
    for number in range(1, len(questions) + 1):
        trainee.sees_question(number)
        trainee.give(right=False)
        trainee.button("quiz.submit").click()
        page.locator(".rp .verdict").wait_for()
        trainee.settled()
        onward, last = ("next", "finish"), number == len(questions)
        if trainee.button("quiz.again").is_visible():
            onward, again = ("keep", "keep_last"), again + 1
        trainee.button(f"quiz.{onward[last]}").click()
    page.locator(".rp .big").wait_for()

    assert again
    with trainee.db.read() as c:
        assert [answer.step for answer in attempts.answers_in(c, attempt)] == [0] * len(questions)
    device.close()


def sit_the_exam(trainee: Trainee, here: str) -> None:
    """Answer, change, reload, look for what must not be told yet, hand in, and read the receipts."""
    page = trainee.page
    trainee.visit("practice")
    trainee.button("practice.to_tests").click()
    page.get_by_text(trainee.t("tests.lead")).wait_for()
    trainee.settled()
    picture(page, f"{here}-6-tests")
    page.get_by_role("button", name=trainee.t("tests.start"), exact=True).last.click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    trainee.give(right=True)
    expect(page.get_by_text(trainee.t("quiz.saved"), exact=True)).to_be_visible()
    expect(page.locator(".rp .verdict, .rp .why")).to_have_count(0)
    assert serious(page) == []
    picture(page, f"{here}-7-exam")
    page.reload()
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    trainee.button("quiz.hand_in").click()
    trainee.page.get_by_role("dialog").get_by_role("button", name=trainee.t("quiz.hand_in_yes")).click()
    page.locator(".rp .big").wait_for()
    expect(page.get_by_text(trainee.t("quiz.how_counted")).first).to_be_visible()
    trainee.button("review.to_list").click()
    page.locator(".st-key-nav").wait_for()


def test_a_whole_answer_can_be_given_with_the_keyboard_alone(browser: Browser, server: Server) -> None:
    device = context(browser, "zh", DESKTOP)
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up("keys", "键盘", "一句好记的话 2026")

    tab_to(page, lambda text: text == trainee.t("home.start_practice"))
    page.keyboard.press("Enter")
    page.get_by_text(trainee.t("practice.lead")).wait_for()
    trainee.settled()
    tab_to(page, lambda text: text == trainee.t("practice.start"))
    page.keyboard.press("Enter")
    page.locator(".rp .stem").wait_for()
    trainee.settled()
    answer_by_keys(trainee)

    page.locator(".rp .verdict").wait_for()
    device.close()


def answer_by_keys(trainee: Trainee) -> None:
    """Fill in whatever kind of question is on the screen, by Tab, arrows, Space and Enter, and submit."""
    _, questions, _ = trainee.paper()
    question, page = questions[trainee.number() - 1], trainee.page
    submit = trainee.t("quiz.submit")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["text"] == submit:
            break
        if focused["role"] in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif focused["role"] == "combobox":
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            trainee.settled()
        elif focused["role"] == "text":
            page.keyboard.type("客户")
        elif question.kind == "ordering" and "up" in focused["classes"]:
            page.keyboard.press("Enter")
            trainee.settled()
    page.keyboard.press("Enter")


FOCUSED = """() => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  return { text: (e.innerText || '').trim(), role: e.getAttribute('role') || e.type || '', classes: e.className || '' };
}"""


def tab_to(page: Page, wanted: Callable[[str], bool]) -> None:
    """Press Tab until the focus is on an element with such words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted(page.evaluate(FOCUSED)["text"]):
            return
    raise AssertionError("never reached by Tab")


def test_settings_change_the_language_and_the_theme_of_the_whole_page(browser: Browser, server: Server) -> None:
    device = context(browser, "zh", DESKTOP)
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up("switch", "换语言", "一句好记的话 2026")
    trainee.visit("settings")

    choose(page, trainee.t("settings.lang"), "English")
    choose(page, trainee.t("settings.theme"), trainee.t("settings.theme_dark"))
    trainee.button("settings.save").click()

    page.get_by_role("heading", name="Settings").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", "rgb(20, 25, 26)")
    device.close()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_my_data_can_be_taken_away_and_then_erased(browser: Browser, server: Server, tmp_path: Path) -> None:
    device = context(browser, "zh", DESKTOP)
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up("leaver", "要走的人", "一句好记的话 2026")
    trainee.visit("settings")

    with page.expect_download() as download:
        trainee.button("settings.export").click()
    kept = tmp_path / "mine.json"
    download.value.save_as(kept)
    page.get_by_text(trainee.t("settings.erase"), exact=True).click()
    page.get_by_role("textbox", name=trainee.t("settings.erase_confirm")).fill(trainee.t("settings.erase_word"))
    trainee.button("settings.erase_button").click()
    page.get_by_role("tab", name=trainee.t("sign.new")).wait_for()

    assert json.loads(kept.read_text(encoding="utf-8"))["sign_in_name"] == "leaver"
    with trainee.db.read() as c:
        from engine.store import people

        assert people.credential_by_login(c, "leaver") is None
    device.close()


def test_scripts_cannot_read_the_session_cookie_and_pages_carry_their_guards(browser: Browser, server: Server) -> None:
    device = context(browser, "zh", DESKTOP)
    page = device.new_page()
    trainee = Trainee(page, server.url, server.data)
    trainee.sign_up("guarded", "小卫", "一句好记的话 2026")

    answer = page.request.get(server.url)
    cookie = next(c for c in device.cookies() if c["name"] == "rapport_session")

    assert "rapport_session" not in page.evaluate("document.cookie")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert page.request.post(f"{server.url}/auth/redeem", data={"ticket": "x"}).status in (400, 403)
    assert page.request.get(f"{server.url}/export/unknown").status == 403
    device.close()
