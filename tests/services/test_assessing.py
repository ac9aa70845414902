"""Essays: assessed by oneself and by an instructor, whose released mark is the one that counts."""

import json
from fractions import Fraction
from functools import partial

import pytest

from engine.services import assessing, learning, lessons, personal, playing, progress
from engine.services.standings import rebuild
from engine.store import assessments, attempts, standings
from tests.builders import give, outcome
from tests.cases import LETTER, MARKED, PLAY, case_files, complete, essay_files, play_files, school_with
from tests.lessons import refuses, slot_of, written

SHORT = "字" * 59
"""One character less than asked: five of twenty points are lost."""


@pytest.fixture
def school(school):
    return school_with(school, {**essay_files(), **case_files()})


@pytest.fixture
def boss(school):
    return school.admin()


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


@pytest.fixture
def paper(mei):
    """A lesson in which an essay of the right length was handed in, in slot 1."""
    return handed_in(mei)


def handed_in(ctx, text=LETTER):
    attempt = learning.start(ctx, "write")
    give(ctx, attempt, slot_of(ctx, attempt, "w-essay"), text)
    return attempt


def essay_slot(ctx, attempt):
    return learning.view(ctx, attempt).slots[1]


def kept(school, attempt):
    with school.db.read() as c:
        return assessments.assessments_in(c, attempt)


def refused(school, code, call):
    """Whether `call` is refused with `code` and writes nothing, no assessment either."""
    with school.db.read() as c:
        before = [assessments.assessments_in(c, row.id) for row in attempts.all_attempts(c)]
    same = refuses(school, code, call)
    with school.db.read() as c:
        return same and before == [assessments.assessments_in(c, row.id) for row in attempts.all_attempts(c)]


def test_an_essay_has_no_mark_until_somebody_gives_one(mei, paper):
    """It is kept, may be changed, and is neither right nor wrong."""
    slot = essay_slot(mei, paper)

    assert (slot.response, slot.state, slot.fraction, slot.settled) == ({"typed": {"text": LETTER}}, "unmarked", None, False)


def test_ones_own_assessment_stands_beside_the_instructors(school, boss, mei, paper):
    """Both are kept with their points, one's own first; one's own moves no mark."""
    assessing.assess_own(mei, paper, 1, {"facts": "good", "tone": "some"})
    assert essay_slot(mei, paper).fraction is None

    assessing.assess(boss, paper, 1, 0, MARKED, "日期写得好", release=True)

    own, theirs = assessing.of_attempt(mei, paper)
    assert (own.role, own.points, own.comment) == ("self", 67, "")
    assert (theirs.role, theirs.points, theirs.comment, theirs.released) == ("instructor", 91, "日期写得好", True)
    assert (theirs.slot, theirs.step, theirs.levels) == (1, 0, MARKED)


def test_a_released_mark_is_the_one_in_force(school, boss, mei, paper):
    """50 of 50, 21 of 30 and 20 of 20 for the length: 91 of 100, with a receipt that gives it again."""
    assessing.assess(boss, paper, 1, 0, MARKED, release=True)

    slot = essay_slot(mei, paper)
    assert slot.fraction == Fraction(91, 100)
    assert (slot.receipt.formula, dict(slot.receipt.values)) == ("rubric", {"points": 9100, "of": 10_000})


def test_a_short_text_loses_points_for_its_length(school, boss, mei):
    """The program counts: whoever assesses does not have to."""
    paper = handed_in(mei, SHORT)

    assessing.assess(boss, paper, 1, 0, {"facts": "full", "tone": "full"}, release=True)

    assert essay_slot(mei, paper).fraction == Fraction(95, 100)
    assert assessing.of_attempt(mei, paper)[0].points == 95


def test_a_mark_that_is_not_released_is_the_instructors_alone(school, boss, mei, paper):
    """A trainee sees neither the mark nor the comment, and the essay still waits."""
    assessing.assess(boss, paper, 1, 0, MARKED, "先放一放")

    assert assessing.of_attempt(mei, paper) == []
    assert essay_slot(mei, paper).fraction is None
    assert len(assessing.waiting(boss)) == 1
    assert [row.released for row in kept(school, paper)] == [False]


def test_marked_again_the_newer_mark_counts(school, boss, mei, paper):
    """An instructor may change their mind: nothing is overwritten, the newest is in force."""
    assessing.assess(boss, paper, 1, 0, MARKED, release=True)
    school.clock.forward(minutes=1)
    assessing.assess(boss, paper, 1, 0, {"facts": "none", "tone": "full"}, release=True)

    assert [a.points for a in assessing.of_attempt(mei, paper)] == [91, 50]
    assert essay_slot(mei, paper).fraction == Fraction(1, 2)


def test_only_an_admin_marks(school, boss, mei, paper):
    """Neither its writer nor another trainee marks an essay, or sees which ones wait."""
    for ctx in (mei, school.sign_up("ben")):
        assert refused(school, "not_instructor", lambda ctx=ctx: assessing.assess(ctx, paper, 1, 0, MARKED, release=True))
        assert outcome(lambda ctx=ctx: assessing.waiting(ctx)) == "not_instructor"


def test_an_essay_is_assessed_by_its_writer_and_nobody_else(school, boss, mei, paper):
    """Not even an admin assesses in somebody's own name, or reads what they thought of it."""
    assert refused(school, "not_yours", lambda: assessing.assess_own(boss, paper, 1, MARKED))
    assert outcome(lambda: assessing.of_attempt(boss, paper)) == "not_yours"


def test_a_newer_version_is_the_one_to_be_marked(school, boss, mei, paper):
    """An essay handed in again while it was being read is not marked by its older text."""
    give(mei, paper, 1, LETTER + "再加一句。")

    assert refused(school, "written_anew", lambda: assessing.assess(boss, paper, 1, 0, MARKED, release=True))
    assessing.assess(boss, paper, 1, 1, MARKED, release=True)
    assert essay_slot(mei, paper).fraction == Fraction(91, 100)


def test_a_step_that_was_never_written_is_refused(school, boss, paper):
    """A forged step, slot or attempt marks nothing."""
    assert refused(school, "written_anew", lambda: assessing.assess(boss, paper, 1, 7, MARKED))
    assert refused(school, "nothing_written", lambda: assessing.assess(boss, paper, 9, 0, MARKED))
    assert refused(school, "nothing_written", lambda: assessing.assess(boss, paper, 0, 0, MARKED))
    assert refused(school, "no_such_question", lambda: assessing.assess(boss, "nosuch", 1, 0, MARKED))


def test_what_is_no_essay_is_not_assessed(school, boss, mei, paper):
    """A decision has its key; a rubric would be somebody's opinion of it."""
    give(mei, paper, 0, "b")

    assert refused(school, "no_such_question", lambda: assessing.assess(boss, paper, 0, 0, MARKED, release=True))
    assert refused(school, "no_such_question", lambda: assessing.assess_own(mei, paper, 0, MARKED))


@pytest.mark.parametrize("levels", [{}, {"facts": "full"}, {**MARKED, "tone": "best"}, {**MARKED, "more": "full"}])
def test_every_criterion_is_judged(school, boss, mei, paper, levels):
    """A level left out or made up is refused, of oneself and of an instructor."""
    assert refused(school, "every_criterion", lambda: assessing.assess_own(mei, paper, 1, levels))
    assert refused(school, "every_criterion", lambda: assessing.assess(boss, paper, 1, 0, levels, release=True))


@pytest.mark.parametrize("comment", ["长" * 2001, "零\0字"])
def test_a_comment_has_its_bounds(school, boss, paper, comment):
    """2000 characters are taken; more, and what no database keeps, is refused."""
    assert refused(school, "comment_too_long", lambda: assessing.assess(boss, paper, 1, 0, MARKED, comment))

    assessing.assess(boss, paper, 1, 0, MARKED, "长" * 2000)


def test_waiting_lists_the_newest_version_of_each_without_names(school, boss, mei, paper):
    """What was handed in first is read first; of two versions only the newer; of whom it is nothing is said."""
    school.clock.forward(minutes=1)
    ben = handed_in(school.sign_up("ben"), SHORT)
    school.clock.forward(minutes=1)
    give(mei, paper, 1, LETTER + "改")

    rows = assessing.waiting(boss)

    assert [(w.attempt_id, w.slot, w.step, w.counted) for w in rows] == [(ben, 1, 0, 59), (paper, 1, 1, 67)]
    assert [w.text for w in rows] == [SHORT, LETTER + "改"]
    assert rows[0].question.id == "w-essay"
    subject = mei.me.subject_id
    assert [w for w in rows if subject in repr(w) or "mei" in repr(w)] == []


def test_an_essay_that_was_marked_waits_no_more_until_it_is_written_anew(school, boss, mei, paper):
    """Released, it leaves the list; another version comes back onto it."""
    assessing.assess(boss, paper, 1, 0, MARKED, release=True)
    assert assessing.waiting(boss) == []

    give(mei, paper, 1, LETTER + "改")

    assert [w.step for w in assessing.waiting(boss)] == [1]
    assert essay_slot(mei, paper).fraction is None


def test_the_essay_of_a_case_waits_and_is_marked_too(school, boss, mei):
    """It is closed by then; the mark comes all the same."""
    run = complete(mei)

    (waiting,) = assessing.waiting(boss)
    assessing.assess(boss, run, waiting.slot, waiting.step, MARKED, "写得实在", release=True)

    slot = learning.view(mei, run).slots[waiting.slot]
    assert (waiting.attempt_id, waiting.slot) == (run, 3)
    assert slot.fraction == Fraction(91, 100)
    assert [(a.slot, a.role) for a in assessing.of_attempt(mei, run)] == [(None, "self"), (3, "instructor")]


def test_a_mark_counts_in_the_result_once_it_is_there(school, boss, mei, paper):
    """A lesson finished before its essay was marked has the result of the rest; afterwards the essay is in it."""
    give(mei, paper, 0, "b")
    lessons.finish(mei, paper)
    assert [(row.result.of, row.result.fraction) for row in progress.history(mei)] == [(1, 1)]

    assessing.assess(boss, paper, 1, 0, MARKED, release=True)

    assert [(row.result.of, row.result.fraction) for row in progress.history(mei)] == [(2, Fraction(191, 200))]


def test_a_mark_moves_no_standing_and_a_rebuild_agrees(school, boss, mei, paper):
    """An essay cannot be asked again, so it is no card and no progress of a topic, before a rebuild and after."""
    give(mei, paper, 0, "a")
    assessing.assess(boss, paper, 1, 0, MARKED, release=True)
    with school.db.read() as c:
        live = standings.standings_of(c, mei.me.subject_id)

    rebuild(school.db)

    with school.db.read() as c:
        assert standings.standings_of(c, mei.me.subject_id) == live
    assert [row.item for row in live] == ["w-ask"]


def test_an_export_has_the_assessments_of_ones_own_work(school, boss, mei, paper):
    """One's own and the released ones with their comments; neither an unreleased one nor those of others."""
    assessing.assess_own(mei, paper, 1, {"facts": "good", "tone": "some"})
    assessing.assess(boss, paper, 1, 0, MARKED, "还没想好")
    assessing.assess(boss, paper, 1, 0, MARKED, "好", release=True)
    other = handed_in(school.sign_up("ben"))
    assessing.assess(boss, other, 1, 0, MARKED, "给别人的话", release=True)

    taken = json.loads(personal.export_json(school.db, mei.me.person_id))

    assert [(a["role"], a["levels"], a["comment"]) for a in taken["assessments"]] == [
        ("self", {"facts": "good", "tone": "some"}, ""),
        ("instructor", MARKED, "好"),
    ]
    assert "还没想好" not in json.dumps(taken, ensure_ascii=False)
    assert personal.export(school.db, boss.me.person_id)["assessments"] == []


def test_an_export_does_not_say_who_marked(school, boss, mei, paper):
    """An instructor's id is the instructor's."""
    assessing.assess(boss, paper, 1, 0, MARKED, release=True)

    assert boss.me.subject_id not in personal.export_json(school.db, mei.me.person_id)


def test_erasure_takes_the_text_and_what_was_written_about_it(school, boss, mei, paper, tmp_path):
    """Text, older versions and comments go; the levels stay for averages under an id that leads to nobody."""
    give(mei, paper, 1, LETTER + "再说一句心里话")
    assessing.assess(boss, paper, 1, 1, MARKED, "小梅的信", release=True)

    personal.erase_me(mei, tmp_path)

    with school.db.read() as c:
        assert [answer.value for answer in attempts.answers_to_slot(c, paper, 1)] == [None, None]
    assert [(row.levels, row.comment) for row in kept(school, paper)] == [(MARKED, "")]
    assert assessing.waiting(boss) == []
    assert refused(school, "nothing_written", lambda: assessing.assess(boss, paper, 1, 1, MARKED, release=True))


def test_an_instructor_who_is_erased_leaves_the_marks(school, boss, mei, paper, tmp_path):
    """A trainee keeps mark and comment; whose they were leads to nobody."""
    assessing.assess(boss, paper, 1, 0, MARKED, "好", release=True)
    was = boss.me.subject_id

    personal.erase_me(boss, tmp_path)

    assert essay_slot(mei, paper).fraction == Fraction(91, 100)
    assert [row.by_subject == was for row in kept(school, paper)] == [False]


def test_a_role_play_has_nothing_to_assess(school, boss, mei):
    """A run pointed at by a forged page is refused in words, not with a traceback."""
    school_with(school, play_files())
    run = playing.begin(mei, PLAY, "beginner")
    playing.choose(mei, run, 0, None, "n1b")

    assert refused(school, "no_such_question", lambda: assessing.assess(boss, run, 0, 0, MARKED))
    assert refused(school, "no_such_question", lambda: assessing.assess_own(mei, run, 0, MARKED))


def test_an_essay_in_another_window_is_refused(school, mei, paper):
    """An older window that would overwrite a newer version is told."""
    give(mei, paper, 1, LETTER + "改")

    assert refuses(school, "answered_elsewhere", partial(learning.answer, mei, paper, 1, 1, LETTER))
    once = written(school)
    learning.answer(mei, paper, 1, 1, LETTER + "改")
    assert written(school) == once
