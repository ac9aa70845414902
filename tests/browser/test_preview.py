"""An author writes beside the preview: the page follows the files within seconds, and says what is wrong with them."""

import os
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.commands.guide_samples import EXAMPLES
from engine.words import word
from tests.browser.server import ROOT, Server
from tests.browser.test_walkthrough import DESKTOP, PHONE, context, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BANK, LESSON = "quizzes/bank/first-month.yaml", "lessons/start/first-call.yaml"
CASE = "cases/quiet-week/case.yaml"
WITHIN = 6_000
"""Milliseconds in which the page follows a file."""


class Desk:
    """An author with a folder of their own, and the preview of it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.real = folder / "my-course", folder / "data"
        shutil.copytree(EXAMPLES, self.root)
        self.server = Server(self.real, RAPPORT_PREVIEW="1", RAPPORT_CONTENT=str(self.root)).start()

    def write(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor does: save it whole."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def restore(self) -> None:
        """The folder as it was."""
        shutil.copytree(EXAMPLES, self.root, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("author"))
    yield made
    made.server.stop()


@pytest.fixture
def author(desk: Desk, browser: Browser) -> Iterator[Page]:
    """A page of somebody who has never been here, on the list of everything."""
    desk.restore()
    device = context(browser, "zh", DESKTOP)
    page = device.new_page()
    page.set_default_timeout(20_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{desk.server.url}/preview")
    bar(page).get_by_text(t("fine")).wait_for()
    yield page
    assert broken == []
    device.close()


def t(key: str, lang: str = "zh", **values: object) -> str:
    return word(lang, f"ui.preview.{key}", **values)


def bar(page: Page):
    return page.locator(".st-key-preview-bar")


def open_question(page: Page) -> None:
    """The first question of the first bank, from the list of everything."""
    page.locator("summary", has_text="first-month").filter(has_text="· 2").click()
    page.get_by_role("button", name="接下来怎么说最好？").click()
    page.locator(".rp .stem").wait_for()


def test_the_page_follows_the_file_and_names_a_mistake_and_its_remedy(desk: Desk, author: Page) -> None:
    """Change a question, break it, mend it: pressed is nothing, and one stays at the question all the time."""
    open_question(author)
    address = author.url

    desk.write(BANK, "接下来怎么说最好？", "电话里，接下来怎么说最好？")
    expect(author.locator(".rp .stem")).to_have_text("电话里，接下来怎么说最好？", timeout=WITHIN)

    desk.write(BANK, "correct: true", "corect: true")
    told = bar(author).locator("li").first
    expect(told).to_contain_text(f"{BANK}:19", timeout=WITHIN)
    expect(told).to_contain_text("不认识的键“corect”；是不是想写“correct”？")
    expect(told).to_contain_text(word("zh", "hint.unknown_key"))
    expect(bar(author)).to_contain_text(t("behind", files=BANK))
    expect(author.locator(".rp .stem")).to_have_text("电话里，接下来怎么说最好？")
    assert serious(author) == []
    if os.environ.get("RAPPORT_SCREENSHOTS") == "1":  # the picture in the author guide
        author.screenshot(path=ROOT / "docs" / "preview.png")

    desk.write(BANK, "corect: true", "correct: true")
    expect(bar(author)).to_contain_text(t("fine"), timeout=WITHIN)
    assert author.url == address


def test_problems_are_told_in_english_too(desk: Desk, author: Page) -> None:
    """The switch of languages at the foot of every page turns the bar as well."""
    desk.write(BANK, "summary:", "summry:")
    expect(bar(author)).to_contain_text(t("errors", n=1), timeout=WITHIN)

    author.get_by_role("button", name="English").click()

    expect(bar(author).locator("li").first).to_contain_text("unknown key 'summry'; did you mean 'summary'?")
    expect(bar(author)).to_contain_text(word("en", "hint.unknown_key"))
    author.get_by_role("button", name="简体中文").click()
    expect(bar(author)).to_contain_text(t("errors", n=1))


def test_an_answered_question_shows_its_new_feedback_at_once(desk: Desk, author: Page) -> None:
    open_question(author)
    author.get_by_role("radio", name="请他今天就登录一次，别让进度落在别人后面").check(force=True)
    author.get_by_role("button", name=word("zh", "ui.quiz.submit")).click()
    author.locator(".rp .verdict").wait_for()

    desk.write(BANK, "催只会让他躲电话。", "催急了，他就躲电话。")

    expect(author.get_by_text("催急了，他就躲电话。")).to_be_visible(timeout=WITHIN)
    expect(author.locator(".rp .verdict")).to_be_visible()


def test_a_lesson_opens_at_any_page_and_stays_there(desk: Desk, author: Page) -> None:
    author.locator("summary", has_text="first-call").click()
    author.get_by_role("button", name=t("page", n=2, title="换一种问法")).click()
    author.get_by_role("heading", name="换一种问法").wait_for()
    assert author.url.endswith("/lesson?l=first-call&p=2")

    desk.write(LESSON, "title: 换一种问法", "title: 换个问法")

    expect(author.get_by_role("heading", name="换个问法")).to_be_visible(timeout=WITHIN)


def test_a_case_opens_at_any_stage_and_stays_there(desk: Desk, author: Page) -> None:
    author.locator("summary", has_text="quiet-week").click()
    author.get_by_role("button", name=t("stage", n=2, title="写给五个门店")).click()
    author.get_by_role("heading", name="写给五个门店").wait_for()
    assert author.url.endswith("/case?c=quiet-week&s=2")

    desk.write(CASE, "title: 写给五个门店", "title: 写给五家店")

    expect(author.get_by_role("heading", name="写给五家店")).to_be_visible(timeout=WITHIN)


def test_a_new_file_is_on_the_list(desk: Desk, author: Page) -> None:
    text = (desk.root / "quizzes/practice-first-month.yaml").read_text(encoding="utf-8")
    new = text.replace("id: practice-first-month", "id: once-more").replace("新客户的第一个月：练习", "再来一轮")
    (desk.root / "quizzes/once-more.yaml").write_text(new, encoding="utf-8")

    expect(author.get_by_role("button", name="再来一轮")).to_be_visible(timeout=WITHIN)
    expect(bar(author)).to_contain_text(t("warnings", n=1))
    (desk.root / "quizzes/once-more.yaml").unlink()
    expect(author.get_by_role("button", name="再来一轮")).to_have_count(0, timeout=WITHIN)


def test_everything_fits_a_phone_in_the_dark(desk: Desk, browser: Browser) -> None:
    desk.restore()
    device = context(browser, "zh", PHONE, "dark")
    page = device.new_page()
    page.goto(f"{desk.server.url}/preview")
    bar(page).get_by_text(t("fine")).wait_for()
    page.get_by_text(t("terms"), exact=True).wait_for()

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    device.close()


def test_real_data_is_never_touched(desk: Desk) -> None:
    """Whoever has been here has answered, and the data folder of the settings is not even made."""
    with urllib.request.urlopen(f"{desk.server.url}/_stcore/health", timeout=5) as answer:
        assert answer.status == 200

    assert not desk.real.exists()
