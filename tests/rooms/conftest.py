"""A room in session, on each kind of server."""

import pytest

from tests.builders import School
from tests.rooms.builders import Class


@pytest.fixture
def room(school: School) -> Class:
    """A room of the practice quiz, in its lobby."""
    return Class(school)
