"""Fill-in: texts after folding, numbers within their tolerance."""

from fractions import Fraction

import pytest

from engine.scoring.mark import BadResponse
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.questions.fill_in import number

from ..builders import fill_in


def earned(question, **typed):
    return mark(question, normalise(question, typed)).fraction


def text(*accepted):
    return {"accepted": list(accepted)}


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("CRM", "ＣＲＭ"),
        ("ＣＲＭ", "CRM"),
        ("CRM", "crm"),
        ("Straße", "STRASSE"),
        ("客户关系", "客戶關係"),
        ("客戶關係", "客户关系"),
        ("软件", "軟件"),
        ("customer lifetime value", "CustomerLifetimeValue"),
        ("customer lifetime value", "  customer   lifetime\tvalue "),
        ("客户关系", "客户\u3000关系"),
        ("S.F.A.", "SFA"),
        ("SFA", "S.F.A."),
        ("re-freeze", "refreeze"),
        ("re-freeze", "re–freeze"),
        ("开放", "“开放”"),
        ("开放", "「開放」"),
        ("开放", "开放。"),
        ("开放", "开放！"),
        ("开放（式）", "开放(式)"),
        ("张三、李四", "张三，李四"),
        ("答复", "答覆"),
        ("答复", "答 覆"),
    ],
)
def test_folding_makes_equal(accepted, typed):
    """Width, case, simplified and traditional, spaces and punctuation make no difference."""
    assert earned(fill_in(text(accepted)), a=typed) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("用户", "使用者"),
        ("用户", "用戶"),
        ("用户", "用户"),
        ("数据库", "資料庫"),
        ("数据库", "数据库"),
        ("客户关系管理软件", "客戶關係管理軟體"),
        ("服务质量", "服務品質"),
        ("服务质量", "服务品质"),
        ("关系营销", "關係行銷"),
        ("信息", "「資訊」"),
        ("信息", " 資 訊 "),
        ("指标", "指標"),
        ("权限", "權限"),
    ],
)
def test_words_of_taiwan_count_beside_those_of_the_mainland(accepted, typed):
    """Whoever reads the course in Traditional Chinese types the words that stand there."""
    assert earned(fill_in(text(accepted)), a=typed) == 1


@pytest.mark.parametrize(("accepted", "typed"), [("用户", "使用"), ("用户", "客戶"), ("信息", "資料"), ("CRM", "客戶關係")])
def test_other_words_of_taiwan_are_wrong(accepted, typed):
    """The second folding takes no more than the first what means something else."""
    assert earned(fill_in(text(accepted)), a=typed) == 0


@pytest.mark.parametrize("typed", ["客户", "客户关系管理", "关系客户", "kehuguanxi", "。", "客户和关系"])
def test_other_words_are_wrong(typed):
    """What differs in its words is wrong, a part and an extension of the answer included."""
    assert earned(fill_in(text("客户关系")), a=typed) == 0


@pytest.mark.parametrize("typed", ["解冻", "unfreeze", "Unfreezing"])
def test_any_variant_is_right(typed):
    """Each accepted variant earns the full mark."""
    assert earned(fill_in(text("解冻", "unfreeze", "unfreezing")), a=typed) == 1


NUMBERS = [
    ({"number": 5100}, "5100"),
    ({"number": 5100}, "5,100"),
    ({"number": 5100}, "５，１００"),
    ({"number": 5100}, " 5100.00 "),
    ({"number": 1234567.5}, "1,234,567.5"),
    ({"number": 25}, "25%"),
    ({"number": 25}, "２５％"),
    ({"number": 25}, "25 %"),
    ({"number": 25}, "+25"),
    ({"number": -3}, "-3"),
    ({"number": -3}, "－3"),
    ({"number": -3}, "−3"),
    ({"number": -1200}, "-1,200"),
    ({"number": 0}, "0"),
    ({"number": 0}, "-0"),
    ({"number": 0.5}, ".5"),
    ({"number": 0.1}, "0.1"),
]


@pytest.mark.parametrize(("blank", "typed"), NUMBERS)
def test_ways_to_write_a_number(blank, typed):
    """Full width, thousands commas, a percent sign, a sign and trailing zeros are read as the number they write."""
    assert earned(fill_in(blank), a=typed) == 1


@pytest.mark.parametrize(
    "typed", ["abc", "NaN", "nan", "sNaN", "1e400", "-1e400", "Infinity", "inf", "%", "--5", "5 5", "1/2", "五"]
)
def test_not_a_number_is_wrong(typed):
    """What is no usable number is wrong, whatever the tolerance, and breaks nothing."""
    assert earned(fill_in({"number": 5, "tolerance": 10**9}), a=typed) == 0


YUAN = {"number": 5100, "unit": "元"}


@pytest.mark.parametrize("typed", ["5100元", "5,100 元", "５１００ 元", "5100 yuan", "5,100yuan", "+5100 RMB", "5100"])
def test_a_number_may_be_followed_by_its_unit(typed):
    """The unit of the blank, or one in Latin letters, changes nothing."""
    assert earned(fill_in(YUAN), a=typed) == 1


@pytest.mark.parametrize("typed", ["5100万", "5100万元", "5100 thousand", "5100k", "51 00元", "元5100", "5100元5", "5100个"])
def test_what_makes_another_number_of_it_is_no_unit(typed):
    """Neither a larger number nor another thing counted is taken for the unit."""
    assert earned(fill_in(YUAN), a=typed) == 0


@pytest.mark.parametrize("typed", ["1e400", "-1e400", "1e-400", "1e999999", "NaN", "Infinity", "abc", ""])
def test_no_usable_number(typed):
    """A text that writes no number of a usable size is read as none, before any arithmetic."""
    assert number(typed) is None


@pytest.mark.parametrize("typed", ["2,5", "25,", ",25", "2,,5"])
def test_commas_only_between_thousands(typed):
    """A comma that does not part thousands does not vanish: 2,5 is not 25."""
    assert earned(fill_in({"number": 25}), a=typed) == 0


# Number, tolerance, relative or not; what is just inside and what is just outside. Floats get several of these wrong.
EDGES = [
    (0.7, 0.1, False, ["0.8", "0.6"], ["0.80000000000000000001", "0.59999999999999999999"]),
    (0.3, 0, False, ["0.3", "0.30"], ["0.30000000000000004", "0.29999999999999999"]),
    (0.2, 0.1, False, ["0.3", "0.1"], ["0.30000000000000004", "0.09999999999999999"]),
    (30, 0.5, False, ["29.5", "30.5"], ["29.49", "30.51", "-30"]),
    (0.7, 0.1, True, ["0.77", "0.63"], ["0.7700000000000001", "0.6299999999999999"]),
    (200, 0.05, True, ["190", "210"], ["189.99", "210.01"]),
    (-200, 0.05, True, ["-190", "-210"], ["-189.99", "-210.01", "200"]),
    (1.1, 0.1, False, ["1.2", "1.0"], ["1.2000000000000001", "0.9999999999999999"]),
    (0, 0.5, True, ["0"], ["0.01", "-0.01"]),
    (1e-7, 0, False, ["0.0000001", "1e-7"], ["0.00000011"]),
]
INSIDE = [(wanted, tolerance, relative, typed) for wanted, tolerance, relative, ok, _ in EDGES for typed in ok]
OUTSIDE = [(wanted, tolerance, relative, typed) for wanted, tolerance, relative, _, bad in EDGES for typed in bad]


@pytest.mark.parametrize(("wanted", "tolerance", "relative", "typed"), INSIDE)
def test_the_edge_of_the_tolerance_is_inside(wanted, tolerance, relative, typed):
    """A number exactly at the edge of its tolerance is right."""
    assert earned(fill_in({"number": wanted, "tolerance": tolerance, "relative": relative}), a=typed) == 1


@pytest.mark.parametrize(("wanted", "tolerance", "relative", "typed"), OUTSIDE)
def test_past_the_edge_is_outside(wanted, tolerance, relative, typed):
    """A number past the edge, by however little, is wrong."""
    assert earned(fill_in({"number": wanted, "tolerance": tolerance, "relative": relative}), a=typed) == 0


THREE = (text("一"), text("二"), {"number": 3})


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ({"a": "一", "b": "二", "c": "3"}, "1"),
        ({"a": "一", "b": "二", "c": "4"}, "2/3"),
        ({"a": "一"}, "1/3"),
        ({"a": "二", "b": "一"}, "0"),
    ],
)
def test_share_and_all_or_nothing(typed, share):
    """`share` pays the share of all blanks filled right; `all_or_nothing` pays only for all of them."""
    assert earned(fill_in(*THREE), **typed) == Fraction(share)
    assert earned(fill_in(*THREE, rule="all_or_nothing"), **typed) == (1 if share == "1" else 0)


def test_parts_judge_every_blank():
    """The parts say of every blank, empty ones included, whether it was filled right."""
    assert dict(mark(fill_in(*THREE), {"typed": {"a": "一", "b": "四"}}).parts) == {"a": True, "b": False, "c": False}


@pytest.mark.parametrize("value", [None, {}, {"a": ""}, {"a": "  \u3000\n", "b": None}, {"typed": {}}])
def test_blank(value):
    """Nothing typed, or only spaces, earns 0 and is "blank", not "wrong"."""
    question = fill_in(*THREE)
    blank = mark(question, normalise(question, value))
    assert (blank.fraction, blank.state) == (0, "blank")


def test_an_empty_blank_is_never_right():
    """A blank left empty is not right, even where the accepted text is nothing but punctuation."""
    assert earned(fill_in(text("……"), text("二")), b="二") == Fraction(1, 2)


def test_half_given_is_incomplete():
    """An answer is complete when every blank has something in it, right or wrong, and not before."""
    question = fill_in(*THREE)
    given = [None, {"a": "一", "b": "二"}, {"a": "一", "b": "二", "c": " "}, {"a": "x", "b": "x", "c": "x"}]
    assert [is_complete(question, normalise(question, value)) for value in given] == [False, False, False, True]


def test_right_answer():
    """The right answer gives each blank its first accepted text, or its number."""
    assert right_answer(fill_in(text("解冻", "unfreeze"), {"number": -0.5})) == {"typed": {"a": "解冻", "b": "-0.5"}}


def test_kept_in_one_form():
    """One form is kept: marked as typed, trimmed, in the order of ids, without the empty blanks."""
    kept = normalise(fill_in(*THREE), {"c": " 3 ", "b": "", "a": "解 冻"})
    assert list(kept["typed"].items()) == [("a", "解 冻"), ("c", "3")]


def test_typed_words_are_kept_as_typed():
    """Folding serves comparing only: case, width and traditional characters are kept."""
    assert normalise(fill_in(text("crm")), {"a": "ＣＲＭ 客戶"}) == {"typed": {"a": "ＣＲＭ 客戶"}}


def test_a_blank_may_be_called_typed():
    """A blank whose id is the very word of the wrapping is answered like any other."""
    question = fill_in({**text("一"), "id": "typed"}, text("二"))
    assert earned(question, typed="一", b="二") == 1
    assert normalise(question, normalise(question, {"typed": "一"})) == {"typed": {"typed": "一"}}


def test_200_characters_are_kept():
    """The longest answer taken has 200 characters; spaces around it do not count."""
    assert normalise(fill_in(text("一")), {"a": f"  {'长' * 200}  "}) == {"typed": {"a": "长" * 200}}


FORGED = [
    "一", ["一"], 3, True, {"z": "一"}, {"z": None}, {"typed": {"z": "一"}}, {"typed": {"a": "一"}, "z": "一"},
    {"typed": "一"}, {"typed": ["一"]}, {"a": 3}, {"a": True}, {"a": 1.5}, {"a": ["一"]}, {"a": {"b": "一"}}, {1: "一"},
    {"a": b"x"}, {"a": "长" * 201}, {"a": "一", "b": "1" * 10**6}, {"a": "一\ud800"},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_forged_values_are_refused(forged):
    """Unknown blanks, over 200 characters, broken ones, or anything that is no mapping of texts raise BadResponse."""
    with pytest.raises(BadResponse):
        normalise(fill_in(*THREE), forged)
