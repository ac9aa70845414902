"""Backups: taken while people answer, whole, and never over another file."""

import shutil
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest

from engine.__main__ import main
from engine.services import learning
from engine.services.backup import CopyFailed, backup
from tests.builders import RIGHT, School, give
from tests.conftest import needs_postgres, postgres_database, url_of


def counts(file):
    with closing(sqlite3.connect(file)) as c:
        return tuple(c.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("response", "verdict"))


def test_backup_of_a_database_in_use(sqlite_school, sqlite_url, tmp_path):
    """A backup taken while answers are being written is one moment of the database: sound, and every answer marked."""
    mei = sqlite_school.sign_up("mei")
    exam = learning.start(mei, "final")
    stop, started = threading.Event(), threading.Event()

    def write():
        while not stop.is_set():
            give(mei, exam, 0, "b")
            started.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait(10)
    for i in range(5):
        backup(sqlite_url, tmp_path / f"backup{i}.db")
    stop.set()
    writer.join()

    sizes = [counts(tmp_path / f"backup{i}.db") for i in range(5)]
    assert all(answers == verdicts > 0 for answers, verdicts in sizes)
    assert sizes == sorted(sizes)
    for i in range(5):
        with closing(sqlite3.connect(tmp_path / f"backup{i}.db")) as c:
            assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert c.execute("PRAGMA foreign_key_check").fetchall() == []


def test_backup_can_be_lived_on(sqlite_school, sqlite_url, opened, tmp_path):
    """The product opens a backup and goes on where it was taken."""
    mei = sqlite_school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "b")
    backup(sqlite_url, tmp_path / "backup.db")
    give(mei, drill, 1, ["a"])

    restored = type(mei)(opened(url_of(tmp_path / "backup.db")), sqlite_school.library, mei.actor, mei.clock)

    assert [s.response for s in learning.view(restored, drill).slots[:2]] == ["b", None]
    give(restored, drill, 2, RIGHT["judge"])
    assert learning.view(restored, drill).answered == 2


def test_backup_overwrites_nothing(sqlite_school, sqlite_url, tmp_path):
    """A file that is there already is left as it was."""
    file = tmp_path / "backup.db"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(FileExistsError):
        backup(sqlite_url, file)

    assert file.read_text(encoding="utf-8") == "mine"


def test_backup_that_fails_leaves_no_file(tmp_path):
    """Without a database there is no backup, not even an empty one, and no database comes to be."""
    with pytest.raises(CopyFailed, match="no_database"):
        backup(url_of(tmp_path / "nosuch.db"), tmp_path / "backup.db")

    assert list(tmp_path.iterdir()) == []


def test_backup_of_what_is_no_database(tmp_path):
    """A file that is no database gives no backup, and the reason."""
    (tmp_path / "rapport.db").write_bytes(b"not a database, and longer than a header" * 99)

    with pytest.raises(CopyFailed) as failed:
        backup(url_of(tmp_path / "rapport.db"), tmp_path / "backup.db")

    assert (failed.value.code, failed.value.reason) == ("failed", "file is not a database")
    assert not (tmp_path / "backup.db").exists()


def test_backup_command(sqlite_school, sqlite_url, environment, tmp_path, capsys):
    """`python -m engine backup FILE` copies the database of the settings and says where to."""
    sqlite_school.sign_up("mei")
    environment(DATABASE_URL=sqlite_url)

    status = main(["backup", str(tmp_path / "backup.db"), "--lang", "en"])

    assert (status, capsys.readouterr().out.startswith(f"Saved to {tmp_path / 'backup.db'} (")) == (0, True)
    with closing(sqlite3.connect(tmp_path / "backup.db")) as c:
        assert c.execute("SELECT name FROM person").fetchall() == [("mei",)]


@pytest.mark.parametrize(
    ("target", "words"),
    [("rapport.db", "There is already a"), ("nosuch/backup.db", "Cannot write"), (".", "There is already a")],
)
def test_backup_command_in_a_bad_place(sqlite_url, environment, tmp_path, capsys, target, words):
    """A file that exists and a folder that does not are told in a sentence, with status 2."""
    environment(DATABASE_URL=sqlite_url)

    status = main(["backup", str(tmp_path / target), "--lang", "en"])

    assert (status, capsys.readouterr().err.startswith(words)) == (2, True)


def test_backup_command_without_pg_dump(environment, monkeypatch, tmp_path, capsys):
    """Where PostgreSQL's own program is missing the command says what to do."""
    environment(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nosuch")
    monkeypatch.setenv("PATH", str(tmp_path))

    status = main(["backup", str(tmp_path / "backup.dump")])

    assert (status, "PostgreSQL 客户端" in capsys.readouterr().err) == (2, True)
    assert not (tmp_path / "backup.dump").exists()


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs PostgreSQL's client programs")
def test_backup_of_a_server_out_of_reach(tmp_path):
    """What pg_dump says is the reason, and a password is neither in it nor among its arguments."""
    with pytest.raises(CopyFailed) as failed:
        backup("postgresql://nobody:topsecret@127.0.0.1:1/nosuch", tmp_path / "backup.dump")

    assert failed.value.code == "failed"
    assert "127.0.0.1" in failed.value.reason
    assert "topsecret" not in failed.value.reason
    assert not (tmp_path / "backup.dump").exists()


def test_password_goes_to_pg_dump_and_is_not_among_its_arguments(monkeypatch, tmp_path):
    """pg_dump gets the whole address, and the password where no other user of the machine can read it."""
    asked = []

    def run(command, env, **_):
        asked.append((command, env["PGPASSWORD"]))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(shutil, "which", lambda _: "pg_dump")
    monkeypatch.setattr(subprocess, "run", run)

    backup("postgresql+psycopg://mei:top%40secret@db.example:5433/school?sslmode=require", tmp_path / "backup.dump")

    [(command, password)] = asked
    assert password == "top@secret"
    assert command[-1] == "--dbname=postgresql://mei@db.example:5433/school?sslmode=require"
    assert "secret" not in " ".join(command)


@needs_postgres
def test_backup_of_postgres(migrated_postgres, opened, light_hashes, tmp_path):
    """The same command backs up PostgreSQL: what it wrote can be restored and lived on."""
    with postgres_database(migrated_postgres) as one, postgres_database() as other:
        urls = [u.set(drivername="postgresql").render_as_string(hide_password=False) for u in (one, other)]
        school = School(opened(urls[0]), tmp_path / "content")
        mei = school.sign_up("mei")
        drill = learning.start(mei, "drill")
        give(mei, drill, 0, "b")

        backup(urls[0], tmp_path / "backup.dump")

        subprocess.run(["pg_restore", "--no-owner", f"--dbname={urls[1]}", tmp_path / "backup.dump"], check=True)
        restored = type(mei)(opened(urls[1]), school.library, mei.actor, mei.clock)
        assert learning.view(restored, drill).slots[0].response == "b"
        restored.db.close()
        school.db.close()
