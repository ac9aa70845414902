"""Which release an attempt is on. Only a preview ever moves one: what a trainee began is finished as it was."""

from sqlalchemy import Connection

from engine.store.schema import attempt


def repin(c: Connection, attempt_id: str, release_id: int) -> None:
    """Go on with an attempt on another release, which must ask the same."""
    c.execute(attempt.update().where(attempt.c.id == attempt_id).values(release_id=release_id))
