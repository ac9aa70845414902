"""Texts and structure: taken apart and put together again nothing is lost, and each has its own digest."""

import json
import random
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from engine.content.base import is_id
from engine.content.course import LANGS
from engine.content.digest import canonical, digest
from engine.content.questions import KINDS, Question
from engine.content.rubric import LEVELS
from engine.content.texts import structure_of, texts_of, with_texts
from engine.services.library import pack, unpack

ANY_QUESTION = TypeAdapter(Question)


def build(data):
    return ANY_QUESTION.validate_python(data)


def structure_digest(question):
    return digest(canonical(structure_of(question)))


def units_of(course, lang):
    """Everything of the course that has texts, by name and id."""
    by_name = {name: getattr(course, name)[lang] for name in ("questions", "quizzes", "lessons", "figures", "terms")}
    units = {(name, id): unit for name, by_id in by_name.items() for id, unit in by_id.items()}
    return units | {("outline", ""): course.outlines[lang]}


@pytest.mark.parametrize("lang", LANGS)
def test_texts_laid_over_the_structure_give_the_model_again(course, lang):
    """For every question, quiz, lesson, figure and term of the course and its outline, and after a way through JSON."""
    units = units_of(course, lang).values()

    for unit in units:
        structure, texts = (json.loads(canonical(part)) for part in (structure_of(unit), texts_of(unit)))
        assert type(unit).model_validate(with_texts(structure, texts)) == unit
    assert len(units) > 280


def test_a_translation_has_the_structure_of_its_base(course):
    """What marks depend on is the same in every language."""
    english = units_of(course, "en")

    for id, unit in units_of(course, "zh").items():
        assert structure_of(english[id]) == structure_of(unit)


def test_a_structure_holds_no_text(course):
    """No sentence of the course is left in a structure, so editing one cannot touch old marks."""

    def strings(data):
        if isinstance(data, dict):
            data = data.values()
        elif isinstance(data, str):
            yield data
            return
        for part in data if not isinstance(data, int | float | None) else ():
            yield from strings(part)

    for unit in units_of(course, "zh").values():
        own = {text for text in strings(texts_of(unit)) if not is_id(text)}  # a term may be spelt like an id
        accepted = {v for q in (unit, *getattr(unit, "questions", ())) for v in accepted_by(q)}
        assert own
        assert own & set(strings(structure_of(unit))) - accepted == set()


def accepted_by(question):
    """The words a question looks for, which score and so belong to its structure."""
    parts = (*getattr(question, "blanks", ()), *getattr(question, "advice", ()))
    return [word for part in parts for word in part.accepted]


def test_a_packed_course_unpacks_to_the_same_course(course):
    manifest, bodies = pack(course)

    again = unpack(manifest, bodies)

    assert replace(again, digests={}) == course
    assert set(again.digests) == {*course.questions["zh"], *(f"roleplay/{id}" for id in course.roleplays["zh"])}


def test_packing_gives_the_same_release_whatever_the_order_of_files(course):
    """The manifest is the identity of a release: it must not hang on the order in which files were read."""

    def shuffled(units):
        ids = sorted(units, key=digest)
        return {id: units[id] for id in ids}

    parts = ("topics", "questions", "quizzes", "lessons", "figures", "terms", "roleplays", "cases")
    mixed = replace(course, **{name: {lang: shuffled(getattr(course, name)[lang]) for lang in LANGS} for name in parts})

    assert pack(mixed) == pack(course)


def test_a_packed_body_is_stored_under_its_digest(course):
    _, bodies = pack(course)

    assert [key for key, body in bodies.items() if digest(body) != key] == []


def change_texts(data, fields):
    """Every text of the plain data replaced by another."""
    if isinstance(data, dict):
        return {k: f"另{v}" if k in fields and isinstance(v, str) else change_texts(v, fields) for k, v in data.items()}
    return [change_texts(part, fields) for part in data] if isinstance(data, list) else data


def reversed_keys(data):
    if isinstance(data, dict):
        return {k: reversed_keys(data[k]) for k in reversed(data)}
    return [reversed_keys(part) for part in data] if isinstance(data, list) else data


TEXTS = {"stem", "explanation", "situation", "text", "feedback", "feedback_true", "feedback_false", "label", "unit", "low",
         "high", "reason", "sample", "advice"}  # fmt: skip


def test_the_structure_digest_does_not_change_with_a_text(course):
    for question in course.questions["zh"].values():
        changed = build(change_texts(question.model_dump(mode="json"), TEXTS))

        assert changed != question
        assert structure_digest(changed) == structure_digest(question)
        assert digest(canonical(texts_of(changed))) != digest(canonical(texts_of(question)))


def test_no_digest_hangs_on_the_order_of_keys(course):
    for question in course.questions["zh"].values():
        turned = build(reversed_keys(question.model_dump(mode="json")))

        assert structure_digest(turned) == structure_digest(question)
        assert canonical(texts_of(turned)) == canonical(texts_of(question))


def test_a_default_written_out_changes_no_digest(course):
    """`retired: false` says what was so already."""
    for question in list(course.questions["zh"].values())[:60]:
        brief = build(question.model_dump(mode="json", exclude_defaults=True))

        assert structure_digest(brief) == structure_digest(question)


HEAD = {"id": "q", "difficulty": 1, "stem": "题", "explanation": "解"}
PARTS = [{"id": id, "text": id} for id in "abc"]


def rows(key, values):
    return [{**part, key: value} for part, value in zip(PARTS, values, strict=True)]


FIELDS = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙", "entry": "ticks", "options": PARTS}]
ADVICE = {"id": "r", "field": "b", "when": "has", "options": ["a"], "text": "建议"}
ENDS = {"low": "低", "high": "高", "axes": PARTS}
RUBRIC = [{"id": "a", "text": "甲", "points": 100, "levels": [{"id": id, "text": id} for id in LEVELS]}]
TWO = [{**RUBRIC[0], "points": 60}, {**RUBRIC[0], "id": "b", "points": 40}]
LENGTH = {"least": 60, "most": 200}
KEYS = {
    "single": ({"options": rows("correct", [True, False, False])}, {"options": rows("correct", [False, True, False])}),
    "multiple": ({"options": rows("correct", [True, False, False])}, {"options": rows("correct", [True, True, False])}),
    "multiple rule": (
        {"options": rows("correct", [True, False, False])},
        {"options": rows("correct", [True, False, False]), "rule": "subset_half"},
    ),
    "true_false": ({"answer": True}, {"answer": False}),
    "matching": (
        {"items": rows("target", "abc"), "targets": PARTS},
        {"items": rows("target", "bac"), "targets": PARTS},
    ),
    "sorting": ({"items": rows("group", "aab"), "groups": PARTS}, {"items": rows("group", "abb"), "groups": PARTS}),
    "ordering": ({"items": PARTS}, {"items": [PARTS[1], PARTS[0], PARTS[2]]}),
    "fill_in": ({"blanks": [{"id": "a", "label": "甲", "accepted": ["x"]}]},
                {"blanks": [{"id": "a", "label": "甲", "accepted": ["x", "y"]}]}),
    "fill_in number": ({"blanks": [{"id": "a", "label": "甲", "number": 0}]},
                       {"blanks": [{"id": "a", "label": "甲", "number": 8}]}),
    "fill_in tolerance": ({"blanks": [{"id": "a", "label": "甲", "number": 8}]},
                          {"blanks": [{"id": "a", "label": "甲", "number": 8, "tolerance": 0.5}]}),
    "scale": ({"low": "低", "high": "高"}, {"low": "低", "high": "高", "points": 7}),
    "worksheet": ({"fields": FIELDS}, {"fields": [{**FIELDS[0], "optional": True}, FIELDS[1]]}),
    "worksheet advice": ({"fields": FIELDS, "advice": [ADVICE]},
                         {"fields": FIELDS, "advice": [{**ADVICE, "when": "lacks"}]}),
    "rating": ({**ENDS, "items": rows("axis", "abc")}, {**ENDS, "items": rows("axis", "bac")}),
    "essay": ({"rubric": RUBRIC, "length": LENGTH}, {"rubric": TWO, "length": LENGTH}),
    "essay length": ({"rubric": RUBRIC, "length": LENGTH}, {"rubric": RUBRIC, "length": {**LENGTH, "least": 80}}),
    "rating points": ({**ENDS, "items": rows("axis", "abc")}, {**ENDS, "items": rows("axis", "abc"), "points": 7}),
}  # fmt: skip


@pytest.mark.parametrize("case", KEYS)
def test_the_structure_digest_changes_with_the_key(case):
    """A corrected key must be seen, or old marks would pass for new ones."""
    before, after = (build({**HEAD, "kind": case.split()[0], **fields}) for fields in KEYS[case])

    assert structure_digest(before) != structure_digest(after)


def test_every_kind_has_a_case_above():
    assert {case.split()[0] for case in KEYS} == set(KINDS)


def test_canonical_json_is_one_text_for_equal_data():
    rng = random.Random(7)
    data = {f"键{i}": [i, {"b": None, "a": 0.5}] for i in range(20)}
    items = list(data.items())
    rng.shuffle(items)

    assert canonical(dict(items)) == canonical(data)
    assert canonical({"a": "题"}) == '{"a":"题"}'


def test_canonical_json_refuses_what_json_has_no_word_for():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("inf")})


def test_variants_are_added_once_and_keep_their_order():
    data = {"blanks": [{"id": "a", "accepted": ["x", "y"]}, {"id": "b", "accepted": ["z"]}]}

    laid = with_texts(data, {"blanks": {"a": {"accepted": ["y", "w"], "label": "L"}}})

    assert laid["blanks"][0] == {"id": "a", "accepted": ["x", "y", "w"], "label": "L"}
    assert laid["blanks"][1] is data["blanks"][1]
    assert data["blanks"][0] == {"id": "a", "accepted": ["x", "y"]}
