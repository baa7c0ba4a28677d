"""How many incidents are counted as standing outside the governorate that their reports name."""

from __future__ import annotations

import duckdb

from benchmarks.governorates import Placed, placed


def test_incidents_and_reports_outside_are_counted_of_those_with_reports_enough() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.fct_incident (incident_id varchar, admin1_code varchar);
            insert into marts.fct_incident values
                ('right', 'SA-14'), ('wrong', 'SA-02'), ('tied', 'IQ-NI'), ('few', 'SA-02'),
                ('nowhere', null);
            create table marts.fct_incident_mention (
                incident_id varchar, admin1_code varchar, is_main boolean
            );
            insert into marts.fct_incident_mention
            select told.incident_id, told.admin1_code, told.is_main
            from (values
                ('right', 'SA-14', true, 4), ('right', 'SA-02', true, 1),
                -- in passing, and without a governorate
                ('right', 'SA-02', false, 9), ('right', null, true, 9),
                ('wrong', 'SA-14', true, 4), ('wrong', 'SA-02', true, 2),
                ('tied', 'IQ-NI', true, 3), ('tied', 'IQ-AN', true, 3),
                ('few', 'SA-14', true, 4),
                ('nowhere', 'SA-14', true, 5),
                (null, 'SA-14', true, 9)
            ) as told (incident_id, admin1_code, is_main, n), range(told.n)
            """
        )
        found = placed(connection)
    assert found == Placed(incidents=4, outside=2, reports=22, reports_outside=13)
    assert (found.share, round(found.share_of_reports, 2)) == (0.5, 0.59)


def test_where_nothing_was_reported_nothing_stands_outside() -> None:
    assert Placed(0, 0, 0, 0).share == Placed(0, 0, 0, 0).share_of_reports == 0
