"""`scenarios`: the author checks of every shipped role-play, by exploring all its states."""

import argparse
import time

from benchmarks.figures import table
from engine.commands import scenario
from engine.content.roleplay import Roleplay
from engine.loading.loading import Unit, load
from engine.scoring.scenarios import explore
from engine.settings import REPOSITORY

MOST = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is shipped is checked."""


def run(arguments: argparse.Namespace) -> str:
    """Measure; the table."""
    kept: list[Unit] = []
    load([REPOSITORY], also=lambda units: kept.extend(units) or [])
    plays = [unit for unit in kept if isinstance(unit.models.get("zh"), Roleplay)]
    rows, whole = [], 0.0
    for unit in plays:
        began = time.perf_counter()
        problems = scenario.check([unit])
        taken = time.perf_counter() - began
        whole += taken
        play = unit.models["zh"]
        rows.append((play.id, len(play.nodes), f"{len(explore(play).states):,}", len(problems), f"{taken:.2f}"))
    rows.append(("**all**", "", "", "", f"**{whole:.2f}**"))
    head = ("role-play", "nodes", "states", "problems", "s")
    told = f"{len(plays)} role-plays in {whole:.1f} s on one core; target under {MOST:.0f} s"
    return f"{table(head, rows)}\n\n- {told}: {'met' if whole < MOST else 'missed'}."
