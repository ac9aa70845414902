"""A small course and a small school, made by plain functions: a database, content in force, people, a clock."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.services import entering, identity, learning
from engine.services.context import SELF_STUDY, Ctx, Refused
from engine.services.library import Library
from engine.store import people
from engine.store.database import Database

PHRASE = "a phrase to remember"
MORNING = datetime(2024, 3, 4, 1, tzinfo=UTC)
"""Nine in the morning of a Monday in Shanghai."""

DRILL = ("choose", "choose-many", "judge", "match", "order", "sort", "fill")
"""Questions of the practice quiz in order: one of each kind that is marked."""
RIGHT: dict[str, Any] = {
    "choose": "b",
    "choose-many": ["a", "b"],
    "judge": True,
    "match": {"one": "x", "two": "y"},
    "order": ["first", "second", "third"],
    "sort": {"p": "left", "q": "left", "r": "right"},
    "fill": {"city": "北京", "share": "20"},
    "rate": 4,
}
WRONG: dict[str, Any] = {
    "choose": "a",
    "choose-many": ["c"],
    "judge": False,
    "match": {"one": "z", "two": "x"},
    "order": ["third", "second", "first"],
    "sort": {"p": "right", "q": "right", "r": "left"},
    "fill": {"city": "南京", "share": "80"},
    "rate": 1,
}
HALF_GIVEN: dict[str, Any] = {
    "choose": None,
    "choose-many": [],
    "judge": None,
    "match": {"one": "x"},
    "order": None,
    "sort": {"p": "left"},
    "fill": {"city": "北京"},
}
FORGED: dict[str, Any] = {
    "choose": "nosuch",
    "choose-many": ["a", "nosuch"],
    "judge": "yes",
    "match": {"one": "nosuch"},
    "order": ["first", "first", "third"],
    "sort": {"nosuch": "left"},
    "fill": {"nosuch": "北京"},
}


def question(id: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "difficulty": 1, "stem": f"{id}？", "explanation": f"{id}的道理", **fields}


def options(key: str, ids: str = "abcd") -> list[dict[str, Any]]:
    return [{"id": i, "text": f"选项{i}", "correct": i in key, "feedback": f"关于{i}"} for i in ids]


def labelled(*ids: str) -> list[dict[str, str]]:
    return [{"id": id, "text": id} for id in ids]


def questions() -> list[dict[str, Any]]:
    """One question of each kind."""
    pairs = [{"id": "one", "text": "甲", "target": "x"}, {"id": "two", "text": "乙", "target": "y"}]
    cards = [{"id": id, "text": id, "group": group} for id, group in (("p", "left"), ("q", "left"), ("r", "right"))]
    blanks = [{"id": "city", "label": "城市", "accepted": ["北京"]}, {"id": "share", "label": "占比", "number": 20}]
    return [
        question("choose", "single", options=options("b", "abc")),
        question("choose-many", "multiple", options=options("ab", "abcde")),
        question("judge", "true_false", answer=True),
        question("match", "matching", items=pairs, targets=labelled("x", "y", "z")),
        question("order", "ordering", items=labelled("first", "second", "third")),
        question("sort", "sorting", items=cards, groups=labelled("left", "right")),
        question("fill", "fill_in", blanks=blanks),
        question("rate", "scale", low="不满意", high="满意"),
    ]


def quiz(id: str, behaviour: str, **fields: Any) -> dict[str, Any]:
    head = {"format": 1, "id": id, "title": id, "intro": f"{id}是什么", "behaviour": behaviour, "shuffle": False}
    return {**head, **fields}


def bank(*asked: dict[str, Any], id: str = "basics", **fields: Any) -> dict[str, Any]:
    return {"format": 1, "id": id, "title": id, "summary": f"关于{id}", "questions": list(asked), **fields}


def course_files() -> dict[str, dict[str, Any]]:
    """A course by file name: practice with two tries, a drawn practice, an exam of ten minutes, a survey."""
    exam = {"group": "exam", "minutes": 10, "grace_seconds": 30, "attempts": 2}
    return {
        "quizzes/bank/basics.yaml": bank(*questions()),
        "quizzes/drill.yaml": quiz("drill", "practice", topic="basics", tries=2, questions=list(DRILL)),
        "quizzes/mixed.yaml": quiz("mixed", "practice", shuffle=True, draw=[{"topic": "basics", "count": 4}]),
        "quizzes/final.yaml": quiz("final", "exam", questions=["choose", "choose-many", "fill"], **exam),
        "quizzes/feelings.yaml": quiz("feelings", "survey", questions=["rate", "choose"]),
    }


def write_course(root: Path, files: dict[str, dict[str, Any]]) -> Path:
    for name, data in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


class Clock:
    """The server's clock, moved by the test."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class School:
    """One process of the product with the small course in force."""

    def __init__(self, db: Database, folder: Path, publish: bool = True) -> None:
        self.db, self.folder, self.clock = db, folder, Clock()
        self.files = course_files()
        with db.write() as c:
            people.ensure_context(c, SELF_STUDY, "self")
        self.library = Library(db)
        if publish:
            self.publish()

    def publish(self, library: Library | None = None) -> Any:
        """Write `files` and publish them, as the start of the product does."""
        write_course(self.folder, self.files)
        return (library or self.library).publish([self.folder], self.clock())

    def ask(self, id: str) -> dict[str, Any]:
        """The question `id` of the bank, to be changed before the next `publish`."""
        return next(q for q in self.files["quizzes/bank/basics.yaml"]["questions"] if q["id"] == id)

    def ctx(self, actor: Any = None, lang: Any = "zh", library: Library | None = None) -> Ctx:
        return Ctx(self.db, library or self.library, actor, self.clock, lang)

    def cookie(self, ticket: str) -> str:
        """The session cookie that a ticket is traded for."""
        token = entering.redeem(self.db, ticket, self.clock())
        assert token
        return token

    def sign_up(self, login: str, name: str = "") -> Ctx:
        """Sign up as the product does: form, ticket, cookie, person."""
        welcome = identity.sign_up(self.ctx(), login, name, PHRASE)
        return self.signed_in(self.cookie(welcome.ticket))

    def signed_in(self, token: str) -> Ctx:
        actor = identity.who(self.db, token, self.clock())
        assert actor
        return self.ctx(actor)

    def admin(self, login: str = "boss") -> Ctx:
        ctx = self.sign_up(login)
        identity.become_admin(ctx, identity.setup_code(self.db) or "")
        return self.signed_in(self.cookie(identity.sign_in(self.ctx(), login, PHRASE)))


def give(ctx: Ctx, attempt: str, slot: int, value: Any) -> None:
    """Answer a slot as somebody does who sees its newest state."""
    learning.answer(ctx, attempt, slot, learning.view(ctx, attempt).slots[slot].step, value)


def outcome(call: Callable[[], Any]) -> Any:
    """What a call gave, or the exception it raised; of a refusal its code."""
    try:
        return call()
    except Refused as refusal:
        return refusal.code
    except Exception as error:
        return error


def together(*calls: Callable[[], Any]) -> list[Any]:
    """The outcomes of calls made by as many threads at the same instant."""
    gate = threading.Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(i: int, call: Callable[[], Any]) -> None:
        gate.wait()
        outcomes[i] = outcome(call)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
