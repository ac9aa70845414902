"""Notes of one's own, appended; the last one of an item is the one that holds."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import note


def append_note(c: Connection, subject_id: str, item: str, text: str, at: datetime) -> None:
    """Write a note anew; an empty one takes it away."""
    c.execute(note.insert(), {"subject_id": subject_id, "item": item, "text": text, "at": at})


def notes_of(c: Connection, subject_id: str) -> dict[str, str]:
    """The note that holds, by item."""
    query = sa.select(note.c.item, note.c.text).where(note.c.subject_id == subject_id).order_by(note.c.id)
    last = {row.item: row.text for row in c.execute(query)}
    return {item: text for item, text in last.items() if text}


def note_history(c: Connection, subject_id: str) -> list[tuple[str, str, datetime]]:
    """(item, text, when) of every note ever written."""
    query = sa.select(note.c.item, note.c.text, note.c.at).where(note.c.subject_id == subject_id).order_by(note.c.id)
    return [(row.item, row.text, row.at) for row in c.execute(query)]


def forget_notes(c: Connection, subject_id: str) -> None:
    """Remove every note of a subject: they are a person's own words."""
    c.execute(note.delete().where(note.c.subject_id == subject_id))
