"""A school with lessons, for the tests that need some."""

import pytest

from engine.services.context import Ctx
from tests.builders import School
from tests.lessons import lesson_files


@pytest.fixture
def class_of(school: School) -> School:
    """The small school with lessons in force."""
    school.files |= lesson_files()
    loaded = school.publish()
    assert loaded.course, loaded.problems
    return school


@pytest.fixture
def mei(class_of: School) -> Ctx:
    """Somebody in the school with lessons."""
    return class_of.sign_up("mei")
