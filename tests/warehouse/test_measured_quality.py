"""What was measured stands beside what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.wilson import wilson
from tests.warehouse.landing_kit import make_settings
from warehouse.steps.measured_quality import read_measured, replace_measured
from warehouse.store.database import open_writer


def test_the_interval_holds_where_a_share_is_near_its_ends() -> None:
    # Wilson (1927): published values of 10 of 10, 0 of 10, 81 of 263
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_the_committed_figures_are_told_and_few_labels_tell_nothing(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    rows = read_measured(settings)
    assert [row.measured_code for row in rows if row.measured_of == "all"] == ["all"]
    assert {row.measured_of for row in rows} == {"all", "event_type", "country"}
    assert all((row.recall is not None) == (row.labelled >= 20) for row in rows)
    measured = [row for row in rows if row.recall is not None]
    assert measured
    for row in measured:
        assert row.recall is not None
        assert row.recall_low is not None
        assert row.recall_high is not None
        assert row.recall_low <= row.recall <= row.recall_high
    # a scoreboard that is gone takes its figures along
    with open_writer(settings) as con:
        for _ in range(2):
            replace_measured(con, rows)
        assert con.execute("select count(*) from staging.measured_quality").fetchall() == [
            (len(rows),)
        ]
        replace_measured(con, read_measured(settings.model_copy(update={"project_root": tmp_path})))
        assert con.execute("select count(*) from staging.measured_quality").fetchall() == [(0,)]
