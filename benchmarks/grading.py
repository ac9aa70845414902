"""`grading`: marks per second for each kind of question, and answers per second through the service."""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import content, people
from benchmarks.figures import table
from engine.content.questions import Question
from engine.loading.loading import load
from engine.scoring.questions import mark, normalise, right_answer
from engine.scoring.receipt import to_plain
from engine.services import learning
from engine.services.context import Ctx

THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each kind is marked")
    parser.add_argument("--answers", type=int, default=1200, help="answers given in all, with one thread and with eight")


def run(arguments: argparse.Namespace) -> str:
    """Measure; the tables."""
    with tempfile.TemporaryDirectory() as folder:
        marks = [(kind, f"{rate:,.0f}") for kind, rate in marking(Path(folder), arguments.seconds)]
    rates = []
    for threads in (1, THREADS):
        with tempfile.TemporaryDirectory() as folder:
            rates.append((threads, f"{answering(Path(folder), threads, arguments.answers):,.0f}"))
    first = table(("kind", "marks with receipt per second"), marks)
    return f"{first}\n\n{table(('threads', 'answers per second, each committed to disk'), rates)}"


def marking(folder: Path, seconds: float) -> list[tuple[str, float]]:
    """For each kind: normalise a response, mark it, and make its receipt plain, as often as possible."""
    content.large_root(folder, 64, 1)
    course = load([folder]).course
    if course is None:
        raise RuntimeError("the bank made for measuring is not sound")
    kinds: dict[str, Question] = {q.kind: q for q in course.questions["zh"].values()}
    return [(kind, _rate(_one_mark(question), seconds)) for kind, question in kinds.items()]


def _one_mark(question: Question) -> Callable[[], Any]:
    right = 3 if question.kind == "scale" else right_answer(question)
    response: Any = list(right) if isinstance(right, tuple | frozenset) else right
    if isinstance(response, dict) and "typed" in response:
        response = response["typed"]

    def once() -> Any:
        return to_plain(mark(question, normalise(question, response)).receipt)

    once()
    return once


def _rate(once: Callable[[], Any], seconds: float) -> float:
    """Calls per second, in batches of a hundred."""
    began, calls = time.perf_counter(), 0
    while (taken := time.perf_counter() - began) < seconds:
        for _ in range(100):
            once()
        calls += 100
    return calls / taken


def answering(folder: Path, threads: int, answers: int) -> float:
    """Answers per second through services.learning.answer, each thread with people of its own."""
    each = answers // threads
    quizzes = content.quiz_root(folder / "content", 5, 30)
    desk = people.open_school(folder / "data", folder / "content")
    work: list[list[tuple[Ctx, str, int]]] = []
    for _ in range(threads):
        jobs: list[tuple[Ctx, str, int]] = []
        while len(jobs) < each:
            trainee = people.enrol(desk, 1)[0]
            attempts = people.start_all(desk, trainee, quizzes)
            jobs += [(people.acting(desk, trainee), attempt, slot) for attempt in attempts for slot in range(30)]
        work.append(jobs[:each])
    taken = _all_at_once(work)
    desk.db.close()
    return threads * each / taken


def _all_at_once(work: list[list[tuple[Ctx, str, int]]]) -> float:
    failures: list[Exception] = []

    def through(jobs: list[tuple[Ctx, str, int]]) -> None:
        try:
            for ctx, attempt, slot in jobs:
                learning.answer(ctx, attempt, slot, 0, True if slot % 4 == 3 else "b")
        except Exception as error:
            failures.append(error)

    crew = [threading.Thread(target=through, args=(jobs,)) for jobs in work]
    began = time.perf_counter()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    taken = time.perf_counter() - began
    if failures:
        raise failures[0]
    return taken
