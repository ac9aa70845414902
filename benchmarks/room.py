"""`room`: a live room with hundreds of phones: coming in, voting, seeing the next phase, coming back."""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import content
from benchmarks.crowd import HEAD, Stage, after, many_files, notes, together
from benchmarks.figures import quantile, table
from benchmarks.host import Host
from benchmarks.phone import SENT, Phone
from benchmarks.server import Server
from benchmarks.visit import Visit, recorded
from engine.words import word

RUSH, VOTING = 2.0, 3.0
"""Seconds within which all come, and within which all vote."""
NEXT_SOON = word("zh", "ui.live.next_soon")
STOCK = {"RAPPORT_KEEP_SESSIONS": "0"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--phones", type=int, nargs="+", default=[200, 500, 1000], help="how many at once")
    parser.add_argument("--waiting", type=float, default=15, help="seconds for which phones only wait")
    parser.add_argument("--accept", default="gzip, br", help="what the phones say they can unpack")
    parser.add_argument("--seed", type=int, default=1)


def run(arguments: argparse.Namespace) -> str:
    """Measure; the table."""
    stages: list[Stage] = []
    lines: list[str] = []
    for count in arguments.phones:
        for act in (whole_lesson, warm_and_stock):
            with tempfile.TemporaryDirectory() as folder:
                lesson = Lesson(Path(folder), count, arguments)
                act(lesson)
                stages += lesson.stages
                lines += lesson.lines
    told = table(HEAD, [stage.row() for stage in stages])
    return "\n".join([told, "", *lines, *notes(stages)])


class Lesson:
    """A host, a server, and as many phones as get in."""

    def __init__(self, folder: Path, count: int, arguments: argparse.Namespace) -> None:
        self.count, self.arguments = count, arguments
        self.rng = random.Random(arguments.seed)
        self.data, self.root = folder / "data", folder / "content"
        self.host = Host(self.data, self.root)
        self.phones: list[Phone] = []
        self.stages: list[Stage] = []
        self.lines: list[str] = []

    def server(self, **environment: str) -> Server:
        """A server with the host's data and content."""
        return Server("app.py", self.data, RAPPORT_CONTENT=str(self.root), **environment)

    async def do(self, server: Server, name: str, each: list[Any], target: float | None, whole: bool = False) -> Stage:
        """One stage; its figures are kept."""
        stage = Stage(name, len(each), target, whole)
        await together(stage, server, each)
        self.stages.append(stage)
        return stage

    def say(self, text: str) -> None:
        """A line below the table."""
        self.lines.append(f"- {self.count} phones: {text}")


def whole_lesson(lesson: Lesson) -> None:
    """Everything, in the order of a lesson, with phones that have never been here."""
    with lesson.server() as server:
        visit = recorded(server.address, lesson.host.new_room())
        if visit is None:
            lesson.say("cold join not measured, no Chromium on this machine")
        with many_files():
            _runner(_lesson(lesson, server, visit))
    lesson.host.desk.db.close()


def warm_and_stock(lesson: Lesson) -> None:
    """Phones with a full cache; and coming back to a server that keeps as few sessions as Streamlit does."""
    with lesson.server(**STOCK) as server, many_files():
        _runner(_warm(lesson, server))
    lesson.host.desk.db.close()


def _runner(work: Any) -> None:
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


async def _lesson(lesson: Lesson, server: Server, visit: Visit | None) -> None:
    memory = server.memory()
    await join(lesson, server, visit, "cold join", 10)
    each = (server.memory() - memory) / max(len(lesson.phones), 1) / 1000
    lesson.say(f"{each:.0f} kB of server memory per phone in the lobby")
    if not lesson.phones:
        return
    try:
        await only_wait(lesson, server)
        await asyncio.to_thread(lesson.host.open, 0)
        await vote(lesson, server, 0, lesson.phones, "votes")
        await phases(lesson, server)
        await vote(lesson, server, 1, lesson.phones[::2], "votes of every second phone")
        await storm(lesson, server, "all sockets dropped")
        await killed(lesson, server)
        await vote(lesson, server, 1, lesson.phones[1::2], "votes of the others, after the restart")
        check(lesson, (0, 1))
    finally:
        await leave(lesson)


async def _warm(lesson: Lesson, server: Server) -> None:
    lesson.host.new_room()
    await Phone(server.address, lesson.host.code, "先来", lesson.arguments.accept).come(None)
    lesson.host.new_room()
    await join(lesson, server, None, "warm join", 2)
    if not lesson.phones:
        return
    try:
        await asyncio.to_thread(lesson.host.open, 0)
        await vote(lesson, server, 0, lesson.phones[::2], "votes of every second phone")
        await storm(lesson, server, "all sockets dropped, Streamlit's own limit of sessions")
        check(lesson, (0,))
    finally:
        await leave(lesson)


async def join(lesson: Lesson, server: Server, visit: Visit | None, name: str, target: float) -> None:
    """All come within two seconds."""
    code, accept = lesson.host.new_room(), lesson.arguments.accept
    phones = [Phone(server.address, code, f"学员{n:04}", accept) for n in range(lesson.count)]
    here: list[Phone] = []

    async def come(phone: Phone) -> float:
        taken = await phone.come(visit)
        here.append(phone)
        return taken

    each = [after(lesson.rng.uniform(0, RUSH), lambda p=phone: come(p)) for phone in phones]
    stage = await lesson.do(server, name, each, target)
    lesson.phones = here
    done = max(len(here), 1)
    requests, received = (sum(getattr(p.browser, what) for p in here) / done for what in ("requests", "received"))
    lesson.say(
        f"{name}: {requests:.0f} requests and {received / 1000:.0f} kB per phone by HTTP, "
        f"{1000 * stage.server / done:.0f} ms of server CPU and {1000 * stage.client / done:.0f} ms of client CPU; "
        f"the cookie was there after {quantile([p.kept for p in here], 0.95):.2f} s (p95)"
    )
    for phone in set(phones) - set(here):
        await phone.close()


async def only_wait(lesson: Lesson, server: Server) -> None:
    """Phones that only look whether something has happened."""
    await asyncio.sleep(2)
    seconds, looks, cpu = lesson.arguments.waiting, sum(p.looks for p in lesson.phones), server.cpu_seconds()
    mine, began = time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    wall = time.perf_counter() - began
    looks = sum(p.looks for p in lesson.phones) - looks
    share, own = (100 * x / wall for x in (server.cpu_seconds() - cpu, time.process_time() - mine))
    lesson.say(f"waiting costs {share:.0f} % of a core for {looks / wall:.0f} looks per second (client {own:.0f} %)")


async def vote(lesson: Lesson, server: Server, slot: int, voters: list[Phone], name: str) -> None:
    """The question is open; all choose and submit at some time within three seconds."""
    stem = content.stem_of(0, slot)
    await asyncio.gather(*(p.see(lambda p=p: p.shows(stem)) for p in voters), return_exceptions=True)
    each = [after(lesson.rng.uniform(0, VOTING), lambda p=p: p.vote(slot, lesson.rng)) for p in voters]
    await lesson.do(server, name, each, 1)
    kept = lesson.host.kept(slot)
    lesson.say(f"{name}: {sum(p.nickname in kept for p in voters)} of {len(voters)} are in the database, once each")


async def phases(lesson: Lesson, server: Server) -> None:
    """The host closes, reveals and opens the next; each phone sees it by looking, and draws its page anew."""
    host, stem = lesson.host, content.stem_of(0, 1)
    for name, act, slot, words in (
        ("closed", host.close, 0, SENT),
        ("revealed", host.reveal, 0, NEXT_SOON),
        ("next question opened", host.open, 1, stem),
    ):
        await asyncio.sleep(lesson.rng.uniform(2, 4))
        await phase(lesson, server, name, lambda act=act, slot=slot: act(slot), words)


async def phase(lesson: Lesson, server: Server, name: str, act: Callable[[], None], words: str) -> None:
    """One change of the room, from the commit until each phone shows it."""
    began = float("inf")

    async def seen(phone: Phone, runs: int) -> float:
        return max(await phone.see(lambda: phone.runs > runs and phone.shows(words)) - began, 0.0)

    each = [asyncio.ensure_future(seen(phone, phone.runs)) for phone in lesson.phones]
    await asyncio.to_thread(act)
    began = time.perf_counter()
    await lesson.do(server, name, each, 3)


def complete(phone: Phone, slot: int) -> bool:
    """Whether the page is as before: the seat, and what was answered or is to be."""
    return phone.shows(phone.nickname, SENT if slot in phone.choices else content.stem_of(0, slot))


async def back(lesson: Lesson, phone: Phone, slot: int, kept: list[Phone]) -> float:
    """Come back; when the page is complete, on the clock of the process."""
    if await phone.come_back(lesson.rng):
        kept.append(phone)
    return await phone.see(lambda: complete(phone, slot))


async def storm(lesson: Lesson, server: Server, name: str) -> None:
    """All sockets are dropped at once, without a word."""
    slot, kept = max((s for p in lesson.phones for s in p.choices), default=0), list[Phone]()
    for phone in lesson.phones:
        phone.abort()
    began = time.perf_counter()
    stage = await lesson.do(server, name, [back(lesson, p, slot, kept) for p in lesson.phones], 5, whole=True)
    stage.taken = [end - began for end in stage.taken]
    lesson.say(f"{name}: {len(kept)} of {len(lesson.phones)} found their session again")


async def killed(lesson: Lesson, server: Server) -> None:
    """The server is killed in the middle of a round and started again; counted from when it is healthy."""
    kept: list[Phone] = []
    await asyncio.to_thread(server.kill)
    began = time.perf_counter()
    waiting = [asyncio.ensure_future(back(lesson, p, 1, kept)) for p in lesson.phones]
    await asyncio.to_thread(server.start)
    healthy = time.perf_counter()
    stage = await lesson.do(server, "server killed and started again", waiting, 5, whole=True)
    stage.taken = [max(end - healthy, 0.0) for end in stage.taken]
    lesson.say(f"the killed server was healthy again after {healthy - began:.1f} s")


def check(lesson: Lesson, slots: tuple[int, ...]) -> None:
    """Compare what the phones were told with what is kept."""
    for slot in slots:
        wrong = lesson.host.wrong(lesson.phones, slot)
        told = sum(slot in p.choices for p in lesson.phones)
        lesson.say(f"question {slot + 1}: {told - len(wrong)} of {told} confirmed answers are kept as they were given")


async def leave(lesson: Lesson) -> None:
    """Close all phones."""
    await asyncio.gather(*(phone.close() for phone in lesson.phones))
