"""Screens of coming in and of oneself: sign-in, home, settings, what is not there."""

from tests.browser.screenshots.academy import PHRASE
from tests.browser.screenshots.camera import Visit, screen


@screen("sign-up", "The first screen of a newcomer")
def sign_up(v: Visit) -> None:
    v.open("/")


@screen("sign-in", "Signing in again")
def sign_in(v: Visit) -> None:
    v.open("/")
    v.page.get_by_role("tab", name=v.t("sign.back")).click()


@screen("sign-in-lost", "A forgotten pass phrase")
def lost(v: Visit) -> None:
    v.open("/")
    v.page.get_by_role("tab", name=v.t("sign.lost")).click()


@screen("sign-in-wrong", "A wrong pass phrase")
def wrong_phrase(v: Visit) -> None:
    sign_in(v)
    v.page.get_by_role("textbox", name=v.t("sign.login")).locator("visible=true").fill(f"used-{v.lang}")
    v.page.get_by_role("textbox", name=v.t("sign.phrase")).locator("visible=true").fill("not this one")
    v.press("sign.sign_in")


@screen("recovery-code", "The recovery code, shown once")
def recovery(v: Visit) -> None:
    v.open("/")
    v.page.get_by_role("textbox", name=v.t("sign.login")).first.fill(f"written-{v.lang}")
    v.page.get_by_role("textbox", name=v.t("sign.name")).fill({"zh": "小何", "en": "Jo"}[v.lang])
    v.page.get_by_role("textbox", name=v.t("sign.phrase")).first.fill(PHRASE)
    v.button("sign.sign_up").click()
    v.page.locator(".rp .code").wait_for()
    v.settled()


@screen("home-new", "Home on the first day")
def home_new(v: Visit) -> None:
    v.open("/", "new")


@screen("home", "Home after a week")
def home(v: Visit) -> None:
    v.open("/", "used")


@screen("settings", "Settings of a trainee")
def settings(v: Visit) -> None:
    v.open("/settings", "used")


@screen("settings-erase", "Erasing oneself, before it is confirmed")
def erase(v: Visit) -> None:
    v.open("/settings", "used")
    v.page.get_by_text(v.t("settings.erase"), exact=True).click()
    v.settled()


@screen("settings-admin", "Settings of an admin, with the course content")
def settings_admin(v: Visit) -> None:
    v.open("/settings", "trainer")


@screen("gone-address", "An address that does not exist", whole=False)
def gone_address(v: Visit) -> None:
    v.open("/no-such-page", "used")


@screen("gone-paper", "A paper that is not there")
def gone_paper(v: Visit) -> None:
    v.open("/quiz?a=0", "used")


@screen("gone-lesson", "A lesson that is not there")
def gone_lesson(v: Visit) -> None:
    v.open("/lesson?l=none", "used")
