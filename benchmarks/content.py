"""Content made for measuring: short quizzes to be answered quickly, and a very large bank of all kinds."""

import json
from collections.abc import Callable
from pathlib import Path

LETTERS = "abcd"
READING = "客户的话还没说完，方案已经递了过去。先把话听完，再问一句原因，常常比多打一个折扣管用。" * 2


def quiz_root(folder: Path, quizzes: int, questions: int) -> list[str]:
    """A content root with practice quizzes of single-choice and true/false questions; the quizzes' ids."""
    bank = [_quick(quiz, n) for quiz in range(quizzes) for n in range(questions)]
    head = "format: 1\nid: load\ntitle: 测量\nsummary: 只用来测量的题目。\nquestions:\n"
    _write(folder / "quizzes/bank/load.yaml", head + "".join(bank))
    ids = []
    for quiz in range(quizzes):
        id = f"load-{quiz}"
        names = ", ".join(question_id(quiz, n) for n in range(questions))
        text = f"format: 1\nid: {id}\ntitle: 测量{quiz}\nintro: 只用来测量。\nbehaviour: practice\ngroup: practice\n"
        _write(folder / f"quizzes/{id}.yaml", f"{text}shuffle: false\nquestions: [{names}]\n")
        ids.append(id)
    return ids


def question_id(quiz: int, n: int) -> str:
    """The id of a question; its number also stands in the question's text."""
    return f"load-{quiz}-{n}"


def stem_of(quiz: int, n: int) -> str:
    """The text of a question, by which a page is recognised."""
    return f"第{quiz}卷第{n}题，客户在电话里说要换供应商，先做哪一件事？"


def _quick(quiz: int, n: int) -> str:
    id, stem = question_id(quiz, n), stem_of(quiz, n)
    head = f"  - id: {id}\n    difficulty: 1\n    stem: {stem}\n    explanation: 先听清楚原因，再谈条件。\n"
    if n % 4 == 3:
        return f"{head}    kind: true_false\n    answer: true\n    feedback_false: 先问原因，再给方案。\n"
    options = "".join(
        f"      - id: {letter}\n        text: 先打电话问清原因，再约时间当面谈，做法 {letter}\n"
        + ("        correct: true\n" if letter == "b" else "        feedback: 这样做太急，客户会更想走。\n")
        for letter in LETTERS
    )
    return f"{head}    kind: single\n    options:\n{options}"


def lesson_root(folder: Path, lessons: int, pages: int) -> list[str]:
    """A content root with lessons of reading and one question on each page; the lessons' ids."""
    quiz_root(folder, 1, 1)
    ids = [f"read-{lesson}" for lesson in range(lessons)]
    for id in ids:
        head = f"format: 1\nid: {id}\ntitle: 测量课\nminutes: 20\ntopic: load\nobjectives: [{{id: a, text: 测量}}]\npages:\n"
        foot = "takeaways: [{id: t, text: 测完了}]\nnext_step: 看数字。\n"
        _write(folder / f"lessons/reading/{id}.yaml", head + "".join(_page(id, n) for n in range(pages)) + foot)
    module = f"  - {{id: reading, title: 阅读, summary: 测量, lessons: [{', '.join(ids)}]}}\n"
    route = "  - {id: full, title: 全程, summary: 测量, legs: [{id: all, title: 全部, modules: [reading]}]}\n"
    _write(folder / "lessons/course.yaml", f"format: 1\ntitle: 测量\nmodules:\n{module}routes:\n{route}")
    return ids


def _page(lesson: str, n: int) -> str:
    options = "".join(
        f"          - {{id: {letter}, text: 先打电话问清原因，再约时间当面谈，做法 {letter}, "
        + ("correct: true}\n" if letter == "b" else "feedback: 这样做太急，客户会更想走。}\n")
        for letter in LETTERS
    )
    cells = "{id: a, text: 第一格}, {id: b, text: 第二格}, {id: c, text: 第三格}"
    columns = "{id: a, text: 甲}, {id: b, text: 乙}, {id: c, text: 丙}"
    rows = ", ".join(f"{{id: r{row}, cells: [{cells}]}}" for row in range(3))
    return (
        f"  - id: page-{n}\n    title: 第{n}页\n    blocks:\n"
        f"      - {{id: story-{n}, kind: callout, tone: story, text: {READING}}}\n"
        f"      - {{id: text-{n}, kind: text, text: {READING}}}\n"
        f"      - {{id: table-{n}, kind: table, caption: 三行三列, columns: [{columns}], rows: [{rows}]}}\n"
        f"      - id: {lesson}-q{n}\n        kind: single\n        difficulty: 1\n        stem: {stem_of(0, n)}\n"
        f"        explanation: 先听清楚原因，再谈条件。\n        options:\n{options}"
    )


def value_at(labels: list[str], index: int) -> str | bool:
    """What the engine keeps when the option at `index` was chosen, by the labels the page shows."""
    return index == 0 if len(labels) == 2 else labels[index][-1]


def large_root(folder: Path, questions: int, files: int) -> int:
    """A bank of all kinds in several files, with English overlays; its size in bytes."""
    share, size = questions // files, 0
    makers = list(MAKERS.values())
    for number in range(files):
        zh, en = _head(number), f"format: 1\ntitle: Bank {number}\nsummary: A bank to be measured.\nquestions:\n"
        for n in range(share):
            base, overlay = makers[n % len(makers)](f"big-{number}-{n}", n)
            zh += base
            en += overlay
        for name, text in ((f"big-{number}.yaml", zh), (f"big-{number}.en.yaml", en)):
            size += _write(folder / "quizzes/bank" / name, text)
    return size


def _head(number: int) -> str:
    return f"format: 1\nid: big-{number}\ntitle: 题库{number}\nsummary: 用来测量的一套题。\norder: {number}\nquestions:\n"


def _write(file: Path, text: str) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return len(text.encode())


ZH = "客户来电说上周送到的货与合同写的型号不一样，已经影响了他们的生产安排"
EN = "The customer calls to say that last week's delivery was not the model in the contract and has held up their line"
WHY_ZH = "先确认事实与影响，再在自己的权限内给出办法，并约好下一次联系的时间，这样客户知道事情有人管。"
WHY_EN = "First establish the facts and the damage, then offer what is within your authority, and agree on the next call."


def _base(id: str, n: int, kind: str, body: str) -> str:
    head = f"  - id: {id}\n    kind: {kind}\n    difficulty: {n % 3 + 1}\n"
    words = f"    situation: {ZH}，第{n}次。\n    stem: 情形{n}里最先要做的是哪一件？\n"
    return f"{head}{words}{body}    explanation: {WHY_ZH}\n"


def _overlay(id: str, n: int, body: str) -> str:
    fields = f"    situation: {EN}, time {n}.\n    stem: What comes first in situation {n}?\n"
    return f"  {id}:\n{fields}{body}    explanation: {WHY_EN}\n"


def _parts(name: str, count: int, extra: Callable[[int], str], lang: str, feedback: bool = True) -> str:
    """A list of parts with ids p0, p1 ...: as a list in the base file, as a mapping in the overlay."""
    text = f"    {name}:\n"
    for i in range(count):
        if lang == "zh":
            text += f"      - id: p{i}\n        text: 做法{i}：先了解情况，再说怎么补救\n{extra(i)}"
            note = "只说对了一半，还要看对方的处境。"
        else:
            text += f"      p{i}:\n        text: Way {i}, find out first and then say how to repair it\n"
            note = "That is half of it; look at their position too."
        text += f"        feedback: {note}\n" if feedback else ""
    return text


def _nothing(_: int) -> str:
    return ""


def _choice(kind: str, right: int) -> Callable[[str, int], tuple[str, str]]:
    def made(id: str, n: int) -> tuple[str, str]:
        def key(i: int) -> str:
            return "        correct: true\n" if (i - n // 8) % 4 < right else ""

        return _base(id, n, kind, _parts("options", 4, key, "zh")), _overlay(id, n, _parts("options", 4, key, "en"))

    return made


def _placing(kind: str, places: str, field: str, count: int, free: int) -> Callable[[str, int], tuple[str, str]]:
    def made(id: str, n: int) -> tuple[str, str]:
        def at(i: int) -> str:
            return f"        {field}: p{i % free}\n"

        both = [
            _parts(places, free, _nothing, lang, feedback=False) + _parts("items", count, at, lang) for lang in ("zh", "en")
        ]
        return _base(id, n, kind, both[0]), _overlay(id, n, both[1])

    return made


def _true_false(id: str, n: int) -> tuple[str, str]:
    answer = json.dumps(n % 16 < 8)
    side = "feedback_false" if answer == "true" else "feedback_true"
    zh = f"    answer: {answer}\n    {side}: 再想一想对方的处境，先后次序不能反。\n"
    return _base(id, n, "true_false", zh), _overlay(id, n, f"    {side}: Think of their position once more.\n")


def _ordering(id: str, n: int) -> tuple[str, str]:
    zh, en = (_parts("items", 4, _nothing, lang) for lang in ("zh", "en"))
    return _base(id, n, "ordering", zh), _overlay(id, n, en)


def _fill_in(id: str, n: int) -> tuple[str, str]:
    zh = "    blanks:\n      - id: p0\n        label: 第一步\n        accepted: [确认, 先确认, 确认事实]\n"
    zh += f"      - id: p1\n        label: 天数\n        number: {n % 30 + 1}\n        tolerance: 1\n        unit: 天\n"
    en = "    blanks:\n      p0:\n        label: First step\n        accepted: [confirm, to confirm]\n"
    en += "      p1:\n        label: Days\n        unit: days\n"
    return _base(id, n, "fill_in", zh), _overlay(id, n, en)


def _scale(id: str, n: int) -> tuple[str, str]:
    zh, en = "    low: 完全不同意\n    high: 完全同意\n", "    low: Not at all\n    high: Fully\n"
    return _base(id, n, "scale", zh), _overlay(id, n, en)


MAKERS: dict[str, Callable[[str, int], tuple[str, str]]] = {
    "single": _choice("single", 1),
    "multiple": _choice("multiple", 2),
    "true_false": _true_false,
    "matching": _placing("matching", "targets", "target", 4, 5),
    "ordering": _ordering,
    "sorting": _placing("sorting", "groups", "group", 6, 3),
    "fill_in": _fill_in,
    "scale": _scale,
}
