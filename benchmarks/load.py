"""`quiz`: trainees who answer every few seconds, on the app's quiz page and on a bare Streamlit page, by turns."""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import content, people
from benchmarks.client import Lost, Tab, Widget
from benchmarks.figures import quantile, table, verdict
from benchmarks.server import Server

QUESTIONS, QUIZZES = 20, 3
THINK = (1.5, 4.5)
RATIO, P95_MS = 1.5, 50.0
SUBMIT = "submit/"


@dataclass
class Measured:
    """What was measured with one page and one number of people, over all rounds."""

    submit: list[float] = field(default_factory=list)
    onward: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    memory: list[float] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    """HTML blocks on the page before and after the submit."""

    @property
    def presses(self) -> list[float]:
        """Every measured action, in seconds."""
        return self.submit + self.onward

    def ms(self, share: float, values: list[float] | None = None) -> float:
        """A quantile in milliseconds."""
        return quantile(self.presses if values is None else values, share) * 1000


@dataclass
class Visit:
    """One person's stay: where they go, attempt by attempt."""

    address: str
    cookie: str = ""
    page: str = ""
    queries: list[str] = field(default_factory=lambda: [""])
    rng: random.Random = field(default_factory=random.Random)


@dataclass(frozen=True)
class Subject:
    """What is measured: how people come to the app's page, and the bare page it is compared with."""

    visits: Callable[[Path, Path, int], list[Visit]]
    bare: str


async def stay(visit: Visit, seen: Measured, ready: Callable[[], Awaitable[None]], until: Callable[[], float]) -> None:
    """Answer one question after another until the time is over."""
    queries = iter(visit.queries)
    tab = Tab(visit.address, visit.cookie, visit.page, next(queries))
    try:
        await tab.open()
        await tab.load()
        await ready()
        await asyncio.sleep(visit.rng.uniform(0, THINK[1]))
        while time.monotonic() < until():
            if tab.widget(SUBMIT) is None:
                tab.query = next(queries)  # this paper is done: open the next one, unmeasured
                await tab.load()
            await _one_question(tab, visit.rng, seen, until)
    except (Lost, StopIteration) as error:
        seen.trouble.append(f"{type(error).__name__} {error}")
        await ready()
    finally:
        seen.trouble += tab.crashes()
        await tab.close()


async def _one_question(tab: Tab, rng: random.Random, seen: Measured, until: Callable[[], float]) -> None:
    radio, submit, before = tab.widget("", "radio"), tab.widget(SUBMIT), len(tab.html())
    if radio is None or submit is None:
        raise Lost(f"no question on the page: {tab.alerts()}")
    took = await tab.choose(radio, rng.randrange(len(radio.proto.options)))
    if took is not None:
        seen.onward.append(took)
    seen.submit.append(await tab.press(submit))
    seen.blocks.add((before, len(tab.html())))
    await asyncio.sleep(rng.uniform(*THINK))
    onward = forward(tab)
    if onward is None:
        raise Lost(f"no way on after a submit: {tab.alerts()}")
    if time.monotonic() < until():
        if onward.key.startswith("finish"):
            return
        seen.onward.append(await tab.press(onward))
        await asyncio.sleep(rng.uniform(*THINK))


def forward(tab: Tab) -> Widget | None:
    """The button that leads on from an answered question: the page's primary button."""
    buttons = (w for w in tab.widgets.values() if w.kind == "button" and w.proto.type == "primary")
    return next((w for w in buttons if not w.key.startswith(SUBMIT)), None)


async def crowd(server: Server, visits: list[Visit], seconds: float, seen: Measured) -> None:
    """All visits at once; what they do while all are there is measured."""
    arrived, gate, end = 0, asyncio.Event(), [float("inf")]

    async def ready() -> None:
        nonlocal arrived
        arrived += 1
        if arrived == len(visits):
            gate.set()
        await gate.wait()

    async def one(index: int, visit: Visit) -> None:
        await asyncio.sleep(index * 0.02)  # nobody's arrival is measured here
        await stay(visit, seen, ready, lambda: end[0])

    before = server.memory()
    tasks = [asyncio.create_task(one(index, visit)) for index, visit in enumerate(visits)]
    everyone = asyncio.gather(*tasks)
    await asyncio.wait({asyncio.ensure_future(gate.wait()), everyone}, timeout=120, return_when=asyncio.FIRST_COMPLETED)
    if everyone.done():
        everyone.result()
    began, cpu = time.monotonic(), server.cpu_seconds()
    end[0] = began + seconds
    await asyncio.sleep(seconds)
    seen.seconds += time.monotonic() - began
    seen.cpu += server.cpu_seconds() - cpu
    seen.memory.append((server.memory() - before) / len(visits))
    await asyncio.wait_for(everyone, 120)


async def look_in(address: str) -> None:
    """A visitor who opens the front page and leaves."""
    tab = Tab(address)
    await tab.open()
    await tab.load()
    await tab.close()


def measure(subject: Subject, page: str, count: int, seconds: float, seen: Measured, folder: Path) -> None:
    """One round: a fresh server with one warm session, then `count` people."""
    data, root = folder / "data", folder / "content"
    visits = subject.visits(data, root, count + 1) if page == "app" else [Visit("") for _ in range(count + 1)]
    script = "app.py" if page == "app" else subject.bare
    with Server(script, data, RAPPORT_CONTENT=str(root)) as server:
        for number, visit in enumerate(visits):
            visit.address, visit.rng = server.address, random.Random(number)
        asyncio.run(look_in(server.address))
        asyncio.run(crowd(server, visits[:1], 6, Measured()))
        asyncio.run(crowd(server, visits[1:], seconds, seen))


def _quiz_visits(data: Path, root: Path, count: int) -> list[Visit]:
    quizzes = content.quiz_root(root, QUIZZES, QUESTIONS)
    desk = people.open_school(data, root)
    visits = []
    for trainee in people.enrol(desk, count):
        queries = [f"a={attempt}&q=1" for attempt in people.start_all(desk, trainee, quizzes)]
        visits.append(Visit("", trainee.cookie, "quiz", queries))
    desk.db.close()
    return visits


QUIZ = Subject(_quiz_visits, "benchmarks/bare/app.py")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--people", type=int, nargs="+", default=[1, 50, 200], help="how many at once")
    parser.add_argument("--seconds", type=float, default=40, help="how long each round is measured")
    parser.add_argument("--rounds", type=int, default=2, help="rounds for each page, by turns")


def run(arguments: argparse.Namespace, subject: Subject = QUIZ) -> str:
    """Measure; the table."""
    rows, notes = [], []
    for count in arguments.people:
        both = {"app": Measured(), "bare": Measured()}
        for _ in range(arguments.rounds):
            for page, seen in both.items():
                with tempfile.TemporaryDirectory() as folder:
                    measure(subject, page, count, arguments.seconds * (2 if count == 1 else 1), seen, Path(folder))
        rows += [_row(page, count, seen) for page, seen in both.items()]
        notes += _notes(count, both["app"], both["bare"])
    head = ("page", "people", "presses", "p50 ms", "p95 ms", "max ms", "submit p50/p95", "next p50/p95", "reruns/s")
    return table((*head, "CPU ms/press", "kB/session"), rows) + "\n\n" + "\n".join(notes)


def _row(page: str, count: int, seen: Measured) -> tuple[object, ...]:
    presses = len(seen.presses)
    kilobytes = sum(seen.memory) / len(seen.memory) / 1000
    return (
        page,
        count,
        presses,
        *(f"{seen.ms(share):.1f}" for share in (0.5, 0.95, 1)),
        *("/".join(f"{seen.ms(share, part):.1f}" for share in (0.5, 0.95)) for part in (seen.submit, seen.onward)),
        f"{presses / seen.seconds:.1f}",
        f"{1000 * seen.cpu / max(presses, 1):.2f}",
        f"{kilobytes:.0f}" if count > 1 else "–",
    )


def _notes(count: int, app: Measured, bare: Measured) -> list[str]:
    median, tail = (app.ms(share) / max(bare.ms(share), 0.001) for share in (0.5, 0.95))
    lines = [
        f"- {count}: app/bare p50 {median:.2f} ({verdict(median, RATIO)}), p95 {tail:.2f} ({verdict(tail, RATIO)}); "
        f"target at most {RATIO}. p95 {app.ms(0.95):.1f} ms ({verdict(app.ms(0.95), P95_MS)}); target under {P95_MS:.0f} ms."
    ]
    if app.blocks != bare.blocks:
        lines.append(f"- HTML blocks before and after a submit: app {sorted(app.blocks)}, bare {sorted(bare.blocks)}.")
    for page, seen in (("app", app), ("bare", bare)):
        if seen.trouble:
            lines.append(f"- {page}: {len(seen.trouble)} troubles, the first: {seen.trouble[0]}")
    return lines
