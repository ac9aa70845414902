"""Conditions are read into a small tree; nothing else gets through."""

import pytest

from engine.content.conditions import BadCondition, Facts, parsed

CALM = Facts(heat=20, trust=70, red_line=False, chosen=frozenset({"say-sorry"}))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("heat <= 20", True),
        ("heat < 20", False),
        ("trust > heat", True),
        ("trust != 70", False),
        ("chose(say-sorry)", True),
        ("chose( wait )", False),
        ("not red_line and (heat >= 50 or trust >= 70)", True),
        ("red_line or chose(wait)", False),
    ],
)
def test_a_condition_says_whether_it_holds(text, holds):
    """Gauges, the red line and earlier choices, joined by and, or, not."""
    assert parsed(text).test(CALM) is holds


def test_a_condition_tells_which_choices_it_names():
    """Exploration has to tell apart only states that differ in these."""
    assert parsed("chose(say-sorry) or chose(wait) and heat < 3").choices == {"say-sorry", "wait"}


@pytest.mark.parametrize(
    "text",
    [
        "heat", "heat = 3", "heat < 3.5", "heat < True", "1 < heat < 5", "mood > 3", "chose", "chose(Say Sorry)",
        "__import__('os')",
        "heat.real > 3", "heat < 3 if red_line else trust", "[heat]", "heat << 2", "lambda: heat", "heat < 3; trust", "",
        "(" * 300 + "heat" + ")" * 300,
    ],
)  # fmt: skip
def test_whatever_else_is_refused(text):
    """A condition is never run: a name, a call or a trick of Python has no place in it."""
    with pytest.raises(BadCondition):
        parsed(text)
