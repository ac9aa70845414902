"""The house rules that a machine can check."""

import ast
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.commands.schema import FOLDER, schemas
from engine.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app.py", "engine", "ui")
LONGEST_FUNCTION, LONGEST_FILE = 60, 300
WATCHED = ("sign_in", "home", "course", "lesson", "quiz", "review", "practice", "tests", "notebook", "live", "room",
           "situations", "roleplay", "case", "settings")  # fmt: skip
"""Screens that many people use at once."""


def python_files(*names: str) -> list[Path]:
    paths = [ROOT / name for name in names]
    files = [f for p in paths for f in ([p] if p.is_file() else sorted(p.rglob("*.py")))]
    return [f for f in files if "migrations" not in f.parts]


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False)


def lint_imports(cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)


def test_imports_go_one_way() -> None:
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "planted"),
    [
        ("engine/scoring/mark.py", "import streamlit"),
        ("engine/content/quiz.py", "import engine.scoring.mark"),
        ("engine/scoring/mark.py", "import engine.store.database"),
        ("ui/chrome.py", "import sqlalchemy"),
        ("ui/chrome.py", "import engine.store.people"),
    ],
)
def test_a_planted_wrong_import_is_caught(tmp_path: Path, file: str, planted: str) -> None:
    for name in ("engine", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    path = tmp_path / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{planted}\n", encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


def test_ruff_finds_nothing() -> None:
    result = run("ruff", "check", ".")

    assert result.returncode == 0, result.stdout


def test_mypy_finds_nothing_in_the_engine() -> None:
    result = run("mypy")

    assert result.returncode == 0, result.stdout


def test_functions_and_files_stay_small() -> None:
    sizes, long_functions = [], []
    for file in python_files(*CODE):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                sizes.append(size)
                if size > LONGEST_FUNCTION:
                    long_functions.append(f"{file.name}: {node.name} {size}")
    long_files = [f.name for f in python_files(*CODE) if f.read_text(encoding="utf-8").count("\n") > LONGEST_FILE]

    assert not long_functions
    assert not long_files
    assert statistics.median(sizes) <= 10
    assert sorted(sizes)[int(len(sizes) * 0.95)] <= 40


def test_sql_is_spoken_only_in_the_store() -> None:
    spoken = re.compile(r"\b(sa\.select|sqlalchemy\.text|\.execute\(|SELECT |INSERT INTO)")
    outside = [f for f in python_files(*CODE) if "store" not in f.parts and spoken.search(f.read_text(encoding="utf-8"))]

    assert outside == []


@pytest.mark.parametrize("kept_in", ["session_state", "cache_data", "cache_resource"])
def test_only_the_session_module_touches_what_streamlit_keeps(kept_in: str) -> None:
    """What a tab or a process holds is found in one place."""
    users = [f.name for f in python_files("app.py", "ui") if f"st.{kept_in}" in f.read_text(encoding="utf-8")]

    assert users in (["session.py"], [])
    assert users or kept_in == "cache_resource"


def test_there_is_no_pages_folder_beside_a_script_that_streamlit_starts() -> None:
    """Streamlit would run its files by address, without the guard of the entry script."""
    assert not (ROOT / "pages").exists()
    assert not (ROOT / "ui" / "pages").exists()


def test_the_measured_settings_of_streamlit_are_in_force() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert config["runner"]["postScriptGC"] is False
    assert config["server"]["fileWatcherType"] == "none"
    assert config["server"]["disconnectedSessionTTL"] == 900
    assert config["server"]["maxUploadSize"] == 10
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"] == {"toolbarMode": "minimal", "showErrorDetails": "none", "disableDataExport": True}


def pinned() -> dict[str, str]:
    """Name and version of each requirement; a line that pins none is refused."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"([A-Za-z0-9_.\-]+)(?:\[\w+\])?==([\w.]+)(?:; platform_system != \"Windows\")?")
    found = [(line, pin.fullmatch(line)) for line in lines if line and not line.startswith("#")]
    assert [line for line, pins in found if not pins] == []
    return {pins[1]: pins[2] for _, pins in found if pins}


def test_every_requirement_is_pinned_and_installed_in_that_version() -> None:
    """What is tested here is what people install."""
    wanted = pinned()

    installed = {name: metadata.version(name) for name in wanted if name != "uvloop" or sys.platform != "win32"}

    assert len(wanted) > 20
    assert {name: (wanted[name], version) for name, version in installed.items() if version != wanted[name]} == {}


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    blanks = re.compile(r"\{(\w+)")

    assert set(zh) == set(en)
    assert {key for key in zh if set(blanks.findall(zh[key])) != set(blanks.findall(en[key]))} == set()


def test_every_word_a_page_asks_for_exists() -> None:
    asked = re.compile(r"""\bt\(\s*"([a-z_.]+)"[,)]""")
    keys = {f"ui.{key}" for file in python_files("ui") for key in asked.findall(file.read_text(encoding="utf-8"))}

    assert len(keys) > 80
    assert keys - set(catalogue("zh")) == set()


def test_every_refusal_has_its_words() -> None:
    refused = re.compile(r"""Refused\(\s*"([a-z_]+)\"""")
    codes = {code for file in python_files("engine") for code in refused.findall(file.read_text(encoding="utf-8"))}

    assert len(codes) > 15
    assert {f"refused.{code}" for code in codes} - set(catalogue("zh")) == set()


def test_the_content_of_the_course_has_no_mistake_and_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--strict", str(ROOT)])

    assert status == 0, capsys.readouterr().out


def test_the_schemas_in_docs_are_those_of_the_models() -> None:
    stale = [name for name, text in schemas().items() if (FOLDER / name).read_text(encoding="utf-8") != text]

    assert stale == [], "run: python -m engine schema"


def test_trainee_pages_load_neither_pandas_nor_altair(tmp_path: Path, migrated: Path) -> None:
    """Every screen of a trainee is run, with content on it; the page of charts, run last, shows that they would be seen."""
    shutil.copy(migrated, tmp_path / "rapport.db")
    folders = {"RAPPORT_DATA": str(tmp_path), "RAPPORT_CONTENT": str(tmp_path / "content")}
    environment = {**os.environ, **folders, "DATABASE_URL": ""}
    command = [sys.executable, "-m", "tests.architecture.visiting"]

    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    *visits, charts = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [v for v in visits if v["heavy"] or v["wrong"] or not v["size"]] == []
    assert set(WATCHED) <= {v["screen"] for v in visits}
    assert (charts["screen"], charts["heavy"]) == ("progress", ["pandas", "altair"])
