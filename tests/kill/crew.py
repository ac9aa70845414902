"""People who answer or play as fast as they can while the server is killed under them, again and again."""

import asyncio
import itertools
import random
import re
import time
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from benchmarks import content, people
from benchmarks.client import Lost, Tab, Widget
from benchmarks.load import SUBMIT, forward
from benchmarks.server import Server
from engine.services import learning, standings
from engine.services.desk import Desk
from engine.store.standings import all_standings

from .ledger import Ledger, Place, lost
from .players import add_scenario, player_life

QUIZZES, QUESTIONS = 4, 25
STEM = re.compile(r'<div class="stem">(.*?)</div>')
PATIENCE = 40
WINDOW = (0.05, 1.0)
"""A kill comes this many seconds after the first answer that was confirmed since the restart."""


def place_of(submit: Widget) -> Place:
    """`submit/<attempt>/<slot>/<step>`."""
    attempt, slot, step = submit.key.removeprefix(SUBMIT).split("/")
    return attempt, int(slot), int(step)


def stem_on(tab: Tab) -> str | None:
    """The question on the page."""
    found = STEM.search("".join(tab.html()))
    return found[1] if found else None


def shows_verdict(tab: Tab) -> bool:
    """Whether the page says what came of an answer."""
    return any('class="verdict' in block for block in tab.html())


@dataclass
class School:
    """The server under test, its people, and what they saw."""

    server: Server
    desk: Desk
    trainees: list[people.Trainee]
    quizzes: list[str]
    ledger: Ledger = field(default_factory=Ledger)
    over: bool = False
    confirmed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.server.data / "rapport.db"

    async def begin(self, trainee: people.Trainee, rng: random.Random) -> str:
        """An attempt to go on with: the one that is open, or a new one of some quiz."""
        quiz = rng.choice(self.quizzes)
        return await asyncio.to_thread(learning.start, people.acting(self.desk, trainee), quiz)


async def trainee_life(school: School, trainee: people.Trainee, rng: random.Random) -> None:
    """Answer; when the connection is lost, come back with the cookie and go on at the first open question."""
    attempt = await school.begin(trainee, rng)
    while not school.over:
        tab = Tab(school.server.address, trainee.cookie, "quiz", f"a={attempt}")
        try:
            await tab.open()
            await tab.load()
            _check_place(tab, school.ledger, attempt)
            while not school.over and await _answer_one(tab, school, rng):
                pass
            if not school.over:
                attempt = await school.begin(trainee, rng)
        except Lost:
            school.ledger.reconnects += 1
            await asyncio.sleep(0.1)
        finally:
            school.ledger.complaints += tab.crashes()
            await tab.close()


def _check_place(tab: Tab, ledger: Ledger, attempt: str) -> None:
    """Coming back, nobody is asked again what was confirmed; then the address names the question, as a browser's does."""
    submit = tab.widget(SUBMIT)
    if submit is None:
        return
    place = place_of(submit)
    if place in ledger.confirmed:
        ledger.complaints.append(f"{place} was confirmed and is asked again")
    tab.query = f"a={attempt}&q={place[1] + 1}"


async def _answer_one(tab: Tab, school: School, rng: random.Random) -> bool:
    """Answer the question on the page and go on; whether there is another. Raises Lost."""
    submit, radio, stem = tab.widget(SUBMIT), tab.widget("", "radio"), stem_on(tab)
    if submit is not None and radio is not None:
        labels = list(radio.proto.options)
        index = rng.randrange(len(labels))
        place, value = place_of(submit), content.value_at(labels, index)
        await tab.choose(radio, index)
        school.ledger.send(place, value)
        try:
            await tab.press(submit)
        finally:
            school.ledger.in_flight -= 1
        if shows_verdict(tab) and stem_on(tab) == stem and tab.widget(submit.key) is None:
            school.ledger.confirm(place, value)
            school.confirmed.set()
        elif not tab.alerts():
            school.ledger.complaints.append(f"{place} was sent; the page shows neither a verdict nor a message")
    onward = forward(tab)
    if onward is None:
        return False
    last = "&q=" + str(QUESTIONS) in tab.query
    await tab.press(onward)
    return not last


async def killer(school: School, kills: int, rng: random.Random) -> list[str]:
    """Kill, look for what was lost, start again: `kills` times. Stops at the first loss."""
    for _ in range(kills):
        school.confirmed.clear()
        try:
            await asyncio.wait_for(school.confirmed.wait(), PATIENCE)
        except TimeoutError:
            return [f"no answer was confirmed within {PATIENCE} s of start number {school.ledger.kills + 1}"]
        await asyncio.sleep(rng.uniform(*WINDOW))
        school.ledger.kills += 1
        school.ledger.kills_in_flight += school.ledger.in_flight > 0
        school.server.kill()
        await asyncio.sleep(0.05)  # the clients read what had reached them
        missing = lost(school.database, school.ledger)
        if missing:
            return missing
        school.server.start(wait=False)
    return []


async def live_and_kill(school: School, kills: int, seed: int) -> list[str]:
    """All trainees and the killer at once; what was lost."""
    chances = [random.Random(f"{seed}/{number}") for number in range(len(school.trainees))]
    pairs = zip(school.trainees, chances, strict=True)
    ways = itertools.cycle((trainee_life, trainee_life, player_life))
    lives = [asyncio.create_task(live(school, trainee, rng)) for live, (trainee, rng) in zip(ways, pairs, strict=False)]
    death = asyncio.create_task(killer(school, kills, random.Random(seed)))
    await asyncio.wait({*lives, death}, return_when=asyncio.FIRST_COMPLETED)
    school.over = True
    school.server.stop()
    missing = await death
    await asyncio.gather(*lives)
    return missing


def open_school(folder: Path, count: int) -> School:
    """A server, its content and `count` people with their sessions."""
    data, root = folder / "data", folder / "content"
    quizzes = content.quiz_root(root, QUIZZES, QUESTIONS)
    add_scenario(root)
    desk = people.open_school(data, root)
    server = Server("app.py", data, RAPPORT_CONTENT=str(root))
    return School(server, desk, people.enrol(desk, count), quizzes)


def kill_again_and_again(folder: Path, kills: int, count: int, seed: int) -> tuple[School, list[str], float]:
    """The whole test: the school with its ledger, what was lost at a kill, and the seconds it took."""
    began = time.monotonic()
    school = open_school(folder, count)
    school.server.start()
    try:
        missing = asyncio.run(live_and_kill(school, kills, seed))
    finally:
        school.server.stop()
    school.ledger.complaints += rebuilt_otherwise(school.desk)
    school.desk.db.close()
    return school, missing, time.monotonic() - began


def rebuilt_otherwise(desk: Desk) -> list[str]:
    """What the engine's own rebuilding of the standings would change."""
    with desk.db.read() as c:
        kept = all_standings(c)
    standings.rebuild(desk.db)
    with desk.db.read() as c:
        rebuilt = all_standings(c)
    differ = [pair for pair in zip_longest(kept, rebuilt) if pair[0] != pair[1]]
    if not differ:
        return []
    before, after = differ[0]
    return [f"rebuilding changes {len(differ)} of {len(kept)} standings, the first from {before} to {after}"]
