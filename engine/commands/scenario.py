"""`scenario`: a page on a role-play: what can happen, what it pays for, how it reads. Also its author checks."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from engine.content.course import Lang
from engine.content.roleplay import Roleplay
from engine.content.texts import texts_of
from engine.loading.loading import Unit, load
from engine.loading.problems import Path as Place
from engine.loading.problems import Problem
from engine.loading.wording import message
from engine.scoring.roleplay import skills
from engine.scoring.scenarios import (
    BY_PLACE,
    MOST_STATES,
    Explored,
    explore,
    findings,
    naive_scores,
    play_out,
    random_shares,
)
from engine.words import word

MOST_NAIVE = 70
"""Percent of the best score that a player who knows nothing may reach."""
MOST_BY_CHANCE = 10
"""Percent of random plays that may reach the best ending."""
READ_A_MINUTE: Mapping[Lang, int] = {"zh": 350, "en": 220}
"""Chinese characters, English words read in a minute at an easy pace. The English figure is our assumption: a little below
the 238 words a minute that Brysbaert (2019) found over many studies of silent reading of non-fiction.
"""
TRIED = 2000
"""Random plays by which the reach of skills is measured."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("file", type=Path, help="cases/<case>/roleplay-<id>.yaml")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")


def run(arguments: argparse.Namespace) -> int:
    """0 a fair scenario, 1 something to mend, 2 could not run."""
    file, lang = arguments.file.resolve(), arguments.lang
    file = file.with_name(file.name.replace(".en.yaml", ".yaml"))  # warnings may name the overlay
    if not file.is_file() or len(file.parents) < 3:
        print(word(lang, "command.check.no_path", path=arguments.file))
        return 2
    if not file.name.startswith("roleplay-"):
        print(word(lang, "command.scenario.no_play", path=arguments.file))
        return 2
    kept: list[Unit] = []

    def keep(units: Sequence[Unit]) -> list[Problem]:
        kept.extend(units)
        return []

    loaded = load([file.parents[2]], also=keep)
    unit = next((u for u in kept if u.found.file.resolve() == file), None)
    names = tuple(f"{file.parent.name}/{file.stem}{ending}" for ending in (".yaml", ".en.yaml"))
    mine = [p for p in loaded.problems if p.file.endswith(names)]
    if unit is None or not isinstance(unit.models.get("zh"), Roleplay):
        for problem in mine or loaded.problems:
            print(f"{problem.file}:{problem.line}:{problem.column}: {message(problem, lang)}")
        return 1
    found = [*mine, *_scenario(unit, unit.models["zh"])]
    for text in _page(unit.models[lang], found, lang, lang if unit.overlay else "zh"):
        print(text)
    return int(bool(found))


def _page(play: Roleplay, found: Sequence[Problem], lang: Lang, read_as: Lang) -> Iterable[str]:
    """The report, line by line; `read_as` is the language that `play` is written in."""
    explored = explore(play)
    shares = random_shares(play, explored)

    def told(key: str, **values: object) -> str:
        return word(lang, f"command.scenario.{key}", **values)

    yield f"{play.id}  {play.title}"
    counts = {"nodes": len(play.nodes), "states": len(explored.states), "paths": f"{_paths(explored):,}"}
    yield told("size", **counts)
    yield told("decisions", least=shares.shortest, most=shares.longest)
    yield told("reading", minutes=minutes_to_read(play, read_as), said=play.minutes)
    yield told("endings", plays=f"{shares.plays:,}")
    for ending in play.endings:
        yield f"  {shares.endings.get(ending.id, 0) / shares.plays:7.1%}  {ending.kind:10} {ending.title}"
    yield told("naive", most=MOST_NAIVE)
    for strategy, score in naive_scores(play).items():
        yield f"  {float(score):7.1%}  {strategy}"
    yield told("skills", plays=f"{TRIED:,}")
    for skill, low, high in _reach(play):
        yield f"  {skill}  {low:.0%}-{high:.0%}"
    yield told("map")
    for node in play.nodes:
        yield f"  {'*' if node.key else ' '} {node.id}  {node.label}"
        for choice in node.choices:
            yield f"      {choice.quality:10} {choice.heat:+4d} {choice.trust:+4d}  {choice.id} -> {choice.to}"
    yield told("sound") if not found else told("to_mend", n=len(found))
    for problem in found:
        yield f"  {problem.file}:{problem.line}: {message(problem, lang)}"


def _paths(explored: Explored) -> int:
    """How many different conversations there are; 0 where they may go in circles for ever."""
    counts = [int(state.node is None) for state in explored.states]
    for _ in range(40):
        new = [
            1 if state.node is None else sum(counts[target] for target in leads.values() if target >= 0)
            for state, leads in zip(explored.states, explored.leads, strict=True)
        ]
        if new == counts:
            return counts[0]
        counts = new
    return 0


def minutes_to_read(play: Roleplay, lang: Lang) -> int:
    """Minutes to read everything once, all branches together: Chinese by its characters, English by its words."""

    def size(texts: object) -> int:
        if isinstance(texts, dict):
            return sum(size(t) for t in texts.values())
        return len(str(texts).split()) if lang == "en" else len(str(texts))

    return -(-size(texts_of(play)) // READ_A_MINUTE[lang])


def _reach(play: Roleplay) -> Iterable[tuple[str, float, float]]:
    """For each skill the lowest and highest score, 0..1, over random plays."""
    from random import Random

    rng, scores = Random(1), {skill: [] for skill in play.skills}  # type: ignore[var-annotated]
    for _ in range(TRIED):
        for skill, earned in skills(play, play_out(play, rng.choice).path).items():
            if earned.score is not None:
                scores[skill].append(float(earned.score))
    return [(skill, min(found), max(found)) for skill, found in scores.items() if found]


def check(units: Sequence["Unit"]) -> list[Problem]:
    """Every Problem of every scenario."""
    plays = [(unit, play) for unit in units if isinstance(play := unit.models.get("zh"), Roleplay)]
    return [problem for unit, play in plays for problem in _scenario(unit, play)]


def _scenario(unit: "Unit", play: Roleplay) -> Iterable[Problem]:
    explored = explore(play, MOST_STATES)
    found = findings(play, explored)
    for finding in found:
        yield unit.document.problem(finding.code, _place(play, finding.id), id=finding.id)
    if explored.sampled:
        yield unit.document.problem("scenario_sampled", ("nodes",), level="warning", states=len(explored.states))
    if found:
        return
    yield from _naive(unit)
    best = random_shares(play, explored).share(e.id for e in play.endings if e.kind == "excellent")
    if best * 100 > MOST_BY_CHANCE:
        yield unit.document.problem("best_by_chance", ("endings",), level="warning", share=round(best * 100))


def _naive(unit: "Unit") -> Iterable[Problem]:
    """Blind ways that pay, in every language that is written: a translation can give away what the Chinese does not."""
    for lang, play in unit.models.items():
        document = unit.document if lang == "zh" else unit.overlay
        if document is None:
            continue  # the Chinese again
        for strategy, score in naive_scores(play).items():
            told = lang != "zh" and not BY_PLACE.isdisjoint(strategy.split(", "))
            if score * 100 > MOST_NAIVE and not told:
                earned = round(score * 100)
                at = ("nodes",)
                yield document.problem("naive_pays", at, level="warning", strategy=strategy, score=earned, language=lang)


def _place(play: Roleplay, id: str) -> Place:
    """Where a node, a choice or an ending stands."""
    for i, node in enumerate(play.nodes):
        if node.id == id:
            return ("nodes", i)
        for k, choice in enumerate(node.choices):
            if choice.id == id:
                return ("nodes", i, "choices", k)
    return ("endings", next((i for i, ending in enumerate(play.endings) if ending.id == id), 0))
