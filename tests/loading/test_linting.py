"""What the warnings look for: letters and places in explanations, absolute words and hedges, rules that pay blindly."""

from fractions import Fraction
from itertools import product

import pytest

from engine.content.rules import multiple_mark
from engine.loading.linting import ABSOLUTES, HEDGES, LETTER, blind_marks

RULES = ("all_or_nothing", "subset_proportional", "subset_half", "net_correct", "each_decision")


@pytest.mark.parametrize(
    "explanation",
    [
        "选项A错在只看价格。", "选项 Ｂ 不对。", "A项把因果倒了。", "其中 C 选项最常见。", "故选 D。",
        "答案是B，因为先道歉。",
        "第二个选项才对。", "第 3 个选项才对。", "最后一个选项是陷阱。", "以上都对。", "以上各项都要做。",
        "Option A confuses the two.", "options 2 and 3 are close", "The answer B is tempting.", "Choice C is too early.",
        "All of the above.", "None of the above fits.", "The first option is a trap.", "The last option is a trap.",
    ],
)  # fmt: skip
def test_an_explanation_that_names_a_letter_or_place_is_found(explanation):
    assert LETTER.search(explanation)


@pytest.mark.parametrize(
    "explanation",
    [
        "B2B 选供应商看总成本。", "SFA选型要先试用。", "优先选 A 类客户。", "答案在客户那里。", "第二个选择是退款。",
        "以上海门店为例。", "CRM 项目常败在用人。", "该选A级供应商。", "客户有几个选项可挑。",
        "The option to cancel stays.", "An answer a customer can use.", "His first choice was the café.",
        "Offer options, then 2 dates.", "All of it matters.", "Plan B 2 weeks ahead.",
    ],
)  # fmt: skip
def test_an_explanation_that_only_looks_like_it_is_left_alone(explanation):
    assert LETTER.search(explanation) is None


@pytest.mark.parametrize(
    ("lang", "stem", "found"),
    [
        ("zh", "投诉的客户一定会走。", True), ("zh", "投诉的客户可能会走。", False), ("zh", "所有客户都重要。", True),
        ("en", "A complaint is always a loss.", True), ("en", "Every complaint is a loss.", True),
        ("en", "A complaint is often a loss.", False), ("en", "The ballroom is small.", False),
        ("en", "Many think so.", False), ("en", "Nonetheless it pays.", False),
        ("zh", "投诉的客户不一定会走。", False), ("zh", "不投诉必定满意。", True), ("en", "He is bound to leave.", True),
    ],
)  # fmt: skip
def test_absolute_words_are_found_as_words(lang, stem, found):
    assert bool(ABSOLUTES[lang].search(stem)) is found


@pytest.mark.parametrize(
    ("lang", "stem", "found"),
    [
        ("zh", "投诉的客户往往会走。", True), ("zh", "投诉的客户不一定会走。", True), ("zh", "投诉的客户会走。", False),
        ("en", "Complaints usually help.", True), ("en", "Many think so.", True), ("en", "Most of it is true.", True),
        ("en", "It is the most profitable course.", False),
        ("en", "Mighty little was done.", False), ("en", "He can wait.", False),
    ],
)  # fmt: skip
def test_hedges_are_found_as_words(lang, stem, found):
    assert bool(HEDGES[lang].search(stem)) is found


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("right", "wrong"), [(1, 2), (2, 1), (3, 2), (5, 5)])
def test_blind_marks_are_what_trying_every_way_of_ticking_gives(rule, right, wrong):
    """The mean by counting equals the mean over all non-empty sets of options, one by one."""
    ways = [w for w in product([0, 1], repeat=right + wrong) if any(w)]
    marks = [multiple_mark(rule, sum(w[:right]), sum(w[right:]), right, wrong) for w in ways]

    everything, nothing, guessing = blind_marks(rule, right, wrong)

    assert guessing == sum(marks, Fraction(0)) / len(marks)
    assert everything == marks[ways.index((1,) * (right + wrong))]
    assert nothing == 0
