"""What was wrong comes back: when, for how long, and always the same for the same answers."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring.remembering import DAYS_RIGHT, remembered, reviewed

START = datetime(2024, 3, 4, tzinfo=UTC)
WRONG, PART, RIGHT = Fraction(0), Fraction(2, 3), Fraction(1)
TRIED_WITH = "6.3.2"
ANSWERS = st.lists(st.tuples(st.sampled_from([WRONG, PART, RIGHT]), st.integers(0, 60 * 24 * 40)), min_size=1, max_size=12)
"""Marks, and after how many minutes the next one is given."""


def after(*answers):
    """The card after answers given as (mark, days since the first)."""
    card = None
    for mark, days in answers:
        at = START + timedelta(days=days)
        card = remembered(card, mark, at, at.date(), card.right_at.date() if card and card.right_at else None)
    return card


def replayed(answers, stored=False):
    """Every card of the way, after answers given as (mark, minutes since the one before)."""
    at, card, cards = START, None, []
    for mark, minutes in answers:
        at += timedelta(minutes=minutes)
        card = replace(card, memory=json.loads(json.dumps(card.memory))) if card and stored else card
        card = remembered(card, mark, at, at.date(), card.right_at.date() if card and card.right_at else None)
        cards.append(card)
    return cards


def test_memory_is_that_of_fsrs():
    """Wrong, right, right, wrong, in part, right, each on its due date, give the stabilities of FSRS 6.3.2 to the digit."""
    expected = [
        (WRONG, 0.212, 1),
        (RIGHT, 1.8867876195204154, 2),
        (RIGHT, 6.269161317502347, 6),
        (WRONG, 1.0633562703035475, 1),
        (PART, 1.7815181443005033, 2),
        (RIGHT, 3.4955077765433398, 3),
    ]
    memory, at, seen = None, START, []

    for mark, _, _ in expected:
        memory, due = reviewed(memory, mark, at)
        seen.append((mark, memory["stability"], (due - at).days))
        at = due

    assert seen == expected


def test_fsrs_is_the_version_that_was_tried_and_is_pinned():
    """Another version may remember otherwise, and every card kept would change when it is rebuilt."""
    requirements = Path(__file__).resolve().parents[2] / "requirements.txt"

    assert version("fsrs") == TRIED_WITH
    assert f"fsrs=={TRIED_WITH}" in requirements.read_text(encoding="utf-8").splitlines()


def test_right_at_once_makes_no_card():
    """Whoever was never wrong has nothing to remember, however often they were right."""
    assert after((RIGHT, 0), (RIGHT, 1), (RIGHT, 2)) is None


@pytest.mark.parametrize("mark", [WRONG, Fraction(1, 7), PART, Fraction(999, 1000)])
def test_anything_but_right_makes_a_card(mark):
    """Wrong, or right in part only, enters the notebook and comes back on the next day."""
    card = after((mark, 0))

    assert (card.known, card.right_days, card.right_at, card.wrong_at, card.last_at) == (False, 0, None, START, START)
    assert card.due_at >= START + timedelta(days=1)


def test_right_twice_on_one_day_counts_once():
    """Ten times right within one day is one day."""
    card = after((WRONG, 0), *[(RIGHT, 1 + i / 100) for i in range(10)])

    assert (card.right_days, card.known) == (1, False)


def test_right_on_the_day_of_the_mistake_counts():
    """The day of the mistake is a day as well: right later on it, and right on another, are two."""
    assert [after((WRONG, 0), (RIGHT, 0.1)).right_days, after((WRONG, 0), (RIGHT, 0.1), (RIGHT, 1)).known] == [1, True]


def test_right_on_two_days_leaves_the_notebook():
    """Right on two different days is known, with days in between or without; what was wrong first is still told."""
    for days in ((1, 2), (1, 30)):
        card = after((WRONG, 0), *((RIGHT, day) for day in days))

        assert (card.right_days, card.known, card.wrong_at) == (DAYS_RIGHT, True, START)


@pytest.mark.parametrize("mark", [WRONG, PART])
def test_wrong_again_starts_anew(mark):
    """Wrong, or right in part only, after one right day or after leaving the notebook brings it back with no right day."""
    for right in ([1], [1, 2]):
        card = after((WRONG, 0), *((RIGHT, day) for day in right), (mark, 3))

        assert (card.known, card.right_days, card.right_at) == (False, 0, None)
        assert card.wrong_at == START + timedelta(days=3)
        assert not remembered(card, RIGHT, START + timedelta(days=4), (START + timedelta(days=4)).date(), None).known


def test_right_in_part_is_not_right():
    """Two days of answers that were right in part leave it in the notebook."""
    assert after((WRONG, 0), (PART, 1), (PART, 2)).right_days == 0


def test_wrong_comes_back_sooner_than_right_in_part_and_that_sooner_than_right():
    """Of three answers on one day the worse comes back earlier."""
    dues = [after((WRONG, 0), (RIGHT, 1), (mark, 3)).due_at for mark in (WRONG, PART, RIGHT)]

    assert dues == sorted(dues)
    assert len(set(dues)) == 3


@given(ANSWERS)
def test_same_answers_give_the_same_card(answers):
    """Replaying gives the same card to the last digit, also where the memory was written as JSON in between."""
    assert replayed(answers) == replayed(answers, stored=True)


@given(ANSWERS)
def test_old_card_is_left_as_it_was(answers):
    """An answer makes a new card; the one before still gives the same one."""
    cards = [card for card in replayed(answers) if card]
    copies = [replace(card, memory=dict(card.memory)) for card in cards]
    at = START + timedelta(days=600)

    for card in cards:
        remembered(card, WRONG, at, at.date(), None)

    assert cards == copies


@given(ANSWERS)
def test_due_is_at_least_a_day_after_the_answer(answers):
    """Nothing comes back before the next answer could be given: never in the past, never within the day's hours."""
    assert all(card.due_at >= card.last_at + timedelta(days=1) for card in replayed(answers) if card)


@given(ANSWERS)
def test_card_says_what_the_answers_say(answers):
    """Known exactly when the answers since the last one that was not right fall on two different days or more."""
    at, times = START, []
    for mark, minutes in answers:
        at += timedelta(minutes=minutes)
        times.append((mark, at))
    wrong = [i for i, (mark, _) in enumerate(times) if mark < 1]
    card = replayed(answers)[-1]

    if not wrong:
        assert card is None
        return
    days = {at.date() for _, at in times[wrong[-1] + 1 :]}
    assert (card.right_days, card.known) == (len(days), len(days) >= DAYS_RIGHT)
    assert (card.wrong_at, card.last_at) == (times[wrong[-1]][1], times[-1][1])
