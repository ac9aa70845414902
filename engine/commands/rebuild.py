"""`rebuild`: write all standings anew from the answers given."""

import argparse

from engine.services.standings import rebuild
from engine.settings import settings
from engine.store.database import open_database
from engine.words import word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 rebuilt. Raises Unavailable."""
    db = open_database(settings().database_url)
    count = rebuild(db)
    db.close()
    print(word(arguments.lang, "command.rebuild.done", count=count))
    return 0
