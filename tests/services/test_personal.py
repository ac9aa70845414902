"""One's own data: taken away whole, and erased for good."""

import json
import shutil

import pytest

from engine.services import identity, learning, personal, progress
from engine.services.standings import rebuild
from engine.store import people, standings
from engine.store.database import open_database
from engine.store.schema import metadata
from tests.builders import DRILL, PHRASE, RIGHT, WRONG, give

FILL = DRILL.index("fill")
TYPED = "只有小梅会写的话"


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def mei_and_ben(school):
    """Two people who answered the same questions; Mei also typed and left something unfinished."""
    mei, ben = school.sign_up("login-of-mei", "小梅本人"), school.sign_up("login-of-ben", "小本本人")
    for ctx in (mei, ben):
        drill = learning.start(ctx, "drill")
        give(ctx, drill, 0, "a")
        give(ctx, drill, FILL, {"city": TYPED if ctx is mei else "小本写的", "share": "20"})
    learning.save_draft(mei, learning.start(mei, "final"), 2, {"city": TYPED + "的草稿"})
    return mei, ben


def everything(school):
    """Every row of every table, as text."""
    with school.db.read() as c:
        tables = {t.name: [list(row) for row in c.execute(t.select())] for t in metadata.sorted_tables}
    return json.dumps(tables, default=str, ensure_ascii=False)


def test_export_holds_everything_of_mine(school):
    """Name, settings, attempts, answers with their marks, standings and drafts are in the export."""
    mei, _ = mei_and_ben(school)

    taken = json.loads(personal.export_json(school.db, mei.me.person_id))

    assert (taken["sign_in_name"], taken["name"], taken["zone"]) == ("login-of-mei", "小梅本人", "Asia/Shanghai")
    assert sorted(a["activity"] for a in taken["attempts"]) == ["drill", "final"]
    drill = next(a for a in taken["attempts"] if a["activity"] == "drill")
    assert [(a["value"], a["fraction"]) for a in drill["answers"]] == [
        ("a", "0"),
        ({"typed": {"city": TYPED, "share": "20"}}, "1/2"),
    ]
    assert [(s["item"], s["best"]) for s in taken["standings"]] == [("choose", "0"), ("fill", "1/2")]
    assert [d["value"] for d in taken["drafts"]] == [{"typed": {"city": TYPED + "的草稿"}}]


def test_export_holds_nothing_of_others(school):
    """Neither another's name nor anything they answered is in the export; nor are secrets."""
    mei, ben = mei_and_ben(school)

    taken = personal.export_json(school.db, mei.me.person_id)

    others = ["小本", "login-of-ben", ben.me.person_id, ben.me.subject_id, "argon2", PHRASE]
    assert [word for word in others if word in taken] == []


def test_export_of_an_open_exam_tells_no_marks(school):
    """Before an exam is handed in the export holds its answers and no word on whether they are right."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    give(mei, exam, 0, "b")
    (answer,) = personal.export(school.db, mei.me.person_id)["attempts"][0]["answers"]
    learning.close(mei, exam)

    (marked,) = personal.export(school.db, mei.me.person_id)["attempts"][0]["answers"]

    assert (answer["value"], {"fraction", "receipt"} & set(answer), marked["fraction"]) == ("b", set(), "1")


def test_export_of_nobody(school):
    """For a person who is not there the export is empty."""
    mei_and_ben(school)

    taken = personal.export(school.db, "nosuch")

    assert (taken["sign_in_name"], taken["attempts"], taken["standings"], taken["drafts"]) == (None, [], [], [])


def test_erasure_leaves_nothing_personal(school, data):
    """After erasure no table holds name, sign-in name, person, old subject, typed text or draft of the person."""
    mei, _ = mei_and_ben(school)
    learned = {"小梅", "login-of-mei", mei.me.person_id, mei.me.subject_id, TYPED}
    assert [word for word in learned if word not in everything(school)] == []

    personal.erase_me(mei, data)

    text = everything(school)
    left = json.loads(text)
    assert [word for word in learned if word in text] == []
    assert {name: len(rows) for name, rows in left.items() if name in ("person", "credential", "session", "draft")} == {
        "person": 1,
        "credential": 2,
        "session": 1,
        "draft": 0,
    }


def test_erasure_keeps_answers_for_averages(school, data):
    """The answers stay with their marks, under a subject that names nobody."""
    mei, ben = mei_and_ben(school)
    before = _marks(school)

    personal.erase_me(mei, data)

    with school.db.read() as c:
        nameless = c.exec_driver_sql("SELECT id FROM subject WHERE person_id IS NULL").scalars().all()
        (kept,) = {row.subject_id for row in standings.all_standings(c)} - {ben.me.subject_id}
    assert (_marks(school), nameless) == (before, [kept])


def _marks(school):
    with school.db.read() as c:
        return c.exec_driver_sql("SELECT response_id, numerator, denominator FROM verdict ORDER BY id").all()


def test_erased_standings_can_be_rebuilt(school, data):
    """Standings rebuilt after an erasure are those that were there."""
    mei, _ = mei_and_ben(school)
    personal.erase_me(mei, data)
    with school.db.read() as c:
        written = standings.all_standings(c)

    rebuild(school.db)

    with school.db.read() as c:
        assert standings.all_standings(c) == written


def test_erased_person_is_signed_out_and_unknown(school, data):
    """Session, phrase and recovery code end with the erasure, and the sign-in name is free again."""
    welcome = identity.sign_up(school.ctx(), "mei", "", PHRASE)
    token = school.cookie(welcome.ticket)

    personal.erase_me(school.signed_in(token), data)

    assert identity.who(school.db, token, school.clock()) is None
    for call in (
        lambda: identity.sign_in(school.ctx(), "mei", PHRASE),
        lambda: identity.recover(school.ctx(), "mei", welcome.recovery, PHRASE),
    ):
        with pytest.raises(identity.Refused, match="wrong_"):
            call()
    newcomer = school.sign_up("mei")
    assert progress.history(newcomer) == []


def test_erasure_leaves_others_alone(school, data):
    """The progress, history, days and session of another are as they were."""
    mei, ben = mei_and_ben(school)
    before = progress.topics(ben), progress.history(ben), progress.days(ben), personal.export(school.db, ben.me.person_id)

    personal.erase_me(mei, data)

    after = progress.topics(ben), progress.history(ben), progress.days(ben), personal.export(school.db, ben.me.person_id)
    assert after == before


def test_erased_bytes_are_gone_from_the_file(sqlite_school, data):
    """Once the log is written back, the file does not hold the erased words even where nothing points to them."""
    school = sqlite_school
    mei, _ = mei_and_ben(school)
    file = school.folder.parent / "rapport.db"

    personal.erase_me(mei, data)
    school.db.close()

    held = file.read_bytes()
    gone = ["小梅", "login-of-mei", mei.me.person_id, mei.me.subject_id, TYPED, json.dumps(TYPED)[1:-1]]
    assert b"login-of-ben" in held
    assert [word for word in gone if word.encode() in held] == []


def test_restored_backup_erases_again(sqlite_school, data):
    """Whoever was erased after a backup was taken is erased from it when it is restored; others stay."""
    school = sqlite_school
    mei, ben = mei_and_ben(school)
    old, restored = school.folder.parent / "rapport.db", school.folder.parent / "restored.db"
    school.db.close()
    shutil.copy(old, restored)
    personal.erase_me(mei, data)

    db = open_database(f"sqlite:///{restored.as_posix()}")
    counts = [personal.replay_erasures(db, data) for _ in range(2)]
    with db.read() as c:
        back = [people.subject_of(c, ctx.me.person_id) for ctx in (mei, ben)]
    db.close()

    assert (counts, back) == ([1, 0], [None, ben.me.subject_id])


def test_nothing_to_replay(school, data):
    """Without a log of erasures nobody is erased."""
    mei = school.sign_up("mei")

    assert personal.replay_erasures(school.db, data) == 0

    assert identity.login_name(mei) == "mei"


def test_erasure_that_was_cut_short_is_finished(school, data, monkeypatch):
    """The log is written first: an erasure that a crash cut short is finished at the next start."""
    mei = school.sign_up("mei")
    with monkeypatch.context() as crash:
        crash.setattr(personal, "_erase", _crash)
        with pytest.raises(KeyboardInterrupt):
            personal.erase_me(mei, data)
    assert identity.login_name(mei) == "mei"

    assert personal.replay_erasures(school.db, data) == 1

    assert identity.login_name(mei) is None


def _crash(*_):
    raise KeyboardInterrupt


def test_log_of_erasures_names_nobody(school, data):
    """The log holds a random id and a time, no name."""
    mei, _ = mei_and_ben(school)

    personal.erase_me(mei, data)

    (line,) = (data / personal.ERASURES).read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"person": mei.me.person_id, "at": school.clock().isoformat()}


def test_choices_outlive_erasure(school, data):
    """Choices among given options stay; only what was typed becomes blank."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    for slot, id in enumerate(DRILL):
        give(mei, drill, slot, WRONG[id] if id == "fill" else RIGHT[id])

    personal.erase_me(mei, data)

    with school.db.read() as c:
        values = [json.loads(v) for v in c.exec_driver_sql("SELECT value FROM response ORDER BY slot").scalars()]
    assert values == [None if id == "fill" else RIGHT[id] for id in DRILL]
