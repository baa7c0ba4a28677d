"""How far the place reaches that a report names."""

from __future__ import annotations

import pytest

from linking.words import reach_km


@pytest.mark.parametrize(
    ("place", "admin1", "radius", "reach"),
    [
        # a seat of the governorate's own name
        ("مأرب", "مأرب", 3.0, 12.0),
        ("هكاري", "هكاري", None, None),
        ("حلب", "حلب", 15.0, 15.0),
        # a town with a name of its own
        ("شمدينلي", "هكاري", 4.0, 4.0),
        ("شمدينلي", None, 4.0, 4.0),
        (None, "هكاري", 60.0, 60.0),
    ],
)
def test_seat_that_bears_its_governorate_s_name_is_no_exact_place(
    place: str | None, admin1: str | None, radius: float | None, reach: float | None
) -> None:
    assert reach_km(place, admin1, radius) == reach
