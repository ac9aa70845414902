"""How one is getting on: topics, days, history, what counts, what to continue."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from engine.scoring.results import weakest
from engine.services import identity, learning, progress
from engine.services.progress import Day, learners_day
from tests.builders import DRILL, RIGHT, WRONG, bank, give, options, question, quiz

MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)
THIRD, HALF = Fraction(1, 3), Fraction(1, 2)


def sit(ctx, quiz, values):
    """One attempt from start to close."""
    attempt = learning.start(ctx, quiz)
    for slot, value in enumerate(values):
        give(ctx, attempt, slot, value)
    learning.close(ctx, attempt)
    return attempt


def in_zone(school, ctx, zone):
    """The same person after moving to another time zone."""
    identity.change_settings(ctx, zone=zone)
    login = identity.login_name(ctx)
    return school.signed_in(school.cookie(identity.sign_in(school.ctx(), login, "a phrase to remember")))


def test_topics_of_a_newcomer(school):
    """A newcomer sees every topic with its questions and its practice, and no share."""
    (row,) = progress.topics(school.sign_up("mei"))

    assert (row.topic.id, row.practice.id) == ("basics", "drill")
    assert (row.progress.questions, row.progress.tried, row.progress.known, row.progress.share) == (7, 0, 0, None)


def test_topics_after_some_answers(school):
    """Known are those whose latest answer was fully right; the share is the mean of the latest marks."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, RIGHT["choose"])
    give(mei, drill, 1, ["a"])
    give(mei, drill, 3, WRONG["match"])

    (row,) = progress.topics(mei)

    assert (row.progress.tried, row.progress.known, row.progress.share) == (3, 1, HALF)


def test_topics_follow_the_latest_answer(school):
    """Whoever forgot what they knew no longer knows it."""
    mei = school.sign_up("mei")
    sit(mei, "drill", ["b"])
    sit(mei, "drill", ["a"])

    (row,) = progress.topics(mei)

    assert (row.progress.tried, row.progress.known, row.progress.share) == (1, 0, 0)


def test_retired_questions_leave_the_topic(school):
    """A question that was retired no longer counts in its topic, though it was answered."""
    mei = school.sign_up("mei")
    sit(mei, "drill", ["b"])
    for quiz_id in ("drill", "final", "feelings"):
        school.files[f"quizzes/{quiz_id}.yaml"]["questions"].remove("choose")
    school.ask("choose")["retired"] = True
    assert school.publish().course

    (row,) = progress.topics(mei)

    assert (row.progress.questions, row.progress.tried) == (6, 0)


def test_topics_stand_in_their_order(school):
    """Topics are listed by their number, then by id; the weakest among those with enough answers is known by name."""
    for id, order in (("zeta", 1), ("alpha", 2)):
        asked = [question(f"{id}-{i}", "single", options=options("b", "abc")) for i in range(3)]
        school.files[f"quizzes/bank/{id}.yaml"] = bank(*asked, id=id, order=order)
        school.files[f"quizzes/{id}-practice.yaml"] = quiz(
            f"{id}-practice", "practice", topic=id, questions=[q["id"] for q in asked]
        )
    assert school.publish().course
    mei = school.sign_up("mei")
    sit(mei, "zeta-practice", ["b", "a", "a"])
    sit(mei, "alpha-practice", ["b", "b", "a"])
    sit(mei, "drill", ["a"])

    rows = progress.topics(mei)

    assert [row.topic.id for row in rows] == ["zeta", "alpha", "basics"]
    assert weakest(row.progress for row in rows).topic == "zeta"


def test_progress_is_ones_own(school):
    """What others answer is in nobody else's progress."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    sit(mei, "drill", ["b"])

    assert progress.topics(ben)[0].progress.tried == 0
    assert (progress.history(ben), progress.days(ben), progress.today(ben), progress.unfinished(ben)) == ([], [], None, [])


def test_history(school):
    """Attempts stand newest first, with how much was answered and, once closed, what they earned."""
    mei = school.sign_up("mei")
    done = sit(mei, "drill", ["b", ["a"]])
    school.clock.forward(hours=1)
    going = learning.start(mei, "final")
    give(mei, going, 0, "b")

    rows = progress.history(mei)

    assert [(r.attempt_id, r.quiz.id, r.answered, r.questions) for r in rows] == [
        (going, "final", 1, 3),
        (done, "drill", 2, 7),
    ]
    assert (rows[0].result, rows[1].result.fraction) == (None, Fraction(3, 2) / 7)
    assert rows[1].result == learning.view(mei, done).result


def test_history_speaks_the_language_asked_for(school):
    """Titles come in the language of whoever asks, of the release the attempt was started on."""
    texts = {"format": 1, "title": "Drill", "intro": "A drill"}
    school.files["quizzes/drill.en.yaml"] = texts
    assert school.publish().course
    mei = school.sign_up("mei")
    learning.start(mei, "drill")

    titles = [progress.history(school.ctx(mei.actor, lang))[0].quiz.title for lang in ("zh", "en")]

    assert titles == ["drill", "Drill"]


def test_unfinished(school):
    """What is still open can be continued, newest first; what is closed cannot."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    school.clock.forward(minutes=1)
    sit(mei, "mixed", [])
    school.clock.forward(minutes=1)
    survey = learning.start(mei, "feelings")

    assert [row.attempt_id for row in progress.unfinished(mei)] == [survey, drill]


@pytest.mark.parametrize(
    ("counts", "shares"),
    [("best", [THIRD, Fraction(2, 3), Fraction(0)]), ("latest", [THIRD, Fraction(2, 3), Fraction(0)])],
)
def test_attempt_that_counts(school, counts, shares):
    """The best attempt counts, or the latest where the quiz says so; an attempt still open counts nothing."""
    school.files["quizzes/final.yaml"] |= {"counts": counts, "attempts": 9}
    school.publish()
    mei = school.sign_up("mei")
    for values in (["b"], ["b", ["a", "b"]], ["a"]):
        sit(mei, "final", values)
        school.clock.forward(minutes=1)
    learning.start(mei, "final")
    rows = progress.history(mei)
    assert [row.result and row.result.fraction for row in rows] == [None, *reversed(shares)]

    counted = progress.best_results(rows)["final"]

    assert (counted.number, counted.result.fraction) == {"best": (2, Fraction(2, 3)), "latest": (3, 0)}[counts]


def test_nothing_counts_yet(school):
    """Without a closed attempt no quiz has a result that counts."""
    mei = school.sign_up("mei")
    learning.start(mei, "final")

    assert progress.best_results(progress.history(mei)) == {}


def test_days(school):
    """Each learner's day has its number of answers and their mean mark, oldest first."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    give(mei, drill, 1, ["c"])
    school.clock.forward(days=1)
    give(mei, drill, 2, True)

    assert progress.days(mei) == [Day(MONDAY, 2, HALF), Day(TUESDAY, 1, Fraction(1))]
    assert progress.today(mei) == Day(TUESDAY, 1, Fraction(1))
    school.clock.forward(days=1)
    assert progress.today(mei) is None


def test_days_count_an_exam_answer_once(school):
    """Of an exam answer that was changed the last counts, of one taken back none, and before the close nothing."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    for value in ("a", "c", "b"):
        give(mei, exam, 0, value)
    give(mei, exam, 2, RIGHT["fill"])
    give(mei, exam, 2, None)
    before = progress.days(mei)

    learning.close(mei, exam)

    assert (before, progress.days(mei)) == ([], [Day(MONDAY, 1, Fraction(1))])


def test_days_leave_surveys_out(school):
    """A survey has no right answer and is no day's work."""
    mei = school.sign_up("mei")

    sit(mei, "feelings", [5, "a"])

    assert progress.days(mei) == []


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2024-03-04T19:59", "Asia/Shanghai", MONDAY),  # 03:59 on Tuesday is still Monday's evening
        ("2024-03-04T20:00", "Asia/Shanghai", TUESDAY),
        ("2024-03-04T16:01", "Asia/Shanghai", MONDAY),  # just past midnight
        ("2024-03-04T23:59", "UTC", MONDAY),
        ("2024-03-05T03:59", "UTC", MONDAY),
        ("2024-03-05T04:00", "UTC", TUESDAY),
        ("2024-03-05T04:00", "America/New_York", MONDAY),
        ("2024-03-04T22:14", "Asia/Kathmandu", MONDAY),  # 03:59 at +05:45
        ("2024-03-04T22:15", "Asia/Kathmandu", TUESDAY),
        ("2024-03-10T07:59", "America/New_York", date(2024, 3, 9)),  # clocks went forward: 03:59 EDT
        ("2024-03-10T08:00", "America/New_York", date(2024, 3, 10)),
        ("2024-11-03T08:59", "America/New_York", date(2024, 11, 2)),  # clocks went back: 03:59 EST
        ("2024-11-03T09:00", "America/New_York", date(2024, 11, 3)),
        ("2024-03-31T01:59", "Europe/Berlin", date(2024, 3, 30)),  # 03:59 CEST
        ("2024-03-31T02:00", "Europe/Berlin", date(2024, 3, 31)),
    ],
)
def test_learners_day_begins_at_four(at, zone, day):
    """A learner's day runs from four to four by the clock on their own wall, also when the clocks change."""
    assert learners_day(datetime.fromisoformat(at).replace(tzinfo=UTC), zone) == day


def test_days_are_those_of_ones_own_zone(school):
    """The same answers fall on other days for somebody who moved to another zone."""
    mei = school.sign_up("mei")
    school.clock.now = datetime(2024, 3, 4, 20, 30, tzinfo=UTC)
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")

    there = in_zone(school, mei, "America/New_York")

    assert [day.day for day in progress.days(mei)] == [TUESDAY]
    assert [day.day for day in progress.days(there)] == [MONDAY]
    assert (progress.today(there).answers, str(progress.zone_of(there))) == (1, "America/New_York")


def test_quizzes_of_a_group(school):
    """Quizzes are listed by group, in order of their ids, in the language asked for."""
    mei = school.sign_up("mei")

    listed = {group: [q.id for q in progress.quizzes(mei, group)] for group in ("practice", "exam", "test")}

    assert listed == {"practice": ["drill", "feelings", "mixed"], "exam": ["final"], "test": []}


def test_history_of_every_kind(school):
    """A paper answered right throughout is a whole one in history and topics alike."""
    mei = school.sign_up("mei")

    sit(mei, "drill", [RIGHT[id] for id in DRILL])

    result = progress.history(mei)[0].result
    assert (result.fraction, result.of, result.answered, result.right) == (1, 7, 7, 7)
    assert progress.topics(mei)[0].progress.share == 1
