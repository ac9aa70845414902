"""Files of every format there has been are read as they were meant: one folder for each, never changed again.

`frozen/<format>/` is a content root with a file of each kind, `frozen/<format>.json` what its files were read to when that
format was in use. A new format adds a folder. A difference here breaks the files of authors: mend the reading, not the JSON.
"""

import json
from pathlib import Path

import pytest

from engine.content.base import FORMAT
from engine.loading.files import KINDS
from engine.loading.loading import load

FROZEN = Path(__file__).parent / "frozen"
FORMATS = sorted(folder.name for folder in FROZEN.iterdir() if folder.is_dir())


def read(number):
    """What the files of a format are read to today: by file and language."""
    units = load([FROZEN / number]).units
    return {unit.found.name: {lang: m.model_dump(mode="json") for lang, m in unit.models.items()} for unit in units}


def as_far_as(kept, now):
    """`now` without the fields that are newer than `kept`."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return {key: as_far_as(kept.get(key), value) for key, value in now.items() if key in kept}
    if isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        return [as_far_as(*pair) for pair in zip(kept, now, strict=True)]
    return now


@pytest.mark.parametrize("number", FORMATS)
def test_files_of_an_old_format_are_read_to_the_same_models(number):
    """Every file, in both languages, to the letter, defaults too; a field may only have come. The course has no mistake."""
    kept = json.loads((FROZEN / f"{number}.json").read_text(encoding="utf-8"))

    assert as_far_as(kept, read(number)) == kept
    assert load([FROZEN / number]).course is not None


def test_the_format_in_use_has_its_samples():
    """With the next format somebody must freeze samples of it, and of each kind of file."""
    assert str(FORMAT) in FORMATS
    assert {unit.found.kind.name for unit in load([FROZEN / str(FORMAT)]).units} == {kind.name for kind in KINDS}


@pytest.mark.parametrize("number", FORMATS)
def test_the_samples_say_their_format(number):
    """A sample that was lifted to a later format would prove nothing."""
    heads = [file.read_text(encoding="utf-8") for file in (FROZEN / number).rglob("*.yaml")]

    assert heads
    assert all(f"format: {number}\n" in head for head in heads)
