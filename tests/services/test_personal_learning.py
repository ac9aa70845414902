"""What learning leaves of a person, lesson positions, own words, notes and cards: taken away whole, and erased for good."""

import json

import pytest

from engine.services import learning, lessons, personal
from engine.services.remembering import notebook, write_note
from engine.store import attempts
from engine.store.schema import metadata
from tests.builders import give
from tests.lessons import RADAR, SHEET, complete, do

OWN = "只有小梅会写的话"
MINE = {"typed": {"goal": OWN, "when": "3", "who": OWN + "的同事"}, "chosen": {"low": ["y"]}}


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def studied(ctx, sheet):
    """A lesson with a worksheet in two versions, a rating and a page turned to, a wrong answer, and two notes on it."""
    attempt = learning.start(ctx, "everything")
    lessons.visit(ctx, attempt, "writing")
    for value in (sheet, SHEET if sheet is MINE else sheet):
        do(ctx, attempt, "x-sheet", value)
    do(ctx, attempt, "x-radar")
    do(ctx, attempt, "x-choose", "a")
    write_note(ctx, "x-choose", sheet["typed"]["goal"])
    write_note(ctx, "x-choose", sheet["typed"]["goal"] + "，改过")
    learning.save_draft(ctx, attempt, 0, "c")
    return attempt


@pytest.fixture
def ben(class_of, mei):
    """Somebody else, who did the same with other words."""
    ctx = class_of.sign_up("ben")
    studied(ctx, SHEET)
    return ctx


def rows(school, table):
    with school.db.read() as c:
        return [dict(row._mapping) for row in c.execute(metadata.tables[table].select())]


def everything(school):
    """Every row of every table, as text."""
    names = [table.name for table in metadata.sorted_tables]
    return json.dumps({name: rows(school, name) for name in names}, default=str, ensure_ascii=False)


def test_export_holds_what_learning_left(class_of, mei, ben):
    """Pages and blocks opened, both versions of a worksheet, every note ever written, and the card are in the export."""
    attempt = studied(mei, MINE)
    class_of.clock.forward(minutes=5)
    lessons.visit(mei, attempt, "reveal")
    lessons.visit(mei, attempt, "writing")

    taken = json.loads(personal.export_json(class_of.db, mei.me.person_id))

    began, later = (class_of.clock.now.replace(minute=m).isoformat() for m in (0, 5))
    assert taken["visits"] == [
        {"attempt_id": attempt, "part": "writing", "first_at": began, "last_at": later},
        {"attempt_id": attempt, "part": "reveal", "first_at": later, "last_at": later},
    ]
    assert [a["value"] for a in taken["attempts"][0]["answers"] if a["slot"] == 8] == [MINE, SHEET]
    assert [(n["item"], n["text"]) for n in taken["notes"]] == [("x-choose", OWN), ("x-choose", OWN + "，改过")]
    assert [(c["item"], c["wrong_at"], c["right_days"]) for c in taken["cards"]] == [("x-choose", began, 0)]


def test_export_of_learning_holds_nothing_of_others(class_of, mei, ben):
    """Neither another's lessons nor notes nor cards are in the export of somebody who has none."""
    taken = personal.export(class_of.db, mei.me.person_id)

    assert [taken[key] for key in ("visits", "notes", "cards")] == [[], [], []]


def test_erasure_takes_own_words(class_of, mei, ben, data):
    """After erasure no table holds what was typed in a worksheet, in any of its versions, nor a note."""
    studied(mei, MINE)
    assert OWN in everything(class_of)

    personal.erase_me(mei, data)

    text = everything(class_of)
    assert [word for word in (OWN, mei.me.subject_id, mei.me.person_id) if word in text] == []
    assert [row["text"] for row in rows(class_of, "note")] == [SHEET["typed"]["goal"], SHEET["typed"]["goal"] + "，改过"]


def test_erasure_keeps_what_was_chosen(class_of, mei, data):
    """What was ticked in a worksheet and rated stays for averages, without the words beside it."""
    attempt = studied(mei, MINE)

    personal.erase_me(mei, data)

    with class_of.db.read() as c:
        kept = [(a.slot, a.value) for a in attempts.answers_in(c, attempt)]
    without = {"typed": {}, "chosen": {"low": ["y"]}}
    assert kept == [(0, "a"), (8, without), (8, without), (9, RADAR)]


def test_erasure_of_a_worksheet_without_choices(class_of, mei, data):
    """Of a worksheet in which everything was typed nothing stays."""
    sheet = class_of.files["lessons/m1/everything.yaml"]["pages"][4]["blocks"][0]
    sheet["fields"] = [f for f in sheet["fields"] if f["id"] != "low"]
    assert class_of.publish().course
    attempt = learning.start(mei, "everything")
    give(mei, attempt, 8, {"typed": {"goal": OWN, "when": "3"}})

    personal.erase_me(mei, data)

    with class_of.db.read() as c:
        assert [a.value for a in attempts.answers_in(c, attempt)] == [None]


def test_erasure_moves_cards_and_positions(class_of, mei, ben, data):
    """Cards and lesson positions stay, under a subject that names nobody; those of others stay theirs."""
    attempt = studied(mei, MINE)
    before = rows(class_of, "visit")

    personal.erase_me(mei, data)

    (nobody,) = [row["id"] for row in rows(class_of, "subject") if row["person_id"] is None]
    owner = {row["id"]: row["subject_id"] for row in rows(class_of, "attempt")}
    assert sorted(row["subject_id"] for row in rows(class_of, "card")) == sorted([nobody, ben.me.subject_id])
    assert (rows(class_of, "visit"), owner[attempt]) == (before, nobody)


def test_erasure_leaves_the_learning_of_others_alone(class_of, mei, ben, data):
    """Map, notebook and export of another are as they were."""
    studied(mei, MINE)

    def of_ben():
        return lessons.course_map(ben), notebook(ben), personal.export(class_of.db, ben.me.person_id)

    before = of_ben()
    personal.erase_me(mei, data)

    assert of_ben() == before


def test_erased_newcomer_begins_anew(class_of, mei, data):
    """Whoever comes back under the same name after an erasure finds an untouched map and an empty notebook."""
    studied(mei, MINE)
    complete(mei, "first")
    personal.erase_me(mei, data)

    back = class_of.sign_up("mei")

    states = [s for module in lessons.course_map(back).modules for s in module.lessons]
    assert ({(s.begun, s.complete) for s in states}, notebook(back).mistakes) == ({(False, False)}, ())


def test_erased_own_words_are_gone_from_the_file(sqlite_school, data):
    """Once the log is written back, the file holds nothing typed in a worksheet or a note, even where nothing points."""
    from tests.lessons import lesson_files

    school = sqlite_school
    school.files |= lesson_files()
    assert school.publish().course
    mei = school.sign_up("mei")
    studied(mei, MINE)
    file = school.folder.parent / "rapport.db"

    personal.erase_me(mei, data)
    school.db.close()

    held = file.read_bytes()
    assert [word for word in (OWN, json.dumps(OWN)[1:-1]) if word.encode() in held] == []
