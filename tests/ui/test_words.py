"""Words that carry numbers."""

import pytest

from engine.words import word


@pytest.mark.parametrize(
    ("n", "told"),
    [(0, "0 questions still unanswered."), (1, "1 question still unanswered."), (2, "2 questions still unanswered.")],
)
def test_english_minds_singular_and_plural(n: int, told: str) -> None:
    assert word("en", "ui.quiz.hand_in_open", n=n) == told


def test_other_languages_and_plain_numbers_stay_as_they_are() -> None:
    assert word("zh", "ui.quiz.hand_in_open", n=1) == "还有 1 题没有作答。"
    assert word("en", "ui.quiz.progress", n=1, of=20) == "Question 1 of 20"
