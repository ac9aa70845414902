"""A role-play: a conversation as a graph, in which what one says moves two gauges and decides how it ends."""

from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from engine.content.base import Format, Id, Many, Model, Text, refuse, require_unique_ids
from engine.content.conditions import BadCondition, parsed
from engine.content.questions.common import Skill, Substitute

END = "end"
SEEN = "seen"
Quality = Literal["strong", "defensible", "tempting", "harmful"]
EndingKind = Literal["excellent", "adequate", "hollow", "lost", "red_line"]
ENDING_KINDS: tuple[EndingKind, ...] = get_args(EndingKind)


def _condition(text: str) -> str:
    try:
        parsed(text)
    except BadCondition as error:
        raise refuse("bad_condition", found=str(error)) from error
    return text


When = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_condition)]


class Role(Model):
    """One person of the scene."""

    id: Id
    """Short id, unique within the role-play."""
    part: Literal["learner", "customer", "support"]
    """Whom the trainee plays, the customer, or somebody beside them."""
    name: Text
    """How the person is called in the conversation."""
    about: Text
    """Who they are, in a sentence."""


class Line(Model):
    """One thing said or seen before the choice."""

    id: Id
    """Short id, unique within the node."""
    by: Id | None = None
    """Id of the role that says it; left out for what is seen or told."""
    when: When | None = None
    """Only shown if this holds, for example `heat >= 60`."""
    text: Text
    """The words."""


class Points(Model):
    """What a choice earns in one skill."""

    skill: Skill
    """LI listening, EM empathy, PR probing, HO honesty, SO solving within authority, FO follow-through, BO boundary and
    compliance, RV relationship value."""
    points: int = Field(ge=0, le=4)
    """0 to 4; at each decision the best that could be earned counts as full."""


class Choice(Model):
    """One thing the trainee may say or do."""

    id: Id
    """Short id, unique within the role-play; runs are stored by it, so it never changes."""
    text: Text
    """The words one would say, in the first person. Keep the choices of a node alike in length."""
    to: Id
    """Id of the next node, or `end`."""
    quality: Quality
    """`strong`, `defensible` (good too), `tempting` (sounds right, is weak) or `harmful`."""
    heat: int = Field(default=0, ge=-60, le=60)
    """By how much the customer's agitation changes."""
    trust: int = Field(default=0, ge=-60, le=60)
    """By how much the trust changes."""
    red_line: bool = False
    """`true` where law, privacy, safety or honesty is broken: the red-line ending follows whatever else is said."""
    earns: Many[Points] = ()
    """What it earns in the skills of the role-play; what is left out earns 0."""
    when: When | None = None
    """Only offered if this holds."""
    by: Id | None = None
    """Id of the role that reacts; left out for whoever spoke last at the node, else the customer; `seen` for what is only
    seen or told."""
    reaction: Text
    """What is said or done at once."""
    thought: Text
    """What the customer was thinking: shown in the debrief."""
    reason: Text
    """Why it works or does not: shown at once to beginners, else in the debrief."""


class Timeout(Model):
    """A decision in which silence is an answer."""

    seconds: int = Field(ge=5, le=120)
    """How long the customer waits. Off in the accessible mode."""
    choice: Id
    """Id of the choice that silence is."""


class Part(Model):
    """A stretch of the conversation that the debrief scores apart, such as one letter of a method."""

    id: Id
    """Short id, unique within the role-play."""
    title: Text
    """Its name in the debrief."""


class Node(Model):
    """One moment of decision."""

    id: Id
    """Short id, unique within the role-play."""
    label: Text
    """What the moment is about, in a few words: it names the node on the map."""
    part: Id | None = None
    """Id of the part its decision counts for, if the role-play has parts and this belongs to one."""
    key: bool = False
    """`true` for a decision that no path may go around."""
    lines: Many[Line] = Field(min_length=1, max_length=8)
    """What is said or seen before."""
    choices: Many[Choice] = Field(min_length=2, max_length=4)
    """The choices; they are shuffled."""
    timeout: Timeout | None = None
    """Only where silence is an answer."""


class Ending(Model):
    """One way in which it ends. The first whose condition holds is taken; after a red line only that of the red line."""

    id: Id
    """Short id, unique within the role-play."""
    kind: EndingKind
    """`excellent`, `adequate`, `hollow` (closed, but the relation is poorer), `lost`, `red_line`."""
    when: When | None = None
    """When it is reached; the last one that is no red line has none and takes what is left."""
    title: Text
    """The ending in a few words."""
    text: Text
    """What happens then."""


class Roleplay(Model):
    """cases/<case>/roleplay-<id>.yaml: one scenario."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """Stable id; the file is called `roleplay-<id>.yaml`."""
    title: Text
    """The scenario's name."""
    topic: Id | None = None
    """The topic of the bank its decisions count for, when weak ones come back as cards."""
    minutes: int = Field(ge=1, le=60)
    """How long one play takes."""
    scene: Text
    """Where one is, who one is, what has happened: read before the start."""
    note: Text | None = None
    """What must be said of its source, for example that the story is a training tale; shown in the debrief."""
    elements: Many[Id] = ()
    """Source elements it practises, by their id in lessons/sources.yaml."""
    substitutes: Many[Substitute] = ()
    """Elements that count as practised here although the inventory foresees another form."""
    roles: Many[Role] = Field(min_length=2, max_length=6)
    """The people; exactly one is the learner's part."""
    heat: int = Field(ge=0, le=100)
    """The customer's agitation at the start, 0 to 100."""
    trust: int = Field(ge=0, le=100)
    """The trust at the start, 0 to 100."""
    skills: Many[Skill] = Field(min_length=2, max_length=8)
    """The skills it scores."""
    parts: Many[Part] = Field(default=(), max_length=8)
    """Parts that the debrief scores apart, all skills together, in this order; most role-plays need none."""
    nodes: Many[Node] = Field(min_length=2, max_length=24)
    """The moments; it begins with the first."""
    endings: Many[Ending] = Field(min_length=4, max_length=8)
    """The endings, best first."""

    @model_validator(mode="after")
    def whole_graph(self) -> Self:
        """Ids are unique, and whatever is named exists."""
        for what in ("roles", "parts", "nodes", "endings"):
            require_unique_ids(getattr(self, what), what)
        roles, nodes = [role.id for role in self.roles], [node.id for node in self.nodes]
        if [role.part for role in self.roles].count("learner") != 1:
            raise refuse("one_learner", at=("roles",))
        if SEEN in roles:
            raise refuse("role_called_seen", at=("roles", roles.index(SEEN), "id"))
        seen: set[str] = set()
        for i, node in enumerate(self.nodes):
            _check_node(node, i, roles, nodes, seen)
        for i, node in enumerate(self.nodes):
            for k, choice in enumerate(node.choices):
                for n, points in enumerate(choice.earns):
                    if points.skill not in self.skills:
                        at = ("nodes", i, "choices", k, "earns", n, "skill")
                        raise refuse("skill_not_scored", at=at, skill=points.skill)
        self._check_parts()
        self._check_endings(seen)
        return self

    def _check_parts(self) -> None:
        parts = [part.id for part in self.parts]
        for i, node in enumerate(self.nodes):
            if node.part is not None and node.part not in parts:
                raise refuse("unknown_part", at=("nodes", i, "part"), name=node.part, known=parts)
        used = {node.part for node in self.nodes}
        for i, id in enumerate(parts):
            if id not in used:
                raise refuse("unused_part", at=("parts", i, "id"), name=id)

    def _check_endings(self, choices: set[str]) -> None:
        open_ended = [i for i, e in enumerate(self.endings) if e.when is None and e.kind != "red_line"]
        last = max(i for i, e in enumerate(self.endings) if e.kind != "red_line")
        if open_ended != [last]:
            raise refuse("last_ending_takes_all", at=("endings", open_ended[0] if open_ended else last))
        crosses = any(choice.red_line for node in self.nodes for choice in node.choices)
        if crosses and not any(e.kind == "red_line" for e in self.endings):
            raise refuse("no_red_line_ending", at=("endings",))
        for place, text in _conditions(self):
            for name in sorted(parsed(text).choices - choices):
                raise refuse("unknown_choice", at=place, name=name, known=sorted(choices))

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The moments by their id."""
        return {node.id: node for node in self.nodes}

    def interactive_types(self) -> frozenset[str]:
        """What it is the practice for."""
        return frozenset({"branching-roleplay", "scenario-judgement"})

    def practised_elements(self) -> frozenset[str]:
        """Elements it declares itself a substitute for."""
        return frozenset(s.element for s in self.substitutes)

    def mentioned_elements(self) -> frozenset[str]:
        """Every element it touches."""
        return frozenset(self.elements) | self.practised_elements()


Place = tuple[str | int, ...]


def _check_node(node: Node, i: int, roles: list[str], nodes: list[str], seen: set[str]) -> None:
    require_unique_ids(node.lines, "lines")
    for k, line in enumerate(node.lines):
        if line.by is not None and line.by not in roles:
            raise refuse("unknown_role", at=("nodes", i, "lines", k, "by"), name=line.by, known=roles)
    for k, choice in enumerate(node.choices):
        if choice.id in seen:
            raise refuse("duplicate_part_id", at=("nodes", i, "choices", k, "id"), what="choices", id=choice.id)
        seen.add(choice.id)
        if choice.to not in (*nodes, END):
            raise refuse("unknown_node", at=("nodes", i, "choices", k, "to"), name=choice.to, known=[*nodes, END])
        if choice.by is not None and choice.by not in (*roles, SEEN):
            raise refuse("unknown_role", at=("nodes", i, "choices", k, "by"), name=choice.by, known=[*roles, SEEN])
    own = [choice.id for choice in node.choices]
    if node.timeout and node.timeout.choice not in own:
        at = ("nodes", i, "timeout", "choice")
        raise refuse("unknown_choice", at=at, name=node.timeout.choice, known=own)


def _conditions(play: Roleplay) -> list[tuple[Place, str]]:
    found: list[tuple[Place, str]] = []
    for i, node in enumerate(play.nodes):
        found += [(("nodes", i, "lines", k, "when"), line.when) for k, line in enumerate(node.lines) if line.when]
        found += [(("nodes", i, "choices", k, "when"), c.when) for k, c in enumerate(node.choices) if c.when]
    found += [(("endings", i, "when"), ending.when) for i, ending in enumerate(play.endings) if ending.when]
    return found
