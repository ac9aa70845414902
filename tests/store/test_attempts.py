"""Answers and the verdict in force."""

from fractions import Fraction

import pytest
from sqlalchemy.exc import IntegrityError

from engine.services import learning
from engine.store import attempts
from engine.store.schema import verdict
from tests.builders import MORNING, give

RECEIPT = {"formula": "share", "values": {"right": 1, "of": 3}}


def judged(school, *fractions):
    """One answer with its first verdict and, above it, verdicts of `fractions`."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    with school.db.write() as c:
        (first,) = attempts.answers_in(c, drill)
        for fraction in fractions:
            row = {"response_id": first.id, "fraction": fraction, "receipt": RECEIPT, "digest": "d", "at": MORNING}
            attempts.append_verdict(c, {**row, "cause": "regrade"})
    return drill


def marks(school, drill):
    with school.db.read() as c:
        return [answer.fraction for answer in attempts.answers_in(c, drill)]


def test_newest_verdict_is_in_force(school):
    """Of several verdicts on one response the newest counts, and the response is there once."""
    drill = judged(school, Fraction(1, 2), Fraction(1, 3))

    assert marks(school, drill) == [Fraction(1, 3)]


def test_undone_verdict_is_not_in_force(school):
    """Where the newest verdict was undone the one before it counts again."""
    drill = judged(school, Fraction(1, 2), Fraction(1, 3))
    with school.db.write() as c:
        c.execute(verdict.update().where(verdict.c.denominator == 3).values(undone_at=MORNING))

    assert marks(school, drill) == [Fraction(1, 2)]


def test_verdict_without_a_mark(school):
    """What is not marked has no fraction, which is not the same as none of the mark."""
    drill = judged(school, None)

    assert marks(school, drill) == [None]


def test_step_is_taken_once(school):
    """The store itself refuses a second response to the same step of a slot."""
    drill = judged(school)
    row = {"attempt_id": drill, "slot": 0, "step": 0, "value": "a", "lang": "zh", "digest": "d", "at": MORNING}

    with pytest.raises(IntegrityError), school.db.write() as c:
        attempts.append_response(c, row)


def test_attempt_is_closed_once(school):
    """The first close counts; the second says that there was nothing to close, and moves no time."""
    drill = judged(school)

    with school.db.write() as c:
        closed = [attempts.close_attempt(c, drill, MORNING.replace(hour=hour), "person") for hour in (1, 2)]

    with school.db.read() as c:
        assert (closed, attempts.attempt_by_id(c, drill).closed_at) == ([True, False], MORNING)
