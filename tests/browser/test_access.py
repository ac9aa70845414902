"""Every screen of the product, in both themes, through axe-core; and every target large enough for a thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.screenshots import coming, course, exercises, live, situations
from tests.browser.screenshots.academy import Academy
from tests.browser.screenshots.camera import SCREENS, SIZES, Screen, Visit
from tests.browser.screenshots.story import tell
from tests.browser.server import Server
from tests.browser.test_walkthrough import context, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MODULES = (coming, course, situations, exercises, live)
"""Each brings its screens."""
TARGET = 44

SMALL = """least => [...document.querySelectorAll('button, a[href], input, textarea, summary, [role=tab], [role=combobox]')]
  .filter(e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter(e => e.type !== 'range' && e.tabIndex >= 0 && !e.closest('[data-testid=stHeader]'))  // a slider's thumb: by style
  .map(e => [e.closest('label, [data-testid=stTextInputRootElement], .stSelectbox [role=group]') || e, e])
  .map(([box, e]) => [box.getBoundingClientRect(), e])
  .filter(([box]) => box.width > 8 && box.height > 1 && box.height < least - 0.5)
  .map(([box, e]) => `${e.tagName} ${(e.innerText || e.ariaLabel || '').slice(0, 30)} ${box.height}`)"""


@pytest.fixture(scope="module")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A phone in an academy where a term has gone by."""
    data = tmp_path_factory.mktemp("access") / "data"
    academy, server = Academy(data), Server(data).start()
    device = context(browser, "zh", SIZES["390"])
    yield Visit(device.new_page(), server.url, academy, tell(academy, "zh"), "zh")
    device.close()
    server.stop()
    academy.desk.db.close()


@pytest.mark.parametrize("shown", [pytest.param(s, id=s.name) for s in SCREENS])
def test_a_screen_is_clean_in_both_themes(visit: Visit, shown: Screen) -> None:
    visit.page.emulate_media(color_scheme="light")
    shown.go(visit)
    by_day = serious(visit.page)
    small = visit.page.evaluate(SMALL, TARGET)
    visit.page.emulate_media(color_scheme="dark")
    if shown.again:
        shown.go(visit)
    visit.page.wait_for_timeout(300)

    assert {"light": by_day, "dark": serious(visit.page), "small": small} == {"light": [], "dark": [], "small": []}
