"""A day in words."""

from datetime import date

import pytest

from ui.chrome import day

NOW = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (date(2026, 1, 31), "1月31日", "31 Jan"),
        (date(2025, 12, 31), "2025年12月31日", "31 Dec 2025"),
        (date(2024, 1, 31), "2024年1月31日", "31 Jan 2024"),
    ],
)
def test_a_day_of_another_year_has_its_year(when, zh, en):
    """Two days never read alike, and one of this year is as short as people say it."""
    assert (day(when, "zh", NOW), day(when, "tw", NOW), day(when, "en", NOW)) == (zh, zh, en)
