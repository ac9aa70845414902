"""What one types is kept while one types it."""

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from engine.store import drafts
from tests.browser.test_lesson import LESSON, Learner, learner  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BEGUN, MORE = "每天下班前把答应过的事", "对一遍，做不到的当天说"


def draft_of(trainee: Learner, name: str) -> Any:
    """What is on disk of unfinished work on a question."""
    with trainee.db.read() as c:
        return drafts.drafts_in(c, trainee.attempt().id).get(trainee.slot(name)[0])


def field_of(trainee: Learner, name: str, number: int) -> Locator:
    """A text field of a worksheet."""
    return trainee.page.get_by_role("textbox", name=trainee.slot(name)[1].fields[number].text)


def until_kept(trainee: Learner, text: str) -> float:
    """Wait until this stands in the draft; the seconds it took."""
    began = time.monotonic()
    while ((draft_of(trainee, "goals") or {}).get("typed") or {}).get("first") != text:
        trainee.page.wait_for_timeout(100)
        assert time.monotonic() < began + 10, draft_of(trainee, "goals")
    return time.monotonic() - began


def test_writing_goes_on_while_the_text_is_kept(learner: Learner) -> None:  # noqa: F811
    """Nobody leaves the field: the draft is on disk, the cursor stays, and a page that dies has lost nothing."""
    learner.begin()
    learner.page.goto(f"{learner.url}/lesson?l={LESSON}&p=5")
    learner.sees_page(5)
    field = field_of(learner, "goals", 1)
    field.focus()

    learner.page.keyboard.type(BEGUN, delay=40)
    assert draft_of(learner, "goals") is None
    took = until_kept(learner, BEGUN)
    learner.settled()
    learner.page.keyboard.type(MORE, delay=40)
    until_kept(learner, BEGUN + MORE)

    assert took > 1
    expect(field).to_be_focused()
    expect(field).to_have_value(BEGUN + MORE)
    there = learner.page.context.new_page()
    learner.page.close(run_before_unload=False)
    learner.page = there
    there.goto(f"{learner.url}/lesson?l={LESSON}&p=5")
    expect(field_of(learner, "goals", 1)).to_have_value(BEGUN + MORE)


def test_what_was_typed_is_kept_when_the_page_goes_out_of_sight(learner: Learner) -> None:  # noqa: F811
    """A phone that is put away at once keeps what was typed up to then."""
    learner.begin()
    learner.page.goto(f"{learner.url}/lesson?l={LESSON}&p=5")
    learner.sees_page(5)
    field_of(learner, "goals", 1).focus()
    learner.page.keyboard.type(BEGUN)

    learner.page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )

    assert until_kept(learner, BEGUN) < 1.5
