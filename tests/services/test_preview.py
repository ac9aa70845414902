"""A preview: what is wrong is told at once, what is sound is shown, and the author stays where they were."""

import json
import os
import shutil
from pathlib import Path

import pytest

from engine.commands.guide_samples import EXAMPLES
from engine.services import cases, drafts, learning, lessons, personal, playing, preview
from engine.services.context import Refused
from engine.services.desk import close_desk, desk
from engine.services.drafts import Drafts, bank_round
from engine.settings import settings
from engine.store import attempts
from tests.builders import RIGHT, School, bank, course_files, give, options, question, write_course
from tests.cases import CASE, case_files, complete, criterion, hand_in, stage
from tests.lessons import lesson_files

BANK, QUIZ, LESSON = "quizzes/bank/basics.yaml", "quizzes/drill.yaml", "lessons/m1/first.yaml"


@pytest.fixture
def study(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """A school whose library follows the files, which were read once; every look looks."""
    monkeypatch.setattr(drafts, "LOOK_EVERY", 0)
    school.files |= lesson_files()
    write_course(school.folder, school.files)
    school.library = Drafts(school.db, [school.folder])
    school.library.look(school.clock())
    assert not [p for p in school.library.problems if p.level == "error"]
    return school


def author(study: School, lang="zh"):
    return study.ctx(preview.author(study.library, lang, study.clock()), lang)


def write(study: School, name: str, body) -> None:
    (study.folder / name).write_text(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), "utf-8")


def errors(seen):
    return [told for told in seen.problems if told.level == "error"]


def stem(study: School, id: str = "choose") -> str:
    return study.library.current().question(id).stem


def test_what_is_written_is_seen_with_the_next_look(study):
    study.ask("choose")["stem"] = "新的题干？"
    write(study, BANK, study.files[BANK])

    seen = preview.news(author(study))

    assert (errors(seen), seen.reading.assembled, stem(study)) == ([], True, "新的题干？")


def test_a_broken_file_is_told_and_shown_as_it_was(study):
    """The place, the words and the hint, in the language of the reader; below it what was sound before."""
    study.ask("choose")["options"][0]["correct"] = True
    write(study, BANK, study.files[BANK])

    told = {lang: errors(preview.news(author(study, lang)))[0] for lang in ("zh", "en")}

    assert told["zh"].place == told["en"].place == f"{BANK}:1"
    assert "单选题要有且只有一个正确选项" in told["zh"].message
    assert "exactly one correct option" in told["en"].message
    assert told["zh"].hint and told["en"].hint
    assert study.library.reading.behind == (BANK,)
    assert study.library.current().question("choose").key == "b"


def test_a_mended_file_is_shown_and_the_problem_is_gone(study):
    sound = study.folder.joinpath(BANK).read_text("utf-8")
    write(study, BANK, "id: [")
    assert errors(preview.news(author(study)))
    write(study, BANK, sound.replace("choose？", "改好了？"))

    seen = preview.news(author(study))

    assert (errors(seen), seen.reading.behind, stem(study)) == ([], (), "改好了？")


def test_other_files_are_shown_as_they_are_now(study):
    """One broken file keeps no other from being followed."""
    write(study, QUIZ, "id: [")
    study.ask("choose")["stem"] = "照样看得到？"
    write(study, BANK, study.files[BANK])

    seen = preview.news(author(study))

    assert (seen.reading.behind, stem(study)) == ((QUIZ,), "照样看得到？")
    assert "drill" in study.library.current().quizzes["zh"]


def test_a_first_look_at_a_broken_folder_shows_what_is_sound(db, tmp_path):
    """What was never sound is left out, and so is what cannot be without it."""
    folder = write_course(tmp_path / "content", course_files() | lesson_files())
    (folder / QUIZ).write_text("id: [", "utf-8")
    (folder / LESSON).write_text("format: 1\n", "utf-8")
    library = Drafts(db, [folder])

    library.look(School(db, tmp_path / "other", publish=False).clock())

    assert library.reading.absent == ("lessons/course.yaml", "lessons/m1/everything.yaml", LESSON, QUIZ)
    assert set(library.current().lessons["zh"]) == {"last"}
    assert {"final", "mixed", "feelings"} <= set(library.current().quizzes["zh"])


def test_a_broken_overlay_leaves_the_chinese(db, tmp_path):
    """Without an English version that was ever sound, English readers see the Chinese words."""
    folder = write_course(tmp_path / "content", course_files())
    (folder / "quizzes/drill.en.yaml").write_text("format: 1\ntitle: 3\n", "utf-8")
    library = Drafts(db, [folder])

    library.look(School(db, tmp_path / "other", publish=False).clock())

    assert library.current().quizzes["en"]["drill"].title == "drill"
    assert next(p.file for p in library.problems if p.level == "error") == "quizzes/drill.en.yaml"


def test_where_no_course_can_be_put_together_the_last_one_stays(study):
    """A bank that is gone would take quizzes with it: then everything stays as it was, and that is said."""
    study.ask("choose")["stem"] = "还没有人看过？"
    (study.folder / BANK).unlink()
    write(study, "quizzes/bank/others.yaml", bank(question("new-one", "scale", low="少", high="多"), id="others"))

    seen = preview.news(author(study))

    assert (seen.reading.assembled, stem(study)) == (False, "choose？")
    assert errors(seen)
    assert "drill" in study.library.current().quizzes["zh"]


def test_a_folder_that_has_gone_takes_nothing_away(study):
    """A drive that is not there for a moment."""
    study.folder.rename(study.folder.with_name("elsewhere"))

    seen = preview.news(author(study))

    assert (seen.reading.assembled, [told.level for told in seen.problems], stem(study)) == (False, ["error"], "choose？")


def test_a_file_that_was_taken_away_is_gone(study):
    (study.folder / "quizzes/mixed.yaml").unlink()

    preview.look(author(study))

    assert "mixed" not in study.library.current().quizzes["zh"]
    assert study.library.reading.assembled


def test_files_are_read_only_when_one_has_changed(study, monkeypatch):
    read = []
    load = drafts.load
    monkeypatch.setattr(drafts, "load", lambda *a, **k: (read.append(1), load(*a, **k))[1])

    for _ in range(3):
        study.library.look(study.clock())
    assert read == []
    os.utime(study.folder / BANK, ns=(1, 1))
    for _ in range(3):
        study.library.look(study.clock())

    assert read == [1]


def test_files_are_looked_at_once_a_second(study, monkeypatch):
    monkeypatch.setattr(drafts, "LOOK_EVERY", 60)
    before = study.library.look(study.clock()).number
    write(study, QUIZ, "id: [")

    assert study.library.look(study.clock()).number == before


def test_other_words_keep_the_attempt_and_its_answers(study):
    """An author who changes a feedback sees it at once at the question already answered."""
    me = author(study)
    attempt = preview.begin(me, "drill")
    give(me, attempt, 0, "a")
    study.ask("choose")["options"][0]["feedback"] = "新的反馈"
    write(study, BANK, study.files[BANK])
    preview.look(me)

    assert preview.follow(me, attempt, 0) == (attempt, 0)
    shown = learning.view(me, attempt).slots[0]
    assert (shown.response, shown.question.options[0].feedback) == ("a", "新的反馈")


def test_another_key_begins_anew_at_the_same_question(study):
    me = author(study)
    attempt = preview.begin(me, "drill")
    for slot, id in enumerate(("choose", "choose-many")):
        give(me, attempt, slot, RIGHT[id])
    study.files[QUIZ]["questions"].remove("choose")
    write(study, QUIZ, study.files[QUIZ])
    preview.look(me)

    new, slot = preview.follow(me, attempt, 1)

    assert new != attempt
    assert learning.view(me, new).slots[slot].question.id == "choose-many"
    assert learning.view(me, new).answered == 0


def test_a_paper_handed_in_stays_as_it_was(study):
    me = author(study)
    attempt = preview.begin(me, "drill")
    learning.close(me, attempt)
    study.ask("choose")["options"][0]["correct"], study.ask("choose")["options"][1]["correct"] = True, False
    write(study, BANK, study.files[BANK])
    preview.look(me)

    assert preview.follow(me, attempt) == (attempt, 0)
    assert learning.view(me, attempt).slots[0].question.key == "b"


def test_a_quiz_can_be_begun_as_often_as_one_likes(study):
    """The exam gives two attempts to a trainee."""
    me = author(study)

    for _ in range(4):
        learning.close(me, preview.begin(me, "final"))

    assert learning.view(me, preview.begin(me, "final")).number == 5


def test_a_quiz_that_is_open_goes_on(study):
    me = author(study)

    assert preview.begin(me, "drill") == preview.begin(me, "drill")


def test_a_lesson_opens_at_any_page_without_having_answered(study):
    """An address with a page begins the lesson; without one the page before its beginning is shown."""
    me = author(study)
    preview.open_lesson(me, "first", begun=False)
    assert lessons.view(me, "first").attempt is None

    preview.open_lesson(me, "first", begun=True)

    assert lessons.view(me, "first").attempt is not None


def test_a_lesson_shows_its_newest_words_and_pages(study):
    me = author(study)
    preview.open_lesson(me, "first", begun=True)
    begun = lessons.view(me, "first").attempt.id
    study.files[LESSON]["pages"][0]["title"] = "新的标题"
    write(study, LESSON, study.files[LESSON])
    preview.look(me)

    preview.open_lesson(me, "first", begun=True)

    seen = lessons.view(me, "first")
    assert (seen.lesson.pages[0].title, seen.attempt.id) == ("新的标题", begun)


def test_a_lesson_with_another_question_begins_anew(study):
    me = author(study)
    preview.open_lesson(me, "first", begun=True)
    begun = lessons.view(me, "first").attempt.id
    more = question("first-more", "true_false", answer=True, feedback_false="不对")
    study.files[LESSON]["pages"][1]["blocks"].append(more)
    write(study, LESSON, study.files[LESSON])
    study.clock.forward(seconds=2)
    preview.look(me)

    preview.open_lesson(me, "first", begun=False)

    seen = lessons.view(me, "first")
    assert seen.attempt.id != begun
    assert [slot.question.id for slot in seen.attempt.slots] == ["first-ask", "first-more"]


def test_every_unit_is_listed(study):
    """A bank is a paper of all its questions in the order written."""
    write(study, "lessons/glossary.yaml", {"format": 1, "terms": [{"id": "call", "text": "回访", "meaning": "打电话"}]})
    me = author(study)
    preview.look(me)

    found = preview.units(me)

    assert [lesson.id for lesson in found.lessons] == ["first", "everything", "last"]
    assert [quiz.id for quiz in found.quizzes] == ["drill", "feelings", "final", "mixed"]
    assert [(shelf.topic.id, len(shelf.questions)) for shelf in found.banks] == [("basics", 8)]
    assert ([f.id for f in found.figures], [t.id for t in found.terms]) == (["curve"], ["call"])
    asked = learning.view(me, preview.begin(me, bank_round("basics")))
    assert [slot.question.id for slot in asked.slots] == [q["id"] for q in study.files[BANK]["questions"]]


def test_the_author_is_one_person_without_a_pass_phrase(study):
    first = author(study).me

    assert author(study).me == first
    assert (first.is_admin, first.lang, first.name) == (False, "zh", "作者")


def test_each_tab_of_the_author_has_its_own_language(study):
    zh, en = author(study, "zh").me, author(study, "en").me

    assert (zh.person_id, zh.lang, en.lang) == (en.person_id, "zh", "en")


def test_an_author_who_erased_themselves_is_another(study, tmp_path):
    me = author(study)
    personal.erase_me(me, tmp_path / "data")

    assert author(study).me.person_id != me.me.person_id


def test_a_usual_library_signs_nobody_in(school):
    assert preview.author(school.library, "zh", school.clock()) is None


@pytest.mark.parametrize(
    "service",
    [
        preview.look,
        preview.news,
        preview.units,
        lambda ctx: preview.begin(ctx, "drill"),
        lambda ctx: preview.open_lesson(ctx, "first", begun=True),
        lambda ctx: preview.open_case(ctx, "shop", 1),
        lambda ctx: preview.follow(ctx, "attempt"),
    ],
    ids=["look", "news", "units", "begin", "open_lesson", "open_case", "follow"],
)
def test_nobody_previews_outside_a_preview(school, service):
    """Not who is not signed in, and nobody where people really learn."""
    with pytest.raises(Refused, match="sign_in_first"):
        service(school.ctx())
    with pytest.raises(Refused, match="no_preview"):
        service(school.sign_up("mei"))


def test_an_attempt_of_somebody_else_is_not_followed(study):
    ben = study.sign_up("ben")
    theirs = learning.start(ben, "drill")

    with pytest.raises(Refused, match="not_yours"):
        preview.follow(author(study), theirs)


def test_only_a_preview_moves_an_attempt_to_another_release(study):
    """Elsewhere what was begun is finished as it was: a usual start resumes on the old release."""
    me = author(study)
    attempt = preview.begin(me, "drill")
    study.ask("choose")["stem"] = "新的？"
    write(study, BANK, study.files[BANK])
    preview.look(me)

    assert learning.view(me, learning.start(me, "drill")).slots[0].question.stem == "choose？"
    preview.follow(me, attempt)
    with study.db.read() as c:
        row = attempts.attempt_by_id(c, attempt)
    assert row.release_id == study.library.current_id()


def test_a_preview_has_a_folder_of_its_own_that_is_gone_at_the_end(environment, tmp_path):
    """Real data stays as it is, whatever the other settings say."""
    real = tmp_path / "data"
    real.mkdir()
    (real / "rapport.db").write_bytes(b"real")
    content = write_course(tmp_path / "content", course_files())
    url = f"sqlite:///{(real / 'rapport.db').as_posix()}"
    environment(RAPPORT_DATA=str(real), RAPPORT_CONTENT=str(content), DATABASE_URL=url, RAPPORT_PREVIEW="1")

    opened = desk()

    assert isinstance(opened.library, Drafts)
    assert (settings().data / "rapport.db").is_file()
    assert settings().data != real and str(real) not in settings().database_url
    close_desk()
    assert not settings().data.exists()
    assert (real / "rapport.db").read_bytes() == b"real"
    assert [f.name for f in Path(real).iterdir()] == ["rapport.db"]


PLAY = "cases/late-reply/roleplay-late-reply.yaml"


@pytest.fixture
def staged(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """The examples of the author guide as a school's folder."""
    monkeypatch.setattr(drafts, "LOOK_EVERY", 0)
    school.folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, school.folder)
    school.library = Drafts(school.db, [school.folder])
    school.library.look(school.clock())
    return school


def rewrite(study: School, name: str, old: str, new: str) -> None:
    text = (study.folder / name).read_text("utf-8")
    assert old in text
    write(study, name, text.replace(old, new, 1))


def test_a_role_play_goes_on_with_other_words(staged):
    me = author(staged)
    run = playing.begin(me, "late-reply", "beginner")
    playing.choose(me, run, 0, None, "own")
    rewrite(staged, PLAY, "title: 晚了两天的回音", "title: 换了名字")
    preview.look(me)

    assert preview.follow(me, run) == (run, 0)
    seen = playing.view(me, run)
    assert (seen.play.title, [move.choice.id for move in seen.moves]) == ("换了名字", ["own"])


def test_a_role_play_with_other_ways_begins_anew(staged):
    me = author(staged)
    run = playing.begin(me, "late-reply", "experienced")
    playing.choose(me, run, 0, None, "own")
    rewrite(staged, PLAY, "heat: 55", "heat: 40")
    preview.look(me)

    new, _ = preview.follow(me, run)

    seen = playing.view(me, new)
    assert (new != run, seen.moves, seen.state.heat, seen.mode) == (True, (), 40, "experienced")


def test_the_examples_of_the_guide_are_listed_whole(staged):
    """Every unit of the course has its way in, and so has every question of its banks."""
    course = staged.library.current()

    found = preview.units(author(staged))

    for name in ("lessons", "cases", "roleplays", "quizzes", "figures", "terms"):
        held = {unit.id for unit in getattr(course, name)["zh"].values()} - {bank_round(id) for id in course.topics["zh"]}
        assert held and {unit.id for unit in getattr(found, name)} == held, name
    banked = {q.id for q in course.questions["zh"].values() if not q.lesson}
    assert {question.id for shelf in found.banks for question in shelf.questions} == banked
    assert staged.library.problems == ()


def test_a_folder_with_a_case_alone_lists_it(db, tmp_path, monkeypatch):
    """Though its bank is still to be written: it counts for a topic of that name, as a lesson does."""
    monkeypatch.setattr(drafts, "LOOK_EVERY", 0)
    study = School(db, tmp_path / "other", publish=False)
    study.folder = write_course(tmp_path / "content", case_files())
    study.library = Drafts(db, [study.folder])
    study.library.look(study.clock())

    assert [case.id for case in preview.units(author(study)).cases] == [CASE]


@pytest.fixture
def staging(study: School) -> School:
    """The small course with a case in three stages, two of them handed in by the author."""
    study.files |= case_files()
    write_course(study.folder, study.files)
    me = author(study)
    preview.look(me)
    hand_in(me, learning.start(me, CASE), 0, 1)
    study.clock.forward(seconds=2)
    return study


SHOP = f"cases/{CASE}/case.yaml"


def test_a_case_goes_on_with_other_words(staging):
    me = author(staging)
    begun = cases.view(me, CASE).run.attempt.id
    staging.files[SHOP]["stages"][0]["news"] = "新的后来"
    write(staging, SHOP, staging.files[SHOP])
    preview.look(me)

    preview.open_case(me, CASE, None)

    seen = cases.view(me, CASE)
    assert (seen.case.stages[0].news, seen.run.attempt.id, seen.run.at) == ("新的后来", begun, 2)


def another_key(case):
    case["stages"][0]["blocks"][1]["options"] = options("a", "abc")


def a_stage_more(case):
    case["stages"].insert(1, stage("s9", question("c-more", "single", options=options("a", "abc"))))


def a_question_moved(case):
    case["stages"][1]["blocks"].insert(1, case["stages"][0]["blocks"].pop())


def other_points(case):
    case["rubric"] = [criterion("dates", 60), criterion("people", 20), criterion("words", 20)]


@pytest.mark.parametrize("change", [another_key, a_stage_more, a_question_moved, other_points])
def test_a_case_with_other_questions_stages_or_points_begins_anew(staging, change):
    """At the stage that was shown: what comes before it is handed in again, by its keys."""
    me = author(staging)
    begun = cases.view(me, CASE).run.attempt.id
    change(staging.files[SHOP])
    write(staging, SHOP, staging.files[SHOP])
    preview.look(me)
    assert not errors(preview.news(me))

    preview.open_case(me, CASE, 1)

    seen = cases.view(me, CASE)
    assert (seen.run.attempt.id != begun, seen.run.at, len(seen.runs)) == (True, 1, 2)
    assert len(seen.case.questions) == len(seen.run.attempt.slots)


def test_a_case_opens_at_any_stage(staged):
    """The decisions before it are the right ones, the words the author's own samples; its last page is the assessment."""
    me = author(staged)
    preview.open_case(me, "quiet-week", None)
    assert cases.view(me, "quiet-week").run is None

    preview.open_case(me, "quiet-week", 1)

    seen = cases.view(me, "quiet-week")
    assert (seen.run.at, seen.run.attempt.slots[0].state) == (1, "right")
    sample = seen.case.questions[1].fields[0].sample
    assert seen.run.attempt.slots[1].response["typed"] == {"reason": sample}
    preview.open_case(me, "quiet-week", 2)
    assert (cases.view(me, "quiet-week").run.at, len(cases.view(me, "quiet-week").runs)) == (2, 1)


def test_looking_back_at_a_case_hands_nothing_in(staging):
    """A stage that was decided is shown as it was decided, also of a run that came to its end."""
    me = author(staging)
    preview.open_case(me, CASE, 0)
    assert cases.view(me, CASE).run.at == 2
    run = complete(me)

    preview.open_case(me, CASE, 1)

    assert [run.attempt.id for run in cases.view(me, CASE).runs] == [run]
