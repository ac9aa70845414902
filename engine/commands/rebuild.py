"""`rebuild`: write all standings anew from the answers given."""

import argparse
import sys

from engine.services.errors import Unavailable
from engine.services.standings import rebuild
from engine.settings import settings
from engine.store.database import open_database
from engine.words import word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 rebuilt, 2 the database could not do it."""
    try:
        db = open_database(settings().database_url)
        count = rebuild(db)
    except Unavailable as error:
        print(word(arguments.lang, "command.rebuild.failed", reason=error.reason), file=sys.stderr)
        return 2
    db.close()
    print(word(arguments.lang, "command.rebuild.done", count=count))
    return 0
