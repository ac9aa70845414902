"""`python -m tests.browser.screenshots`: fill an empty data folder, take every screen, write the index."""

import argparse
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, browser_path
from tests.browser.screenshots import coming, course, exercises, live, situations
from tests.browser.screenshots.academy import Academy
from tests.browser.screenshots.camera import LANGS, SCREENS, Camera, Screen, Visit, index
from tests.browser.screenshots.story import tell
from tests.browser.server import ROOT, Server

FOLDER = ROOT / "docs" / "screenshots"
MODULES = (coming, course, situations, exercises, live)
"""Each brings its screens; they are taken in this order."""


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("only", nargs="*", help="names of screens, or beginnings of them; all if none is given")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder to write to (default docs/screenshots)")
    parser.add_argument("--lang", choices=LANGS, action="append", help="one language only")
    return parser.parse_args()


def take_all(browser: Browser, url: str, academy: Academy, lang: str, wanted: list[Screen], camera: Camera) -> list[str]:
    """Every wanted screen in one language; what went wrong, by screen."""
    locale = {"zh": "zh-CN", "en": "en-GB"}[lang]
    context = browser.new_context(locale=locale, reduced_motion="reduce")
    visit, broken = Visit(context.new_page(), url, academy, tell(academy, lang), lang), []
    for shown in wanted:
        began = time.monotonic()
        try:
            camera.take(visit, shown)
        except Exception as error:  # the other screens are wanted all the same
            broken.append(f"{shown.name}-{lang}: {str(error).splitlines()[0]}")
        print(f"{shown.name}-{lang} {time.monotonic() - began:.1f} s", flush=True)
    context.close()
    return broken


def main() -> int:
    """Take the pictures."""
    asked, began = arguments(), time.monotonic()
    wanted = [s for s in SCREENS if not asked.only or any(s.name.startswith(name) for name in asked.only)]
    asked.to.mkdir(parents=True, exist_ok=True)
    if not asked.only and not asked.lang:
        for old in asked.to.glob("*.png"):
            old.unlink()
    camera, broken = Camera(asked.to), []
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        academy, server = Academy(data), Server(data).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
                for lang in asked.lang or LANGS:
                    broken += take_all(browser, server.url, academy, lang, wanted, camera)
                browser.close()
        finally:
            server.stop()
            academy.desk.db.close()
    camera.done()
    (asked.to / "README.md").write_text(index(asked.to, SCREENS), encoding="utf-8")
    files = list(asked.to.glob("*.png"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files)} pictures, {size:.1f} MB, {time.monotonic() - began:.0f} s")
    print("\n".join(broken))
    return bool(broken)


if __name__ == "__main__":
    raise SystemExit(main())
