"""The course of this repository, loaded once."""

from pathlib import Path

import pytest

from engine.loading.loading import load


@pytest.fixture(scope="session")
def course():
    loaded = load([Path(__file__).parents[2]])
    assert loaded.course is not None, loaded.problems[:3]
    return loaded.course
