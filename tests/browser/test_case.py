"""A case as a trainee works it: stage by stage to the end, then once more, both runs side by side."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from engine.content.case import Case
from engine.content.questions import Question
from engine.content.questions.worksheet import Sheetfield
from engine.scoring.questions import right_answer
from engine.services.cases import slots_of
from engine.store import attempts, people
from engine.words import word
from tests.browser.driver import Trainee, fill, wrong_answer
from tests.browser.server import Server
from tests.browser.test_lesson import SIDEWAYS
from tests.browser.test_walkthrough import DESKTOP, PHONE, context, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHRASE = "一句好记的话 2026"
REASON = "客人没有说出口的，往往才是她要的；先听清楚，再去做权限之内的事，做完告诉她做了什么。"


def words(field: Sheetfield) -> str:
    """Enough for the field."""
    return "12" if field.entry == "number" else (REASON * 20)[: max(field.least, 30)]


def given(question: Question, right: bool) -> Any:
    """A whole answer to a question of a case."""
    if question.kind == "worksheet":
        typed = {field.id: words(field) for field in question.fields if not field.options}
        return {"typed": typed, "chosen": {field.id: [field.options[0].id] for field in question.fields if field.options}}
    if question.kind == "essay":
        return {"typed": {"text": (REASON * 40)[: question.length.least + 20]}}
    return right_answer(question) if right else wrong_answer(question)


class Decider(Trainee):
    """A trainee in a case."""

    login = ""

    def arrive(self, login: str) -> None:
        """Sign up."""
        self.login = login
        self.sign_up(login, "小林", PHRASE)

    def case(self, id: str) -> Case:
        """The case as it is read here."""
        return self.library.current().cases[self.lang][id]

    def begin(self, id: str) -> None:
        """From the list into the case."""
        self.page.goto(f"{self.url}/situations")
        self.page.locator(f".st-key-lesson-m-case-{id} button").click()
        self.button("case.begin").click()
        self.button("case.decide").wait_for()
        self.settled()

    def paper(self) -> tuple[str, list[Question], list[dict[str, Any]]]:
        """Attempt id, questions and places of the newest run."""
        with self.db.read() as c:
            credential = people.credential_by_login(c, self.login)
            assert credential
            row = attempts.attempts_of(c, people.subject_of(c, credential.person_id) or "")[0]
        course = self.library.course(row.release_id)
        return row.id, [course.question(place["question"], self.lang) for place in row.paper], row.paper

    def enter(self, case: Case, stage: int, right: bool) -> None:
        """Fill in everything a stage asks."""
        _, questions, places = self.paper()
        for slot in slots_of(case, stage):
            fill(self.page, questions[slot], given(questions[slot], right), places[slot]["order"], self)
        self.settled()

    def decide(self) -> None:
        """Hand the stage in, and see how it went on."""
        self.button("case.decide").click()
        self.page.get_by_text(self.t("case.reasoning"), exact=True).wait_for()
        self.settled()

    def work(self, case: Case, right: bool) -> None:
        """Every stage to the self-assessment."""
        for stage in range(len(case.stages)):
            self.enter(case, stage, right)
            self.decide()
            assert self.page.evaluate(SIDEWAYS) <= 0
            last = stage == len(case.stages) - 1
            self.button("case.to_end" if last else "case.next").click()
            (self.button("case.finish") if last else self.button("case.decide")).wait_for()
            self.settled()

    def assess(self, case: Case, level: str) -> None:
        """Give oneself the same level throughout."""
        for criterion in case.rubric:
            group = self.page.get_by_role("radiogroup", name=criterion.text)
            text = next(described.text for described in criterion.levels if described.id == level)
            group.get_by_role("radio", name=text).click(force=True)
            self.settled()
        self.button("case.finish").click()
        self.page.locator(".rp .big").wait_for()
        self.settled()


@pytest.fixture(params=[("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def decider(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Decider]:
    """On a phone in Chinese, on a desktop in English."""
    lang, size = request.param
    device = context(browser, lang, size)
    yield Decider(device.new_page(), server.url, server.data, lang)
    device.close()


def test_marriott_is_worked_twice_and_both_runs_stand_side_by_side(decider: Decider) -> None:
    """A short reason is not taken, a draft survives a reload, a decision stays; the second run is kept beside the first."""
    page, t = decider.page, decider.t
    decider.arrive(f"hotel{decider.lang}")
    decider.begin("marriott")
    case = decider.case("marriott")
    decider.button("case.decide").click()
    page.get_by_text(word(decider.lang, "refused.stage_incomplete")).wait_for()
    decider.enter(case, 0, right=False)
    page.reload()
    decider.button("case.decide").wait_for()
    decider.settled()
    decider.decide()
    page.goto(f"{decider.url}/case?c=marriott&s=1")
    page.get_by_text(t("case.reasoning"), exact=True).wait_for()
    assert decider.page.get_by_role("button", name=t("case.decide")).count() == 0
    assert serious(page) == []
    decider.button("case.next").click()
    decider.button("case.decide").wait_for()
    for stage in range(1, len(case.stages)):
        decider.enter(case, stage, right=False)
        decider.decide()
        decider.button("case.to_end" if stage == len(case.stages) - 1 else "case.next").click()
        decider.settled()
    decider.assess(case, "some")
    expect(page.locator(".rp .big")).to_contain_text("40")

    decider.button("case.again").click()
    decider.button("case.decide").wait_for()
    decider.settled()
    decider.work(case, right=True)
    decider.assess(case, "good")

    expect(page.locator(".rp .big")).to_contain_text("70")
    first = case.questions[0]
    row = page.locator("table.sheet tr", has_text=first.stem[:20])
    expect(row.locator("td")).to_have_count(2)
    assert row.locator("td").nth(0).inner_text() != row.locator("td").nth(1).inner_text()
    assert page.evaluate(SIDEWAYS) <= 0
    assert serious(page) == []


def test_haier_lights_up_its_gaps_one_after_the_other(decider: Decider) -> None:
    """Each stage lights its part of the five gaps; an essay is judged by oneself beside the case."""
    page, t = decider.page, decider.t
    decider.arrive(f"gaps{decider.lang}")
    decider.begin("haier")
    case, lit = decider.case("haier"), []
    for stage in range(len(case.stages)):
        decider.enter(case, stage, right=True)
        decider.decide()
        lit.append(set(page.locator(".drawing svg.lights .lit").evaluate_all("all => all.map(e => e.id)")))
        if any(question.kind == "essay" for question in case.stages[stage].questions):
            judge_own_essay(decider, case, stage)
        last = stage == len(case.stages) - 1
        decider.button("case.to_end" if last else "case.next").click()
        (decider.button("case.finish") if last else decider.button("case.decide")).wait_for()
        decider.settled()
    decider.assess(case, "full")

    expect(page.locator(".rp .big")).to_contain_text("100")
    assert lit == [{part for s in case.stages[: n + 1] for part in s.lights} for n in range(len(case.stages))]
    assert lit[-1] == {"gap-1", "gap-2", "gap-3", "gap-4", "gap-5"}
    page.get_by_text(t("case.closing"), exact=True).wait_for()


def judge_own_essay(decider: Decider, case: Case, stage: int) -> None:
    """Open the rubric of the essay and give oneself the third level throughout."""
    page, t = decider.page, decider.t
    essay = next(question for question in case.stages[stage].questions if question.kind == "essay")
    page.get_by_text(t("rubric.judge_own"), exact=True).click()
    for criterion in essay.rubric:
        group = page.get_by_role("radiogroup", name=criterion.text)
        group.get_by_role("radio", name=criterion.levels[2].text).click(force=True)
        decider.settled()
    decider.button("rubric.keep").click()
    page.get_by_text(t("rubric.by_self"), exact=True).wait_for()
    decider.settled()
