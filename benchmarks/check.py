"""`check`: the engine's check of a very large bank, against PyYAML's C loader alone on the same files."""

import argparse
import contextlib
import cProfile
import gc
import io
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.content import large_root
from benchmarks.figures import table, verdict
from engine.commands import check

RATIO, ROUNDS = 3.0, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=20, help="bank files, each with its overlay")
    parser.add_argument("--profile", action="store_true", help="say where the time of the check goes")


def run(arguments: argparse.Namespace) -> str:
    """Measure; the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        size = large_root(root, arguments.questions, arguments.files)
        loader, ours = best_of(ROUNDS, lambda: plain_load(root), lambda: checked(root))
        profile = profiled(root) if arguments.profile else ""
    ratio = ours / loader
    head = ("what", "questions", "files", "MB", "best of 3, s", "times the loader")
    cells = (arguments.questions, 2 * arguments.files, f"{size / 1e6:.1f}")
    rows = [
        ("yaml.CSafeLoader alone", *cells, f"{loader:.2f}", "1"),
        ("engine check", *cells, f"{ours:.2f}", f"{ratio:.2f}"),
    ]
    return f"{table(head, rows)}\n\n- Target at most {RATIO:.0f} times: {verdict(ratio, RATIO)}.{profile}"


def plain_load(root: Path) -> None:
    """What the C loader needs to turn the files into plain data."""
    for file in sorted(root.rglob("*.yaml")):
        yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def checked(root: Path) -> None:
    """`python -m engine check ROOT`, in this process."""
    given = argparse.Namespace(paths=[root], strict=False, format="text", lang="zh")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = check.run(given)
    if status != 0:
        raise RuntimeError(out.getvalue()[-2000:])


def best_of(rounds: int, *functions: Callable[[], None]) -> list[float]:
    """The shortest time of each function, by turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for function, taken in zip(functions, times, strict=True):
            gc.collect()
            began = time.perf_counter()
            function()
            taken.append(time.perf_counter() - began)
    return [min(taken) for taken in times]


def profiled(root: Path) -> str:
    """The functions with the most time of their own."""
    profiler = cProfile.Profile()
    profiler.runcall(checked, root)
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(15)
    lines = [line for line in out.getvalue().splitlines() if "{" in line or ":" in line]
    return "\n\n```\n" + "\n".join(lines) + "\n```"
