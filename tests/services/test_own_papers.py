"""Papers of one's own: mistakes again, ten a day; what is in them and why, and that each lasts a day."""

from datetime import date, timedelta

import pytest

from engine.content.drawing import seed_of
from engine.services import learning, progress, remembering
from engine.services.context import Refused
from engine.services.remembering import DUE_IN_TEN, WEAK_IN_TEN
from engine.words import word
from tests.builders import DRILL, give, question, together
from tests.lessons import lesson_files
from tests.notebook import ANGRY, CALM, TESTED, TWINS, asked, retire, row_of, take, tomorrow, with_own_papers

ALL_ELSE = tuple(id for id in (*CALM, *ANGRY[1:]) if id not in TESTED)
"""All that ten a day may ask of the two topics, twins once."""


@pytest.fixture
def school(school):
    return with_own_papers(school)


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


def reasons(paper):
    """How many questions of a paper are there for each reason, in the order of the reasons."""
    whys = [why for _, why in paper]
    return {why: whys.count(why) for why in dict.fromkeys(whys)}


def paper_of(school, ctx, quiz, seed):
    """The paper of one's own that a seed gives."""
    course = school.library.current()
    with school.db.read() as c:
        return remembering.own_paper(ctx, c, course.quizzes["zh"][quiz], course, seed)


def test_due_mistakes_come_first(school, mei):
    """Mistakes again asks what is due, what is due longest first, and then what is not due yet; each says why."""
    take(mei, "calm-drill", "calm-3")
    tomorrow(school)
    take(mei, "drill", "judge")
    tomorrow(school)
    take(mei, "angry-drill", "angry-4", "angry-3")

    paper = learning.start(mei, "notebook")

    expected = [("calm-3", "due"), ("judge", "due"), ("angry-3", "mistake"), ("angry-4", "mistake")]
    assert asked(school, paper) == expected
    assert [(s.question.id, s.why) for s in learning.view(mei, paper).slots] == expected


def test_reason_is_told_only_in_papers_of_ones_own(mei):
    """Questions of any other paper are there for no reason of one's own."""
    assert {slot.why for slot in learning.view(mei, learning.start(mei, "drill")).slots} == {None}


def test_mistakes_are_at_most_as_many_as_the_quiz_says(school, mei):
    """Of twelve mistakes the quiz takes the ten that are due longest; the others come when there is room."""
    take(mei, "calm-drill", *CALM)
    school.clock.forward(hours=1)
    take(mei, "angry-drill", *ANGRY[2:6])
    tomorrow(school)

    paper = asked(school, learning.start(mei, "notebook"))

    assert [id for id, _ in paper] == [*CALM, *ANGRY[2:4]]


@pytest.mark.parametrize("quiz", ["notebook", "ten"])
def test_no_two_of_a_family(school, mei, quiz):
    """Of two wrong questions of one family a paper asks one."""
    for drill, twin in zip(("angry-drill", "twin-drill"), TWINS, strict=True):
        take(mei, drill, twin)
    tomorrow(school)

    paper = asked(school, learning.start(mei, quiz))

    assert [id for id, _ in paper if id in TWINS] == [TWINS[0]]


def test_paper_is_resumed_within_the_day(school, mei):
    """On one learner's day there is one paper, with the answers given and whatever was wrong meanwhile left out."""
    take(mei, "drill", "choose", "judge")
    paper = learning.start(mei, "notebook")
    give(mei, paper, 0, "b")
    take(mei, "calm-drill", "calm-1")
    school.clock.forward(hours=18, minutes=59)

    again = learning.start(mei, "notebook")

    assert (again, learning.view(mei, again).answered, len(learning.view(mei, again).slots)) == (paper, 1, 2)


def test_new_day_new_paper(school, mei):
    """At four in the morning the paper of yesterday is closed as it is, and a new one is made."""
    take(mei, "drill", "choose", "judge")
    tomorrow(school)
    old = learning.start(mei, "notebook")
    give(mei, old, 0, "b")
    school.clock.forward(hours=19)
    take(mei, "calm-drill", "calm-1")

    new = learning.start(mei, "notebook")

    closed = learning.view(mei, old)
    assert (closed.closed_by, closed.closed_at, closed.answered) == ("day", school.clock(), 1)
    assert (row_of(school, new).number, asked(school, new)) == (
        2,
        [("judge", "due"), ("calm-1", "mistake"), ("choose", "mistake")],
    )


def test_finished_paper_is_followed_by_another(school, mei):
    """Whoever has finished a paper may have another on the same day."""
    take(mei, "drill", "choose")

    papers = {take(mei, "notebook", right=("choose",)) for _ in range(2)}

    assert len(papers) == 2


def test_paper_of_yesterday_is_nothing_to_continue(school, mei):
    """A paper of one's own can be continued until the day is over; other papers at any time."""
    take(mei, "drill", "choose")
    learning.start(mei, "drill")
    school.clock.forward(seconds=1)
    learning.start(mei, "notebook")
    today = [row.quiz.id for row in progress.unfinished(mei)]
    tomorrow(school)

    assert (today, [row.quiz.id for row in progress.unfinished(mei)]) == (["notebook", "drill"], ["drill"])


def test_open_paper_keeps_a_question_that_was_retired(school, mei):
    """A retired question is in no new paper; in one that was begun it can be answered."""
    take(mei, "calm-drill", "calm-1", "calm-2")
    old = learning.start(mei, "notebook")
    retire(school, "calm-1")

    give(mei, old, 0, "b")
    learning.close(mei, old)
    new = learning.start(mei, "notebook")

    assert learning.view(mei, old).slots[0].state == "right"
    assert [id for id, _ in asked(school, new)] == ["calm-2"]


@pytest.mark.parametrize("left", ["nothing", "what was learnt", "what was retired"])
def test_empty_notebook_gives_no_paper(school, mei, left):
    """Without a mistake to ask the start is refused in words, and no attempt is left behind."""
    if left != "nothing":
        take(mei, "calm-drill", "calm-1")
    if left == "what was retired":
        retire(school, "calm-1")
    for _ in range(2 if left == "what was learnt" else 0):
        tomorrow(school)
        take(mei, "calm-drill", right=("calm-1",))

    with pytest.raises(Refused, match="no_mistakes"):
        learning.start(mei, "notebook")

    assert "notebook" not in [row.quiz.id for row in progress.history(mei)]
    assert "错题本是空的" in word("zh", "refused.no_mistakes")


def test_ten_for_a_newcomer(school, mei):
    """Whoever has answered nothing is asked ten questions not tried yet."""
    paper = asked(school, learning.start(mei, "ten"))

    assert reasons(paper) == {"new": 10}
    assert not {id for id, _ in paper} & {*TESTED, "rate"}


def test_ten_mixes_due_weak_and_new(school, mei):
    """At most six that are due, then at most four of weak topics, the weakest first, then new ones."""
    take(mei, "calm-drill", *CALM[:6], right=CALM[6:])
    take(mei, "drill", "choose", right=DRILL[1:5])
    tomorrow(school)

    paper = asked(school, learning.start(mei, "ten"))

    assert reasons(paper) == {"due": DUE_IN_TEN, "weak": 2, "new": 2}
    assert paper[:6] == [(id, "due") for id in CALM[:6]]
    assert {id for id, why in paper if why == "weak"} == {"sort", "fill"}
    assert {id for id, why in paper if why == "new"} < set(ANGRY)


def test_ten_takes_the_weakest_topic_first(school, mei):
    """Where two topics are weak the four places go to the weaker one; none of its mistakes waits in the notebook."""
    take(mei, "angry-drill", "angry-3", "angry-4", right=TWINS[:1])
    take(mei, "calm-drill", "calm-1", right=("calm-2",))

    paper = asked(school, learning.start(mei, "ten"))

    weak = [id for id, why in paper if why == "weak"]
    assert (len(weak), set(weak) < {*ANGRY} - {"angry-3", "angry-4"}) == (WEAK_IN_TEN, True)
    assert not {id for id, _ in paper} & {"angry-3", "angry-4", "calm-1", "calm-2"}


def test_ten_fills_up_with_what_is_due(school, mei):
    """Where nothing else is left to ask, more than six that are due are asked."""
    take(mei, "drill", right=DRILL)
    take(mei, "angry-drill", right=(TWINS[0], *ANGRY[2:]))
    take(mei, "twin-drill", right=TWINS[1:])
    take(mei, "calm-drill", *CALM)
    tomorrow(school)

    assert asked(school, learning.start(mei, "ten")) == [(id, "due") for id in CALM]


def test_ten_asks_a_tested_question_only_as_a_mistake(school, mei):
    """Questions of the fixed tests are kept for the tests, unless one was wrong: then it comes back like any other."""
    take(mei, "pre", TESTED[0], right=TESTED[1:])
    tomorrow(school)

    papers = [paper_of(school, mei, "ten", seed) for seed in range(30)]

    tested = [(id, why) for paper in papers for id, why in paper if id in TESTED]
    assert set(tested) == {(TESTED[0], "due")}
    assert {id for paper in papers for id, _ in paper} >= {id for id in ALL_ELSE if id in CALM}


def test_ten_asks_nothing_of_lessons_and_nothing_unmarked(school):
    """Checks of lessons and questions without a right answer are never drawn into ten a day."""
    school.files |= lesson_files()
    school.files["quizzes/bank/basics.yaml"]["questions"] += [question("mood", "scale", low="少", high="多")]
    loaded = school.publish()
    assert loaded.course, loaded.problems
    mei = school.sign_up("mei")

    drawn = {id for seed in range(40) for id, _ in paper_of(school, mei, "ten", seed)}

    assert drawn == {*DRILL, *ALL_ELSE, *TWINS}


def test_ten_refuses_when_all_is_known(school, mei):
    """Whoever knows everything is told so, in words that say why."""
    for drill, ids in (("drill", DRILL), ("calm-drill", CALM), ("angry-drill", ANGRY), ("twin-drill", ANGRY)):
        take(mei, drill, right=tuple(ids))

    with pytest.raises(Refused, match="nothing_to_ask"):
        learning.start(mei, "ten")


def test_same_seed_same_paper(school, mei):
    """A seed gives one paper, whoever asks for it again; another seed another."""
    take(mei, "drill", "choose", "judge")
    tomorrow(school)
    seed = seed_of(mei.me.subject_id, "ten", 1)

    kept = asked(school, learning.start(mei, "ten"))

    assert kept == paper_of(school, mei, "ten", seed) == paper_of(school, mei, "ten", seed)
    assert len({str(paper_of(school, mei, "ten", seed)) for seed in range(20)}) > 10


def test_days_of_a_paper_are_of_ones_own_zone(school):
    """In New York the paper begun at one in the night of Shanghai is still that of the day."""
    ben = school.sign_up("ben")
    school.clock.forward(hours=16)
    take(ben, "drill", "choose")
    paper = learning.start(ben, "notebook")
    abroad = school.ctx(type(ben.me)(**{**as_dict(ben.me), "zone": "America/New_York"}))
    school.clock.forward(hours=4)

    assert [learning.start(ctx, "notebook") == paper for ctx in (abroad, ben)] == [True, False]
    assert remembering.learners_day(school.clock(), "America/New_York") == date(2024, 3, 4)


def as_dict(actor):
    return {name: getattr(actor, name) for name in actor.__slots__}


def test_two_windows_start_one_paper(school, mei):
    """A paper begun in two windows at once is one paper."""
    take(mei, "drill", "choose")

    papers = together(*[lambda: learning.start(mei, "notebook")] * 4)

    assert len(set(papers)) == 1
    assert asked(school, papers[0]) == [("choose", "mistake")]


def test_yesterdays_page_still_takes_an_answer(school, mei):
    """Whoever answers after four on the page of yesterday loses nothing: the answer counts for the new day."""
    take(mei, "drill", "choose")
    paper = learning.start(mei, "notebook")
    school.clock.forward(days=1)

    give(mei, paper, 0, "b")

    (mistake,) = remembering.notebook(mei).mistakes
    assert (mistake.right_days, mistake.wrong_on + timedelta(days=1)) == (
        1,
        remembering.learners_day(school.clock(), "Asia/Shanghai"),
    )
