"""A conversation as a trainee plays it: two endings, the debrief, another road, silence as an answer."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from engine.content.roleplay import Choice, Roleplay
from engine.store import attempts, people
from engine.store.attempts import AnswerRow
from engine.words import word
from tests.browser.driver import Trainee
from tests.browser.server import Server
from tests.browser.test_lesson import SIDEWAYS
from tests.browser.test_walkthrough import DESKTOP, PHONE, context, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHRASE = "一句好记的话 2026"
DISHWASHER = "rp02-dishwasher"
PARCEL = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases"
Pick = Callable[[list[Choice]], Choice]


def best(choices: list[Choice]) -> Choice:
    """What a good representative would say."""
    return next(c for c in choices if c.quality == "strong")


def worst(choices: list[Choice]) -> Choice:
    """What hurts, but crosses no line."""
    order = ("harmful", "tempting", "defensible", "strong")
    return min((c for c in choices if not c.red_line), key=lambda c: order.index(c.quality))


class Player(Trainee):
    """A trainee in a conversation."""

    login = ""

    def arrive(self, login: str) -> None:
        """Sign up and open the list of conversations from the course."""
        self.login = login
        self.sign_up(login, "小林", PHRASE)
        self.visit("course")
        self.page.locator(".st-key-situations button").click()
        self.page.get_by_role("heading", name=self.t("play.list"), exact=True).wait_for()
        self.settled()

    def play(self, id: str = DISHWASHER) -> Roleplay:
        """The scenario as it is read here."""
        return self.library.current().roleplays[self.lang][id]

    def begin(self, id: str = DISHWASHER, mode: str = "beginner") -> None:
        """Open a conversation from the list and begin it."""
        self.page.locator(f".st-key-lesson-m-play-{id} button").click()
        self.button(f"play.{mode}").click()
        self.page.locator(".talk").wait_for()
        self.settled()

    def on_offer(self, play: Roleplay) -> list[Choice]:
        """What one may say now, as the buttons on the page have it."""
        keys = self.page.locator("[class*=st-key-say]").evaluate_all("all => all.map(e => e.className)")
        known = {choice.id: choice for node in play.nodes for choice in node.choices}
        return [known[id] for key in keys for id in known if f"-{id} " in f"{key.replace('/', '-')} "]

    def say(self, play: Roleplay, pick: Pick) -> Choice:
        """Say one thing, and wait until it stands in the conversation."""
        offered = self.on_offer(play)
        said = pick(offered)
        self.page.get_by_role("button", name=said.text, exact=True).click()
        self.page.get_by_role("button", name=said.text, exact=True).wait_for(state="detached")
        self.settled()
        return said

    def talk_to_the_end(self, play: Roleplay, pick: Pick) -> list[Choice]:
        """Say things until it is over."""
        said = []
        while self.on_offer(play):
            said.append(self.say(play, pick))
        self.page.locator(".rp .ending").wait_for()
        return said

    def given(self) -> list[AnswerRow]:
        """What the store holds of the newest run."""
        with self.db.read() as c:
            credential = people.credential_by_login(c, self.login)
            assert credential
            row = attempts.attempts_of(c, people.subject_of(c, credential.person_id) or "")[0]
            return attempts.answers_in(c, row.id)

    def ending(self) -> str:
        """The kind of the ending on the page."""
        found = self.page.locator(".rp .ending").get_attribute("class") or ""
        return found.split()[-1]


@pytest.fixture
def player(browser: Browser, server: Server) -> Iterator[Player]:
    """On a phone, in Chinese."""
    device = context(browser, "zh", PHONE)
    yield Player(device.new_page(), server.url, server.data, "zh")
    device.close()


def test_one_conversation_comes_to_two_endings_and_the_debrief_leads_back_to_the_other_road(player: Player) -> None:
    """Good words earn the best ending; from the debrief one goes back to the first moment and loses the customer."""
    page, t = player.page, player.t
    player.arrive("dishes")
    play = player.play()
    player.begin()
    said = player.talk_to_the_end(play, best)
    assert player.ending() == "excellent"

    expect(page.get_by_role("heading", name=t("play.curve"))).to_be_visible()
    expect(page.locator(".drawing svg[role=img]")).to_be_visible()
    for skill in play.skills:
        row = page.locator(".rp ul.skills > li", has=page.locator("summary", has_text=t(f"skill.{skill}")))
        row.locator("summary").press("Enter")
        expect(row.locator(".met li").first).to_be_visible()
    expect(page.locator(".rp table.parts tr")).to_have_count(len(play.parts))
    assert page.evaluate(SIDEWAYS) <= 0
    assert serious(page) == []
    first = next(node for node in play.nodes if said[0] in node.choices)
    moment = page.locator("details", has=page.locator("summary", has_text=first.label)).first
    moment.locator("summary").click()
    expect(moment.get_by_text(said[0].thought)).to_be_visible()
    expect(moment.get_by_text(said[0].reason)).to_be_visible()
    page.get_by_text(t("play.map"), exact=True).click()
    expect(page.locator("[data-testid=stGraphVizChart] svg")).to_be_visible()

    moment.get_by_role("button", name=t("play.other_road")).click()
    page.get_by_role("button", name=best(list(first.choices)).text, exact=True).wait_for()
    player.settled()
    other = player.talk_to_the_end(play, worst)
    assert player.ending() in ("lost", "hollow", "red_line")

    given = player.given()
    assert [answer.value["choice"] for answer in given] == [choice.id for choice in [*said, *other]]
    assert (given[0].value["parent"], given[len(said)].value["parent"]) == (None, None)


def test_a_weak_line_is_asked_again_as_a_card(player: Player) -> None:
    """What was said badly stands in the notebook, and is retried as a question."""
    page, t = player.page, player.t
    player.arrive("cards")
    play = player.play()
    player.begin(mode="experienced")
    player.say(play, worst)

    player.page.goto(f"{player.url}/notebook")
    page.get_by_text(t("notebook.lead")).wait_for()
    player.settled()
    said = [line.text for line in play.nodes[0].lines if line.when is None][-1]
    expect(page.locator("summary", has_text=said)).to_be_visible()
    page.locator(".st-key-retry button").click()
    page.locator(".rp .stem", has_text=word("zh", "card.would_say")).wait_for()
    expect(page.get_by_role("radio", name=best(list(play.nodes[0].choices)).text, exact=True)).to_be_attached()


def test_a_conversation_goes_on_where_it_was_left(player: Player) -> None:
    """Closing the phone in the middle costs nothing."""
    page, t = player.page, player.t
    player.arrive("leaves")
    play = player.play()
    player.begin()
    said = [player.say(play, best) for _ in range(2)]
    offered = [choice.id for choice in player.on_offer(play)]

    page.goto(f"{player.url}/roleplay?id={DISHWASHER}")
    player.button("play.resume").click()
    page.locator(".talk").wait_for()
    player.settled()

    assert [choice.id for choice in player.on_offer(play)] == offered
    for choice in said:
        expect(page.locator(".talk").get_by_text(choice.text)).to_be_visible()
    expect(page.get_by_text(t("play.heat"), exact=True)).to_be_in_viewport()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A course with one conversation whose customer waits five seconds for the first word."""
    root = tmp_path_factory.mktemp("hasty")
    shutil.copytree(PARCEL, root / "content/cases")
    file = root / "content/cases/parcel/roleplay-late-parcel.yaml"
    scenario = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    scenario["nodes"][0]["timeout"] = {"seconds": 5, "choice": "n1c"}
    file.write_text(yaml.safe_dump(scenario, allow_unicode=True, sort_keys=False), encoding="utf-8")
    running = Server(root / "data", RAPPORT_CONTENT=str(root / "content")).start()
    yield running
    running.stop()


@pytest.mark.parametrize("timed", [True, False], ids=["timed", "untimed"])
def test_silence_is_an_answer_unless_one_asked_for_time(browser: Browser, hasty: Server, timed: bool) -> None:
    """After five seconds the customer takes silence for what it is; without time limits she waits."""
    device = context(browser, "zh", DESKTOP)
    player = Player(device.new_page(), hasty.url, hasty.data, "zh")
    player.login = f"hasty{timed}".lower()
    player.sign_up(player.login, "小林", PHRASE)
    page = player.page
    page.goto(f"{player.url}/roleplay?id=late-parcel")
    toggle = page.get_by_text(player.t("play.untimed"), exact=True)
    toggle.wait_for()
    if not timed:
        toggle.click()
        player.settled()
    player.button("play.beginner").click()
    page.locator(".talk").wait_for()
    expect(page.get_by_role("timer")).to_have_count(1 if timed else 0)
    page.wait_for_timeout(8000)
    player.settled()

    assert [answer.value["choice"] for answer in player.given()] == (["n1c"] if timed else [])
    device.close()
