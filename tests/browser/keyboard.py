"""Hands that never leave the keyboard: Tab, arrows, Space, Enter and letters."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error

from tests.browser.driver import Trainee

WORDS = (
    "周四上午打给每天录单的小刘，问他停在哪一步，把他的原话记在本子上；下午请库房老郑说明换货要哪些单子，"
    "两个人一起走一遍，走不通的地方当天写给值班经理，周五例会前再打一次，问他今天录到哪里，还缺什么。"
)
"""Long enough for any field of a worksheet."""

MOST_PARTS = 20
"""More than any diagram has."""

FOCUSED = """() => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  const host = e.getRootNode().host || e, box = (e.closest('label') || e).getBoundingClientRect();
  const hit = e.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = hit && (hit.contains(e) || e.contains(hit) || (e.closest('label') || e).contains(hit) || e.type === 'range');
  return {
    text: e.matches('body, main, section') ? '' : (e.innerText || '').trim().split('\\n').pop(),
    role: e.getAttribute('role') || e.type || e.tagName.toLowerCase(),
    name: e.ariaLabel || '', classes: String(e.className), checked: e.checked === true || e.ariaChecked === 'true',
    toggle: e.hasAttribute('aria-pressed') && !e.closest('[role=group]'), seen: !!seen,
    key: (host.closest('[class*=st-key-]')?.className.match(/st-key-\\S+/) || [''])[0],
  };
}"""


class Keyboard:
    """One trainee's keyboard."""

    def __init__(self, trainee: Trainee) -> None:
        self.trainee, self.page = trainee, trainee.page

    def focus(self) -> dict[str, Any]:
        """What has the focus; it must be in sight."""
        focused: dict[str, Any] = self.page.evaluate(FOCUSED)
        assert focused["seen"] or focused["role"] == "body", focused
        return focused

    def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait for what follows; drawings come a moment after the rest of a page."""
        before = self._height()
        for key in keys:
            self.page.keyboard.press(key)
        self.trainee.settled()
        while (now := self._height()) != before:
            before = now
            self.page.wait_for_timeout(100)

    def _height(self) -> int:
        try:
            return int(self.page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0"))
        except Error:  # another page is being loaded
            return -1

    def tab(self) -> dict[str, Any]:
        """On to the next thing."""
        self.page.keyboard.press("Tab")
        return self.focus()

    def tab_to(self, wanted: Callable[[dict[str, Any]], bool], most: int = 150) -> dict[str, Any]:
        """Press Tab until the focus is on what is wanted."""
        for _ in range(most):
            focused = self.tab()
            if wanted(focused):
                return focused
        raise AssertionError("never reached by Tab")

    def go(self, words: str) -> None:
        """To the link or button with these words, and press it."""
        self.tab_to(lambda focused: focused["text"] == words)
        self.press("Enter")

    def type(self, words: str) -> None:
        """Type into the next field."""
        self.tab_to(lambda focused: focused["role"] in ("text", "password", "textarea"))
        self.page.keyboard.type(words)

    def work(self, until: str) -> None:
        """Go through the page and do with each thing what it is for, until the focus is on the button with these words."""
        done: set[str] = set()
        for _ in range(250):
            focused = self.tab()
            if focused["text"] == until:
                return
            self._use(focused, done)
        raise AssertionError(f"never reached {until!r}")

    def _use(self, focused: dict[str, Any], done: set[str]) -> None:
        role = focused["role"]
        if "grip" in focused["classes"]:
            self._once(focused, done, "Space", "ArrowDown", "Space")
        elif role == "radio" and not focused["checked"]:
            self._choose(focused)
        elif role == "checkbox" or focused["toggle"]:
            self._once(focused, done, "Space")
        elif role == "combobox":
            self.press("ArrowDown", "Enter")
        elif role in ("text", "textarea"):
            self.page.keyboard.type(WORDS)
        elif role == "range":
            self.press("ArrowRight")
        elif self._is_to_press(focused):
            self.press("Enter")

    def _once(self, focused: dict[str, Any], done: set[str], *keys: str) -> None:
        if focused["key"] not in done:
            done.add(focused["key"])
            self.press(*keys)

    def _choose(self, focused: dict[str, Any]) -> None:
        """The first of a group; of the parts of a diagram each in turn, for all are to be opened."""
        self.press("Space")
        if not focused["key"].endswith("-part"):
            return
        first, before = focused["text"], focused["text"]
        for _ in range(MOST_PARTS):
            self.page.keyboard.press("ArrowRight")
            now = self.focus()
            assert now["key"] == focused["key"], f"the focus left the parts of the diagram for {now}"
            if now["text"] in (first, before):  # around to the first again, or held at the last
                return
            self.press("Space")
            before = now["text"]
        raise AssertionError(f"the parts of the diagram never end: {first!r} to {before!r}")

    def _is_to_press(self, focused: dict[str, Any]) -> bool:
        """A card to turn, an answer to open, what was done to hand in."""
        keys = ("quiz.submit", "lesson.keep", "lesson.reveal", "lesson.turn_card")
        return focused["text"] in {self.trainee.t(key) for key in keys}
