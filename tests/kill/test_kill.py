"""`kill -9` of the server in the middle of quizzes and role-plays: what a trainee saw confirmed is there, exactly once.

What this proves: process death. A transaction that was committed has reached the operating system, and the kernel keeps
the page cache when a process dies; one that was not is rolled back by SQLite's journal at the next opening. So a lost or
doubled answer here is a mistake of this program: a confirmation before the commit, two transactions where one was meant,
a retry that is not idempotent, standings moved outside the answer's transaction.

What it does not prove: power loss and a dying kernel. For those a commit must have reached the disk, which is what
`synchronous=FULL` (an fsync of the write-ahead log at each commit) asks for, and no test in a process can see whether
the disk tells the truth. tests/store states that the setting is in force on every connection.
"""

import pytest

from .crew import kill_again_and_again
from .ledger import inspect

KILLS, PEOPLE = 30, 6


@pytest.mark.slow
def test_after_thirty_kills_every_confirmed_answer_is_there_exactly_once(tmp_path):
    school, missing, _ = kill_again_and_again(tmp_path, KILLS, PEOPLE, seed=20110322)
    seen = school.ledger
    assert missing == []
    assert inspect(school.database, seen) == []
    assert seen.kills == KILLS
    assert seen.kills_in_flight > 0, "no kill came while an answer was on its way: the test has lost its aim"
    assert len(seen.confirmed) >= KILLS
    assert any("node" in value for value in seen.confirmed.values() if isinstance(value, dict)), "no role-play was played"
