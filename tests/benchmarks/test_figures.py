"""What the page of figures works out itself."""

from __future__ import annotations

import pytest

from benchmarks.figure import Figure, Step, log_slope
from benchmarks.nights_table import lines


@pytest.mark.parametrize(
    ("first", "last", "slope"),
    [((10, 3.0), (1_000, 300.0), 1.0), ((10, 3.0), (1_000, 3.0), 0.0), ((2, 1.0), (4, 4.0), 2.0)],
)
def test_a_slope_says_how_time_grows(
    first: tuple[float, float], last: tuple[float, float], slope: float
) -> None:
    assert log_slope(first, last) == pytest.approx(slope)


def test_a_night_is_told_with_its_slope_over_the_histories() -> None:
    steps = [Step("link", 0.2, incidents, 9.0, cpu, 1.0) for incidents, cpu in
             [(10_000, 10.0), (100_000, 10.0), (1_000_000, 100.0)]]  # fmt: skip
    (row,) = [line for line in lines(steps) if line.startswith("| link")]
    assert row == "| link | 10.0 (9.0) | 10.0 (9.0) | 100.0 (9.0) | 0.50 |"


def test_slopes_are_told_finer_than_times() -> None:
    assert Figure("a", 1.234, "slope", "").shown == "1.23"
    assert Figure("a", 1234.5, "s", "").shown == "1,234.5"
