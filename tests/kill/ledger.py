"""What the clients saw, and what the database holds: every difference is a finding.

The facts are read with plain SQL, not through the engine's own queries, so that a mistake there hides nothing.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

Place = tuple[str, int, int]
"""Attempt, slot, step."""


@dataclass
class Ledger:
    """What was sent and what was confirmed on the screen, over all clients and all kills."""

    sent: dict[Place, list[Any]] = field(default_factory=dict)
    confirmed: dict[Place, Any] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    in_flight: int = 0
    kills: int = 0
    kills_in_flight: int = 0
    reconnects: int = 0

    def send(self, place: Place, value: Any) -> None:
        """An answer is about to leave the client."""
        self.sent.setdefault(place, []).append(value)
        self.in_flight += 1

    def confirm(self, place: Place, value: Any) -> None:
        """The page showed the verdict on it."""
        if place in self.confirmed:
            self.complaints.append(f"{place} was confirmed twice")
        self.confirmed[place] = value


def open_read(database: Path) -> sqlite3.Connection:
    """The database, to be looked at."""
    connection = sqlite3.connect(database, timeout=10, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def answers(connection: sqlite3.Connection) -> dict[Place, list[Any]]:
    """Every response by its place."""
    found: dict[Place, list[Any]] = {}
    for row in connection.execute("SELECT attempt_id, slot, step, value FROM response"):
        found.setdefault((row["attempt_id"], row["slot"], row["step"]), []).append(json.loads(row["value"]))
    return found


def lost(database: Path, ledger: Ledger) -> list[str]:
    """Confirmed answers that are not there, once and with the value that was sent."""
    with closing(open_read(database)) as connection:
        there = answers(connection)
    return [
        f"confirmed {place} = {value!r}, the database holds {there.get(place)}"
        for place, value in ledger.confirmed.items()
        if there.get(place) != [value]
    ]


def inspect(database: Path, ledger: Ledger) -> list[str]:
    """Everything that must hold, at the end."""
    found = [*ledger.complaints, *lost(database, ledger)]
    with closing(open_read(database)) as connection:
        there = answers(connection)
        found += [f"{place} is there {len(values)} times" for place, values in there.items() if len(values) != 1]
        found += [f"{place} = {v!r} was never sent" for place, v in _pairs(there) if v not in ledger.sent.get(place, ())]
        slots = Counter((attempt, slot) for attempt, slot, _ in there)
        found += [f"slot {slot} was answered {n} times" for slot, n in slots.items() if n > 1]
        found += [f"response {id} has {n} verdicts" for id, n in _verdicts(connection) if n != 1]
        found += _papers(connection)
        found += _standings(connection)
        found += [f"integrity: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]
    return found


def _pairs(there: dict[Place, list[Any]]) -> Iterable[tuple[Place, Any]]:
    return ((place, value) for place, values in there.items() for value in values)


def _verdicts(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    rows = connection.execute(
        "SELECT r.id, count(v.id) FROM response r LEFT JOIN verdict v ON v.response_id = r.id GROUP BY r.id"
    )
    return [(row[0], row[1]) for row in rows]


def _papers(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT a.id, a.paper, r.id AS pinned FROM attempt a LEFT JOIN release r ON r.id = a.release_id"
    )
    return [f"attempt {row['id']} has no paper" for row in rows if row["pinned"] is None or not json.loads(row["paper"])]


def _standings(connection: sqlite3.Connection) -> list[str]:
    """The standings against a fold of our own over all answers."""
    kept = {
        (row["subject_id"], row["item"]): (
            Fraction(row["best_numerator"], row["best_denominator"]),
            Fraction(row["latest_numerator"], row["latest_denominator"]),
            row["tries"],
        )
        for row in connection.execute("SELECT * FROM standing")
    }
    folded = _folded(connection)
    keys = sorted(kept.keys() | folded.keys())
    differ = [key for key in keys if kept.get(key) != folded.get(key)]
    return [f"standing {key}: kept {kept.get(key)}, from facts {folded.get(key)}" for key in differ]


def _folded(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[Fraction, Fraction, int]]:
    rows = connection.execute(
        "SELECT a.subject_id, a.activity, a.behaviour, a.paper, r.slot, r.value, v.numerator, v.denominator FROM response r "
        "JOIN attempt a ON a.id = r.attempt_id JOIN verdict v ON v.response_id = r.id "
        "WHERE v.undone_at IS NULL AND v.numerator IS NOT NULL ORDER BY r.at, r.id"
    )
    folded: dict[tuple[str, str], tuple[Fraction, Fraction, int]] = {}
    for row in rows:
        paper = json.loads(row["paper"])
        if row["behaviour"] == "roleplay":
            key = row["subject_id"], f"{row['activity']}-at-{json.loads(row['value'])['node']}"
        elif row["slot"] >= len(paper):
            continue  # told by _papers
        else:
            key = row["subject_id"], paper[row["slot"]]["question"]
        mark = Fraction(row["numerator"], row["denominator"])
        best, _, tries = folded.get(key, (mark, mark, 0))
        folded[key] = (max(best, mark), mark, tries + 1)
    return folded
