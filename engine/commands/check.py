"""`check`: read all content and report every mistake at once."""

import argparse
from pathlib import Path

from engine.commands import scenario
from engine.loading import wording
from engine.loading.loading import Loaded, load
from engine.loading.problems import Problem
from engine.settings import settings
from engine.words import word

FOLDERS = ("lessons", "cases", "quizzes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("paths", nargs="*", type=Path, help="content folders, or files and folders in one")
    parser.add_argument("--strict", action="store_true", help="warnings count as problems")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 nothing wrong, 1 problems, 2 could not run."""
    paths = arguments.paths or list(settings().content)
    missing = next((p for p in paths if not p.exists()), None)
    if missing is not None:
        print(word(arguments.lang, "command.check.no_path", path=missing))
        return 2
    roots, wanted = _roots(paths)
    loaded = load(roots, lint=True, also=scenario.check)
    problems = [p for p in loaded.problems if _within(p, wanted, roots)]
    _print(problems, loaded, arguments)
    return int(any(p.level == "error" or arguments.strict for p in problems))


def _roots(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """The content roots that hold `paths`, and the paths to which the report is limited."""
    roots: list[Path] = []
    wanted = [path.resolve() for path in paths]
    for path in wanted:
        root = _root_of(path)
        if root not in roots:
            roots.append(root)
    return roots, wanted


def _root_of(path: Path) -> Path:
    """The folder that holds the content folders: `path` itself, or the one above the content folder it lies in."""
    if path.is_dir() and any((path / name).is_dir() for name in FOLDERS):
        return path
    return next((p.parent for p in (path, *path.parents) if p.name in FOLDERS), path)


def _within(problem: Problem, wanted: list[Path], roots: list[Path]) -> bool:
    """Whether a Problem lies in what was asked for. Those of the whole bank belong to every path in a bank."""
    places = [root / problem.file for root in roots] + [root.parent / problem.file for root in roots]
    return any(place.is_relative_to(w) or w.is_relative_to(place) for place in places for w in wanted)


def _print(problems: list[Problem], loaded: Loaded, arguments: argparse.Namespace) -> None:
    lang = arguments.lang
    if arguments.format == "json":
        print(wording.as_json(problems, loaded.counts, lang))
        return
    render = wording.line if arguments.format == "text" else wording.annotation
    for problem in problems:
        print(render(problem, lang))
    if arguments.format == "text":
        print(_summary(problems, loaded, lang))


def _summary(problems: list[Problem], loaded: Loaded, lang: str) -> str:
    if not problems:
        return word(lang, "command.check.fine", **loaded.counts)
    errors = sum(p.level == "error" for p in problems)
    values = {"errors": errors, "warnings": len(problems) - errors, "files_hit": len({p.file for p in problems})}
    key = "nothing_loaded" if errors else "warnings_only"
    text = word(lang, f"command.check.{key}", **values, files=loaded.counts["files"])
    return f"{text}\n{word(lang, 'command.check.second_pass')}" if errors else text
