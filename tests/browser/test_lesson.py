"""A lesson as a trainee learns it: from the map to its end, on a phone and on a desktop, in both languages."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from engine.content.blocks import BlockBase
from engine.content.questions import Question
from engine.scoring.questions import right_answer
from engine.store import attempts, people, visits
from engine.store.attempts import AttemptRow
from engine.words import word
from tests.browser.driver import Trainee, fill, wrong_answer
from tests.browser.server import Server
from tests.browser.test_walkthrough import DESKTOP, FOCUSED, PHONE, context, picture, serious, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON, PAGES = "m5-five-factors", 6
PHRASE = "一句好记的话 2026"
RATED = {f"s{i}": 5 if i > 4 else 2 for i in range(1, 11)}
GOALS = {"first": "每天下班前把答应过的事对一遍", "second": "每周记下三位客户各自在意的事"}
AGAIN = "每周五回访两位老客户，问一问"
SIDEWAYS = "() => document.scrollingElement.scrollWidth - window.innerWidth"
IN_SIGHT = """() => {
  const e = document.activeElement, b = e.getBoundingClientRect();
  return e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2));
}"""
FROM_THE_TOP = "() => document.querySelector('[data-testid=stMain]').scrollTop"


class Learner(Trainee):
    """A trainee in the lesson, who can look up its questions and what is kept of the answers."""

    login = ""

    def arrive(self, login: str) -> None:
        """Sign up and open the course map."""
        self.login = login
        self.sign_up(login, "小林", PHRASE)
        self.visit("course")

    def begin(self) -> None:
        """Open the lesson from its row on the map, and begin it."""
        self.row().click()
        self.button("lesson.begin").click()
        self.sees_page(1)

    def row(self) -> Locator:
        """The lesson on the map, in its module."""
        return self.page.locator(f".st-key-lesson-m-{LESSON} button")

    def sees_page(self, number: int) -> None:
        """Wait until this page of the lesson is on the screen, from its top."""
        self.page.locator(".rp .quiet", has_text=self.t("lesson.page", n=number, of=PAGES)).wait_for()
        self.settled()
        assert self.page.evaluate(FROM_THE_TOP) == 0
        assert self.page.evaluate(SIDEWAYS) <= 0

    def turn(self, to: int) -> None:
        """Turn to the next page."""
        self.button("lesson.next" if to <= PAGES else "lesson.to_end").click()
        if to <= PAGES:
            self.sees_page(to)
        else:
            self.page.get_by_role("heading", name=self.t("lesson.end")).wait_for()
            self.settled()

    def attempt(self, lesson: str = LESSON) -> AttemptRow:
        """The newest attempt at a lesson."""
        with self.db.read() as c:
            credential = people.credential_by_login(c, self.login)
            assert credential
            return attempts.attempts_of(c, people.subject_of(c, credential.person_id) or "", lesson)[0]

    def slot(self, name: str) -> tuple[int, Question]:
        """A question of the lesson by the end of its id: where it stands in the paper, and itself."""
        row = self.attempt()
        ids = [place["question"] for place in row.paper]
        index = ids.index(f"{LESSON}-{name}")
        return index, self.library.course(row.release_id).question(ids[index], "en" if self.lang == "en" else "zh")

    def kept(self, name: str) -> list[Any]:
        """What is on disk of the answers to a question."""
        with self.db.read() as c:
            return [answer.value for answer in attempts.answers_to_slot(c, self.attempt().id, self.slot(name)[0])]

    def submit(self, name: str) -> None:
        """Press the button of this question, and wait until its answer is shown."""
        step = len(self.kept(name))
        button = self.page.locator(f".st-key-submit-{self.attempt().id}-{self.slot(name)[0]}-{step} button")
        button.click()
        expect(button).to_have_count(0)
        self.settled()

    def answer(self, name: str, right: bool = True, response: Any = None) -> None:
        """Answer a question on the page that is open."""
        index, question = self.slot(name)
        value = response or (right_answer(question) if right else wrong_answer(question))
        fill(self.page, question, value, self.attempt().paper[index]["order"], self)
        self.submit(name)

    def verdict(self, number: int = 0) -> Locator:
        """The verdict on the answer that stands there, from the top of the page."""
        return self.page.locator(".rp .verdict").nth(number)


def parts(learner: Learner) -> list[str]:
    """The names of the parts of the diagram, as they are to be opened."""
    course = learner.library.current()
    blocks = course.lessons["en" if learner.lang == "en" else "zh"][LESSON].pages[1].blocks
    return [part.title for part in blocks[0].parts]


@pytest.fixture(params=[("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def learner(request: pytest.FixtureRequest, browser: Browser, server: Server):
    """Somebody new on the course map."""
    lang, size = request.param
    device = context(browser, lang, size)
    page = device.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    somebody = Learner(page, server.url, server.data, lang)
    somebody.arrive(f"{request.node.originalname[5:20]} {lang}")
    yield somebody
    assert broken == []
    device.close()


def test_a_lesson_is_learned_from_the_map_to_its_end(learner: Learner) -> None:
    """Read, open, sort, rate, write, one check wrong, two reloads in the middle; nothing is lost, and the map says so."""
    page, here = learner.page, f"lesson-{learner.lang}"
    clean(learner)
    picture(page, f"{here}-map")
    learner.begin()
    clean(learner)
    learner.turn(2)
    open_the_diagram(learner)
    learner.turn(3)
    one_wrong_and_a_reload(learner)
    learner.turn(4)
    learner.answer("sort")
    expect(learner.verdict()).to_contain_text(learner.t("quiz.right"))
    clean(learner)
    learner.turn(5)
    rate_and_plan(learner)
    picture(page, f"{here}-plan")
    learner.turn(6)
    check_and_finish(learner)
    picture(page, f"{here}-end")
    marks = {row.slot: row.fraction for row in answers(learner)}
    assert learner.attempt().closed_by == "person"
    assert [marks[i] for i in range(8)] == [0, 1, None, None, 1, 1, 1, 1]
    look_at_the_map_and_begin_again(learner)


def look_at_the_map_and_begin_again(learner: Learner) -> None:
    """The map says complete; the lesson is read again with its answers, and taken again from its first page."""
    page = learner.page
    learner.button("lesson.back").click()
    expect(learner.row()).to_contain_text(learner.t("course.complete"))
    expect(page.get_by_text(learner.t("course.module_counts", done=1, all=7))).to_be_visible()
    clean(learner)
    learner.row().click()
    learner.sees_page(6)
    expect(page.locator(".rp .verdict")).to_have_count(4)
    learner.turn(PAGES + 1)
    learner.button("lesson.once_more").click()
    learner.sees_page(1)
    learner.turn(2)
    learner.turn(3)
    expect(page.locator(".rp .verdict")).to_have_count(0)
    learner.button("lesson.back").click()
    expect(learner.row()).to_contain_text(learner.t("course.complete"))
    assert learner.attempt().number == 2


def clean(learner: Learner) -> None:
    """Nothing on the page, once it is all there, keeps anybody out."""
    learner.settled()
    learner.page.wait_for_timeout(300)
    assert serious(learner.page) == []


def answers(learner: Learner) -> list[Any]:
    with learner.db.read() as c:
        return attempts.answers_in(c, learner.attempt().id)


def open_the_diagram(learner: Learner) -> None:
    """Open every part but the last, see that the page still says what is to be done on it, then the last."""
    *most, last = parts(learner)
    to_do = learner.page.get_by_text(learner.t("lesson.left_here", what=learner.t("lesson.left.diagram")))
    for name in most:
        learner.page.get_by_role("radio", name=name, exact=True).click()
        expect(learner.page.locator(".rp .why b")).to_have_text(name)
    expect(to_do).to_be_visible()
    learner.page.get_by_role("radio", name=last, exact=True).click()
    expect(to_do).to_have_count(0)
    expect(learner.page.locator(".st-key-on-1 button")).to_have_attribute("data-testid", "stBaseButton-primary")
    clean(learner)


def one_wrong_and_a_reload(learner: Learner) -> None:
    """Answer wrongly, be told why, and find the same page with the same answer after a reload."""
    learner.answer("two-days", right=False)
    expect(learner.verdict()).to_contain_text(learner.t("quiz.wrong"))
    told = learner.page.locator(".rp .why").text_content()
    clean(learner)

    learner.page.reload()

    learner.sees_page(3)
    expect(learner.verdict()).to_contain_text(learner.t("quiz.wrong"))
    expect(learner.page.locator(".rp .why")).to_have_text(told or "")


def rate_and_plan(learner: Learner) -> None:
    """Rate oneself, write half a plan, reload, find it, complete it, keep it, and change it."""
    page, (index, sheet) = learner.page, learner.slot("goals")
    learner.answer("self", response=RATED)
    expect(page.get_by_text(learner.t("sheet.work_on")).first).to_be_visible()
    half = {"typed": {"first": GOALS["first"]}, "chosen": {"lowest": ["reliability"]}}
    fill(page, sheet, half, {}, learner)

    page.reload()

    learner.sees_page(5)
    first, second = (page.get_by_role("textbox", name=sheet.fields[i].text) for i in (1, 2))
    expect(first).to_have_value(GOALS["first"])
    clean(learner)
    keep = page.locator(f".st-key-submit-{learner.attempt().id}-{index}-0 button")
    keep.click()
    lacks = word(learner.lang, "refused.reason_short", least=sheet.fields[2].least, now=0)
    expect(page.get_by_text(lacks)).to_be_visible()
    expect(first).to_have_value(GOALS["first"])
    learner.answer("goals", response={"typed": {"second": GOALS["second"]}, "chosen": {"lowest": ["empathy"]}})
    change_the_plan(learner, second)


def change_the_plan(learner: Learner, second: Locator) -> None:
    """Change one line of what was kept: both versions are on disk, the new one is shown."""
    page = learner.page
    page.locator(f".st-key-again-{learner.attempt().id}-{learner.slot('goals')[0]}-1 button").click()
    expect(second).to_have_value(GOALS["second"])
    second.fill(AGAIN)
    second.press("Tab")
    learner.settled()
    learner.submit("goals")
    expect(page.locator(".rp .lines", has_text=AGAIN)).to_be_visible()

    chosen = {"lowest": ["reliability", "empathy"]}
    assert learner.kept("self") == [RATED]
    assert learner.kept("goals") == [
        {"typed": GOALS, "chosen": chosen},
        {"typed": {**GOALS, "second": AGAIN}, "chosen": chosen},
    ]
    clean(learner)


def check_and_finish(learner: Learner) -> None:
    """Answer all checks but one, be led back to it from the end, and finish."""
    page = learner.page
    for name in ("quick", "name", "radar-read"):
        learner.answer(name)
    learner.turn(PAGES + 1)
    expect(page.get_by_text(learner.t("lesson.still", n=1))).to_be_visible()
    expect(page.locator(".st-key-finish")).to_have_count(0)
    clean(learner)
    page.locator(".st-key-still-5 button").click()
    learner.sees_page(6)
    learner.answer("lobby")
    clean(learner)
    learner.turn(PAGES + 1)
    learner.button("lesson.finish").click()
    expect(page.get_by_text(learner.t("lesson.complete"))).to_be_visible()
    clean(learner)


def test_a_lesson_is_found_again_on_another_device(learner: Learner, browser: Browser, server: Server) -> None:
    """On another device the map, and the history, lead to the page that was left, with what was answered there."""
    learner.begin()
    learner.turn(2)
    learner.turn(3)
    learner.answer("two-days")

    other = context(browser, learner.lang, DESKTOP)
    second = Learner(other.new_page(), server.url, server.data, learner.lang)
    second.login = learner.login
    second.sign_in(learner.login, PHRASE)
    second.page.locator(".st-key-nav").wait_for()
    second.visit("course")
    expect(second.row()).to_contain_text(second.t("course.begun"))
    second.page.locator(".st-key-next-lesson button").click()
    second.sees_page(3)
    expect(second.verdict()).to_contain_text(second.t("quiz.right"))
    second.page.goto(f"{server.url}/progress")
    second.button("progress.resume").click()
    second.sees_page(3)
    other.close()


def test_a_page_of_a_lesson_is_worked_with_the_keyboard_alone(learner: Learner) -> None:
    """Begin, turn the page, open every part and turn on with Tab, arrows, Space and Enter; what has the focus is seen."""
    page = learner.page
    learner.row().focus()
    page.keyboard.press("Enter")
    page.get_by_text(learner.t("lesson.aims")).wait_for()
    learner.settled()
    tab_to(page, lambda text: text == learner.t("lesson.begin"))
    page.keyboard.press("Enter")
    learner.sees_page(1)
    tab_to(page, lambda text: text == learner.t("lesson.next"))
    page.keyboard.press("Enter")
    learner.sees_page(2)

    first, *others = parts(learner)
    tab_to(page, lambda text: text == first)
    assert page.evaluate(IN_SIGHT)
    page.keyboard.press("Space")
    expect(page.locator(".rp .why b")).to_have_text(first)
    for name in others:
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUSED)["text"] == name
        assert page.evaluate(IN_SIGHT)
        page.keyboard.press("Space")
        expect(page.locator(".rp .why b")).to_have_text(name)
    learner.settled()
    tab_to(page, lambda text: text == learner.t("lesson.next"))
    page.keyboard.press("Enter")
    learner.sees_page(3)


def each_kind_once(learner: Learner) -> list[tuple[str, int, BlockBase]]:
    """Lesson, page and block of one block of each kind that is opened or tried, of each model one."""
    found: dict[str, tuple[str, int, BlockBase]] = {}
    for lesson in learner.library.current().lessons["zh"].values():
        for number, page in enumerate(lesson.pages, 1):
            for block in page.blocks:
                if isinstance(block, BlockBase) and block.opens:
                    found.setdefault(f"{block.kind} {getattr(block, 'model', '')}", (lesson.id, number, block))
    return list(found.values())


def operate(learner: Learner, block: BlockBase) -> None:
    """Open a block as a finger does: press the button, turn every card, choose a column, move a control."""
    page = learner.page
    if block.kind == "reveal":
        page.locator(f".st-key-callout-reveal-{block.id}").get_by_role("button").click()
    elif block.kind == "flashcards":
        for card in block.cards:
            page.locator(f".deck button[data-id={card.id}]").click()
    elif block.kind == "explore":
        page.locator(f".st-key-callout-explore-{block.id}").get_by_role("slider").first.press("ArrowRight")
    else:
        names = block.columns[:1] if block.kind == "dataset" else block.parts
        for part in names:
            page.get_by_role("radio", name=getattr(part, "title", "") or part.text, exact=True).click()
            learner.settled()
    learner.settled()


def go_to(learner: Learner, lesson: str, number: int) -> None:
    """A page of a lesson by its address, after beginning the lesson if need be."""
    page, address = learner.page, f"{learner.url}/lesson?l={lesson}&p={number}"
    page.goto(address)
    page.locator(".st-key-begin button, .st-key-lesson-way button").first.wait_for()
    learner.settled()
    if learner.button("lesson.begin").is_visible():
        learner.button("lesson.begin").click()
        page.locator(".st-key-lesson-way").wait_for()
        page.goto(address)
        page.locator(".st-key-lesson-way").wait_for()
    learner.settled()


@pytest.mark.parametrize("learner", [("zh", PHONE)], indirect=True, ids=["zh-phone"])
def test_whatever_can_be_opened_counts_once_it_was(learner: Learner) -> None:
    """A block of each kind, of each model one, is done at a touch, tells what it holds, and is still open after a reload."""
    page, blocks = learner.page, each_kind_once(learner)
    assert len(blocks) >= 9
    for lesson, number, block in blocks:
        go_to(learner, lesson, number)
        operate(learner, block)
        tells(learner, block)
        clean(learner)
        assert page.evaluate(SIDEWAYS) <= 0
        assert opened(learner, lesson) >= {block.id}, block
        page.reload()
        page.locator(".st-key-lesson-way").wait_for()
        learner.settled()
        tells(learner, block)


def tells(learner: Learner, block: BlockBase) -> None:
    """What was behind the block is on the page."""
    inside = learner.page.locator(f".st-key-callout-{block.kind}-{block.id}")
    if block.kind == "explore":
        expect(learner.page.get_by_text(learner.t("lesson.left.explore"))).to_have_count(0)
        inside.get_by_text(learner.t("explore.finding")).click()
        expect(inside.locator("details .why")).to_have_text(block.finding)
    elif block.kind == "reveal":
        expect(inside.get_by_role("button")).to_have_count(0)


def opened(learner: Learner, lesson: str) -> set[str]:
    """The parts of a lesson that are known to have been opened."""
    with learner.db.read() as c:
        return {part for part, _ in visits.visits_in(c, learner.attempt(lesson).id)}
