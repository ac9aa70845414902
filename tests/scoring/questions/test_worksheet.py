"""Worksheet: kept and reported, never marked; advice looks at what was entered."""

import json

import pytest
from pydantic import ValidationError

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.questions.worksheet import LONGEST, advice, open_fields

from ..builders import labelled, worksheet

LINE, TEXT, NUMBER = {"entry": "line"}, {"entry": "text"}, {"entry": "number"}
CHOICE = {"entry": "choice", "options": labelled("xyz")}
TICKS = {"entry": "ticks", "options": labelled("xyz")}
SHEET = (LINE, TEXT, NUMBER, CHOICE, TICKS)
FULL = {"a": "一行", "b": "第一段\n\n第二段", "c": "3", "d": "y", "e": ["z", "x"]}
KEPT = {"typed": {"a": "一行", "b": "第一段\n\n第二段", "c": "3"}, "chosen": {"d": ["y"], "e": ["x", "z"]}}


def kept(question, **entries):
    return normalise(question, entries)


def test_what_was_typed_stands_apart_from_what_was_chosen():
    """Texts and numbers are kept under "typed", choices under "chosen", in the order of ids and of options."""
    response = normalise(worksheet(*SHEET), dict(reversed(FULL.items())))

    assert json.dumps(response) == json.dumps(KEPT)


def test_a_kept_response_is_kept_as_it_is():
    """A response that comes back from the store is the same response, whatever the fields are called."""
    sheet = worksheet({**LINE, "id": "typed"}, {**CHOICE, "id": "chosen"}, TEXT)
    once = kept(sheet, typed="我的话", chosen="x", c="再一句")

    assert once == {"typed": {"c": "再一句", "typed": "我的话"}, "chosen": {"chosen": ["x"]}}
    assert normalise(sheet, json.loads(json.dumps(once))) == once
    assert normalise(worksheet(*SHEET), KEPT) == KEPT


@pytest.mark.parametrize(
    "value", [None, {}, {"a": ""}, {"a": " \n\u3000", "b": None}, {"d": [], "e": None}, KEPT | {"typed": {}, "chosen": {}}]
)
def test_nothing_entered_is_nothing_kept(value):
    """Empty fields, spaces and no option chosen are kept as None, not as an empty worksheet."""
    assert normalise(worksheet(*SHEET), value) is None


def test_words_are_kept_as_typed_without_the_spaces_around():
    """Case, width, traditional characters and line ends inside a text stay; spaces around it go."""
    assert kept(worksheet(TEXT), a=" \nＣＲＭ 客戶\n下一行 ")["typed"] == {"a": "ＣＲＭ 客戶\n下一行"}


def test_the_longest_text_is_kept():
    """2000 characters are taken, spaces around them not counted."""
    assert kept(worksheet(TEXT), a=f"  {'长' * LONGEST}\n")["typed"] == {"a": "长" * LONGEST}
    assert LONGEST == 2000


def test_an_option_ticked_twice_is_ticked_once():
    """Ticks are a set: doubles and the order of ticking make no difference."""
    assert kept(worksheet(TICKS), a=["z", "x", "z"]) == kept(worksheet(TICKS), a=["x", "z"])


FORGED = [
    "一", ["一"], 3, True, {"z": "一"}, {"z": None}, {1: "一"}, {1: "一", "a": "一"}, {None: "一"},
    {"a": 3}, {"a": True}, {"a": ["一"]}, {"a": {"b": "一"}}, {"a": b"x"}, {"a": "长" * 2001}, {"a": "一\ud800"},
    {"c": 3}, {"c": 3.5}, {"d": "w"}, {"d": ["x", "y"]}, {"d": 1}, {"d": {"x": True}}, {"e": ["x", "w"]}, {"e": [1]},
    {"e": [["x"]]}, {"e": True}, {"typed": {"z": "一"}}, {"typed": {"a": 3}}, {"chosen": {"d": ["w"]}},
    {"typed": "一", "chosen": {}}, {"typed": {"a": "一"}, "chosen": {}, "a": "一"},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_forged_values_are_refused(forged):
    """Unknown fields and options, numbers that are no texts, two choices of one: whatever no widget gives is refused."""
    with pytest.raises(BadResponse):
        normalise(worksheet(*SHEET), forged)


@pytest.mark.parametrize("entries", [{}, FULL, {"a": "一"}])
def test_never_marked(entries):
    """No entry earns or loses anything: the mark is None, "unmarked", and there is no right answer."""
    sheet = worksheet(*SHEET)
    result = mark(sheet, normalise(sheet, entries))

    assert (result.fraction, result.state, dict(result.parts)) == (None, "unmarked", {})
    assert right_answer(sheet) is None


def test_complete_when_every_field_has_enough():
    """A worksheet is complete when nothing that is asked for is open, and not before."""
    sheet = worksheet(*SHEET)
    without = {left_out: {k: v for k, v in FULL.items() if k != left_out} for left_out in FULL}

    assert is_complete(sheet, normalise(sheet, FULL))
    assert not is_complete(sheet, None)
    assert {id: open_fields(sheet, normalise(sheet, rest)) for id, rest in without.items()} == {id: [id] for id in FULL}
    assert not any(is_complete(sheet, normalise(sheet, rest)) for rest in without.values())


def test_open_fields_are_named_in_the_order_of_the_worksheet():
    """With nothing entered every field that is asked for is open, first field first."""
    assert open_fields(worksheet(TEXT, {**LINE, "optional": True}, TICKS), None) == ["a", "c"]


@pytest.mark.parametrize(
    ("text", "still_open"), [("三个字", True), ("四个汉字", False), ("  三个字 ", True), ("a b c", False)]
)
def test_a_text_needs_its_fewest_characters(text, still_open):
    """`least` counts the characters of the trimmed text, Chinese ones like any other."""
    sheet = worksheet({**TEXT, "least": 4})

    assert open_fields(sheet, kept(sheet, a=text)) == (["a"] if still_open else [])


@pytest.mark.parametrize(
    ("typed", "still_open"), [("0", False), ("3.5", False), ("１２％", False), ("三", True), ("3 次", True)]
)
def test_a_number_must_be_one(typed, still_open):
    """A number field stays open until what stands in it can be read as a number; 0 is one."""
    sheet = worksheet(NUMBER)

    assert open_fields(sheet, kept(sheet, a=typed)) == (["a"] if still_open else [])
    assert kept(sheet, a=typed) == {"typed": {"a": typed}, "chosen": {}}


def test_an_optional_field_may_be_empty_but_not_half_given():
    """An optional field is open only while something too short stands in it."""
    sheet = worksheet(LINE, {**TEXT, "optional": True, "least": 4})

    assert is_complete(sheet, kept(sheet, a="一"))
    assert open_fields(sheet, kept(sheet, a="一", b="短")) == ["b"]
    assert is_complete(sheet, kept(sheet, a="一", b="够长的话"))


def test_a_worksheet_without_any_entry_is_not_complete():
    """Even where every field is optional, something must have been entered."""
    sheet = worksheet({**LINE, "optional": True})

    assert [is_complete(sheet, kept(sheet, **entries)) for entries in ({}, {"a": "一"})] == [False, True]


def fitting(sheet, **entries):
    return [rule.id for rule in advice(sheet, normalise(sheet, entries))]


LOOKS = [{"field": "a", "when": when, "accepted": ["每 天", "Weekly"]} for when in ("has", "lacks")]


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ("每天一次", ["r0"]),
        ("我毎周做", ["r1"]),
        ("Ｗeekly!", ["r0"]),
        ("once a WEEK ly", ["r0"]),
        ("每月一次", ["r1"]),
        ("「每，天」", ["r0"]),
    ],
)
def test_advice_on_words(typed, rules):
    """`has` fits where one of the words stands in the text, folded as accepted answers are, and `lacks` where none does."""
    assert fitting(worksheet(TEXT, advice=LOOKS), a=typed) == rules


@pytest.mark.parametrize(("typed", "rules"), [("問過使用者", ["r0"]), ("問過三位用戶", ["r0"]), ("問過三位同事", ["r1"])])
def test_advice_hears_words_of_taiwan(typed, rules):
    """A word is found under the name that a reader of Traditional Chinese gives it."""
    looks = [{"field": "a", "when": when, "accepted": ["用户"]} for when in ("has", "lacks")]

    assert fitting(worksheet(TEXT, advice=looks), a=typed) == rules


PICKS = [{"field": "a", "when": when, "options": ["x", "y"]} for when in ("has", "lacks", "only")]


@pytest.mark.parametrize(
    ("picked", "rules"),
    [(["x"], ["r0", "r2"]), (["x", "y"], ["r0", "r2"]), (["x", "z"], ["r0"]), (["z"], ["r1"])],
)
def test_advice_on_options(picked, rules):
    """`has`: one of the options is chosen; `lacks`: none is; `only`: nothing but them is."""
    assert fitting(worksheet(TICKS, advice=PICKS), a=picked) == rules


def test_advice_on_one_choice():
    """One option of a choice is looked at like a tick."""
    assert fitting(worksheet(CHOICE, advice=PICKS), a="z") == ["r1"]


def test_no_advice_on_what_was_left_empty():
    """A field without an entry is given no advice, not even that something is missing in it."""
    sheet = worksheet({**TEXT, "optional": True}, TICKS, advice=[*LOOKS, {**PICKS[1], "field": "b"}])

    assert fitting(sheet) == []
    assert fitting(sheet, b=["z"]) == ["r2"]


@pytest.mark.parametrize(
    "rule",
    [
        {"field": "b", "when": "has", "accepted": ["每天"]},
        {"field": "a", "when": "only", "accepted": ["每天"]},
        {"field": "a", "when": "has", "accepted": [" "]},
        {"field": "a", "when": "has", "options": ["x"]},
        {"field": "a", "when": "has"},
    ],
)
def test_advice_that_could_not_be_given_is_no_content(rule):
    """Advice that looks for words among options, for options in a text, or for nothing, is refused before it can fail."""
    with pytest.raises(ValidationError):
        worksheet(TEXT, TICKS, advice=[rule])


@pytest.mark.parametrize("entry", ["line", "text", "number"])
def test_what_is_typed_has_no_options(entry):
    """A field to type in takes not even one option; with one it would be scored as a choice."""
    with pytest.raises(ValidationError):
        worksheet({"entry": entry, "options": labelled("x")})


def test_own_words_stand_where_erasure_looks():
    """Whatever field it stands in, what was typed is in the mapping under "typed", and nothing else is."""
    sheet = worksheet(*SHEET)

    for id in "abc":
        assert kept(sheet, **{id: FULL[id]})["typed"] == {id: FULL[id]}
    assert [kept(sheet, **{id: FULL[id]})["typed"] for id in "de"] == [{}, {}]
