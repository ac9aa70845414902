"""Standings, moved answer by answer, or rebuilt from all answers ever given."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import Connection

from engine.content.moments import moment_id
from engine.scoring.results import Standing, moved
from engine.services.remembering import moved_card
from engine.services.views import in_force
from engine.store import attempts, cards, people, standings
from engine.store.attempts import AnswerRow, AttemptRow
from engine.store.cards import CardRow
from engine.store.database import Database
from engine.store.standings import StandingRow

MARKED_AT_CLOSE = ("exam", "live")
"""Behaviours whose answers move the standings when the attempt is closed: before, they would tell what was right."""

BY_A_PERSON = "rubric"
"""The formula of an essay's mark: it moves no standing, for an essay is neither drawn nor asked again."""

Key = tuple[str, str, str]
"""Subject, context, item."""


class Move(NamedTuple):
    """One thing that moves a standing."""

    at: datetime
    order: int
    key: Key
    fraction: Fraction


def moved_row(row: StandingRow | None, key: Key, fraction: Fraction, at: datetime) -> StandingRow:
    """The standing after one more answer. An exam is closed as of its deadline, which may lie before the last answer."""
    old = Standing(row.best, row.latest, row.tries, row.last_at) if row else None
    new = StandingRow(*key, *astuple(moved(old, fraction, at)))
    return new._replace(latest=row.latest, last_at=row.last_at) if row and at < row.last_at else new


def rebuild(db: Database) -> int:
    """Write all standings and cards anew from the answers given; how many there are. Raises StoreError."""
    with db.write() as c:
        return rebuild_in(c)


def rebuild_in(c: Connection) -> int:
    """The same as part of a transaction."""
    standings.lock_standings(c)
    zones = people.zones(c)
    kept: dict[tuple[str, str], CardRow] = {}
    rows: dict[Key, StandingRow] = {}
    by_id = {row.id: row for row in attempts.all_attempts(c)}
    for move in sorted(_moves(by_id, attempts.all_answers(c))):
        rows[move.key] = moved_row(rows.get(move.key), move.key, move.fraction, move.at)
        _let_move(kept, move, zones.get(move.key[0], people.DEFAULT_ZONE))
    standings.replace_standings(c, rows.values())
    cards.replace_cards(c, kept.values())
    return len(rows)


def replay_cards(c: Connection, subject_id: str, item: str | None = None) -> None:
    """Write the cards of a subject, or the one of an item, anew from the answers given: the order of them changed."""
    standings.lock_subject(c, subject_id)
    zone, kept = people.zone_of(c, subject_id), dict[tuple[str, str], CardRow]()
    by_id = {row.id: row for row in attempts.attempts_of(c, subject_id)}
    for move in sorted(_moves(by_id, attempts.answers_of(c, subject_id))):
        if item in (None, move.key[2]):
            _let_move(kept, move, zone)
    for card in kept.values():
        cards.put_card(c, card)


def _let_move(kept: dict[tuple[str, str], CardRow], move: Move, zone: str) -> None:
    key = (move.key[0], move.key[2])
    card = moved_card(kept.get(key), key, move.fraction, move.at, zone)
    if card:
        kept[key] = card


def _moves(by_id: dict[str, AttemptRow], answers: Iterable[AnswerRow]) -> Iterator[Move]:
    given: dict[str, list[AnswerRow]] = {}
    for answer in answers:
        given.setdefault(answer.attempt_id, []).append(answer)
    for id, its in given.items():
        row = by_id[id]
        for answer, at in _counting(row, its):
            if answer.fraction is not None and answer.receipt["formula"] != BY_A_PERSON:
                key = (row.subject_id, row.context_id, _item(row, answer))
                yield Move(at, answer.id, key, answer.fraction)


def _item(row: AttemptRow, answer: AnswerRow) -> str:
    """What an answer is an answer to: a question of the paper, or a moment of a role-play."""
    if row.behaviour == "roleplay":
        return moment_id(row.activity, answer.value["node"])
    return str(row.paper[answer.slot]["question"])


def _counting(row: AttemptRow, answers: list[AnswerRow]) -> Iterable[tuple[AnswerRow, datetime]]:
    """Answers that move a standing, and when: in an exam the last of a slot, at the close; elsewhere each one."""
    if row.behaviour in ("practice", "roleplay"):
        return [(answer, answer.at) for answer in answers]
    if row.behaviour in MARKED_AT_CLOSE and row.closed_at is not None:
        last = in_force(answers).values()
        return [(answer, row.closed_at) for answer in last if answer.receipt["formula"] != "blank"]
    return []
