"""Is a scenario fair? Every reachable state is visited; naive and random players show what it pays for."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from engine.content.conditions import parsed
from engine.content.roleplay import Choice, Roleplay
from engine.scoring.roleplay import State, after, chosen, ending, offered, start, total

MOST_STATES = 500_000
PLAYS = 10_000
LONGEST_PLAY = 60

Key = tuple[str | None, int, int, bool, frozenset[str]]


@dataclass(frozen=True)
class Explored:
    """What can happen in a scenario: states by number, and by choice the number of the state it leads to.

    The first state is the start. `sampled` if there were too many to visit all: a choice that leads to none of those
    visited leads to -1, and a state that was not gone on from has no entry in `leads`.
    """

    states: Sequence[State]
    leads: Sequence[Mapping[str, int]]
    sampled: bool

    @property
    def nodes(self) -> set[str]:
        """Ids of the nodes that can be reached."""
        return {state.node for state in self.states if state.node is not None}

    @property
    def choices(self) -> set[str]:
        """Ids of the choices that can be made."""
        return {choice for leads in self.leads for choice in leads}


def _key(state: State, named: frozenset[str]) -> Key:
    """Two states with one key can go on in the same ways: of the choices made only those count that a condition names."""
    return state.node, state.heat, state.trust, state.red_line, named.intersection(state.path)


def named_choices(play: Roleplay) -> frozenset[str]:
    """The choices that some condition asks about."""
    conditions = [line.when for node in play.nodes for line in node.lines]
    conditions += [choice.when for node in play.nodes for choice in node.choices]
    conditions += [end.when for end in play.endings]
    return frozenset(name for text in conditions if text for name in parsed(text).choices)


def explore(play: Roleplay, most: int = MOST_STATES) -> Explored:
    """Every reachable state, breadth first, but no more than `most`."""
    named = named_choices(play)
    states = [start(play)]
    numbers = {_key(states[0], named): 0}
    leads: list[dict[str, int]] = []
    sampled = False
    for state in states:  # which grows as it is walked
        found: dict[str, int] = {}
        for choice in offered(play, state):
            new = chosen(state, choice)
            key = _key(new, named)
            target = numbers.get(key, -1)
            if target < 0 and len(states) < most:
                target = numbers[key] = len(states)
                states.append(new)
            sampled = sampled or target < 0
            found[choice.id] = target
        leads.append(found)
    return Explored(states, leads, sampled)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a scenario: a code of its own, and the id it is about."""

    code: str
    id: str = ""


def findings(play: Roleplay, explored: Explored) -> list[Finding]:
    """What exploration shows to be wrong. In a sampled scenario what was not met is not called out of reach."""
    visited = list(zip(explored.states, explored.leads, strict=True))
    locked = {state.node for state, leads in visited if state.node is not None and not leads}
    found = [Finding("softlock", id) for id in sorted(locked)]
    stuck = _trapped(explored) - locked
    trapped = [node.id for node in play.nodes if node.id in stuck]
    found += [Finding("no_way_out", id) for id in trapped[-1:]]  # the last of a chain: the others follow from it
    if not explored.sampled and not trapped:
        nodes, made = explored.nodes, explored.choices
        choices = [choice.id for node in play.nodes if node.id in nodes for choice in node.choices]
        met = {e.id for state, _ in visited if state.node is None and (e := ending(play, state))}
        found += [Finding("unreachable_node", node.id) for node in play.nodes if node.id not in nodes]
        found += [Finding("choice_never_offered", id) for id in choices if id not in made]
        found += [Finding("ending_out_of_reach", e.id) for e in play.endings if e.id not in met]
    known = {finding.id for finding in found}
    keys = [node.id for node in play.nodes if node.key and node.id not in known]
    return found + [Finding("key_bypassed", id) for id in keys if _avoidable(explored, id)]


def _trapped(explored: Explored) -> set[str | None]:
    """Nodes with a reachable state from which no end can be reached."""
    back: list[list[int]] = [[] for _ in explored.states]
    for number, leads in enumerate(explored.leads):
        for target in leads.values():
            if target >= 0:
                back[target].append(number)
    unknown = {number for number, leads in enumerate(explored.leads) if -1 in leads.values()}
    alive = {number for number, state in enumerate(explored.states) if state.node is None} | unknown
    queue = deque(alive)
    while queue:
        for before in back[queue.popleft()]:
            if before not in alive:
                alive.add(before)
                queue.append(before)
    return {state.node for number, state in enumerate(explored.states) if number not in alive}


def _avoidable(explored: Explored, node: str) -> bool:
    """Whether an end that is no red line can be reached without ever being at `node`."""
    states, leads = explored.states, explored.leads
    seen = {number for number, state in enumerate(states) if state.node == node}  # never entered
    queue = [0] if 0 not in seen else []
    while queue:
        number = queue.pop()
        if states[number].node is None and not states[number].red_line:
            return True
        for target in leads[number].values():
            if target >= 0 and target not in seen:
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
BY_PLACE = frozenset({"first", "second", "last"})
"""Those that read no words, and so play alike in every language."""


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


def random_shares(play: Roleplay, explored: Explored | None = None, plays: int = PLAYS, seed: int = 1) -> Shares:
    """Endings of `plays` plays that choose at random, the same for the same seed.

    Given all states of the scenario, the plays walk over them: the same plays, and many times faster.
    """
    rng = Random(seed)
    counts: Counter[str] = Counter()
    lengths = []
    known = explored if explored and not explored.sampled else None
    for _ in range(plays):
        state, length = _walk(known, rng) if known else _played(play, rng)
        lengths.append(length)
        reached = ending(play, state)
        counts[reached.id if reached else ""] += 1
    return Shares(counts, plays, min(lengths), max(lengths))


def _played(play: Roleplay, rng: Random) -> tuple[State, int]:
    state = play_out(play, rng.choice)
    return state, len(state.path)


def _walk(explored: Explored, rng: Random) -> tuple[State, int]:
    """The last state of a random play and how many choices it had."""
    number, length = 0, 0
    while (leads := tuple(explored.leads[number].values())) and length < LONGEST_PLAY:
        number, length = rng.choice(leads), length + 1
    return explored.states[number], length
