"""Every mistake an author can make is told exactly: where, what, what to do, in both languages, and once.

`broken/<stage>/sound/` is a small content root without a mistake: the twin of every case. `<case>.yaml` replaces the
file that the case `spoils` (and `<case>.en.yaml` its overlay); `expected.yaml` lists all that is then to be told.
UPDATE_EXPECTED=1 writes the lists anew: read every line of the difference as the author who made the mistake.
"""

import json
import os
import re
import shutil
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml

from engine.commands import scenario
from engine.loading import validating
from engine.loading.loading import load
from engine.loading.wording import hint, message
from engine.words import catalogue

BROKEN = Path(__file__).parent / "broken"
ENGINE = Path(validating.__file__).parents[1]
STAGES = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
UPDATE = os.environ.get("UPDATE_EXPECTED") == "1"
TOLD_OF_FILES = {
    "empty_file", "file_too_large", "file_unreadable", "link_loop", "no_content", "no_overlay", "no_such_place",
    "not_a_file", "scenario_sampled", "not_utf8", "overlay_alone", "too_deep", "use_yaml_suffix",
}  # fmt: skip
"""Codes that need more than one text to show; test_files.py has their cases."""
TOLD_OF_RELEASES = {"id_gone", "kind_changed"}
"""Codes that need two releases to show; tests/services/test_library.py has their cases."""


@cache
def expectations(stage):
    return yaml.load((BROKEN / stage / "expected.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


CASES = [(stage, case) for stage in STAGES for case in expectations(stage) if case != "spoils"]


def spoilt_file(stage, case):
    expected = expectations(stage)
    return expected[case].get("spoils", expected["spoils"])


def told(root):
    rows = []
    for problem in load([root], lint=True, also=scenario.check).problems:
        row = {"at": f"{problem.file}:{problem.line}:{problem.column}", "code": problem.code}
        if problem.level != "error":
            row["level"] = problem.level
        for lang in ("en", "zh"):
            row |= {lang: message(problem, lang), f"hint_{lang}": hint(problem, lang)}
        rows.append(row)
    return rows


def written(stage, expected):
    """The text of expected.yaml: one line for each value, so that a difference is read at a glance."""
    lines = [f"spoils: {expected['spoils']}"]
    for case in [c for c in expected if c != "spoils"]:
        lines += ["", f"{case}:"]
        lines += [f"  spoils: {expected[case]['spoils']}"] if "spoils" in expected[case] else []
        lines += ["  problems:"]
        for row in expected[case]["problems"]:
            plain = {"at", "code", "level"}
            cells = [f"{k}: {v if k in plain else json.dumps(v, ensure_ascii=False)}" for k, v in row.items()]
            lines += [("  - " if i == 0 else "    ") + cell for i, cell in enumerate(cells)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("stage", "case"), CASES)
def test_a_mistake_is_told_exactly_and_once(stage, case, tmp_path):
    """All Problems of a spoilt file are these, to the letter, and no others."""
    root = tmp_path / "root"
    shutil.copytree(BROKEN / stage / "sound", root)
    place = spoilt_file(stage, case)
    shutil.copy(BROKEN / stage / f"{case}.yaml", root / place)
    if (BROKEN / stage / f"{case}.en.yaml").exists():
        shutil.copy(BROKEN / stage / f"{case}.en.yaml", root / place.replace(".yaml", ".en.yaml"))

    found = told(root)

    expected = expectations(stage)
    if UPDATE:
        expected[case]["problems"] = found
        (BROKEN / stage / "expected.yaml").write_text(written(stage, expected), encoding="utf-8")
    assert found == expected[case]["problems"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_sound_twin_has_no_problem(stage):
    """Without the mistake nothing is told, no warning either."""
    sound = BROKEN / stage / "sound"

    loaded = load([sound], lint=True, also=scenario.check)

    assert loaded.problems == ()
    assert loaded.course is not None


@pytest.mark.parametrize(("stage", "case"), CASES)
def test_a_case_differs_from_its_twin_only_in_the_mistake(stage, case):
    """A case that differs in more than a few places proves nothing about its mistake."""
    sound = (BROKEN / stage / "sound" / spoilt_file(stage, case)).read_text(encoding="utf-8").splitlines()
    spoilt = (BROKEN / stage / f"{case}.yaml").read_text(encoding="utf-8").splitlines()
    whole_file = {"a_list_as_file", "a_sentence_as_file", "list_as_file"}

    places = [o for o in SequenceMatcher(None, sound, spoilt, autojunk=False).get_opcodes() if o[0] != "equal"]

    assert 0 < len(places) <= 7 or case in whole_file
    assert spoilt != sound


@pytest.mark.parametrize("stage", STAGES)
def test_every_file_of_a_stage_is_a_case(stage):
    """A forgotten entry in expected.yaml would be a case that is never run."""
    files = {f.name.removesuffix(".yaml").removesuffix(".en") for f in (BROKEN / stage).glob("*.yaml")}

    listed = set(expectations(stage)) - {"spoils"}

    assert files - {"expected"} == listed


def codes_with_a_case():
    return {row["code"] for stage, case in CASES for row in expectations(stage)[case]["problems"]}


def words(lang, section):
    return {key.split(".")[1]: text for key, text in catalogue(lang).items() if key.startswith(f"{section}.")}


def test_every_code_has_a_case():
    """A wording that no case shows may be wrong for years."""
    here = Path(__file__).parent
    elsewhere = {here / "test_files.py": TOLD_OF_FILES, here.parent / "services" / "test_library.py": TOLD_OF_RELEASES}

    without = set(words("en", "problem")) - codes_with_a_case()

    assert without == TOLD_OF_FILES | TOLD_OF_RELEASES
    for file, codes in elsewhere.items():
        text = file.read_text(encoding="utf-8")
        assert [code for code in sorted(codes) if f'"{code}"' not in text] == []


def codes_in_the_program():
    files = [*(ENGINE / "loading").rglob("*.py"), *(ENGINE / "content").rglob("*.py")]
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    calls = r'(?:Problem|problem|refuse|_refuse|warning)\(\s*"([a-z_]+)"'
    return set(re.findall(calls, text)) | set(validating.CODES.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_has_words_and_a_hint(lang):
    """An author sees a sentence and an advice for each code, never the code."""
    codes = codes_in_the_program()

    problems, hints = words(lang, "problem"), words(lang, "hint")

    assert len(codes) > 50
    assert codes - set(problems) == set()
    assert set(problems) == set(hints)
    assert all(problems.values())
    assert all(hints.values())


@pytest.mark.parametrize("section", ["problem", "hint", "noun"])
def test_both_languages_have_the_same_words_with_the_same_values(section):
    """A value shown in one language is shown in the other; nothing is left untranslated."""
    zh, en = words("zh", section), words("en", section)

    def values(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert set(zh) == set(en)
    if section == "problem":
        assert {k: values(v) for k, v in zh.items()} == {k: values(v) for k, v in en.items()}
    assert [k for k, v in zh.items() if not re.search("[一-鿿]", v)] == []
    assert [k for k, v in en.items() if re.search("[一-鿿]", v)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_words_are_left_that_no_case_uses(lang):
    """A wording without a code that uses it is dead."""
    told_somewhere = codes_with_a_case() | TOLD_OF_FILES | TOLD_OF_RELEASES

    assert set(words(lang, "problem")) == told_somewhere
