"""Taking one screen at both sizes, light and dark, cropped to its content, and the index of all pictures."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.driver import Trainee
from tests.browser.screenshots.academy import Academy, Person
from tests.browser.screenshots.story import Cast
from ui.names import COOKIE

LANGS, THEMES = ("zh", "en"), ("light", "dark")
SIZES = {"390": {"width": 390, "height": 844}, "1280": {"width": 1280, "height": 720}}
TALLEST, COLOURS = 2000, 64
FOOT = {"390": 20, "1280": 48}
"""Space below the last element."""


@dataclass(frozen=True)
class Screen:
    """One screen: its name, what it shows, and how to get there."""

    name: str
    told: str
    go: Callable[["Visit"], None]
    whole: bool
    """The whole page rather than what a screen shows of it."""
    again: bool
    """Loaded anew in the dark: its charts are drawn for one theme."""


SCREENS: list[Screen] = []


def screen(name: str, told: str, whole: bool = True, again: bool = False) -> Callable[..., Callable[["Visit"], None]]:
    """Keep a function as the way to a screen."""

    def keep(go: Callable[["Visit"], None]) -> Callable[["Visit"], None]:
        SCREENS.append(Screen(name, told, go, whole, again))
        return go

    return keep


class Visit(Trainee):
    """A browser page of one language, where people of the cast come and go."""

    def __init__(self, page: Page, url: str, academy: Academy, cast: Cast, lang: str) -> None:
        super().__init__(page, url, academy.desk.settings.data, lang)
        self.academy, self.cast = academy, cast

    def person(self, role: str) -> Person:
        """Somebody of the cast."""
        return self.cast.people[role]

    def open(self, path: str, who: str | Person | None = None) -> None:
        """Open an address as somebody, or as nobody."""
        person = self.person(who) if isinstance(who, str) else who
        context = self.page.context
        context.clear_cookies()
        if person:
            context.add_cookies([{"name": COOKIE, "value": person.token, "url": self.url}])
        self.page.goto(f"{self.url}{path}")
        self.page.locator("[data-testid=stMainBlockContainer]").wait_for()
        self.settled()
        expect(self.page.locator("[data-testid=stSkeleton]")).to_have_count(0)

    def press(self, key: str) -> None:
        """Press the button with these words, and wait."""
        self.button(key).click()
        self.settled()


BOTTOM = """() => {
  const block = document.querySelector('[data-testid=stMainBlockContainer]').firstElementChild;
  const last = Math.max(0, ...[...block.children].map(e => e.getBoundingClientRect().bottom));
  const bar = document.querySelector('.st-key-nav');
  const fixed = bar && getComputedStyle(bar).position === 'fixed' ? bar.offsetHeight : 0;
  return Math.ceil(last + document.querySelector('[data-testid=stMain]').scrollTop + fixed);
}"""


class Camera:
    """Takes the pictures of one visit into a folder; packing them is left to another thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packing = ThreadPoolExecutor(1)

    def take(self, visit: Visit, shown: Screen) -> None:
        """One screen in all sizes and themes."""
        page = visit.page
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(SIZES["390"])
        shown.go(visit)
        for theme, size in (("light", "390"), ("light", "1280"), ("dark", "1280"), ("dark", "390")):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(SIZES[size])
            if shown.again and (theme, size) == ("dark", "1280"):
                shown.go(visit)
            self._shoot(visit, shown, f"{shown.name}-{size}-{theme}-{visit.lang}.png", size)

    def _shoot(self, visit: Visit, shown: Screen, file: str, size: str) -> None:
        page = visit.page
        page.wait_for_timeout(120)
        if shown.whole:
            page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
            height = page.evaluate(BOTTOM) + FOOT[size]
            least = SIZES[size]["height"] if size == "390" else 480
            page.set_viewport_size({**SIZES[size], "height": min(max(height, least), TALLEST)})
            page.wait_for_timeout(80)
        picture = page.screenshot(animations="disabled")
        self.packing.submit(self._pack, picture, self.folder / file)

    @staticmethod
    def _pack(picture: bytes, file: Path) -> None:
        """With a palette: half the size, and no difference to be seen."""
        with Image.open(io.BytesIO(picture)) as opened:
            few = opened.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            few.save(file, optimize=True)

    def done(self) -> None:
        """Wait for the last picture."""
        self.packing.shutdown()


def index(folder: Path, screens: list[Screen]) -> str:
    """The index of a folder of pictures."""
    lines = [
        "# Screens",
        "",
        "Every screen at 390 and 1280 pixels, light and dark, in Chinese and English. Made by",
        "`python -m tests.browser.screenshots` from an empty data folder; do not edit by hand.",
        "",
        "| Screen | 中文 | | English | |",
        "|---|---|---|---|---|",
    ]
    for shown in screens:
        cells = []
        for lang in LANGS:
            for size in SIZES:
                files = {theme: f"{shown.name}-{size}-{theme}-{lang}.png" for theme in THEMES}
                if all((folder / file).exists() for file in files.values()):
                    cells.append(f"{size}: " + ", ".join(f"[{theme}]({file})" for theme, file in files.items()))
                else:
                    cells.append("")
        lines.append(f"| **{shown.name}**: {shown.told} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
