"""Playing a role-play: choices are appended, each with the one before it; where one is follows by replay."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.content.drawing import seed_of
from engine.content.moments import GOOD, moment_id
from engine.content.questions.common import Skill
from engine.content.roleplay import END, ENDING_KINDS, Choice, Ending, Node, Roleplay
from engine.scoring.receipt import Receipt, evaluate, to_plain
from engine.scoring.roleplay import Earned, NotOffered, State, after, ending, node_of, offered, replay, skills
from engine.services import learning
from engine.services.context import SELF_STUDY, Ctx, Refused
from engine.store import attempts, drafts, everyone
from engine.store.attempts import AnswerRow, AttemptRow

ROLEPLAY = "roleplay"
FEWEST_TOLD = 5
"""So many people must have been at a moment before it is told what they said there."""
Mode = Literal["beginner", "experienced"]


@dataclass(frozen=True, slots=True)
class Move:
    """One choice of a run: its number in the order made, the move before it on its branch, and what it was."""

    number: int
    parent: int | None
    node: Node
    choice: Choice


@dataclass(frozen=True)
class PlayView:
    """A run at one moment of one branch."""

    id: str
    play: Roleplay
    mode: Mode
    moves: tuple[Move, ...]
    """The branch up to this moment."""
    states: tuple[State, ...]
    """The states along it, one more than moves."""
    made: int
    """How many choices the run holds over all branches: the number of the next."""
    complete: bool
    """Whether some branch has come to an end."""
    seed: str
    timed: bool
    first: tuple[str, ...]
    """The choices of the branch that came to an end first; empty while none has."""

    @property
    def at(self) -> int | None:
        """The number of the move one stands after; None at the start."""
        return self.moves[-1].number if self.moves else None

    @property
    def state(self) -> State:
        """Where one is."""
        return self.states[-1]

    @property
    def node(self) -> Node | None:
        """The moment of decision; None at the end."""
        return node_of(self.play, self.state)

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while it goes on."""
        return ending(self.play, self.state)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be said now, in an order that is the run's own and stays."""
        found = sorted(offered(self.play, self.state), key=lambda choice: choice.id)
        Random(seed_of(self.seed, self.state.node)).shuffle(found)
        return tuple(found)

    @property
    def skills(self) -> Mapping[Skill, Earned]:
        """What the branch earned, by skill."""
        return skills(self.play, self.state.path)


def begin(ctx: Ctx, roleplay_id: str, mode: Mode, anew: bool = False, timed: bool = True) -> str:
    """Start a run, or go on with the one that has not ended; its id. `anew` starts one in any case. Raises Refused.

    Without `timed`, a customer waits for an answer as long as it takes.
    """
    for _ in range(2):
        try:
            return _begin(ctx, roleplay_id, {"mode": mode, "timed": timed}, anew)
        except IntegrityError:  # another window was faster: its run is there now
            continue
    raise Refused("sign_in_first")


def _begin(ctx: Ctx, roleplay_id: str, way: dict[str, Any], anew: bool) -> str:
    me, release_id = ctx.me, ctx.library.current_id()
    if release_id is None or roleplay_id not in ctx.library.course(release_id).roleplays["zh"]:
        raise Refused("no_such_roleplay")
    with ctx.db.write() as c:
        before = attempts.attempts_of(c, me.subject_id, roleplay_id, SELF_STUDY)
        running = next((row for row in before if row.closed_at is None), None)
        if running and not anew:
            return running.id
        number = len(before) + 1
        row = {
            "id": uuid.uuid4().hex,
            "subject_id": me.subject_id,
            "context_id": SELF_STUDY,
            "activity": roleplay_id,
            "number": number,
            "release_id": release_id,
            "behaviour": ROLEPLAY,
            "seed": str(seed_of(me.subject_id, roleplay_id, number)),
            "paper": [way],
            "started_at": ctx.now,
            "deadline": None,
            "closed_at": None,
            "closed_by": None,
        }
        attempts.add_attempt(c, row)
        return str(row["id"])


def view(ctx: Ctx, run_id: str, at: int | None = None) -> PlayView:
    """A run where it was left, or at the moment after move `at`; -1 is the start. Raises Refused."""
    with ctx.db.read() as c:
        row = _mine(ctx, attempts.attempt_by_id(c, run_id))
        given = attempts.answers_in(c, run_id)
    return _view(ctx, row, given, at)


def _view(ctx: Ctx, row: AttemptRow, given: Sequence[AnswerRow], at: int | None) -> PlayView:
    play = ctx.library.course(row.release_id).roleplays[ctx.lang][row.activity]
    branch = _branch(given, len(given) - 1 if at is None else at)
    states = replay(play, [answer.value["choice"] for answer in branch])
    moves = []
    for answer, state in zip(branch, states, strict=False):
        node = play.by_id[str(state.node)]
        choice = next(c for c in node.choices if c.id == answer.value["choice"])
        moves.append(Move(answer.slot, answer.value["parent"], node, choice))
    mode: Mode = "experienced" if row.paper[0]["mode"] == "experienced" else "beginner"
    first = first_road(play, given)
    timed = bool(row.paper[0].get("timed", True))
    return PlayView(row.id, play, mode, tuple(moves), states, len(given), bool(first), row.seed, timed, first)


def first_road(play: Roleplay, given: Sequence[AnswerRow]) -> tuple[str, ...]:
    """The choices that led to the first ending, made before one had read the debrief; empty while there is none."""
    ends = {choice.id for node in play.nodes for choice in node.choices if choice.to == END}
    last = next((answer.slot for answer in given if answer.value["choice"] in ends), None)
    return () if last is None else tuple(answer.value["choice"] for answer in _branch(given, last))


def _branch(given: Sequence[AnswerRow], tip: int) -> list[AnswerRow]:
    """The answers from the start to the one numbered `tip`, each the parent of the next. Raises Refused."""
    by_number: dict[int | None, AnswerRow] = {answer.slot: answer for answer in given}
    if tip >= len(given):
        raise Refused("no_such_move")
    found: list[AnswerRow] = []
    number: int | None = tip if tip >= 0 else None
    while number is not None:
        found.append(by_number[number])
        number = by_number[number].value["parent"]
    return found[::-1]


def choose(ctx: Ctx, run_id: str, number: int, at: int | None, choice_id: str) -> None:
    """Append one choice after move `at` (None: the start). Raises Refused.

    `number` is how many choices the run had when it was shown. The same number with the same choice changes nothing;
    with another it is refused. Returning means: on disk.
    """
    with ctx.db.write() as c:
        row = _mine(ctx, attempts.locked_attempt(c, run_id))
        given = attempts.answers_in(c, run_id)
        value = {"choice": choice_id, "parent": at}
        course = ctx.library.course(row.release_id)
        play = course.roleplays["zh"][row.activity]
        if not 0 <= number <= len(given):
            raise Refused("answered_elsewhere")
        if number < len(given):
            if {key: given[number].value[key] for key in value} != value:
                raise Refused("answered_elsewhere")
            return
        path = [answer.value["choice"] for answer in _branch(given, -1 if at is None else at)]
        state = replay(play, path)[-1]
        try:
            reached = after(play, state, choice_id)
        except NotOffered as error:
            raise Refused("bad_response") from error
        node = play.by_id[str(state.node)]
        choice = next(choice for choice in node.choices if choice.id == choice_id)
        _append(c, ctx, row, number, {**value, "node": node.id}, choice, course.digests[f"roleplay/{play.id}"])
        if reached.node is None:
            attempts.close_attempt(c, row.id, ctx.now, "person")  # complete; other roads may still be taken


def _append(c: Connection, ctx: Ctx, row: AttemptRow, number: int, value: dict[str, Any], choice: Choice, of: str) -> None:
    """Append a choice; a weak one brings the moment into the notebook, a good one lets its card move on."""
    now = ctx.now
    place = {"attempt_id": row.id, "slot": number, "step": 0, "lang": ctx.lang, "digest": of, "at": now}
    receipt = Receipt("one_right", {"right": int(choice.quality in GOOD), "of": 1})
    judged = {"fraction": evaluate(receipt), "receipt": to_plain(receipt)}
    attempts.append_answer(c, {**place, "value": value}, judged)
    drafts.drop_draft(c, row.id, number)  # nobody waits any more
    learning.move_standing(c, row, moment_id(row.activity, value["node"]), evaluate(receipt) or Fraction(0), now)


def _mine(ctx: Ctx, row: AttemptRow | None) -> AttemptRow:
    if row is None or row.subject_id != ctx.me.subject_id or row.behaviour != ROLEPLAY:
        raise Refused("not_yours")
    return row


def others(ctx: Ctx, roleplay_id: str) -> dict[str, Counter[str]]:
    """What people said first at each moment, by moment and choice; only where at least five have been there.

    Nobody's name is in it. Raises Refused.
    """
    me = ctx.me.subject_id
    with ctx.db.read() as c:
        rows = everyone.choices_made(c, roleplay_id)
    first: dict[str, dict[str, str]] = {}
    for subject, _, value in rows:
        if "node" in value:
            first.setdefault(value["node"], {}).setdefault(subject, value["choice"])
    told = {node: said for node, said in first.items() if len(said) >= FEWEST_TOLD and me in said}
    return {node: Counter(said.values()) for node, said in told.items()}


@dataclass(frozen=True, slots=True)
class PlayRow:
    """A role-play on the list, with one's runs: how many, whether one goes on, the endings reached last."""

    play: Roleplay
    runs: int
    running: str | None
    last: str | None
    """The newest complete run."""
    best: Ending | None
    """The best ending that any of one's runs reached first."""
    road: tuple[str, ...]
    """The choices of the newest complete run up to its first ending."""
    own_words: bool = False
    """The sources only name what it practises."""


def plays(ctx: Ctx) -> list[PlayRow]:
    """Every role-play by id, with one's own runs. Raises Refused."""
    course = ctx.library.current()
    with ctx.db.read() as c:
        rows = [row for row in attempts.attempts_of(c, ctx.me.subject_id) if row.behaviour == ROLEPLAY]
        answers = attempts.answers_of(c, ctx.me.subject_id) if rows else []
    given: dict[str, list[AnswerRow]] = {row.id: [] for row in rows}
    for answer in answers:
        given.get(answer.attempt_id, []).append(answer)
    return [
        _row(ctx, play, [row for row in rows if row.activity == id], given)
        for id, play in sorted(course.roleplays[ctx.lang].items())
    ]


def titles(ctx: Ctx) -> dict[str, str]:
    """The name of every role-play by id. Raises Refused."""
    _ = ctx.me
    return {id: play.title for id, play in ctx.library.current().roleplays[ctx.lang].items()}


def _row(ctx: Ctx, play: Roleplay, mine: Sequence[AttemptRow], given: Mapping[str, Sequence[AnswerRow]]) -> PlayRow:
    running = next((row.id for row in mine if row.closed_at is None), None)
    ended: dict[str, tuple[Ending, tuple[str, ...]]] = {}
    for row in mine:
        then = ctx.library.course(row.release_id).roleplays[ctx.lang][row.activity]
        road = first_road(then, given[row.id])
        reached = ending(then, replay(then, road)[-1]) if road else None
        if reached:
            ended[row.id] = (reached, road)
    last = next(iter(ended), None)
    kinds = [one for one, _ in ended.values()]
    best = min(kinds, key=lambda one: ENDING_KINDS.index(one.kind), default=None)
    own_words = not ctx.library.current().own_words.isdisjoint(play.elements)
    return PlayRow(play, len(mine), running, last, best, ended[last][1] if last else (), own_words)
