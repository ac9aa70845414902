"""A live room in real browsers: a projector, a control desk and four phones, and everything that can go wrong on the way."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from engine.store import attempts
from engine.store import rooms as stored
from tests.browser.driver import Trainee
from tests.browser.server import Server
from tests.browser.test_walkthrough import DESKTOP, PHONE, choose, context, picture, serious
from ui.names import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECTOR = {"width": 1280, "height": 720}
PHRASE = "一句好记的话 2026"


class Lesson:
    """One room: whoever hosts it, the projector, and the phones by name."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.code = self.pin = self.room = ""
        self.devices: list[BrowserContext] = []
        self.broken: list[str] = []
        self.phones: dict[str, Trainee] = {}

    def device(self, size: dict[str, int]) -> Trainee:
        """A new device with nothing on it."""
        made = context(self.browser, "zh", size)
        self.devices.append(made)
        page = made.new_page()
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        return Trainee(page, self.server.url, self.server.data)

    def start(self) -> tuple[Trainee, Trainee]:
        """The trainer signs up, becomes admin, and starts a room; control desk and projector."""
        desk = self.device(DESKTOP)
        desk.sign_up("trainer", "王老师", PHRASE)
        make_admin(desk, self.server)
        desk.visit("live")
        choose(desk.page, desk.t("live.quiz"), desk.library.current().quizzes["zh"]["pre-test"].title)
        desk.settled()
        desk.button("live.create").click()
        desk.page.get_by_role("heading", name=desk.t("live.control")).wait_for()
        self.room = re.search(r"r=([0-9a-f]+)", desk.page.url)[1]
        self.code = desk.page.locator(".digits").inner_text()
        with desk.db.read() as c:
            self.pin = stored.room_by_id(c, self.room).pin
        stage = desk.page.context.new_page()
        stage.set_viewport_size(PROJECTOR)
        stage.goto(f"{self.server.url}/stage?r={self.room}")
        stage.get_by_text(self.code).first.wait_for()
        return desk, Trainee(stage, self.server.url, self.server.data)

    def join(self, name: str, phone: Trainee | None = None) -> Trainee:
        """A phone follows the QR code and takes a seat."""
        phone = phone or self.device(PHONE)
        phone.page.goto(f"{self.server.url}/live?code={self.code}")
        phone.page.get_by_role("textbox", name=phone.t("live.nickname")).fill(name)
        phone.button("live.join").click()
        phone.page.get_by_text(phone.t("live.you_are", name=name)).wait_for()
        self.phones[name] = phone
        return phone

    def all_asked(self, number: int) -> None:
        """Every phone shows this question, with its button."""
        for phone in self.phones.values():
            phone.sees_question(number)
            phone.button("live.submit").wait_for()

    def answer(self, *names: str, right: bool = True) -> None:
        """These answer, and read that it has arrived."""
        for name in names:
            phone = self.phones[name]
            phone.settled()
            phone.give_live(right)
            phone.button("live.submit").click()
            phone.page.get_by_text(phone.t("live.sent")).wait_for()

    def all_told(self) -> None:
        """Every phone says why."""
        for phone in self.phones.values():
            phone.page.locator(".rp .why").wait_for()

    def answers(self) -> dict[tuple[str, int], bool]:
        """What was answered, by name and question, and whether it earned the full mark."""
        any_phone = next(iter(self.phones.values()))
        with any_phone.db.read() as c:
            names = {seat.attempt_id: seat.nickname for seat in stored.seats(c, self.room)}
            rows = [a for a in attempts.all_answers(c) if a.attempt_id in names]
        assert len(rows) == len({(a.attempt_id, a.slot) for a in rows})
        return {(names[a.attempt_id], a.slot): a.fraction == 1 for a in rows}


def make_admin(trainer: Trainee, server: Server) -> None:
    """Become the first admin by the set-up code on the console, as the one who installed it does."""
    code = re.search(r"first admin: (\S+)", server.log.read_text(encoding="utf-8"))
    assert code
    trainer.visit("settings")
    trainer.page.get_by_text(trainer.t("settings.setup"), exact=True).click()
    trainer.page.get_by_role("textbox", name=trainer.t("settings.setup_code")).fill(code[1])
    trainer.button("settings.setup_button").click()
    trainer.page.get_by_role("heading", name=trainer.t("settings.content")).wait_for()


def press(desk: Trainee, key: str, **values: object) -> None:
    """Press a button of the control desk once it is there."""
    desk.page.get_by_role("button", name=desk.t(key, **values), exact=True).click()
    desk.settled()


@pytest.fixture
def lesson(browser: Browser, tmp_path: Path):
    """A server of its own, because it will be killed."""
    server = Server(tmp_path / "data").start()
    running = Lesson(browser, server)
    yield running
    for device in running.devices:
        device.close()
    server.stop()


def test_a_room_plays_three_questions_whatever_dies(lesson: Lesson) -> None:
    """Presenter's device lost, server killed, a phone reloaded, one late, one who registers: every answer counts once."""
    desk, stage = lesson.start()
    for name in ("小林", "小梅", "小本"):
        lesson.join(name)
    lesson.join("老陈")
    expect(stage.page.get_by_text("老陈")).to_be_visible()
    expect(desk.page.get_by_text(desk.t("live.joined", n=4)).first).to_be_visible()
    assert serious(stage.page) == []
    picture(stage.page, "room-stage-lobby")

    first_round(lesson, desk, stage)
    desk = second_round(lesson, desk)
    third_round(lesson, desk)

    names = ("小林", "小梅", "小本", "老陈")
    expected = {(name, slot): slot != 0 or name != "小梅" for name in names for slot in range(3)} | {("晚到", 2): True}
    assert lesson.answers() == expected
    finish(lesson, desk)
    assert lesson.broken == []


def cookie_of(phone: Trainee) -> str | None:
    """The session cookie that the phone holds, once it is there."""
    for _ in range(100):
        for cookie in phone.page.context.cookies():
            if cookie["name"] == COOKIE:
                return cookie["value"]
        phone.page.wait_for_timeout(100)
    return None


def test_a_guest_goes_on_without_a_reload_and_a_reload_keeps_the_seat(lesson: Lesson) -> None:
    """The page that was joined on shows the room; no message to it holds the token; the same seat after a reload."""
    lesson.start()
    phone, heard = lesson.device(PHONE), []

    def hear(data: str | bytes) -> None:
        heard.append(data)

    phone.page.on("websocket", lambda ws: ws.on("framereceived", hear))
    phone.page.on("framenavigated", lambda frame: hear(frame.url))
    phone.page.add_init_script("sessionStorage.loads = +(sessionStorage.loads || 0) + 1")

    lesson.join("小林", phone)
    loads, address, token = phone.page.evaluate("sessionStorage.loads"), phone.page.url, cookie_of(phone)

    assert (loads, address) == ("1", f"{lesson.server.url}/room?r={lesson.room}")
    assert token
    phone.page.reload()
    phone.page.get_by_text(phone.t("live.you_are", name="小林")).wait_for()
    told = [data.encode() if isinstance(data, str) else data for data in heard] + [phone.page.content().encode()]
    assert len(told) > 20
    assert [data for data in told if token.encode() in data] == []
    assert token not in lesson.server.log.read_text(encoding="utf-8")
    assert lesson.broken == []


def test_a_phone_whose_cookie_is_late_loses_nothing(lesson: Lesson) -> None:
    """The first fetch fails and the answer to the second is lost: the phone answers, reads why to wait, keeps its seat."""
    desk, _ = lesson.start()
    phone, asked = lesson.device(PHONE), []

    def meddle(route: Route) -> None:
        asked.append(route.request.post_data)
        if len(asked) == 2:
            route.fetch()
        if len(asked) <= 2:
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/auth/redeem", meddle)
    lesson.join("小林", phone)
    press(desk, "live.open_first")
    lesson.answer("小林")
    phone.page.get_by_text(phone.t("live.not_kept")).wait_for()
    token = cookie_of(phone)
    phone.page.reload()
    phone.page.get_by_text(phone.t("live.sent")).wait_for()

    assert token
    assert asked[0] == asked[1] == asked[2] != asked[3]
    assert len(asked) == 4
    assert lesson.answers() == {("小林", 0): True}


def test_a_server_that_dies_before_the_cookie_came_knows_the_guest_again(lesson: Lesson) -> None:
    """The new process knows nobody; the page asks on with its ticket, gets its cookie, and is at the same seat by itself."""
    lesson.start()
    phone = lesson.device(PHONE)
    phone.page.route("**/auth/redeem", lambda route: route.abort())
    lesson.join("小林", phone)

    lesson.server.kill()
    lesson.server.start()
    phone.page.get_by_role("tab", name=phone.t("sign.new")).wait_for()
    phone.page.unroute("**/auth/redeem")

    phone.page.get_by_text(phone.t("live.you_are", name="小林")).wait_for(timeout=60_000)
    assert cookie_of(phone)


def first_round(lesson: Lesson, desk: Trainee, stage: Trainee) -> None:
    """A round without accidents; each page is looked at."""
    press(desk, "live.open_first")
    lesson.all_asked(1)
    phone = lesson.phones["小林"]
    expect(phone.page.locator(".rp .why, .rp .verdict")).to_have_count(0)
    stage.sees_question(1)
    assert [serious(page) for page in (phone.page, stage.page, desk.page)] == [[], [], []]
    picture(phone.page, "room-phone-open")
    picture(stage.page, "room-stage-open")
    lesson.answer("小林", "小本", "老陈")
    lesson.answer("小梅", right=False)
    expect(stage.page.get_by_text(stage.t("live.answered", n=4, of=4))).to_be_visible()
    press(desk, "live.close")
    expect(phone.page.locator(".rp .why")).to_have_count(0)
    press(desk, "live.reveal")
    lesson.all_told()
    stage.page.locator(".rp .why").wait_for()
    expect(lesson.phones["小梅"].page.locator(".rp .verdict").first).not_to_contain_text(phone.t("quiz.right"))
    assert [serious(page) for page in (phone.page, stage.page, desk.page)] == [[], [], []]
    picture(phone.page, "room-phone-revealed")
    picture(stage.page, "room-stage-revealed")
    picture(desk.page, "room-control")


def second_round(lesson: Lesson, desk: Trainee) -> Trainee:
    """The presenter's device is lost in the middle; another takes control with code and PIN. A phone is reloaded."""
    press(desk, "live.open_next", n=2)
    lesson.all_asked(2)
    lesson.answer("小林")
    desk.page.context.close()
    lesson.devices.remove(desk.page.context)
    reloaded = lesson.phones["小林"].page
    reloaded.reload()
    reloaded.get_by_text(desk.t("live.sent")).wait_for()
    lesson.answer("小梅")

    second = lesson.device(DESKTOP)
    second.sign_up("second", "李老师", PHRASE)
    second.visit("live")
    second.page.get_by_text(second.t("live.take"), exact=True).click()
    second.page.get_by_role("textbox", name=second.t("live.code")).last.fill(lesson.code)
    second.page.get_by_role("textbox", name=second.t("live.pin")).fill(lesson.pin)
    second.button("live.take_button").click()
    second.page.get_by_role("heading", name=second.t("live.control")).wait_for()
    lesson.answer("小本", "老陈")
    press(second, "live.close")
    press(second, "live.reveal")
    lesson.all_told()
    return second


def third_round(lesson: Lesson, desk: Trainee) -> None:
    """The server is killed in the middle; phones and desk go on without a reload; one comes late."""
    press(desk, "live.open_next", n=3)
    lesson.all_asked(3)
    lesson.answer("小林")
    half = lesson.phones["小梅"]
    half.settled()
    half.give_live(True)
    lesson.server.kill()
    lesson.server.start()
    half.button("live.submit").click()
    half.page.get_by_text(half.t("live.sent")).wait_for()
    expect(lesson.phones["小林"].page.get_by_text(half.t("live.sent"))).to_be_visible()
    lesson.join("晚到")
    lesson.answer("晚到", "小本", "老陈")
    lesson.server.kill()
    lesson.server.start()
    press(desk, "live.close")  # the first press after a restart
    press(desk, "live.reveal")
    lesson.all_told()


def finish(lesson: Lesson, desk: Trainee) -> None:
    """The room ends; a guest registers on the phone, and finds the paper on another device."""
    desk.page.get_by_text(desk.t("live.end"), exact=True).first.click()
    desk.page.locator(".st-key-end-room button").click()
    phone = lesson.phones["小林"]
    phone.page.get_by_role("heading", name=phone.t("live.over")).wait_for()
    assert serious(phone.page) == []
    phone.page.get_by_role("textbox", name=phone.t("sign.login")).fill("xiaolin")
    phone.page.get_by_role("textbox", name=phone.t("sign.phrase")).fill(PHRASE)
    phone.button("live.keep_button").click()
    phone.page.locator(".rp .code").wait_for()

    other = lesson.device(DESKTOP)
    other.sign_in("xiaolin", PHRASE)
    other.page.locator(".st-key-nav").wait_for()
    other.visit("progress")
    other.button("progress.view").click()
    other.page.locator(".rp .big").wait_for()
    expect(other.page.locator(".rp .stem")).to_have_count(3)
