"""What a real browser fetches on its way into a room, recorded once in Chromium."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlparse

from playwright.sync_api import Page, sync_playwright

from benchmarks.start import ARGUMENTS, NAMES
from engine.words import word

PREPARED = ("/_stcore/health", "/_stcore/host-config")
"""Fetched before every connection; the client does so by itself."""


@dataclass
class Visit:
    """Paths a first visit fetches: for the page with the form, and after the form for the room."""

    form: list[str] = field(default_factory=list)
    room: list[str] = field(default_factory=list)


def browser_path() -> str | None:
    """An installed Chromium, if there is one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def recorded(address: str, code: str) -> Visit | None:
    """Join a room with an empty cache; what was fetched over the network, without the pages themselves."""
    path = browser_path()
    if path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True)
        try:
            return _join(context.new_page(), address, code)
        finally:
            browser.close()


def _join(page: Page, address: str, code: str) -> Visit:
    visit = Visit()
    asked: dict[str, str] = {}
    host = urlparse(address).netloc
    listening = page.context.new_cdp_session(page)
    listening.send("Network.enable")
    listening.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    listening.on("Network.requestServedFromCache", lambda event: asked.pop(event["requestId"], None))

    def from_disk(event: dict) -> None:  # type: ignore[type-arg]
        if event["response"].get("fromDiskCache"):
            asked.pop(event["requestId"], None)

    listening.on("Network.responseReceived", from_disk)
    page.goto(f"{address}/live?code={code}")
    page.get_by_label(word("zh", "ui.live.nickname")).wait_for()
    page.wait_for_load_state("networkidle")
    visit.form = _paths(asked, host)
    asked.clear()
    page.get_by_label(word("zh", "ui.live.nickname")).fill("录")
    page.get_by_role("button", name=word("zh", "ui.live.join"), exact=True).click()
    page.get_by_text(word("zh", "ui.live.waiting")).wait_for()
    page.wait_for_timeout(1500)
    visit.room = [path for path in _paths(asked, host) if path not in visit.form]
    return visit


def _paths(asked: dict[str, str], host: str) -> list[str]:
    found = [urlparse(url) for url in asked.values() if urlparse(url).netloc == host and url.startswith("http")]
    apart = (*PREPARED, "/auth/redeem", "/live", "/room")
    return list(dict.fromkeys(url.path + (f"?{url.query}" if url.query else "") for url in found if url.path not in apart))
