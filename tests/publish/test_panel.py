"""Trends that outlets which come and go do not move: what was read, and the fixed panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.publish.marts_builder import NIGHT, NOW, settings_in, write_build
from warehouse.publication.publish import publish
from warehouse.publication.published import open_published

#: outlet → days of March 2026 on which it was read; on the 4th nobody was
READ = {
    "throughout": (1, 2, 3, 5, 6),
    "an outage": (1, 2, 6),
    "new": (5, 6),
}
#: incident → day and who tells it
TOLD = {
    "i1": (1, ("throughout",)),
    "i2": (2, ("an outage",)),
    "i3": (5, ("new", "throughout")),
    "i4": (6, ("new",)),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = settings_in(Path(tmp_path_factory.mktemp("panel")))
    write_build(settings, {})
    with duckdb.connect(str(settings.build_file)) as con:
        for outlet, days in READ.items():
            for day in days:
                con.execute(
                    "insert into marts.mart_source_coverage by name select ? as outlet_key,"
                    " ? as published_date_key, ?::date as published_on, 3 as article_count,"
                    " 1 as incident_count",
                    [outlet, 20260300 + day, f"2026-03-{day:02d}"],
                )
        for incident, (day, outlets) in TOLD.items():
            con.execute(
                "insert into marts.fct_incident by name select ? as incident_id,"
                " '2026-03' as incident_month, ?::date as occurred_on,"
                " 'ied_bombing' as event_type_key, 'clear' as review_status",
                [incident, f"2026-03-{day:02d}"],
            )
            for outlet in outlets:
                con.execute(
                    "insert into marts.fct_incident_mention by name select ? as mention_id,"
                    " ? as incident_id, '2026-03' as incident_month, ? as outlet_key",
                    [f"{incident} {outlet}", incident, outlet],
                )
        con.execute(
            "insert into marts.dim_event_type by name"
            " select 'ied_bombing' as event_type_key, 'ied_bombing' as event_type"
        )
        con.execute(
            "insert into marts.dim_measured_quality (measured_of, measured_code, event_type_key,"
            " recall, recall_low, recall_high, validation) values ('all', 'all', null, null, null,"
            " null, 'not_validated'), ('event_type', 'ied_bombing', 'ied_bombing', 0.8, 0.7, 0.9,"
            " 'measured')"
        )
    publish(settings, NIGHT, "run", now=NOW)
    connection = open_published(settings)
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_a_day_without_articles_is_unknown_and_not_zero(asked: Any) -> None:
    told = asked("select * from outlet_days('2026-03-01', '2026-03-06')")
    by_day = {(outlet, day.day): (count, status) for outlet, day, count, _, status in told}
    assert by_day["an outage", 3] == (None, "silent")
    assert by_day["an outage", 4] == by_day["throughout", 4] == (None, "no_night")
    assert by_day["new", 1] == (None, "outside")
    assert by_day["throughout", 1] == (3, "read")
    assert len(told) == 18


def test_the_panel_is_those_present_throughout(asked: Any) -> None:
    assert asked("select * from panel_outlets('2026-03-01', '2026-03-06')") == [
        ("throughout", 5, 5, 15)
    ]
    loose = asked(
        "select outlet_key from panel_outlets('2026-03-01', '2026-03-06', least_share := 0.5)"
    )
    assert loose == [("an outage",), ("throughout",)]


def test_the_trend_of_the_panel_leaves_out_what_only_new_outlets_tell(
    asked: Any,
) -> None:
    (row,) = asked("select * from fixed_panel_trend('2026-03-01', '2026-03-06')")
    assert row == (
        "2026-03",
        "ied_bombing",
        "ied_bombing",
        4,
        2,
        1,
        6,
        5,
        5,
        0.8,
        0.7,
        0.9,
        "measured",
    )


def test_a_month_in_which_nothing_was_read_has_no_count(asked: Any) -> None:
    rows = asked(
        "select incident_month, incident_count, panel_incident_count, days_read"
        " from fixed_panel_trend('2026-03-01', '2026-04-30', least_share := 0.5)"
    )
    assert rows == [("2026-03", 4, 3, 5), ("2026-04", None, None, 0)]


def test_a_day_that_nobody_could_tell_of_is_unknown_and_recall_stands_beside_each(
    asked: Any,
) -> None:
    rows = asked(
        "select day_on, incident_count, day_status, recall, validation"
        " from daily_trend('2026-03-03', '2026-03-08')"
    )
    told = {day.day: (count, status) for day, count, status, *_ in rows}
    # on the 4th nothing was read, but what happened on it is told on the 5th
    assert told == {
        3: (0, "read"), 4: (0, "read"), 5: (1, "read"), 6: (1, "read"),
        7: (None, "not_read"), 8: (None, "not_read"),
    }  # fmt: skip
    assert {row[3:] for row in rows} == {(None, "not_validated")}
    assert asked(
        "select incident_count, recall, recall_low, recall_high, validation"
        " from daily_trend('2026-03-05', '2026-03-05', wanted_type := 'ied_bombing')"
    ) == [(1, 0.8, 0.7, 0.9, "measured")]


def test_a_type_that_there_is_not_is_refused_and_not_counted_as_none(asked: Any) -> None:
    with pytest.raises(duckdb.Error, match="no event type is called airstrike"):
        asked("select * from daily_trend('2026-03-03', '2026-03-08', wanted_type := 'airstrike')")
