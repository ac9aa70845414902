"""`backup`: copy the database into a file, while it is in use."""

import argparse
import sys
from pathlib import Path

from engine.services.backup import CopyFailed, backup
from engine.settings import settings
from engine.words import word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("file", type=Path, help="the file to write; there must be none of this name")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 the backup is there, 2 it could not be taken."""
    file: Path = arguments.file
    try:
        backup(settings().database_url, file)
    except FileExistsError:
        return _failed(arguments.lang, "exists", file=file)
    except OSError as error:
        return _failed(arguments.lang, "no_place", file=file, reason=error.strerror or type(error).__name__)
    except CopyFailed as error:
        return _failed(arguments.lang, error.code, file=file, reason=error.reason)
    print(word(arguments.lang, "command.backup.done", file=file, kilobytes=-(-file.stat().st_size // 1024)))
    return 0


def _failed(lang: str, code: str, **values: object) -> int:
    print(word(lang, f"command.backup.{code}", **values), file=sys.stderr)
    return 2
