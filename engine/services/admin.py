"""What an admin does: looking after the content in force."""

from dataclasses import dataclass

from engine.loading import wording
from engine.services.context import Ctx, Refused
from engine.settings import settings
from engine.store import people


@dataclass(frozen=True, slots=True)
class ContentState:
    """The release in force, what keeps newer content out, and what is gone since the release before."""

    release: int | None
    lessons: int
    questions: int
    quizzes: int
    problems: tuple[str, ...]
    gone: tuple[str, ...]


def _as_admin(ctx: Ctx) -> None:
    if not ctx.me.is_admin:
        raise Refused("not_admin")


def needs_admin(ctx: Ctx) -> bool:
    """Whether nobody is an admin yet."""
    with ctx.db.read() as c:
        return not people.any_admin(c)


def content_state(ctx: Ctx) -> ContentState:
    """The content in force and the problems of the last load, in words. Raises Refused."""
    _as_admin(ctx)
    course = ctx.library.current()
    problems = ctx.library.problems
    errors = tuple(wording.line(p, ctx.lang) for p in problems if p.level == "error")
    gone = tuple(wording.line(p, ctx.lang) for p in problems if p.code == "id_gone")
    lessons, quizzes = len(course.lessons["zh"]), len(course.quizzes["zh"])
    written = sum(q.lesson not in course.roleplays["zh"] for q in course.questions["zh"].values())  # cards are made
    return ContentState(ctx.library.current_id(), lessons, written, quizzes, errors, gone)


def reload_content(ctx: Ctx) -> bool:
    """Check the content files again; whether they came into force. Raises Refused."""
    _as_admin(ctx)
    return ctx.library.publish(settings().content, ctx.now).course is not None
