"""A case: stage by stage, each handed in as a whole, and judged by oneself at its end."""

from fractions import Fraction
from functools import partial

import pytest

from engine.services import cases, learning, personal, playing, progress
from engine.services.context import Refused
from engine.services.standings import rebuild
from engine.store import assessments, attempts, standings
from tests.builders import outcome, together
from tests.cases import CASE, FIRST, HANDED, JUDGED, REASON, STAGES, case_files, complete, hand_in, school_with
from tests.lessons import refuses, written


@pytest.fixture
def school(school):
    return school_with(school, case_files())


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


@pytest.fixture
def run(mei):
    """A run that has begun."""
    return learning.start(mei, CASE)


def newest(ctx):
    return cases.view(ctx, CASE).run


def given(school, attempt):
    """(slot, value) of every answer of an attempt."""
    with school.db.read() as c:
        return [(answer.slot, answer.value) for answer in attempts.answers_in(c, attempt)]


def stands(school, ctx):
    with school.db.read() as c:
        return standings.standings_of(c, ctx.me.subject_id)


def test_a_stage_is_handed_in_as_a_whole(school, mei, run):
    """The decision and its reason are kept together; then one is at the next stage."""
    assert (newest(mei).at, newest(mei).complete) == (0, False)

    cases.hand_in(mei, run, 0, FIRST)

    assert [slot for slot, _ in given(school, run)] == [0, 1]
    assert newest(mei).at == 1
    assert [slot.response for slot in newest(mei).attempt.slots[:2]] == list(FIRST.values())


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "stage_incomplete"),
        ({"c-first": "b"}, "reason_short"),
        ({"c-why": FIRST["c-why"]}, "stage_incomplete"),
        ({**FIRST, "c-first": None}, "stage_incomplete"),
        ({**FIRST, "c-first": "nosuch"}, "bad_response"),
        ({**FIRST, "c-why": {"typed": {"nosuch": "话"}}}, "bad_response"),
        ({**FIRST, "c-why": {"reason": "太短了"}}, "reason_short"),
    ],
)
def test_a_stage_with_something_open_is_not_handed_in_at_all(school, mei, run, values, code):
    """Where one part is missing, short or forged, nothing of the stage is kept, however good the rest is."""
    assert refuses(school, code, lambda: cases.hand_in(mei, run, 0, values))
    assert newest(mei).at == 0


def test_a_short_reason_says_how_many_characters_there_are_and_should_be(mei, run):
    """One learns how much is missing, and may write on."""
    short = {**FIRST, "c-why": {"reason": "  他等了三天 "}}

    with pytest.raises(Refused) as refused:
        cases.hand_in(mei, run, 0, short)

    assert (refused.value.code, refused.value.values) == ("reason_short", {"least": 10, "now": 5})


def test_no_reason_at_all_says_so_too(mei, run):
    """Whoever wrote nothing is told of the same number."""
    with pytest.raises(Refused) as refused:
        cases.hand_in(mei, run, 0, {"c-first": "b"})

    assert refused.value.values == {"least": 10, "now": 0}


@pytest.mark.parametrize("stage", [1, 2])
def test_no_later_stage_before_an_earlier(school, mei, run, stage):
    """Its text tells how the earlier one went on."""
    assert refuses(school, "stage_too_early", lambda: cases.hand_in(mei, run, stage, HANDED[stage]))


@pytest.mark.parametrize("stage", [-1, STAGES, 99])
def test_a_stage_that_is_not_there_is_refused(school, mei, run, stage):
    """A forged number changes nothing."""
    assert refuses(school, "no_such_case", lambda: cases.hand_in(mei, run, stage, FIRST))


def test_the_same_again_changes_nothing(school, mei, run):
    """A double click, or a retry after a crash, keeps one answer to each question."""
    cases.hand_in(mei, run, 0, FIRST)
    once = written(school)

    cases.hand_in(mei, run, 0, FIRST)

    assert written(school) == once


@pytest.mark.parametrize("change", [{"c-first": "a"}, {"c-why": {"reason": REASON + "改过。"}}])
def test_another_answer_to_a_stage_handed_in_is_refused(school, mei, run, change):
    """One knows by then how it went on: neither the decision nor the reason can be changed, at the end no more than now."""
    cases.hand_in(mei, run, 0, FIRST)

    assert refuses(school, "answered_elsewhere", lambda: cases.hand_in(mei, run, 0, {**FIRST, **change}))
    hand_in(mei, run, 1, 2)
    assert refuses(school, "answered_elsewhere", lambda: cases.hand_in(mei, run, 0, {**FIRST, **change}))


def test_of_two_windows_at_the_same_instant_one_decides(school, mei, run):
    """The stage of one is kept whole, never the decision of one with the reason of the other."""
    other = {"c-first": "a", "c-why": {"typed": {"reason": "换一个理由，也有十个字以上。"}, "chosen": {}}}

    outcomes = together(*(partial(cases.hand_in, mei, run, 0, values) for values in (FIRST, other)))

    kept = dict(zip(FIRST, (value for _, value in given(school, run)), strict=True))
    assert sorted(map(str, outcomes)) == ["None", "answered_elsewhere"]
    assert kept in (FIRST, other)


def test_a_draft_survives(mei, run):
    """Whoever leaves in the middle of a reason finds it again, and it goes once the stage is handed in."""
    learning.save_draft(mei, run, 1, {"reason": "写到一半"})

    assert newest(mei).attempt.slot(1).draft == {"typed": {"reason": "写到一半"}, "chosen": {}}

    cases.hand_in(mei, run, 0, FIRST)
    assert newest(mei).attempt.slot(1).draft is None


def test_the_questions_of_a_case_are_not_answered_one_by_one(school, mei, run):
    """The page of a quiz or lesson, pointed at a case, would get around the stages."""
    assert refuses(school, "in_case", lambda: learning.answer(mei, run, 0, 0, "b"))
    assert refuses(school, "finish_in_case", lambda: learning.close(mei, run))


def test_a_lesson_or_quiz_has_no_stages(school, mei):
    """What is no case is not handed in by stages, and has no self-assessment of that kind."""
    drill = learning.start(mei, "drill")

    assert refuses(school, "no_such_case", lambda: cases.hand_in(mei, drill, 0, FIRST))
    assert refuses(school, "no_such_case", lambda: cases.assess(mei, drill, JUDGED))
    assert outcome(lambda: cases.view(mei, "drill")) == "no_such_case"


def test_feedback_comes_once_the_stage_is_handed_in(mei, run):
    """Before, nothing tells what is right; afterwards a decision is settled, with its mark, and a reason has none."""
    assert [slot.right for slot in newest(mei).attempt.slots] == [None] * 4

    cases.hand_in(mei, run, 0, {**FIRST, "c-first": "a"})

    decided, reason, later, _ = newest(mei).attempt.slots
    assert (decided.state, decided.right, decided.settled) == ("wrong", "b", True)
    assert (reason.state, reason.settled) == ("unmarked", True)
    assert (later.state, later.right, later.settled) == (None, None, False)


def test_the_self_assessment_closes_the_run(school, mei, run):
    """After the last stage one judges one's own work by the rubric, and the run is done; 40 x 0.7 + 30 + 30 x 0.4."""
    hand_in(mei, run, 0, 1, 2)
    assert (newest(mei).at, newest(mei).complete, newest(mei).assessed) == (STAGES, False, None)

    cases.assess(mei, run, JUDGED)

    done = newest(mei)
    assert (done.complete, done.attempt.closed_at) == (True, school.clock.now)
    assert (done.assessed.points, done.assessed.levels, done.assessed.role) == (70, JUDGED, "self")


def test_a_run_is_not_assessed_before_its_end(school, mei, run):
    """Nobody judges what they have not done."""
    hand_in(mei, run, 0, 1)

    assert refuses(school, "stage_too_early", lambda: cases.assess(mei, run, JUDGED))


@pytest.mark.parametrize("levels", [{}, {"dates": "good"}, {**JUDGED, "words": "best"}, {**JUDGED, "more": "full"}])
def test_every_criterion_is_judged(school, mei, run, levels):
    """A level left out or made up is refused, and the run stays open."""
    hand_in(mei, run, 0, 1, 2)

    assert refuses(school, "every_criterion", lambda: cases.assess(mei, run, levels))
    with school.db.read() as c:
        assert assessments.assessments_in(c, run) == []


def test_a_self_assessment_stays(school, mei):
    """Once the run is finished nothing changes any more: a second assessment is passed over."""
    run = complete(mei)

    cases.assess(mei, run, dict.fromkeys(JUDGED, "full"))

    assert newest(mei).assessed.levels == JUDGED
    with school.db.read() as c:
        assert len(assessments.assessments_in(c, run)) == 1


def test_a_second_run_keeps_the_first(school, mei):
    """Both stand side by side, the newest first, each with its own answers and assessment."""
    complete(mei)
    school.clock.forward(days=1)

    again = learning.start(mei, CASE)
    cases.hand_in(mei, again, 0, {**FIRST, "c-first": "c"})

    second, first = cases.view(mei, CASE).runs
    assert [r.attempt.slot(0).response for r in (first, second)] == ["b", "c"]
    assert (first.complete, first.assessed.points, second.complete, second.assessed) == (True, 70, False, None)
    assert (second.at, second.attempt.number) == (1, 2)


def test_a_running_case_is_gone_on_with(mei, run):
    """A second start finds the run that is open."""
    cases.hand_in(mei, run, 0, FIRST)

    assert learning.start(mei, CASE) == run
    assert newest(mei).at == 1


def test_the_list_says_how_far_one_is(school, mei, run):
    """Stages of the newest run, and whether any was finished; of others nothing."""
    assert [(r.case.id, r.runs, r.at, r.complete, r.running) for r in cases.cases(mei)] == [(CASE, 1, 0, False, True)]

    hand_in(mei, run, 0, 1, 2)
    cases.assess(mei, run, JUDGED)
    school.clock.forward(hours=1)
    learning.start(mei, CASE)

    assert [(r.runs, r.at, r.complete, r.running) for r in cases.cases(mei)] == [(2, 0, True, True)]
    assert [(r.runs, r.complete) for r in cases.cases(school.sign_up("ben"))] == [(0, False)]
    assert cases.titles(mei) == {CASE: "店"}


def test_a_run_is_its_trainees_own(school, mei, run):
    """Nobody else hands in, judges or sees it, not even an admin."""
    boss = school.admin()

    assert refuses(school, "not_yours", lambda: cases.hand_in(boss, run, 0, FIRST))
    assert refuses(school, "not_yours", lambda: cases.assess(boss, run, JUDGED))
    assert cases.view(boss, CASE).runs == ()


def test_a_run_finishes_on_the_release_it_began_with(school, mei, run):
    """A case rewritten in the meantime does not change under a trainee's feet; the next run takes the new one."""
    cases.hand_in(mei, run, 0, FIRST)
    stages = school.files[f"cases/{CASE}/case.yaml"]["stages"]
    stages.pop(1)
    stages[0]["title"] = "新的第一段"
    school.publish()

    hand_in(mei, run, 1, 2)
    assert [stage.id for stage in cases.view(mei, CASE).case.stages] == ["s1", "s2", "s3"]
    cases.assess(mei, run, JUDGED)
    school.clock.forward(minutes=1)

    learning.start(mei, CASE)
    assert cases.view(mei, CASE).case.stages[0].title == "新的第一段"


def test_decisions_move_standings_and_a_rebuild_gives_the_same(school, mei, run):
    """What is marked counts at once, what is written does not; rebuilt from the answers it is the same."""
    hand_in(mei, run, 0)
    assert [(row.item, row.best) for row in stands(school, mei)] == [("c-first", 1)]
    cases.hand_in(mei, run, 1, {"c-both": ["a"]})
    hand_in(mei, run, 2)
    cases.assess(mei, run, JUDGED)
    live = stands(school, mei)

    rebuild(school.db)

    assert stands(school, mei) == live
    assert {row.item: row.latest for row in live} == {"c-first": Fraction(1), "c-both": Fraction(0)}


def test_the_history_tells_of_a_case(mei):
    """It stands among one's papers with the marks of its decisions, and in no list of quizzes."""
    complete(mei)

    (row,) = progress.history(mei)
    assert (row.quiz.id, row.answered, row.result.of, row.result.right) == (CASE, 4, 2, 2)
    assert all(CASE not in [q.id for q in progress.quizzes(mei, group)] for group in ("practice", "test", "exam", "case"))


def test_a_case_is_no_role_play(school, mei, run):
    """The page of role-plays, pointed at a case, is refused and changes nothing."""
    assert refuses(school, "not_yours", lambda: playing.choose(mei, run, 0, None, "b"))
    assert playing.plays(mei) == []


def test_erasure_takes_the_reasons_and_keeps_the_decisions(school, mei, tmp_path):
    """Own words go, chosen options stay under an id that leads to nobody; no comment is left."""
    run = complete(mei)
    subject = mei.me.subject_id

    personal.erase_me(mei, tmp_path)

    assert given(school, run) == [(0, "b"), (1, None), (2, ["a", "b"]), (3, None)]
    with school.db.read() as c:
        assert assessments.assessments_of(c, subject) == []
        assert [row.levels for row in assessments.assessments_in(c, run)] == [JUDGED]
        assert subject not in {row.by_subject for row in assessments.assessments_in(c, run)}
