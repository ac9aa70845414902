"""Where silence is an answer: until when a customer waits, whatever happens to the page meanwhile."""

from datetime import datetime, timedelta

from engine.services.context import Ctx, Refused
from engine.store import attempts, drafts

BREAK = timedelta(minutes=5)
"""Whoever stays away for longer went away: the customer begins to wait anew."""


def until(ctx: Ctx, run_id: str, move: int, seconds: int) -> datetime:
    """Until when the customer waits at a moment of one's own run, from when it was first shown. Raises Refused.

    `move` is the number that the choice will have. A page that is loaded again gains no time.
    """
    with ctx.db.read() as c:
        row = attempts.attempt_by_id(c, run_id)
        if row is None or row.subject_id != ctx.me.subject_id:
            raise Refused("not_yours")
        kept = drafts.drafts_in(c, run_id).get(move)
    now = ctx.now
    if kept and now < datetime.fromisoformat(kept["until"]) + BREAK:
        return datetime.fromisoformat(kept["until"])
    end = now + timedelta(seconds=seconds)
    with ctx.db.write() as c:
        drafts.save_draft(c, run_id, move, {"until": end.isoformat()}, now)
    return end


def unhurried(ctx: Ctx) -> bool:
    """Whether one asked for time when one last had the choice. Raises Refused."""
    plays = ctx.library.current().roleplays["zh"]
    with ctx.db.read() as c:
        rows = attempts.attempts_of(c, ctx.me.subject_id)
    offered = (row for row in rows if row.activity in plays and any(node.timeout for node in plays[row.activity].nodes))
    last = next(offered, None)
    return last is not None and not last.paper[0].get("timed", True)
