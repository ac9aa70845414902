"""The inspection that the kill test trusts: every violation planted here must be found, or the kill test proves nothing."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import content, people
from engine.services import learning

from .ledger import Ledger, inspect, lost


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A database with three answers of one person, and the ledger of what was sent and confirmed."""
    folder = tmp_path_factory.mktemp("kept")
    quizzes = content.quiz_root(folder / "content", 1, 5)
    desk = people.open_school(folder / "data", folder / "content")
    trainee = people.enrol(desk, 1)[0]
    attempt = people.start_all(desk, trainee, quizzes)[0]
    ledger = Ledger()
    for slot in range(3):
        ledger.send((attempt, slot, 0), "b")
        learning.answer(people.acting(desk, trainee), attempt, slot, 0, "b")
        ledger.confirm((attempt, slot, 0), "b")
    desk.db.close()
    return folder / "data/rapport.db", ledger


@pytest.fixture
def case(kept, tmp_path):
    """A copy of both, to be spoilt."""
    database, ledger = kept
    copy = tmp_path / "rapport.db"
    shutil.copy(database, copy)
    return copy, replace(ledger, sent=dict(ledger.sent), confirmed=dict(ledger.confirmed), complaints=[])


def spoil(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_nothing_is_found_where_everything_was_kept(case):
    assert inspect(*case) == []


def test_a_confirmed_answer_that_was_never_written_is_found(case):
    database, ledger = case
    attempt = next(iter(ledger.confirmed))[0]
    ledger.confirm((attempt, 4, 0), "b")
    assert len(lost(database, ledger)) == 1


def test_a_confirmed_answer_that_was_written_otherwise_is_found(case):
    database, ledger = case
    spoil(database, "UPDATE response SET value = '\"c\"' WHERE slot = 1")
    assert len(lost(database, ledger)) == 1


def test_an_answer_confirmed_twice_is_found(case):
    database, ledger = case
    ledger.confirm(next(iter(ledger.confirmed)), "b")
    assert len(inspect(database, ledger)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("DELETE FROM verdict WHERE response_id = 1", id="a response without a verdict"),
        pytest.param(
            "INSERT INTO verdict (response_id, numerator, denominator, receipt, digest, cause, at) "
            "SELECT response_id, numerator, denominator, receipt, digest, cause, at FROM verdict WHERE response_id = 1",
            id="a response with two verdicts",
        ),
        pytest.param(
            "INSERT INTO response (attempt_id, slot, step, value, lang, digest, at) "
            "SELECT attempt_id, slot, 1, value, lang, digest, at FROM response WHERE slot = 0",
            id="a question answered twice",
        ),
        pytest.param("UPDATE response SET value = '\"a\"' WHERE slot = 0", id="an answer nobody sent"),
        pytest.param("UPDATE attempt SET paper = '[]'", id="an attempt without its paper"),
        pytest.param("UPDATE attempt SET release_id = 99", id="an attempt pinned to nothing"),
        pytest.param("DELETE FROM standing WHERE item = 'load-0-0'", id="a standing that is missing"),
        pytest.param("UPDATE standing SET tries = 2 WHERE item = 'load-0-0'", id="a standing moved twice"),
        pytest.param("UPDATE standing SET latest_numerator = 0", id="a standing with another mark"),
    ],
)
def test_a_violation_is_found(case, statement):
    database, ledger = case
    spoil(database, statement)
    assert inspect(database, ledger)
