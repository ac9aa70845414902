"""One's own data: taking it away, and being erased."""

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.services.context import Ctx
from engine.settings import settings
from engine.store import assessments, attempts, cards, drafts, notes, people, standings, visits
from engine.store.assessments import AssessmentRow
from engine.store.database import Database

ERASURES = "erasures.jsonl"
MARKS = ("fraction", "receipt", "cause", "policy", "marked_on")
"""Of an answer, what tells how it was marked."""


def export(db: Database, person_id: str) -> dict[str, Any]:
    """Everything kept about a person, as plain data; but no marks of an exam before it is closed."""
    with db.read() as c:
        subject_id = people.subject_of(c, person_id) or ""
        rows = attempts.attempts_of(c, subject_id)
        answers = attempts.answers_of(c, subject_id)
        stands = standings.standings_of(c, subject_id)
        login = people.login_of(c, person_id)
        profile = people.profile_of(c, person_id)
        roles = people.roles(c, person_id)
        unfinished = drafts.drafts_of(c, subject_id)
        studied = {
            "visits": visits.visits_of(c, subject_id),
            "notes": [{"item": item, "text": text, "at": at} for item, text, at in notes.note_history(c, subject_id)],
            "assessments": [_assessed(a) for a in assessments.assessments_of(c, subject_id) if a.released],
            "cards": [card._asdict() for card in cards.cards_of(c, subject_id)],
        }
    hidden = {row.id for row in rows if row.closed_at is None and row.behaviour != "practice"}
    given: dict[str, list[dict[str, Any]]] = {}
    for a in answers:
        plain = {**a._asdict(), "fraction": None if a.fraction is None else str(a.fraction)}
        if a.attempt_id in hidden:
            for name in MARKS:
                del plain[name]
        given.setdefault(a.attempt_id, []).append(plain)
    return {
        "sign_in_name": login,
        **(profile._asdict() if profile else {}),
        "roles": [{"context": context, "role": role} for context, role in roles],
        "drafts": [{"attempt_id": id, "slot": slot, "value": value} for id, slot, value in unfinished],
        "attempts": [{**row._asdict(), "answers": given.get(row.id, [])} for row in rows],
        "standings": [{**s._asdict(), "best": str(s.best), "latest": str(s.latest)} for s in stands],
        **studied,
    }


def _assessed(row: AssessmentRow) -> dict[str, Any]:
    """An assessment without whose it is: an instructor's id is the instructor's."""
    return {name: value for name, value in row._asdict().items() if name != "by_subject"}


def export_json(db: Database, person_id: str) -> str:
    """The same as readable JSON."""
    return json.dumps(export(db, person_id), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def erase_me(ctx: Ctx, data: Path | None = None) -> None:
    """Erase the signed-in person: names, credentials, typed texts; the rest stays under an unlinkable id."""
    me = ctx.me
    data = data or settings().data
    data.mkdir(parents=True, exist_ok=True)
    with (data / ERASURES).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"person": me.person_id, "at": ctx.now.isoformat()}) + "\n")
    _erase(ctx.db, me.person_id)


def _erase(db: Database, person_id: str) -> None:
    with db.write() as c:
        subject_id = people.subject_of(c, person_id)
        if subject_id:
            attempts.forget_texts(c, subject_id)
            notes.forget_notes(c, subject_id)
            assessments.forget_comments(c, subject_id)
            people.replace_subject(c, subject_id, uuid.uuid4().hex)
        people.remove_person(c, person_id)


def replay_erasures(db: Database, data: Path) -> int:
    """Erase again whoever an older backup brought back; how many."""
    log = data / ERASURES
    if not log.exists():
        return 0
    erased = [json.loads(line)["person"] for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    with db.read() as c:
        back = [person for person in erased if people.subject_of(c, person)]
    for person in back:
        _erase(db, person)
    return len(back)
