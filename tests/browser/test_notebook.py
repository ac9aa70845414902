"""The notebook of mistakes over three days, on a phone, and ten a day on a desktop, in English.

A day passes by moving everything that was kept a day back, while the server runs: it has no clock but the real one.
"""

import json
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect

from engine.content.questions import Question
from engine.store import notes, people
from engine.store.schema import Utc, metadata
from tests.browser.driver import Trainee
from tests.browser.server import Server
from tests.browser.test_walkthrough import DESKTOP, PHONE, context, picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHRASE = "一句好记的话 2026"
NOTE = "先听完，再说话。*不*要打断 <b>客户</b>"
DAY = timedelta(days=1)
ANSWERED = ("attempt", "response", "verdict", "standing", "card", "note")
SIDEWAYS = "() => document.scrollingElement.scrollWidth - window.innerWidth"


class Forgetful(Trainee):
    """A trainee who makes a mistake, and has days to come."""

    login = ""

    def arrive(self, login: str) -> None:
        """Sign up."""
        self.login = login
        self.sign_up(login, "小林", PHRASE)

    @property
    def subject(self) -> str:
        """Under whom the answers are kept."""
        with self.db.read() as c:
            credential = people.credential_by_login(c, self.login)
            assert credential
            return people.subject_of(c, credential.person_id) or ""

    def err(self) -> Question:
        """Answer the first question of a practice wrongly, and leave for the home page."""
        self.visit("practice")
        self.button("practice.start").click()
        self.page.locator(".rp .stem").wait_for()
        self.settled()
        question = self.give(right=False)
        self.button("quiz.submit").click()
        self.page.locator(".rp .verdict").wait_for()
        self.settled()
        self.button("quiz.leave").click()
        self.page.get_by_text(self.t("home.hello", name="小林")).wait_for()
        self.settled()
        return question

    def mistake(self, question: Question) -> Locator:
        """The row of a question in the notebook."""
        return self.page.locator("[data-testid=stExpander]").filter(has_text=question.stem[:12])

    def note(self, question: Question) -> Locator:
        """The field for the note at a question, unfolded."""
        row = self.mistake(question)
        row.locator("summary").click()
        return row.get_by_role("textbox", name=self.t("notebook.note"))

    def retry(self, key: str) -> None:
        """Do the paper of one question that the notebook offers, rightly, and come back to the notebook."""
        self.button(key).click()
        self.page.locator(".rp .stem").wait_for()
        self.settled()
        self.give(right=True)
        self.button("quiz.submit").click()
        self.page.locator(".rp .verdict", has_text=self.t("quiz.right")).wait_for()
        self.button("quiz.finish").click()
        self.page.locator(".rp .big").wait_for()
        self.settled()
        self.button("nav.notebook").click()
        self.page.get_by_role("heading", name=self.t("notebook.title")).wait_for()
        self.settled()

    def sees_nothing_wrong(self) -> None:
        """Nothing on the page keeps anybody out, nor is it wider than the screen."""
        assert serious(self.page) == []
        assert self.page.evaluate(SIDEWAYS) <= 0

    def a_day_passes(self) -> None:
        """Move everything that was answered a day back."""
        with self.db.write() as c:
            for table in (metadata.tables[name] for name in ANSWERED):
                times = [column.name for column in table.columns if isinstance(column.type, Utc)]
                for row in c.execute(table.select()).mappings().all():
                    moved = {name: row[name] - DAY for name in times if row[name]}
                    if table.name == "card":
                        moved["memory"] = yesterday(row["memory"])
                    mine = [column == row[column.name] for column in table.primary_key]
                    c.execute(table.update().where(*mine).values(**moved))


def yesterday(memory: str) -> str:
    """What FSRS keeps, a day older."""
    kept = json.loads(memory)
    times = {name: (datetime.fromisoformat(kept[name]) - DAY).isoformat() for name in ("due", "last_review")}
    return json.dumps({**kept, **times})


@pytest.fixture(params=[("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def trainee(request: pytest.FixtureRequest, browser: Browser, server: Server):
    """Somebody new."""
    lang, size = request.param
    device = context(browser, lang, size)
    page = device.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    somebody = Forgetful(page, server.url, server.data, lang)
    somebody.arrive(f"{request.node.originalname[5:20]} {lang}")
    yield somebody
    assert broken == []
    device.close()


def test_a_mistake_leaves_the_notebook_on_its_second_right_day(trainee: Forgetful) -> None:
    """Err, find it, write a note, reload; right on the next day, and again on the day after: the notebook is empty."""
    page = trainee.page
    trainee.visit("notebook")
    expect(page.get_by_text(trainee.t("notebook.empty"))).to_be_visible()
    trainee.sees_nothing_wrong()
    question = trainee.err()
    trainee.visit("notebook")
    expect(page.get_by_text(trainee.t("notebook.none_due"))).to_be_visible()
    write_and_find_again(trainee, question)

    trainee.a_day_passes()
    page.reload()
    expect(page.get_by_text(trainee.t("notebook.due", n=1), exact=True)).to_be_visible()
    expect(trainee.mistake(question)).to_contain_text(trainee.t("notebook.is_due"))
    trainee.sees_nothing_wrong()
    picture(page, f"notebook-{trainee.lang}-due")
    trainee.retry("notebook.retry_due")
    trainee.mistake(question).locator("summary").click()
    expect(trainee.mistake(question)).to_contain_text(trainee.t("notebook.to_go", n=1))
    expect(page.get_by_text(trainee.t("notebook.none_due"))).to_be_visible()

    trainee.a_day_passes()
    trainee.retry("notebook.retry")
    expect(page.get_by_text(trainee.t("notebook.counts", n=0, known=1))).to_be_visible()
    expect(page.get_by_text(trainee.t("notebook.empty"))).to_be_visible()
    expect(trainee.mistake(question)).to_have_count(0)
    trainee.sees_nothing_wrong()


def write_and_find_again(trainee: Forgetful, question: Question) -> None:
    """Write a note at a mistake; it is on disk, and there again after a reload, as it was typed."""
    page, field = trainee.page, trainee.note(question)
    expect(trainee.mistake(question)).to_contain_text(question.explanation[:12])
    field.fill(NOTE)
    field.press("Tab")
    trainee.settled()
    with trainee.db.read() as c:
        assert notes.notes_of(c, trainee.subject) == {question.id: NOTE}
    trainee.sees_nothing_wrong()
    picture(page, f"notebook-{trainee.lang}-note")

    page.reload()

    trainee.settled()
    expect(trainee.note(question)).to_have_value(NOTE)


def test_ten_a_day_says_why_each_question_is_there(trainee: Forgetful) -> None:
    """The day after a mistake home offers ten: the mistake first, then others, each with its reason; a reload stays."""
    page = trainee.page
    question = trainee.err()
    trainee.a_day_passes()
    page.reload()
    expect(page.get_by_text(trainee.t("home.ten_lead", due=1))).to_be_visible()
    trainee.button("home.ten_go").click()
    page.locator(".rp .stem").wait_for()
    trainee.settled()

    _, asked, places = trainee.paper()
    whys = [place["why"] for place in places]
    assert (asked[0].id, len(asked), whys[0], {*whys[1:]} <= {"weak", "new"}) == (question.id, 10, "due", True)
    for number, why in enumerate(whys[:3], 1):
        trainee.sees_question(number)
        expect(page.get_by_text(trainee.t(f"quiz.why_{why}"), exact=True)).to_be_visible()
        trainee.sees_nothing_wrong()
        picture(page, f"ten-{trainee.lang}-{number}")
        trainee.give(right=True)
        trainee.button("quiz.submit").click()
        page.locator(".rp .verdict", has_text=trainee.t("quiz.right")).wait_for()
        page.reload()
        trainee.sees_question(number)
        trainee.button("quiz.next").click()
    trainee.sees_question(4)
    trainee.button("quiz.leave").click()
    trainee.visit("notebook")
    trainee.mistake(question).locator("summary").click()
    expect(trainee.mistake(question)).to_contain_text(trainee.t("notebook.to_go", n=1))
