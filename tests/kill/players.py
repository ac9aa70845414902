"""People who talk a role-play through, again and again, while the server is killed under them."""

import asyncio
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import people
from benchmarks.client import Lost, Tab, Widget
from engine.services import playing

from .ledger import Ledger, Place

if TYPE_CHECKING:
    from .crew import School

PARCEL = "late-parcel"
SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases"
SAY, OVER = "say/", "again"


def add_scenario(root: Path) -> None:
    """Put the role-play into a content root."""
    shutil.copytree(SOUND, root / "cases")


def said_by(button: Widget) -> tuple[Place, dict[str, Any]]:
    """`say/<run>/<number>/<choice>`: the place of the choice, and what the store is to hold of it.

    Nobody goes back, so each choice follows the one before it; a choice is called after its node (`n2b` of `n2`).
    """
    run, number, choice = button.key.removeprefix(SAY).split("/")
    parent = int(number) - 1 if int(number) else None
    return (run, int(number), 0), {"choice": choice, "parent": parent, "node": choice[:-1]}


async def player_life(school: "School", trainee: people.Trainee, rng: random.Random) -> None:
    """Talk; when the connection is lost, come back with the cookie and go on with what is said last."""
    run = await _begin(school, trainee)
    while not school.over:
        tab = Tab(school.server.address, trainee.cookie, "roleplay", f"r={run}")
        try:
            await tab.open()
            await tab.load()
            _check_place(tab, school.ledger)
            while not school.over and await _say_one(tab, school, rng):
                pass
            if not school.over:
                run = await _begin(school, trainee)
        except Lost:
            school.ledger.reconnects += 1
            await asyncio.sleep(0.1)
        finally:
            school.ledger.complaints += tab.crashes()
            await tab.close()


async def _begin(school: "School", trainee: people.Trainee) -> str:
    """A run to go on with: the one that has not ended, or a new one."""
    ctx = people.acting(school.desk, trainee)
    return await asyncio.to_thread(playing.begin, ctx, PARCEL, "experienced")


def _check_place(tab: Tab, ledger: Ledger) -> None:
    """Coming back, nobody is asked again what was confirmed."""
    button = tab.widget(SAY)
    if button is not None and said_by(button)[0] in ledger.confirmed:
        ledger.complaints.append(f"{said_by(button)[0]} was confirmed and is asked again")


async def _say_one(tab: Tab, school: "School", rng: random.Random) -> bool:
    """Say one thing; whether the conversation goes on. Raises Lost."""
    buttons = [widget for widget in tab.widgets.values() if widget.key.startswith(SAY)]
    if not buttons:
        return False
    button = rng.choice(buttons)
    place, value = said_by(button)
    school.ledger.send(place, value)
    try:
        await tab.press(button)
    finally:
        school.ledger.in_flight -= 1
    after = tab.widget(SAY)
    if tab.widget(OVER) is not None or (after is not None and said_by(after)[0][1] == place[1] + 1):
        school.ledger.confirm(place, value)
        school.confirmed.set()
    elif not tab.alerts():
        school.ledger.complaints.append(f"{place} was said; the page shows neither what follows nor a message")
    return after is not None
