"""Is a scenario fair? Every reachable state is visited; naive and random players show what it pays for."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from engine.content.conditions import parsed
from engine.content.roleplay import Choice, Roleplay
from engine.scoring.roleplay import State, after, ending, offered, start, total

MOST_STATES = 500_000
PLAYS = 10_000
LONGEST_PLAY = 60

Key = tuple[str | None, int, int, bool, frozenset[str]]


@dataclass(frozen=True)
class Explored:
    """What can happen in a scenario: states by key with where each leads; `sampled` if there were too many to visit all."""

    states: Mapping[Key, State]
    leads: Mapping[Key, Mapping[str, Key]]
    sampled: bool

    @property
    def nodes(self) -> set[str]:
        """Ids of the nodes that can be reached."""
        return {key[0] for key in self.states if key[0] is not None}

    @property
    def choices(self) -> set[str]:
        """Ids of the choices that can be made."""
        return {choice for leads in self.leads.values() for choice in leads}


def _key(state: State, named: frozenset[str]) -> Key:
    """Two states with one key can go on in the same ways: of the choices made only those count that a condition names."""
    return state.node, state.heat, state.trust, state.red_line, named & frozenset(state.path)


def named_choices(play: Roleplay) -> frozenset[str]:
    """The choices that some condition asks about."""
    conditions = [line.when for node in play.nodes for line in node.lines]
    conditions += [choice.when for node in play.nodes for choice in node.choices]
    conditions += [end.when for end in play.endings]
    return frozenset(name for text in conditions if text for name in parsed(text).choices)


def explore(play: Roleplay, most: int = MOST_STATES) -> Explored:
    """Every reachable state, breadth first, but no more than `most`."""
    named = named_choices(play)
    first = start(play)
    states, leads = {_key(first, named): first}, {}
    queue, sampled = deque(states), False
    while queue:
        key = queue.popleft()
        found: dict[str, Key] = {}
        for choice in offered(play, states[key]):
            new = after(play, states[key], choice.id)
            found[choice.id] = target = _key(new, named)
            if target not in states:
                if len(states) >= most:
                    sampled = True
                    continue
                states[target] = new
                queue.append(target)
        leads[key] = found
    return Explored(states, leads, sampled)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a scenario: a code of its own, and the id it is about."""

    code: str
    id: str = ""


def findings(play: Roleplay, explored: Explored) -> list[Finding]:
    """What exploration shows to be wrong. In a sampled scenario what was not met is not called out of reach."""
    locked = {str(key[0]) for key, leads in explored.leads.items() if key[0] is not None and not leads}
    found = [Finding("softlock", id) for id in sorted(locked)]
    trapped = [node.id for node in play.nodes if node.id in _trapped(explored) - locked]
    found += [Finding("no_way_out", id) for id in trapped[-1:]]  # the last of a chain: the others follow from it
    if not explored.sampled and not trapped:
        choices = [choice.id for node in play.nodes if node.id in explored.nodes for choice in node.choices]
        met = {e.id for key, state in explored.states.items() if key[0] is None and (e := ending(play, state))}
        found += [Finding("unreachable_node", node.id) for node in play.nodes if node.id not in explored.nodes]
        found += [Finding("choice_never_offered", id) for id in choices if id not in explored.choices]
        found += [Finding("ending_out_of_reach", e.id) for e in play.endings if e.id not in met]
    known = {finding.id for finding in found}
    keys = [node.id for node in play.nodes if node.key and node.id not in known]
    return found + [Finding("key_bypassed", id) for id in keys if _avoidable(explored, id)]


def _trapped(explored: Explored) -> set[str]:
    """Nodes with a reachable state from which no end can be reached."""
    back: dict[Key, list[Key]] = {}
    for key, leads in explored.leads.items():
        for target in leads.values():
            back.setdefault(target, []).append(key)
    alive = {key for key in {*explored.states, *back} if key[0] is None or key not in explored.leads}
    queue = deque(alive)
    while queue:
        for before in back.get(queue.popleft(), ()):
            if before not in alive:
                alive.add(before)
                queue.append(before)
    return {str(key[0]) for key in explored.leads if key not in alive and key[0] is not None}


def _avoidable(explored: Explored, node: str) -> bool:
    """Whether an end that is no red line can be reached without ever being at `node`."""
    first = next(iter(explored.states))
    seen, queue = {first}, deque([first] if first[0] != node else [])
    while queue:
        key = queue.popleft()
        if key[0] is None and not key[3]:
            return True
        for target in explored.leads.get(key, {}).values():
            if target not in seen and target[0] != node:
                seen.add(target)
                queue.append(target)
    return False


Pick = Callable[[Sequence[Choice]], Choice]

STRATEGIES: Mapping[str, Pick] = {
    "longest": lambda choices: max(choices, key=lambda c: len(c.text)),
    "shortest": lambda choices: min(choices, key=lambda c: len(c.text)),
    "first": lambda choices: choices[0],
    "second": lambda choices: choices[min(1, len(choices) - 1)],
    "last": lambda choices: choices[-1],
}
"""Players who know nothing. They see the choices as authored."""


def play_out(play: Roleplay, pick: Pick) -> State:
    """The last state of a play in which `pick` chooses; one that does not end is broken off."""
    state = start(play)
    while state.node is not None and len(state.path) < LONGEST_PLAY and (choices := offered(play, state)):
        state = after(play, state, pick(choices).id)
    return state


def naive_scores(play: Roleplay) -> dict[str, Fraction]:
    """Score, 0..1 of the best, of players who always choose in one blind way; ways that play alike stand together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, pick in STRATEGIES.items():
        alike.setdefault(play_out(play, pick).path, []).append(name)
    return {", ".join(names): total(play, path) for path, names in alike.items()}


@dataclass(frozen=True)
class Shares:
    """Endings over seeded random plays: how often each came, of how many, and how many decisions a play had."""

    endings: Mapping[str, int]
    plays: int
    shortest: int
    longest: int

    def share(self, ids: Iterable[str]) -> Fraction:
        """Share of plays that ended in one of `ids`."""
        return Fraction(sum(self.endings.get(id, 0) for id in ids), self.plays)


def random_shares(play: Roleplay, plays: int = PLAYS, seed: int = 1) -> Shares:
    """Endings of `plays` plays that choose at random, the same for the same seed."""
    rng = Random(seed)
    counts: Counter[str] = Counter()
    lengths = []
    for _ in range(plays):
        state = play_out(play, rng.choice)
        lengths.append(len(state.path))
        reached = ending(play, state)
        counts[reached.id if reached else ""] += 1
    return Shares(counts, plays, min(lengths), max(lengths))
