"""Traditional Chinese: made of the authored texts alone, one unit at a time, in the words of Taiwan."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from engine.content import traditional as module
from engine.content.course import LANGS, Course
from engine.content.taiwan import WORDS
from engine.content.texts import structure_of, texts_of
from engine.content.traditional import Traditional, in_traditional, traditional
from engine.scoring.questions import mark, right_answer
from engine.words import catalogue

ROOT = Path(__file__).parents[2]
KINDS = ("questions", "quizzes", "lessons", "figures", "terms", "roleplays")
REVIEWED = yaml.safe_load((Path(__file__).parent / "taiwan.yaml").read_text(encoding="utf-8"))
ONLY_SIMPLIFIED = set("们这说还过时对开关务员应问题点东长门见马书车电话认识记让给钱错间边进远运")


def units(course: Course, lang):
    """Everything of the course that has texts, by name and id."""
    found = {(kind, id): unit for kind in KINDS for id, unit in getattr(course, kind)[lang].items()}
    return found | {("outline", ""): course.outlines[lang]}


def strings(texts):
    """Every text in a nest of texts."""
    if isinstance(texts, str):
        return [texts]
    return [text for part in (texts.values() if isinstance(texts, dict) else texts) for text in strings(part)]


@pytest.mark.parametrize(("authored", "read"), REVIEWED.items())
def test_a_reviewed_sentence_reads_as_in_taiwan(authored, read):
    """Each is of a text of the course, or keeps a word apart from one."""
    assert traditional(authored) == read


@pytest.mark.parametrize("word", WORDS)
def test_no_reviewed_word_is_idle(monkeypatch, word):
    """Without it some reviewed sentence would read otherwise."""
    monkeypatch.setattr(module, "WORDS", {other: form for other, form in WORDS.items() if other != word})
    monkeypatch.setattr(module, "_reviewed", module._reviewed.__wrapped__)

    assert any(traditional(authored) != read for authored, read in REVIEWED.items())


@pytest.mark.parametrize(
    ("authored", "read"),
    [
        ("客情学堂", "客情學堂"),
        ("勒温", "勒溫"),
        ("卢钦斯", "盧欽斯"),
        ("德鲁克", "德魯克"),
        ("赖克哈尔德", "賴克哈爾德"),
        ("伊丽莎白", "伊麗莎白"),
        ("泽丝曼尔", "澤絲曼爾"),
        ("梅瑞特饭店", "梅瑞特飯店"),
        ("周敏", "周敏"),
        ("何姐", "何姐"),
    ],
)
def test_names_keep_their_sound(authored, read):
    """A name is written in the other characters, and never taken for a word."""
    assert traditional(f"{authored}说") == f"{read}說"


def test_english_and_marks_stay(course):
    """Ids, placeholders, Markdown and quotation marks are no Chinese."""
    for text in ("{name}", "**CRM**", "a < b", "lessons/course.yaml", "“CRM”", "2 × 3"):
        assert traditional(text) == text


def test_every_text_of_the_course_is_converted_and_nothing_else(course):
    """What marks depend on is the same in every language; no text is left as it was authored."""
    authored, made = units(course, "zh"), units(course, "tw")

    assert made.keys() == authored.keys()
    for key, unit in authored.items():
        assert structure_of(made[key]) == structure_of(unit)
        shown, written = strings(texts_of(made[key])), strings(texts_of(unit))
        assert shown == [traditional(text) for text in written]
        assert not ONLY_SIMPLIFIED & set("".join(shown)), key


def test_topics_and_outline_are_converted(course):
    """The names of topics and of the course itself come as the rest."""
    for id, topic in course.topics["zh"].items():
        made = course.topics["tw"][id]
        assert (made.id, made.order) == (topic.id, topic.order)
        assert (made.title, made.summary) == (traditional(topic.title), traditional(topic.summary))
    assert course.outlines["tw"].lessons() == course.outlines["zh"].lessons()
    assert course.outlines["tw"].title == traditional(course.outlines["zh"].title)


def test_a_lesson_and_its_questions_are_the_same(course):
    """A question asked for by itself is the one that stands in its lesson."""
    for id, lesson in course.lessons["tw"].items():
        assert course.quiz(id, "tw").title == lesson.title
        for question in lesson.questions:
            assert course.question(question.id, "tw") == question


def test_the_authored_answer_is_right_whatever_language_is_read(course):
    """And what is shown as a right text in Taiwan earns the full mark when it is typed."""
    for id, question in course.questions["tw"].items():
        if not question.marked or question.kind == "scale":
            continue
        right = right_answer(question)
        assert mark(course.question(id), right).fraction == 1
        if question.kind == "fill_in":
            shown = {"typed": {blank: traditional(text) for blank, text in right["typed"].items()}}
            assert mark(question, shown).fraction == 1


def test_every_accepted_text_is_accepted_as_it_is_shown_in_taiwan(course):
    """Each variant of each blank, typed as a reader of the converted course would write it."""
    blanks = [(q, b) for q in course.questions["zh"].values() if q.kind == "fill_in" for b in q.blanks]

    for question, blank in blanks:
        for text in blank.accepted:
            given = {"typed": {blank.id: traditional(text)}}
            assert mark(question, given).parts[blank.id], (question.id, text)
    assert len(blanks) > 20


def test_a_unit_is_made_when_it_is_asked_for_and_once():
    """Looking which units there are makes none."""
    asked = []
    made = Traditional({"a": "学", "b": "会"}, lambda text: asked.append(text) or traditional(text))

    assert ("a" in made, "c" in made, list(made), len(made), made.get("c")) == (True, False, ["a", "b"], 2, None)
    assert asked == []
    assert (made["b"], made["b"], asked) == ("會", "會", ["会"])
    with pytest.raises(KeyError):
        made["c"]


def test_a_unit_keeps_its_kind_and_stays_frozen(course):
    """It is a model like the authored one."""
    question = next(iter(course.questions["zh"].values()))

    assert type(in_traditional(question)) is type(question)
    with pytest.raises(ValueError, match="frozen"):
        in_traditional(question).stem = "?"


def test_who_reads_what_authors_wrote_never_loads_opencc():
    """The product starts, and shows Chinese and English, without it; the first text in Traditional Chinese loads it."""
    code = (
        "import sys, app\nfrom pathlib import Path\nfrom engine.loading.loading import load\n"
        "from engine.services.library import pack, unpack\nfrom engine.words import catalogue\n"
        f"course = unpack(*pack(load([Path({str(ROOT)!r})]).course))\n"
        "for lang in ('zh', 'en'):\n    list(course.questions[lang].values()), catalogue(lang), course.outlines[lang]\n"
        "assert not [name for name in sys.modules if name.startswith('opencc')]\n"
        "assert course.outlines['tw'] and 'opencc' in sys.modules\n"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_the_words_of_the_pages_are_those_in_chinese_converted():
    """The same keys with the same blanks; the product's name among them."""
    words, authored = catalogue("tw"), catalogue("zh")
    blanks = re.compile(r"\{\w*\}")

    assert words["ui.product"] == "客情學堂"
    assert words.keys() == authored.keys()
    assert {key for key in words if blanks.findall(words[key]) != blanks.findall(authored[key])} == set()
    assert not ONLY_SIMPLIFIED & set("".join(words.values()))


def test_authors_write_two_languages():
    """The third is not theirs."""
    assert LANGS == ("zh", "en")
