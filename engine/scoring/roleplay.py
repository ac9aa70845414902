"""Playing a role-play: the state after a list of choices, what they earned, how it ended. Pure, by replay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.content.conditions import Facts, parsed
from engine.content.questions.common import Skill
from engine.content.roleplay import END, Choice, Ending, Line, Node, Role, Roleplay


class NotOffered(ValueError):
    """A choice that this state does not offer."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a play is: the node (None at the end), both gauges 0 to 100, the red line, all choices made."""

    node: str | None
    heat: int
    trust: int
    red_line: bool
    path: tuple[str, ...]

    @property
    def facts(self) -> Facts:
        """What conditions are asked about."""
        return Facts(self.heat, self.trust, self.red_line, frozenset(self.path))


def start(play: Roleplay) -> State:
    """The state before the first choice."""
    return State(play.nodes[0].id, play.heat, play.trust, False, ())


def node_of(play: Roleplay, state: State) -> Node | None:
    """The moment of decision a play is at; None at the end."""
    return play.by_id[state.node] if state.node is not None else None


def offered(play: Roleplay, state: State) -> tuple[Choice, ...]:
    """The choices open now."""
    node = node_of(play, state)
    return tuple(c for c in node.choices if c.when is None or parsed(c.when).test(state.facts)) if node else ()


def heard(node: Node, state: State) -> tuple[Line, ...]:
    """What is said and seen at a node before the choice, as far as its conditions hold."""
    return tuple(line for line in node.lines if line.when is None or parsed(line.when).test(state.facts))


def reacting(play: Roleplay, node: Node, choice: Choice, state: State) -> Role | None:
    """Who reacts to a choice made in `state`; None where the reaction is only seen or told."""
    roles = {role.id: role for role in play.roles}
    if choice.by is not None:
        return roles.get(choice.by)  # no role is called `seen`
    others = [role for role in play.roles if role.part != "learner"]
    spoke = [line.by for line in heard(node, state) if line.by and roles[line.by] in others]
    return roles[spoke[-1]] if spoke else next((role for role in others if role.part == "customer"), others[0])


def after(play: Roleplay, state: State, choice_id: str) -> State:
    """The state after one more choice. Raises NotOffered."""
    choice = next((c for c in offered(play, state) if c.id == choice_id), None)
    if choice is None:
        raise NotOffered(choice_id)
    return chosen(state, choice)


def chosen(state: State, choice: Choice) -> State:
    """The state after a choice that is offered."""
    node = None if choice.to == END else choice.to
    heat, trust = _clamped(state.heat + choice.heat), _clamped(state.trust + choice.trust)
    return State(node, heat, trust, state.red_line or choice.red_line, (*state.path, choice.id))


def _clamped(value: int) -> int:
    return min(max(value, 0), 100)


def replay(play: Roleplay, path: Iterable[str]) -> tuple[State, ...]:
    """Every state along `path`, the first before any choice. Raises NotOffered."""
    states = [start(play)]
    for choice in path:
        states.append(after(play, states[-1], choice))
    return tuple(states)


def ending(play: Roleplay, state: State) -> Ending | None:
    """How it ended; None while it goes on."""
    if state.node is not None:
        return None
    if state.red_line:
        return next(e for e in play.endings if e.kind == "red_line")
    usual = (e for e in play.endings if e.kind != "red_line")
    return next(e for e in usual if e.when is None or parsed(e.when).test(state.facts))


@dataclass(frozen=True, slots=True)
class Earned:
    """What was earned in one skill, and the best that the decisions met offered."""

    earned: int
    best: int

    @property
    def score(self) -> Fraction | None:
        """Earned / best, 0..1; None where nothing was on offer."""
        return Fraction(self.earned, self.best) if self.best else None

    def __add__(self, other: "Earned") -> "Earned":
        return Earned(self.earned + other.earned, self.best + other.best)


NOTHING = Earned(0, 0)


def skills(play: Roleplay, path: Sequence[str]) -> dict[Skill, Earned]:
    """By skill of the role-play, what a path earned of the best available at the decisions it met."""
    return {skill: sum((one for _, one in met), NOTHING) for skill, met in moments(play, path).items()}


def moments(play: Roleplay, path: Sequence[str]) -> dict[Skill, list[tuple[Node, Earned]]]:
    """By skill of the role-play, the moments on a path that offered points in it, in their order, with what was earned."""
    met = list(zip(replay(play, path), decisions(play, path), strict=False))
    return {
        skill: [(play.by_id[str(state.node)], decision[skill]) for state, decision in met if decision[skill].best]
        for skill in play.skills
    }


def parts(play: Roleplay, path: Sequence[str]) -> dict[str, Earned]:
    """By part of the role-play, what a path earned in all skills together of the best available at the decisions it met."""
    found = {part.id: NOTHING for part in play.parts}
    for state, decision in zip(replay(play, path), decisions(play, path), strict=False):
        part = play.by_id[str(state.node)].part
        if part is not None:
            found[part] += sum(decision.values(), NOTHING)
    return found


def decisions(play: Roleplay, path: Sequence[str]) -> list[dict[Skill, Earned]]:
    """For each decision of a path, by skill, what it earned of the best that was on offer there."""
    found = []
    for state, made in zip(replay(play, path), path, strict=False):
        choices = {choice.id: _points(choice) for choice in offered(play, state)}
        best = {skill: max(points.get(skill, 0) for points in choices.values()) for skill in play.skills}
        found.append({skill: Earned(choices[made].get(skill, 0), best[skill]) for skill in play.skills})
    return found


def _points(choice: Choice) -> dict[Skill, int]:
    return {points.skill: points.points for points in choice.earns}


def total(play: Roleplay, path: Sequence[str]) -> Fraction:
    """Score of a path over all its skills, 0..1: earned / best available at the decisions met."""
    found = skills(play, path).values()
    best = sum(e.best for e in found)
    return Fraction(sum(e.earned for e in found), best) if best else Fraction(0)
