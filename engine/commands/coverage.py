"""`coverage`: how many source elements are mentioned and practised, and which are missing."""

import argparse
from collections import Counter
from pathlib import Path

from engine.content.coverage import Coverage, coverage
from engine.loading.loading import load
from engine.settings import settings
from engine.words import word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("paths", nargs="*", type=Path, help="content folders")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 the content could be read, 1 it has mistakes, 2 it is not there. The last line: `mentioned M/N, practised P/N`."""
    paths = arguments.paths or list(settings().content)
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        print(word(arguments.lang, "command.check.no_path", path=missing))
        return 2
    loaded = load(paths)
    if loaded.course is None:
        print(word(arguments.lang, "command.coverage.broken"))
        return 1
    found = coverage(loaded.course)
    _print_table(found, "source", arguments.lang)
    _print_table(found, "kind", arguments.lang)
    print(f"\n{word(arguments.lang, 'command.coverage.missing')}")
    for element in found.missing():
        state = word(arguments.lang, f"command.coverage.{'only_mentioned' if element.id in found.mentioned else 'absent'}")
        print(f"  {element.id:32} {element.interactive:22} {state}  {getattr(element.title, arguments.lang)}")
    of = len(found.elements)
    print(f"mentioned {len(found.mentioned)}/{of}, practised {len(found.practised)}/{of}")
    return 0


def _print_table(found: Coverage, by: str, lang: str) -> None:
    counts: dict[str, Counter[str]] = {}
    for element in found.elements:
        row = counts.setdefault(getattr(element, by), Counter())
        row["all"] += 1
        row["mentioned"] += element.id in found.mentioned
        row["practised"] += element.id in found.practised
    print(f"\n{word(lang, f'command.coverage.by_{by}')}")
    for name, row in sorted(counts.items()):
        print(f"  {name:22} {row['mentioned']:4} {row['practised']:4} / {row['all']}")
