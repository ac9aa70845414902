"""Many phones at once: what each took, who failed, and what server and client spent on it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.client import Lost
from benchmarks.fetching import Failed
from benchmarks.figures import quantile, verdict
from benchmarks.server import Server

STAGE = 240.0
"""No stage of a scenario lasts longer than this many seconds."""
HEAD = ("what", "phones", "done", "p50 s", "p95 s", "max s", "target", "server CPU s", "client CPU s", "wall s")


@dataclass
class Stage:
    """One thing that all phones did."""

    name: str
    phones: int
    target: float | None = None
    whole: bool = False
    taken: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    server: float = 0.0
    client: float = 0.0
    wall: float = 0.0

    def row(self) -> tuple[Any, ...]:
        """A line of the table. `whole`: the target is for the last of all, not for the p95."""
        middle, tail, last = (quantile(self.taken, share) for share in (0.5, 0.95, 1))
        aim = "–"
        if self.target is not None:
            good = verdict(last if self.whole else tail, self.target) if self.done == self.phones > 0 else "missed"
            aim = f"{'all' if self.whole else 'p95'} ≤ {self.target:g}: {good}"
        times = (f"{x:.2f}" for x in (middle, tail, last))
        return (self.name, self.phones, self.done, *times, aim, *(f"{x:.1f}" for x in (self.server, self.client, self.wall)))

    @property
    def done(self) -> int:
        """How many got there."""
        return len(self.taken)

    def note(self) -> list[str]:
        """The first trouble, in a line."""
        if not self.troubles:
            return []
        first = self.troubles[0][:200]
        return [f"- {self.name}, {self.phones} phones: {len(self.troubles)} did not get there. First: {first}"]


async def together(stage: Stage, server: Server, each: Iterable[Awaitable[float]]) -> None:
    """Let all of them do it, and write down what it took."""
    tasks = [asyncio.ensure_future(one) for one in each]
    cpu, mine, began = server.cpu_seconds(), time.process_time(), time.perf_counter()
    _, late = await asyncio.wait(tasks, timeout=STAGE)
    stage.wall, stage.client = time.perf_counter() - began, time.process_time() - mine
    stage.server = server.cpu_seconds() - cpu
    for task in late:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, float):
            stage.taken.append(result)
        elif isinstance(result, Lost | Failed | ExceptionGroup | asyncio.CancelledError):
            stage.troubles.append(f"{type(result).__name__} {_inner(result)}")
        else:
            raise result


def _inner(error: BaseException) -> str:
    return str(error.exceptions[0]) if isinstance(error, ExceptionGroup) else str(error)


async def after(seconds: float, act: Callable[[], Awaitable[float]]) -> float:
    """Do it later."""
    await asyncio.sleep(seconds)
    return await act()


def notes(stages: Sequence[Stage]) -> list[str]:
    """What went wrong in any of them."""
    return [line for stage in stages for line in stage.note()]


@contextmanager
def many_files() -> Iterator[None]:
    """Let the client open as many sockets as it may; a server started before keeps the limit it has."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
