"""Essay: the length is counted, the text is kept as it was typed, and a person's levels make the mark."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.content.questions.essay import Length
from engine.content.rubric import LEVELS
from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.questions.essay import LONGEST, assessed, counted, length_points, text_of
from engine.scoring.receipt import Receipt, evaluate, from_plain, to_plain

from ..builders import essay
from ..strategies import QUESTIONS

SIX_HUNDRED = Length(least=600, most=800, points=30)
"""The rule of the course's assignments: 600 characters, 5 points less for each 100 or part of 100 that lack."""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("客户关系", 4),
        ("客户，关系。「管理」——！？…… \n\n　", 6),
        ("CRM", 1),
        ("用CRM系统", 4),
        ("a customer's value", 3),
        ("don’t stop", 2),
        ("2024年3月", 4),
        ("3.14 和 1,000", 3),
        ("follow-up", 1),
        ("v2.0版", 2),
        ("退款, 周五.", 4),
        ("café ñandú", 2),
        ("ＣＲＭ　１２", 2),
        ("𠮷野家", 3),
        ("１００％", 1),
        ("__init__ *重点*", 3),
        ("_ - . , ' ’ ·", 0),
        ("👍好😀", 1),
    ],
)
def test_a_chinese_character_counts_and_so_does_a_word_or_number_in_latin_letters(text, count):
    """Punctuation, spaces and pictures count nothing, so that dots cannot fill a page."""
    assert counted(text) == count


@given(st.text(max_size=60), st.sampled_from("，。、！ \n…—（）"))
@settings(max_examples=100, deadline=None, database=None)
def test_more_punctuation_after_a_text_counts_nothing(text, mark_after):
    """Whoever is short of characters cannot make up for it with dots."""
    assert counted(text + mark_after * 3) == counted(text)


@pytest.mark.parametrize(
    ("count", "points"),
    [
        (800, 30), (601, 30), (600, 30), (599, 25), (501, 25), (500, 25), (499, 20), (400, 20), (399, 15), (300, 15),
        (299, 10), (200, 10), (199, 5), (100, 5), (99, 0), (1, 0), (0, 0), (8001, 30),
    ],
)  # fmt: skip
def test_six_hundred_characters_or_points_are_lost(count, points):
    """599 characters cost 5 of 30 points like 500, 499 cost 10; fewer than 100 earn nothing; more costs nothing."""
    assert length_points(SIX_HUNDRED, count) == points


def test_fewer_than_one_step_earn_nothing_whatever_the_steps_add_up_to():
    """With a step that costs little, a line of nine words would else keep most of the points."""
    cheap = Length(least=100, most=200, points=30, per=10, loss=1)

    assert [length_points(cheap, count) for count in (9, 10, 99, 100)] == [0, 21, 29, 30]


def test_points_for_the_length_never_fall_below_nothing():
    """Where the steps would cost more than there is, nothing is left."""
    assert length_points(Length(least=1000, most=2000, points=10, per=100, loss=5), 300) == 0


def test_without_points_the_length_earns_nothing():
    """An essay whose length is only advice has no points for it, long or short."""
    assert {length_points(Length(least=60, most=200), count) for count in (0, 59, 60, 500)} == {0}


@given(st.integers(1, 500), st.integers(0, 50), st.integers(1, 200), st.integers(0, 50), st.integers(0, 600))
@settings(max_examples=100, deadline=None, database=None)
def test_one_character_more_never_costs_anything(least, points, per, loss, count):
    """Points for the length grow with the length, from nothing to all at the fewest characters asked for."""
    length = Length(least=least, most=600, points=points, per=per, loss=loss)

    assert 0 <= length_points(length, count) <= length_points(length, count + 1) <= points
    assert length_points(length, least) == points


def test_a_text_is_kept_as_it_was_typed():
    """Spaces at the ends, empty lines, width, case and script stay: they are the writer's."""
    text = "  第一段。\n\n　第二段，ＣＲＭ 客戶…\n"

    assert normalise(essay(), text) == {"typed": {"text": text}}
    assert text_of(normalise(essay(), text)) == text


def test_own_words_stand_where_erasure_looks():
    """The text is in the mapping under "typed", and comes back from the store as the same response."""
    once = normalise(essay(), "一段话")

    assert normalise(essay(), json.loads(json.dumps(once))) == once == {"typed": {"text": "一段话"}}


@pytest.mark.parametrize("value", [None, "", " \n　\t", {"typed": {"text": "  "}}, {"typed": {}}])
def test_nothing_written_is_nothing_kept(value):
    """Spaces alone are no text, and what is empty is not handed in."""
    assert normalise(essay(), value) is None
    assert not is_complete(essay(), None)
    assert text_of(None) == ""


@pytest.mark.parametrize(
    "value", [3, ["一"], {"text": "一"}, {"typed": "一"}, {"typed": {"text": 3}}, "长" * 12_001, "\ud800"]
)
def test_what_no_widget_gives_is_refused(value):
    """Other types, a text beyond all measure and halves of characters come from no page."""
    with pytest.raises(BadResponse):
        normalise(essay(), value)


def test_the_longest_text_is_kept():
    """12000 characters are taken: more than any assignment asks for."""
    assert LONGEST == 12_000
    assert text_of(normalise(essay(), "长" * LONGEST)) == "长" * LONGEST


def test_a_short_text_is_complete():
    """It is taken, and costs what the rule says; nobody is kept from handing in."""
    assert is_complete(essay(), normalise(essay(), "短"))


def test_a_text_awaits_a_person():
    """Handing in gives no mark, and there is no right answer to show."""
    result = mark(essay(), normalise(essay(), "一段话"))

    assert (result.fraction, result.state, dict(result.parts)) == (None, "unmarked", {})
    assert result.receipt == Receipt("awaiting", {})
    assert right_answer(essay()) is None


def test_a_mark_is_the_points_of_the_levels_and_of_the_length():
    """Full of 40, some of 30 (12) and 25 of 30 for 599 characters: 77 of 100."""
    asked = essay(40, 30, least=600, most=800, points=30)

    result = assessed(asked, normalise(asked, "字" * 599), {"a": "full", "b": "some"})

    assert result.fraction == Fraction(77, 100)
    assert result.receipt == Receipt("rubric", {"points": 7700, "of": 10_000})


def test_a_mark_may_have_half_points():
    """Good of 25 is 17.5 points, exactly: nothing is rounded before it is shown."""
    asked = essay(25, 75)

    assert assessed(asked, None, {"a": "good", "b": "none"}).fraction == Fraction(175, 1000)


@given(st.data())
@settings(max_examples=100, deadline=None, database=None)
def test_an_assessed_mark_lies_between_nothing_and_all_and_its_receipt_gives_it_again(data):
    """Whatever the rubric, the text and the levels: a fraction of 0..1, and the same from the kept receipt."""
    asked = data.draw(QUESTIONS["essay"])
    levels = {criterion.id: data.draw(st.sampled_from(LEVELS)) for criterion in asked.rubric}
    response = normalise(asked, data.draw(st.text(max_size=60)))

    result = assessed(asked, response, levels)

    assert 0 <= result.fraction <= 1
    assert evaluate(from_plain(json.loads(json.dumps(to_plain(result.receipt))))) == result.fraction
    assert result.state in ("right", "partial", "wrong")


@given(QUESTIONS["essay"])
@settings(max_examples=50, deadline=None, database=None)
def test_the_highest_levels_of_a_text_that_is_long_enough_earn_everything(asked):
    """Nothing is out of reach: 100 points can be had by every essay; the lowest levels and no text earn none."""
    full, none = ({criterion.id: level for criterion in asked.rubric} for level in ("full", "none"))

    assert assessed(asked, normalise(asked, "字" * asked.length.least), full).fraction == 1
    assert assessed(asked, None, none).fraction == 0


@pytest.mark.parametrize(
    ("points", "length"),
    [((100,), {"points": 20}), ((80,), {}), ((60, 50), {}), ((100,), {"least": 201}), ((50,), {"points": 51}), ((101,), {})],
)
def test_an_essay_that_could_not_be_marked_is_no_content(points, length):
    """Criteria and length make 100 points, and the fewest characters are no more than the most."""
    with pytest.raises(ValidationError):
        essay(*points, **length)
