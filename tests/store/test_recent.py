"""Answers that were read once are remembered, and what is remembered is never older than what is kept."""

from contextlib import contextmanager
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from engine.services import learning
from engine.services.context import Ctx, Refused
from engine.services.library import Library
from engine.store import attempts, database
from engine.store.schema import response, verdict
from tests.builders import DRILL, MORNING, RIGHT, WRONG, give, together

RECEIPT = {"formula": "share", "values": {"right": 1, "of": 3}}


@pytest.fixture
def elsewhere(school, url, opened):
    """The same person at another process, with a memory of its own."""
    other = opened(url)

    def at(ctx):
        return Ctx(other, Library(other), ctx.actor, ctx.clock, ctx.lang)

    return at


@pytest.fixture
def mei(school):
    """Somebody who may sit the exam as often as they like."""
    school.files["quizzes/final.yaml"]["attempts"] = None
    assert school.publish().course
    return school.sign_up("mei")


def seen(ctx, attempt):
    """An attempt as it is shown here and now."""
    view = learning.view(ctx, attempt)
    return view.slots, view.result, view.closed_at


def kept(ctx, attempt):
    """The same as somebody sees it who remembers nothing."""
    remembered, ctx.db.recent = ctx.db.recent, {}
    try:
        return seen(ctx, attempt)
    finally:
        ctx.db.recent = remembered


@contextmanager
def statements(db):
    """The statements made meanwhile."""
    made = []

    def note(_connection, _cursor, statement, *_rest):
        made.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield made
    event.remove(db.engine, "before_cursor_execute", note)


def judge(school, attempt, slot, fraction):
    """Append another verdict on the last answer to a slot, as a regrade does."""
    with school.db.write() as c:
        answer = attempts.answers_to_slot(c, attempt, slot)[-1]
        row = {"response_id": answer.id, "fraction": fraction, "receipt": RECEIPT, "digest": "d", "at": MORNING}
        attempts.append_verdict(c, {**row, "cause": "regrade"})


def undo(school, attempt):
    """Take every regrade of an attempt back."""
    with school.db.write() as c:
        mine = response.select().with_only_columns(response.c.id).where(response.c.attempt_id == attempt)
        regrades = verdict.c.response_id.in_(mine) & (verdict.c.cause == "regrade")
        c.execute(verdict.update().where(regrades).values(undone_at=MORNING))


def fractions(ctx, attempt):
    return [slot.fraction for slot in learning.view(ctx, attempt).slots[:2]]


def test_looking_again_reads_one_row(school, mei):
    """Whoever looks again at answers that are known asks the database once, however many there are."""
    drill = learning.start(mei, "drill")
    for slot in range(4):
        give(mei, drill, slot, RIGHT[DRILL[slot]])
    first = seen(mei, drill)

    with statements(school.db) as made:
        again = seen(mei, drill)

    assert (again, len(made)) == (first, 1)


def test_one_more_answer_reads_only_that_one(school, mei):
    """After one more answer only that one is read, and the others stand where they stood."""
    drill = learning.start(mei, "drill")
    for slot in (2, 0):
        give(mei, drill, slot, WRONG[DRILL[slot]])
    known = learning.view(mei, drill).given
    give(mei, drill, 1, RIGHT["choose-many"])

    grown = learning.view(mei, drill).given

    assert [grown[slot][0] is known[slot][0] for slot in (0, 2)] == [True, True]
    assert sorted(grown) == [0, 1, 2]


def test_answer_from_elsewhere_is_seen(mei, elsewhere):
    """An answer given at another process is in the next view here, a further try to the same question too."""
    drill = learning.start(mei, "drill")
    there, shown = elsewhere(mei), []
    for slot, value in ((0, "a"), (1, ["c"]), (0, "b")):
        give(there, drill, slot, value)
        shown.append([s.response for s in learning.view(mei, drill).slots[:2]])

    assert shown == [["a", None], ["a", ["c"]], ["b", ["c"]]]
    assert seen(mei, drill) == kept(mei, drill)


def test_answers_stand_in_their_order(mei, elsewhere):
    """Whatever the order in which answers came, and wherever, they stand by question, and each has its tries in order."""
    exam, there = learning.start(mei, "final"), elsewhere(mei)
    for ctx, slot, value in ((mei, 1, ["a"]), (there, 0, "a"), (mei, 1, ["b"]), (there, 0, "b"), (mei, 0, "c")):
        give(ctx, exam, slot, value)
        learning.view(mei, exam)

    given = learning.view(mei, exam).given
    assert {slot: [a.value for a in tries] for slot, tries in given.items()} == {0: ["a", "b", "c"], 1: [["a"], ["b"]]}
    assert list(given) == [0, 1]


def test_close_elsewhere_is_seen(mei, elsewhere):
    """An exam handed in at another process is closed in the next view, with its result."""
    exam = learning.start(mei, "final")
    give(mei, exam, 0, "b")
    before = learning.view(mei, exam)

    learning.close(elsewhere(mei), exam)

    after = learning.view(mei, exam)
    assert (before.result, before.closed_at, after.result.right) == (None, None, 1)


def test_new_verdict_is_seen(school, mei):
    """A verdict appended to an answer that is known here counts in the next view; so does its being undone."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    give(mei, drill, 1, ["a", "b"])
    shown = [fractions(mei, drill)]
    judge(school, drill, 0, Fraction(1, 3))
    shown.append(fractions(mei, drill))
    undo(school, drill)
    shown.append(fractions(mei, drill))

    assert shown == [[1, 1], [Fraction(1, 3), 1], [1, 1]]


def test_new_verdict_beside_a_new_answer_is_seen(school, mei, elsewhere):
    """A verdict appended between two views in which an answer came too is not taken for that answer's own."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    learning.view(mei, drill)
    give(elsewhere(mei), drill, 1, ["a", "b"])
    judge(school, drill, 0, Fraction(1, 3))
    first = fractions(mei, drill)
    undo(school, drill)
    judge(school, drill, 1, Fraction(1, 4))

    assert (first, fractions(mei, drill)) == ([Fraction(1, 3), 1], [1, Fraction(1, 4)])


def test_draft_from_elsewhere_is_seen(mei, elsewhere):
    """A draft saved, changed and dropped at another process is seen here as it is."""
    drill, slot, there = learning.start(mei, "drill"), DRILL.index("fill"), elsewhere(mei)
    shown = [learning.view(mei, drill).slots[slot].draft]
    for text in ("北", "北京"):
        learning.save_draft(there, drill, slot, {"city": text})
        shown.append(learning.view(mei, drill).slots[slot].draft)
    give(there, drill, slot, RIGHT["fill"])
    shown.append(learning.view(mei, drill).slots[slot].draft)

    assert shown == [None, {"typed": {"city": "北"}}, {"typed": {"city": "北京"}}, None]


def test_answers_that_were_lost_are_not_remembered(school, mei):
    """Where a server took over without the last answer, it is not shown, neither at once nor after another in its place."""
    exam = learning.start(mei, "final")
    give(mei, exam, 0, "a")
    for value in ("b", "c"):
        give(mei, exam, 0, value)
        learning.view(mei, exam)
        _lose(school, exam, 0)
        if value == "b":
            assert learning.view(mei, exam).slots[0].response == "a"
    other = school.sign_up("somebody who answers in between")
    give(other, learning.start(other, "drill"), 0, "b")
    give(mei, exam, 0, "b")

    assert [a.value for a in learning.view(mei, exam).given[0]] == ["a", "b"]


def _lose(school, attempt, slot):
    with school.db.write() as c:
        answer = attempts.answers_to_slot(c, attempt, slot)[-1]
        c.execute(verdict.delete().where(verdict.c.response_id == answer.id))
        c.execute(response.delete().where(response.c.id == answer.id))


def test_memory_stays_small(school, mei, monkeypatch):
    """However many attempts are looked at, only so many are remembered; what was forgotten is read again."""
    monkeypatch.setattr(database, "MOST_RECENT", 3)
    papers = []
    for i in range(8):
        ctx = school.sign_up(f"trainee {i}")
        papers.append((ctx, learning.start(ctx, "drill")))
        give(*papers[-1], 0, "b")

    sizes = []
    for ctx, drill in papers * 2:
        assert learning.view(ctx, drill).slots[0].response == "b"
        sizes.append(len(school.db.recent))

    assert max(sizes) == 3


def test_memory_is_nobody_elses(school, mei):
    """What is remembered of one person's attempt is told to no other, and nothing is remembered of what is not there."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    learning.view(mei, drill)
    ben = school.sign_up("ben")

    for attempt in (drill, "nosuch"):
        with pytest.raises(Refused, match="not_yours"):
            learning.view(ben, attempt)
    assert list(school.db.recent) == [drill]


def test_many_views_at_once(school, mei, monkeypatch):
    """While answers come in and the memory overflows, every view shows at least what was confirmed before it began."""
    monkeypatch.setattr(database, "MOST_RECENT", 2)
    papers = [learning.start(mei, quiz) for quiz in ("drill", "final", "feelings", "mixed")]

    def work(paper):
        for n in range(6):
            slot = n % len(learning.view(mei, paper).slots)
            try:
                give(mei, paper, slot, RIGHT[learning.view(mei, paper).slots[slot].question.id])
            except Refused:
                continue
            if learning.view(mei, paper).slots[slot].response is None:
                return "stale"
        return "fresh"

    outcomes = together(*(lambda paper=paper: work(paper) for paper in papers * 2))

    assert outcomes == ["fresh"] * 8
    assert [seen(mei, paper) == kept(mei, paper) for paper in papers] == [True] * 4


ACTIONS = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 2), st.sampled_from([RIGHT, WRONG])),
    st.tuples(st.just("draft"), st.integers(0, 2), st.sampled_from([RIGHT, WRONG])),
    st.tuples(st.just("judge"), st.integers(0, 2), st.fractions(0, 1, max_denominator=5)),
    st.tuples(st.sampled_from(["undo", "close", "look", "look", "forget"]), st.none(), st.none()),
)


def act(school, ctx, exam, action):
    """One thing that may happen to an attempt; what is refused is refused."""
    what, slot, how = action
    try:
        if what == "answer":
            give(ctx, exam, slot, how[["choose", "choose-many", "fill"][slot]])
        elif what == "draft":
            learning.save_draft(ctx, exam, slot, how[["choose", "choose-many", "fill"][slot]])
        elif what == "judge":
            judge(school, exam, slot, how)
        elif what == "undo":
            undo(school, exam)
        elif what == "close":
            learning.close(ctx, exam)
        elif what == "forget":
            ctx.db.recent.clear()
        else:
            learning.view(ctx, exam)
    except (Refused, IndexError):
        pass


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.booleans(), ACTIONS, st.booleans()), min_size=6, max_size=20))
def test_what_is_remembered_is_what_is_kept(school, mei, elsewhere, actions):
    """Whatever happens here and elsewhere, with views in between or without, a view shows what the database holds."""
    exam, there = learning.start(mei, "final"), elsewhere(mei)
    for here, action, look in actions:
        act(school, mei if here else there, exam, action)
        if look:
            assert seen(mei, exam) == kept(mei, exam)

    assert seen(there, exam) == seen(mei, exam) == kept(mei, exam)
    learning.close(mei, exam)
    school.clock.forward(minutes=1)
