"""The figures of one machine as tables."""

from __future__ import annotations

from benchmarks.figure import Figure
from benchmarks.figures_table import lines


def test_shares_are_columns_by_desk_and_nights_columns_by_step() -> None:
    found = lines(
        [
            Figure("security desk", 10.0, "articles/min", "2 processes"),
            Figure("share of places", 5.25, "%", "a desk"),
            Figure("share of dates", 1.0, "%", "a desk"),
            Figure("share of places", 11.0, "%", "news"),
            Figure("a night", 85.0, "s", "2,000 articles"),
            Figure("a night: link", 2.0, "s", "2,000 articles"),
            Figure("a large night: link", 7.0, "s", "100,000 articles"),
            Figure("a large night: peak memory", 1900.0, "MiB", "100,000 articles"),
        ],
        "2 cores",
    )
    assert "| security desk | 10.0 | articles/min | 2 processes |" in found
    assert "| stage | a desk | news |" in found
    assert "| dates | 1.0 | – |" in found
    assert "| step | a night: 2,000 articles | a large night: 100,000 articles |" in found
    assert "| all | 85.0 | – |" in found
    assert "| link | 2.0 | 7.0 |" in found
    assert "| peak memory | – | 1,900.0 MiB |" in found
