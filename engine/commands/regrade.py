"""`regrade`: mark anew the answers to questions whose key was corrected, or undo that."""

import argparse
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from engine.scoring.mark import rounded
from engine.scoring.regrading import POLICIES, Difference
from engine.services import regrading
from engine.services.context import Refused
from engine.services.library import Library
from engine.services.regrading import Change
from engine.settings import settings
from engine.store.database import Database, open_database
from engine.words import word

HELP = """Marks anew the answers to questions whose key, rule or parts were corrected after they were answered.
It publishes nothing and reads no content folder: it compares with the release in force, so load the corrected
content first (at a start of the server, or by an admin under Settings). Look with --dry-run, then run with --policy."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.description = HELP
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--dry-run", action="store_true", help="show what would change; write nothing")
    does.add_argument("--undo", type=int, metavar="N", help="take regrade N back")
    does.add_argument("--list", action="store_true", help="show the regrades made so far")
    words = "better (as without a name): no mark falls; both: old and new key are right; new: the new key alone; full: all "
    words += "who answered; none"
    parser.add_argument("--policy", nargs="?", choices=POLICIES, const=POLICIES[0], help=words)
    parser.add_argument("--question", metavar="ID", help="this question only")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 nothing to do or refused. Raises Unavailable."""
    try:
        db = open_database(settings().database_url)
        try:
            return _done(db, arguments)
        finally:
            db.close()
    except Refused as refusal:
        print(word(arguments.lang, f"refused.{refusal.code}", **refusal.values), file=sys.stderr)
        return 1


def _done(db: Database, arguments: argparse.Namespace) -> int:
    lang: str = arguments.lang
    if arguments.list:
        return _listed(db, lang)
    if arguments.undo is not None:
        count = regrading.undo(db, arguments.undo, datetime.now(UTC))
        print(word(lang, "command.regrade.undone", id=arguments.undo, count=count))
        return 0
    if arguments.dry_run:
        policy = arguments.policy or POLICIES[0]
        changes = regrading.preview(db, Library(db), policy, arguments.question)
        only = f" --question {arguments.question}" if arguments.question else ""
        words = word(lang, "command.regrade.dry", how=f"{policy}{only}")
        return _told(changes, words if any(change.is_decided for change in changes) else None, lang)
    if arguments.policy is None:
        print(word(lang, "command.regrade.say_what"), file=sys.stderr)
        return 2
    outcome = regrading.run(db, Library(db), arguments.policy, datetime.now(UTC), arguments.question)
    words = word(lang, "command.regrade.done", id=outcome.regrade_id, policy=arguments.policy)
    return _told(outcome.changes, words if outcome.regrade_id is not None else None, lang)


def _told(changes: Sequence[Change], words: str | None, lang: str) -> int:
    """Print the answers concerned and what came of it; without `words` there was nothing to do."""
    for (question, why), found in groupby(changes, lambda change: (change.question, change.why)):
        _print_question(question, why, list(found), lang)
    if changes:
        changed = sum(change.marks[0] != change.marks[1] for change in changes)
        counts = {"answers": len(changes), "changed": changed, "kept": sum(not change.fits for change in changes)}
        print(word(lang, "command.regrade.total", **counts))
    print(words or word(lang, "command.regrade.nothing"))
    return 0 if words else 1


def _print_question(question: str, why: Iterable[Difference], changes: Sequence[Change], lang: str) -> None:
    """What was changed in the question, and whose mark that moves or cannot move."""
    reasons = [word(lang, f"command.regrade.why.{difference.code}", **difference.values) for difference in why]
    print(word(lang, "command.regrade.question", question=question, why=word(lang, "command.regrade.and").join(reasons)))
    shown = [change for change in changes if change.marks[0] != change.marks[1] or not change.fits]
    if shown:
        heads = [word(lang, f"command.regrade.{name}") for name in ("who", "quiz", "try", "old", "new")]
        print(table([[*heads, ""], *(_row(change, lang) for change in shown)]))
    if len(shown) < len(changes):
        print(f"  {word(lang, 'command.regrade.same', count=len(changes) - len(shown))}")
    print()


def _row(change: Change, lang: str) -> list[str]:
    old, new = (f"{rounded(mark, 2).normalize():f}" for mark in change.marks)
    note = "" if change.fits else word(lang, "command.regrade.cannot")
    return [change.who, change.quiz, str(change.try_number), old, new, note]


def _listed(db: Database, lang: str) -> int:
    rows = regrading.made(db)
    if not rows:
        print(word(lang, "command.regrade.no_list"))
        return 0
    heads = [word(lang, f"command.regrade.{name}") for name in ("id", "at", "policy", "answers", "state")]
    lines = []
    for row in rows:
        state = word(lang, "command.regrade.taken_back" if row.undone_at else "command.regrade.in_force")
        lines.append([str(row.id), f"{row.at.astimezone():%Y-%m-%d %H:%M}", row.policy, str(row.answers), state])
    print(table([heads, *lines]))
    return 0


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under each other in columns, by the width that a terminal gives to Chinese."""
    plain = [["".join(ch if ch.isprintable() else "?" for ch in cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*plain, strict=True)]
    padded = ("  ".join(cell + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True)) for row in plain)
    return "\n".join(f"  {line}".rstrip() for line in padded)


def width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(0 if unicodedata.combining(ch) else 1 + (unicodedata.east_asian_width(ch) in "WF") for ch in text)
