"""The manuals for operators and trainers cannot lag behind the program."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.__main__ import COMMANDS
from engine.services import learning, personal
from engine.services.backup import backup
from engine.services.context import Ctx
from engine.services.desk import open_desk, utc_now
from engine.settings import Settings, settings
from tests.browser.server import ROOT
from tests.builders import School, give
from tests.conftest import CI, postgres_database, url_of

OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
INSTRUCTOR = (ROOT / "docs/instructor.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z_]+)` \| `(.+?)` \|", re.MULTILINE)
TABLE = dict(ROW.findall(OPERATIONS))


def read_from_environment(file: Path) -> set[str]:
    """The names that a module asks `os.environ` for."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "environ.get"):
            found.add(ast.literal_eval(node.args[0]))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("os.environ", "environ"):
            found.add(ast.literal_eval(node.slice))
    return found


def test_table_of_settings_is_whole():
    """Every environment variable that the program reads is in the table, and no other."""
    files = [ROOT / "app.py", *(ROOT / "engine").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    asked = set().union(*(read_from_environment(file) for file in files))

    assert len(asked) >= 4
    assert set(TABLE) == asked


@pytest.mark.parametrize("name", sorted(read_from_environment(ROOT / "engine/settings.py")))
def test_setting_takes_effect(environment, monkeypatch, name):
    """Each variable of the settings, set as in its example, changes them."""
    for other in TABLE:
        monkeypatch.delenv(other, raising=False)
    settings.cache_clear()
    before = settings()

    environment(**{name: TABLE[name]})

    assert settings() != before


def test_commands_in_the_manual_exist():
    """Every command of the engine that the manual names is one."""
    named = set(re.findall(r"python -m engine (\w+)", OPERATIONS))

    assert {"backup", "rebuild"} <= named <= set(COMMANDS)


def test_links_lead_somewhere():
    """Every file that a manual links to is there."""
    linked = re.findall(r"\]\(([^)#]+)\)", OPERATIONS + INSTRUCTOR)

    assert len(linked) >= 3
    assert [name for name in linked if not (ROOT / "docs" / name).exists()] == []


def test_reaching_the_laptop_takes_ten_lines():
    """The instruction for a room without time has exactly ten lines, numbered."""
    section = INSTRUCTOR.split("## How phones reach the laptop in a room")[1].split("## ")[0]
    lines = [line for line in section.splitlines() if line]

    assert [line.split(".")[0] for line in lines] == [str(n) for n in range(1, 11)]
    for wanted in ("hotspot", "internet", "--server.address", "QR", "firewall", "Hotel", "cannot reach"):
        assert any(wanted in line for line in lines), wanted


def restored(url: str, file: Path, folder: Path, other: sa.URL | None) -> str:
    """A new database from the backup, as the manual says; its URL."""
    if other is None:
        shutil.copy(file, folder / "restored.db")
        return url_of(folder / "restored.db")
    made = other.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={made}", str(file)], check=True)
    return made


@pytest.mark.skipif(not CI and shutil.which("pg_restore") is None, reason="needs PostgreSQL's client programs")
def test_restoring_as_the_manual_says(url, opened, tmp_path, light_hashes):
    """A restored backup has all answers, and the next start erases again who asked for it after the backup."""
    school = School(opened(url), tmp_path / "content")
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    paper = learning.start(ben, "drill")
    give(ben, paper, 0, "b")
    backup(url, tmp_path / "backup")
    personal.erase_me(mei, tmp_path / "data")

    if url.startswith("sqlite"):
        check(restored(url, tmp_path / "backup", tmp_path, None), mei, ben, paper, tmp_path)
    else:
        with postgres_database() as other:
            check(restored(url, tmp_path / "backup", tmp_path, other), mei, ben, paper, tmp_path)


def check(url: str, mei: Ctx, ben: Ctx, paper: str, folder: Path) -> None:
    """After a start on the restored database."""
    desk = open_desk(Settings(folder / "data", (folder / "content",), url, False))
    assert personal.export(desk.db, mei.me.person_id)["sign_in_name"] is None
    assert personal.export(desk.db, ben.me.person_id)["sign_in_name"] == "ben"
    assert learning.view(Ctx(desk.db, desk.library, ben.actor, utc_now), paper).slots[0].response == "b"
    desk.db.close()
