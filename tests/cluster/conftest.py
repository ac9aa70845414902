"""nginx where it is installed."""

import pytest

from tests.cluster.nginx import nginx_path
from tests.conftest import CI


@pytest.fixture(scope="session")
def nginx_here() -> None:
    """Skips where there is no nginx; fails in CI."""
    if nginx_path() is None and CI:
        pytest.fail("nginx is not installed, and CI must not skip the tests behind it")
    if nginx_path() is None:
        pytest.skip("nginx is not installed")
