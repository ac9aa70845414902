"""Releases: content in force, kept by digest, seen by every process."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.content.course import LANGS, Course
from engine.loading import loading
from engine.loading.loading import load
from engine.services import admin
from engine.services.library import Library, pack, unpack
from engine.services.library import __name__ as LIBRARY
from tests.builders import MORNING, bank, questions, write_course

REPOSITORY = Path(__file__).parents[2]
LOOK = 0.05


@pytest.fixture
def frequent(monkeypatch):
    """Processes look for a new release every twentieth of a second."""
    monkeypatch.setattr(f"{LIBRARY}.LOOK_EVERY", LOOK)


def without_digests(course: Course):
    return replace(course, digests={})


def test_unpacking_gives_what_was_packed(tmp_path):
    """A course of every kind of question, in two languages, comes out of its manifest and bodies as it went in."""
    english = {"format": 1, "title": "Basics", "summary": "On basics", "questions": _english(questions())}
    write_course(tmp_path, {"quizzes/bank/basics.yaml": bank(*questions()), "quizzes/bank/basics.en.yaml": english})
    course = load([tmp_path]).course
    assert course.question("choose", "en") != course.question("choose", "zh")

    manifest, bodies = pack(course)

    assert without_digests(unpack(json.loads(json.dumps(manifest)), bodies)) == without_digests(course)


def _english(asked):
    """The overlay of questions: every text in English."""
    return {q["id"]: _texts(q) for q in asked}


def _texts(part):
    found = {}
    for key, value in part.items():
        if key in ("text", "stem", "explanation", "feedback", "label", "low", "high"):
            found[key] = f"English {value}"
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found[key] = {item["id"]: _texts(item) for item in value}
    return found


def test_lessons_come_into_force_with_all_that_belongs_to_them(db):
    """A course with lessons, a figure, terms and an outline is the same in another process, read from the database."""
    root = REPOSITORY / "tests" / "loading" / "broken" / "lesson" / "sound"

    loaded = Library(db).publish([root], MORNING)

    current = Library(db).current()
    assert current.lessons["en"]
    assert without_digests(current) == loaded.course
    assert current.quiz("refund-basics").questions == ("ref-say-first",)
    assert set(current.digests) == set(current.questions["zh"])


def test_own_content_survives_packing():
    """The course of this repository comes out as it went in."""
    course = load([REPOSITORY]).course
    assert course is not None, "the repository's content does not pass its check"

    assert without_digests(unpack(*pack(course))) == without_digests(course)


def test_packing_is_the_same_every_time(school):
    """Equal content has one manifest, whatever the order of the files."""
    course = load([school.folder]).course
    mappings = {name: getattr(course, name) for name in ("topics", "questions", "quizzes")}
    turned = replace(
        course, **{name: {lang: dict(reversed(m[lang].items())) for lang in LANGS} for name, m in mappings.items()}
    )

    assert pack(turned) == pack(course)


def test_publishing_unchanged_content_makes_no_release(school):
    """The same content is the same release."""
    before = school.library.current_id()

    school.publish()

    assert school.library.current_id() == before


def test_broken_content_leaves_the_release_in_force(school):
    """Content with a mistake does not come into force; what is wrong is kept for the instructor to read."""
    before = school.library.current_id()
    school.ask("choose")["options"][0]["correct"] = True

    loaded = school.publish()

    assert (loaded.course, school.library.current_id()) == (None, before)
    assert [p.code for p in school.library.problems if p.level == "error"] == ["single_needs_one_correct"]
    assert school.library.current().question("choose").key == "b"


def test_empty_folder_leaves_the_release_in_force(school, tmp_path):
    """A content folder that has gone missing takes nothing out of force."""
    before = school.library.current_id()

    school.library.publish([tmp_path / "nowhere"], school.clock())

    assert (school.library.current_id(), school.library.problems[0].code) == (before, "no_content")


def test_mended_content_comes_into_force(school):
    """Once the mistake is mended the new content is in force and the problems are gone."""
    school.ask("choose")["options"][0]["correct"] = True
    school.publish()

    school.ask("choose")["options"][1]["correct"] = False
    school.publish()

    assert school.library.current().question("choose").key == "a"
    assert not [p for p in school.library.problems if p.level == "error"]


def test_content_taken_back_is_its_old_release(school):
    """Content that is set back to an earlier state is the earlier release again, in force."""
    first = school.library.current_id()
    school.ask("choose")["stem"] = "新的题干"
    school.publish()
    second = school.library.current_id()

    school.ask("choose")["stem"] = "choose？"
    school.publish()

    assert (school.library.current_id(), second == first) == (first, False)
    assert school.library.current().question("choose").stem == "choose？"


def test_other_process_sees_a_new_release(school, frequent):
    """A second process on the same database takes up a new release, and its being taken back, within LOOK_EVERY."""
    other = Library(school.db)
    assert other.current().question("choose").stem == "choose？"

    for stem in ("新的题干", "choose？"):
        school.ask("choose")["stem"] = stem
        school.publish()
        time.sleep(LOOK * 1.2)

        assert other.current_id() == school.library.current_id()
        assert other.current().question("choose").stem == stem


def test_release_is_not_looked_up_at_every_click(school, monkeypatch):
    """Between two looks the release in force costs no question to the database."""
    monkeypatch.setattr(f"{LIBRARY}.LOOK_EVERY", 60)
    other = Library(school.db)
    before = other.current_id()
    school.ask("choose")["stem"] = "新的题干"
    school.publish()

    assert other.current_id() == before


def test_sessions_share_one_course(school):
    """A release is unpacked once for each process."""
    assert school.library.current() is school.library.course(school.library.current_id())


def test_release_that_is_not_there(school):
    """A release that the database does not have is a KeyError."""
    with pytest.raises(KeyError):
        school.library.course(999)


def test_known_files_are_not_parsed_again(school, monkeypatch):
    """At a restart files whose digests are known come from the database: the parser is not called."""
    monkeypatch.setattr("engine.loading.reading._parse", _no_parser)

    loaded = Library(school.db).publish([school.folder], school.clock())

    assert loaded.problems == tuple(p for p in loaded.problems if p.level == "warning")
    assert loaded.course


def test_changed_file_alone_is_parsed(school, monkeypatch):
    """Of a course only the file that changed is parsed."""
    parsed = []
    parse = loading.parse
    school.ask("choose")["stem"] = "新的题干"
    monkeypatch.setattr(loading, "parse", lambda t, name, known: (known or parsed.append(name), parse(t, name, known))[1])

    school.publish()

    assert parsed == ["quizzes/bank/basics.yaml"]


def _no_parser(*_):
    raise AssertionError("parsed again")


def told(library):
    return [(p.code, p.file, p.values.get("names")) for p in library.problems if p.code in ("id_gone", "kind_changed")]


def test_an_old_id_with_another_kind_stays_out(school):
    """A question that becomes one of another kind keeps the release in force, and its place and both kinds are told."""
    before = school.library.current_id()
    judge = school.ask("judge")
    for key in [key for key in judge if key not in ("id", "stem", "explanation", "difficulty")]:
        del judge[key]
    judge.update(kind="scale", low="不同意", high="同意")

    loaded = school.publish()

    assert (loaded.course, school.library.current_id()) == (None, before)
    problem = next(p for p in school.library.problems if p.code == "kind_changed")
    assert (problem.file, problem.item, problem.level) == ("quizzes/bank/basics.yaml", (("questions", "judge"),), "error")
    assert problem.values == {"old": "true_false", "new": "scale"}
    line = (school.folder / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line.strip() == "kind: scale"


def test_a_question_that_is_gone_is_told_and_keeps_nothing_out(school):
    """A server may be given another course: what is gone is named once for each bank, and the new release is in force."""
    bank_of = school.files["quizzes/bank/basics.yaml"]
    bank_of["questions"] = [q for q in bank_of["questions"] if q["id"] not in ("match", "sort")]
    for name in ("drill", "final", "feelings"):
        school.files[f"quizzes/{name}.yaml"]["questions"] = ["choose"]

    loaded = school.publish()

    assert loaded.course is not None
    assert "match" not in school.library.current().questions["zh"]
    assert told(school.library) == [("id_gone", "quizzes/bank/basics.yaml", "match, sort")]
    state = admin.content_state(school.admin())
    assert (len(state.problems), [line.split("\n")[0] for line in state.gone]) == (
        0,
        ["quizzes/bank/basics.yaml:1:1: “basics”里少了 2 道正在用的题：match, sort"],
    )


def test_a_question_of_a_lesson_that_is_gone_is_told_at_its_lesson(class_of):
    """Questions in lessons are answered like those of the banks, so they last like them."""
    name, lesson = next((n, f) for n, f in class_of.files.items() if f.get("pages"))
    asked = next(block for page in lesson["pages"] for block in page["blocks"] if block["kind"] == "single")
    gone = asked["id"]
    asked["id"] = "renamed"

    loaded = class_of.publish()

    assert loaded.course, loaded.problems
    assert told(class_of.library) == [("id_gone", name, gone)]


def test_a_retired_question_is_not_gone(school):
    """Whoever retires a question, as the hint says, is told nothing."""
    school.ask("match")["retired"] = True
    for name in ("drill", "final", "feelings"):
        school.files[f"quizzes/{name}.yaml"]["questions"] = ["choose"]

    assert school.publish().course
    assert told(school.library) == []


def test_the_first_release_and_the_same_again_are_compared_with_nothing(school):
    """Neither a first start nor a restart speaks of what is gone."""
    school.publish()

    assert told(school.library) == []
