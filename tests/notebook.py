"""A small course with papers of one's own, made by plain functions: two more topics, families, a fixed test."""

from datetime import timedelta
from typing import Any

from engine.services import learning, remembering
from engine.services.context import Ctx
from engine.store import attempts, cards
from engine.store.attempts import AttemptRow
from engine.store.cards import CardRow
from tests.builders import RIGHT, WRONG, School, bank, give, options, question, quiz

CALM = tuple(f"calm-{i}" for i in range(1, 9))
ANGRY = tuple(f"angry-{i}" for i in range(1, 9))
TWINS = ("angry-1", "angry-2")
"""Two of one family."""
TESTED = ("calm-7", "calm-8")
"""Questions of a fixed test."""


def single(id: str) -> dict[str, Any]:
    more = {"family": "twins"} if id in TWINS else {}
    return question(id, "single", options=options("b", "abc"), **more)


def own_files() -> dict[str, dict[str, Any]]:
    """Papers of one's own by file name, to go with `course_files`."""
    own = {"group": "notebook", "count": 10}
    return {
        "quizzes/bank/calm.yaml": bank(*map(single, CALM), id="calm"),
        "quizzes/bank/angry.yaml": bank(*map(single, ANGRY), id="angry"),
        "quizzes/calm-drill.yaml": quiz("calm-drill", "practice", topic="calm", questions=list(CALM)),
        "quizzes/angry-drill.yaml": quiz("angry-drill", "practice", topic="angry", questions=[TWINS[0], *ANGRY[2:]]),
        "quizzes/twin-drill.yaml": quiz("twin-drill", "practice", questions=[TWINS[1], *ANGRY[2:]]),
        "quizzes/pre.yaml": quiz("pre", "exam", group="test", minutes=5, questions=list(TESTED)),
        "quizzes/notebook.yaml": quiz("notebook", "practice", own="mistakes", **own),
        "quizzes/ten.yaml": quiz("ten", "practice", own="daily", **own),
    }


def with_own_papers(school: School) -> School:
    """The school with papers of one's own in force."""
    school.files |= own_files()
    loaded = school.publish()
    assert loaded.course, loaded.problems
    return school


def retire(school: School, id: str) -> None:
    """Take a question of the topic `calm` out of the course."""
    next(q for q in school.files["quizzes/bank/calm.yaml"]["questions"] if q["id"] == id)["retired"] = True
    for name in ("calm-drill", "pre"):
        asked = school.files[f"quizzes/{name}.yaml"]["questions"]
        school.files[f"quizzes/{name}.yaml"]["questions"] = [q for q in asked if q != id]
    assert school.publish().course


def take(ctx: Ctx, quiz_id: str, *wrong: str, right: tuple[str, ...] = ()) -> str:
    """Take a quiz once, these wrong and those right, a second apart, and hand it in; the attempt."""
    attempt = learning.start(ctx, quiz_id)
    for slot in learning.view(ctx, attempt).slots:
        id = slot.question.id
        if id in wrong or id in right:
            give(ctx, attempt, slot.index, WRONG.get(id, "a") if id in wrong else RIGHT.get(id, "b"))
            ctx.clock.forward(seconds=1)  # type: ignore[attr-defined]
    learning.close(ctx, attempt)
    return attempt


def tomorrow(school: School, days: int = 1) -> None:
    """Nine in the morning in Shanghai, so many days later."""
    now = school.clock.now + timedelta(days=days)
    school.clock.now = now.replace(hour=1, minute=0, second=0)


def listed(ctx: Ctx) -> list[str]:
    """The questions of the notebook, in its order."""
    return [mistake.question.id for mistake in remembering.notebook(ctx).mistakes]


def due(ctx: Ctx) -> int:
    """How many are due."""
    return remembering.notebook(ctx).due


def written(school: School) -> list[CardRow]:
    """Every card."""
    with school.db.read() as c:
        return cards.all_cards(c)


def row_of(school: School, attempt: str) -> AttemptRow:
    """An attempt as it is kept."""
    with school.db.read() as c:
        row = attempts.attempt_by_id(c, attempt)
    assert row
    return row


def asked(school: School, attempt: str) -> list[tuple[str, str]]:
    """The questions of a paper of one's own with why each is there, as they are kept."""
    return [(place["question"], place["why"]) for place in row_of(school, attempt).paper]
