"""What an input method for Chinese leaves behind is found, and what only looks like it is left alone."""

import pytest

from engine.loading.reading import Document, parse
from engine.loading.slips import cut_texts


def told(text):
    """(code, line, column) of what keeps a text from being read, or is cut off it."""
    read = parse(text, "a.yaml")
    problems = cut_texts([read]) if isinstance(read, Document) else read
    return [(p.code, p.line, p.column) for p in problems]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n- id: x\n  kind：single\n  b: 1\n", ("fullwidth_colon", 3, 7)),
        ("a:\n- id: x\n  kind：single\n\n\n  b: 1\n", ("fullwidth_colon", 3, 7)),
        ("a:\n- id：x\n  kind: single\n", ("fullwidth_colon", 2, 5)),
        ("format：1\nid：x\n", ("fullwidth_colon", 1, 7)),
        ("a:\n— id: x\n  kind: single\n", ("fullwidth_indent", 2, 1)),
        ("a:\n　- id: x\n    kind: single\n", ("fullwidth_indent", 2, 1)),
        ("a:\n\xa0\xa0- id: x\n    kind: single\n", ("fullwidth_indent", 2, 1)),
        ("a: {id: x，text: y}\n", ("fullwidth_comma", 1, 10)),
    ],
)
def test_a_full_width_sign_is_found_where_it_stands(text, found):
    """Where YAML gives up is a line further on; the author is shown the sign."""
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  CRM：客户关系管理\nb: 'open\n",
        "a: 他说：好\nb: 'open\n",
        "a: 一，二\nb: [1, 2\n",
        "a: |\n  — 先听\nb: 'open\n",
    ],
)
def test_full_width_signs_of_a_text_are_not_to_blame(text):
    """What is wrong here is a quote or a bracket, and the text above it is as it should be."""
    assert [code for code, _, _ in told(text)] == ["yaml_syntax"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: 客户要 #退款 怎么办\n", [(1, 8)]),
        ("a: 客户要退款 # 待定\n", [(1, 10)]),
        ("- 见\n- one #3 of many\n", [(2, 7)]),
        ("a: 第一行\n  第二行 #标签\n", [(2, 7)]),
        ("a: [甲 #乙\n  , 丙]\n", [(1, 7)]),
    ],
)
def test_a_text_that_a_hash_cuts_is_warned_of(text, places):
    """At the hash, wherever it stands: the rest of the line is gone without a word."""
    assert told(text) == [("cut_at_hash", *place) for place in places]


@pytest.mark.parametrize(
    "text",
    [
        "a: '客户要 #退款'\n",
        'a: "客户要 #退款"\n',
        "a: |\n  客户要 #退款\n",
        "a: 第#1名\n",
        "id: loyalty-04  # 复核过\n",
        "a: 3 # 分\n",
        "# 客户要 #退款\na: 退款\n",
        "a:  # 下面是列表\n- 甲\n",
    ],
)
def test_quoted_hashes_and_comments_beside_ids_are_left_alone(text):
    """Nothing of a text is lost there."""
    assert told(text) == []
