"""What a trainee does in the browser, in steps that tests can read."""

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect
from sqlalchemy.engine import make_url
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from engine.content.drawing import in_order
from engine.content.questions import Question
from engine.content.questions.worksheet import Worksheet
from engine.scoring.questions import right_answer
from engine.services.library import Library
from engine.store import attempts, rooms
from engine.store.database import open_database
from engine.words import word
from ui.widgets.questions.sorting import MOST_BUTTONS

PATIENCE = 20_000
LONGEST_END = 100
"""Bytes of the longest message that says a run is over."""


def ends_a_run(message: str | bytes) -> bool:
    """Whether Streamlit says that a run is over, of the page or of a fragment, and not only makes room for another."""
    if isinstance(message, str) or len(message) > LONGEST_END:
        return False
    told = ForwardMsg.FromString(message)
    return told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Trainee:
    """One person at one browser page, who can look up what the paper holds."""

    def __init__(self, page: Page, url: str, data: Path, lang: str = "zh") -> None:
        self.page, self.url, self.lang = page, url, lang
        self.db = open_database(str(make_url(f"sqlite:///{(data / 'rapport.db').as_posix()}")))
        self.library = Library(self.db)
        self._asking: set[WebSocket] = set()
        page.set_default_timeout(PATIENCE)
        page.on("websocket", self._listen)

    def _listen(self, line: WebSocket) -> None:
        """Know whether the page asked for a run that is not over yet: of a busy server its state tells nothing."""
        self._asking.clear()  # of a page that was left nothing comes any more, not even that its line is closed
        line.on("framesent", lambda sent: self._asking.add(line))
        line.on("framereceived", lambda got: self._asking.discard(line) if ends_a_run(got) else None)
        line.on("close", lambda gone: self._asking.discard(line))

    def t(self, key: str, **values: Any) -> str:
        """The product's words."""
        return word(self.lang, f"ui.{key}", **values)

    def button(self, key: str) -> Locator:
        """The first button with these words."""
        return self.page.get_by_role("button", name=self.t(key), exact=True).first

    def settled(self) -> None:
        """Wait until the running script is over, and the one that was just asked for."""
        self.page.wait_for_timeout(150)
        end = time.monotonic() + PATIENCE / 1000
        while self._asking and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        expect(self.page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")

    def sign_up(self, login: str, name: str, phrase: str) -> str:
        """Sign up; the recovery code."""
        self.page.goto(self.url)
        self.page.get_by_role("textbox", name=self.t("sign.login")).first.fill(login)
        self.page.get_by_role("textbox", name=self.t("sign.name")).fill(name)
        self.page.get_by_role("textbox", name=self.t("sign.phrase")).first.fill(phrase)
        self.button("sign.sign_up").click()
        code = self.page.locator(".rp .code").inner_text()
        self.button("sign.recovery_done").click()
        self.page.get_by_text(self.t("home.hello", name=name)).wait_for()
        return code

    def sign_in(self, login: str, phrase: str) -> None:
        """Sign in on this device."""
        self.page.goto(self.url)
        self.page.get_by_role("tab", name=self.t("sign.back")).click()
        self.page.get_by_role("textbox", name=self.t("sign.login")).locator("visible=true").fill(login)
        self.page.get_by_role("textbox", name=self.t("sign.phrase")).locator("visible=true").fill(phrase)
        self.button("sign.sign_in").click()

    def visit(self, page: str) -> None:
        """Open a page of the navigation."""
        name = self.t(f"nav.{page}")
        self.page.locator(".st-key-places").get_by_role("link", name=name).click()
        self.page.wait_for_timeout(300)
        self.settled()

    def paper(self) -> tuple[str, list[Question], list[dict[str, Any]]]:
        """Attempt id, questions and places of the paper on the screen."""
        id = re.search(r"[?&]a=([0-9a-f]+)", self.page.url)
        assert id, self.page.url
        with self.db.read() as c:
            row = attempts.attempt_by_id(c, id[1])
        assert row
        course = self.library.course(row.release_id)
        return row.id, [course.question(place["question"], self.lang) for place in row.paper], row.paper

    def _progress(self, number: str = r"(\d+)") -> str:
        return re.escape(self.t("quiz.progress", n="_n_", of="_m_")).replace("_n_", number).replace("_m_", r"\d+")

    def live_question(self) -> tuple[Question, dict[str, Any]]:
        """The question of the room on the screen, and the order of its parts."""
        id = re.search(r"[?&]r=([0-9a-f]+)", self.page.url)
        assert id, self.page.url
        with self.db.read() as c:
            row, at = rooms.room_by_id(c, id[1]), rooms.last_round(c, id[1])
        assert row and at
        place = row.paper[at.slot]
        course = self.library.course(row.release_id)
        return course.question(place["question"], self.lang), place["order"]

    def give_live(self, right: bool) -> Question:
        """Fill in an answer in the room, without submitting."""
        question, order = self.live_question()
        fill(self.page, question, right_answer(question) if right else wrong_answer(question), order, self)
        return question

    def number(self) -> int:
        """Which question is on the screen, from 1."""
        label = self.page.get_by_text(re.compile(self._progress())).first
        found = re.search(self._progress(), label.inner_text())
        assert found
        return int(found[1])

    def sees_question(self, number: int) -> None:
        """Wait until this question is on the screen."""
        self.page.get_by_text(re.compile(self._progress(str(number)))).first.wait_for()
        self.settled()

    def give(self, right: bool) -> Question:
        """Fill in a right or a wrong answer to the question on the screen, without submitting."""
        _, questions, places = self.paper()
        number = self.number() - 1
        question = questions[number]
        self.page.locator(".rp .stem", has_text=question.stem[:12]).first.wait_for()
        response = right_answer(question) if right else wrong_answer(question)
        fill(self.page, question, response, places[number]["order"], self)
        return question


def wrong_answer(question: Question) -> Any:
    """A complete answer that earns no full mark."""
    if question.kind == "single":
        return next(o.id for o in question.options if not o.correct)
    if question.kind == "multiple":
        return [o.id for o in question.options if not o.correct][:1]
    if question.kind == "true_false":
        return not question.answer
    if question.kind in ("matching", "sorting"):
        places = [p.id for p in (question.targets if question.kind == "matching" else question.groups)]
        return {item: next(p for p in places if p != place) for item, place in right_answer(question).items()}
    if question.kind == "ordering":
        return list(reversed(question.key))
    if question.kind == "fill_in":
        return {"typed": {b.id: "??" if b.number is None else "-987654" for b in question.blanks}}
    return 1


def fill(page: Page, question: Question, response: Any, order: dict[str, Any], trainee: Trainee) -> None:
    """Operate the widgets of one question."""
    if question.kind in ("single", "multiple"):
        chosen = {response} if question.kind == "single" else set(response)
        role = "radio" if question.kind == "single" else "checkbox"
        for option in question.options:
            box = page.get_by_role(role, name=option.text, exact=True)
            if role == "checkbox" or option.id in chosen:
                box.set_checked(option.id in chosen, force=True)
    elif question.kind == "true_false":
        name = trainee.t("quiz.true") if response else trainee.t("quiz.false")
        page.get_by_role("radio", name=name, exact=True).check(force=True)
    elif question.kind == "sorting" and len(question.groups) <= MOST_BUTTONS:
        groups = {g.id: g.text for g in question.groups}
        for card in question.items:
            group = page.get_by_role("radiogroup", name=card.text)
            group.get_by_role("radio", name=groups[response[card.id]], exact=True).check(force=True)
            trainee.settled()
    elif question.kind in ("matching", "sorting"):
        targets = {g.id: g.text for g in (question.targets if question.kind == "matching" else question.groups)}
        for item in question.items:
            wanted = page.get_by_role("option", name=targets[response[item.id]], exact=True)
            for _ in range(3):
                page.get_by_role("combobox", name=item.text).click()
                page.wait_for_timeout(250)
                if wanted.is_visible():
                    break
            wanted.click()
            trainee.settled()
    elif question.kind == "ordering":
        reorder(page, [i.id for i in in_order(question, "items", order)], response, trainee)
    elif question.kind == "fill_in":
        for blank in question.blanks:
            box = page.get_by_role("textbox", name=blank.label)
            box.fill(response["typed"][blank.id])
            box.press("Tab")
            trainee.settled()
    elif question.kind == "rating":
        for item in question.items:
            check_in(page.get_by_role("radiogroup", name=item.text, exact=True), str(response[item.id]), trainee)
    elif question.kind == "essay":
        box = page.get_by_role("textbox", name=trainee.t("essay.label"))
        box.fill(response["typed"]["text"])
        box.press("Tab")
        trainee.settled()
    elif question.kind == "worksheet":
        fill_sheet(page, question, response, trainee)
    else:
        page.get_by_role("radio", name=str(response), exact=True).check(force=True)


def check_in(group: Locator, name: str, trainee: Trainee) -> None:
    """Check one radio button of a group; again where the page moved under the finger."""
    button = group.get_by_role("radio", name=name, exact=True)
    for _ in range(3):
        button.click(force=True)
        trainee.settled()
        if button.is_checked():
            return
    expect(button).to_be_checked()


def fill_sheet(page: Page, sheet: Worksheet, response: Any, trainee: Trainee) -> None:
    """Enter what a worksheet's response holds, field by field, as one who leaves each field before the next."""
    entries = {**response.get("typed", {}), **response.get("chosen", {})}
    for field in sheet.fields:
        if field.id not in entries:
            continue
        label = field.text + (trainee.t("sheet.optional") if field.optional else "")
        label += trainee.t("sheet.least", n=field.least) if field.least > 1 else ""
        texts = {option.id: option.text for option in field.options}
        if field.entry == "choice":
            check_in(page.get_by_role("radiogroup", name=label, exact=True), texts[entries[field.id][0]], trainee)
        elif field.entry == "ticks":
            for id in entries[field.id]:
                group = page.get_by_role("toolbar", name=label, exact=True)
                group.get_by_role("button", name=texts[id], exact=True).click()
                trainee.settled()
        else:
            box = page.get_by_role("textbox", name=label, exact=True)
            box.fill(entries[field.id])
            box.press("Tab")
            trainee.settled()


def reorder(page: Page, shown: list[str], wanted: list[str], trainee: Trainee) -> None:
    """Press the arrows until the list stands as wanted; at least one move is made."""
    for place, id in enumerate(wanted):
        while shown.index(id) > place:
            at = shown.index(id)
            page.locator(f'[data-id="{id}"] .up').click()
            shown.insert(at - 1, shown.pop(at))
    trainee.settled()
