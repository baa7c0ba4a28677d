"""What the models make of three nights, read from a warehouse that dbt really built."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.dbt import scenario
from warehouse.core.settings import Settings


@pytest.fixture(scope="module")
def con(built: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.build_file), read_only=True) as connection:
        yield connection


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = con.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_a_rewritten_story_is_one_incident_in_its_latest_state(
    con: duckdb.DuckDBPyConnection,
) -> None:
    (incident,) = rows(
        con,
        """
        select i.*, e.event_type, w.weapon, t.target_type, l.name_en, l.admin1_name_en, d.date_day
        from marts.fct_incident as i
        join marts.dim_article as a on i.primary_article_key = a.article_key
        join marts.dim_event_type as e using (event_type_key)
        join marts.dim_weapon as w using (weapon_key)
        join marts.dim_target_type as t using (target_type_key)
        join marts.dim_location as l using (location_key)
        join marts.dim_date as d on i.date_key = d.date_key
        where a.article_id = 'sadr'
        """,
    )
    assert incident["event_type"] == "suicide_bombing"
    assert incident["weapon"] == "explosive_belt"
    assert incident["target_type"] == "market"
    assert (incident["name_en"], incident["place_name"]) == ("Sadr City", "سوق مريدي")
    assert incident["date_day"] == incident["occurred_on"] == dt.date(2026, 2, 1)
    assert incident["incident_month"] == "2026-02"
    # "15 or more": the bottom is told, the top is open
    assert [incident[f"killed_{b}"] for b in ("low", "best", "high")] == [15, 15, None]
    assert incident["first_reported_on"] == incident["last_reported_on"] == dt.date(2026, 2, 2)
    assert incident["batch_date"] == dt.date(2026, 2, 2)
    assert "انفجرت" in incident["quote"]
    assert len(incident["quote"].split()) <= 25


def test_superseded_versions_stay_in_the_article_dimension_only(
    con: duckdb.DuckDBPyConnection,
) -> None:
    versions = rows(
        con,
        "select version_number, is_current, article_key, published_at_utc from marts.dim_article "
        "where article_id = 'sadr' order by version_number",
    )
    assert [(v["version_number"], v["is_current"]) for v in versions] == [(1, False), (2, True)]
    assert versions[1]["published_at_utc"] == dt.datetime(2026, 2, 2, 5)  # noqa: DTZ001
    for fact in ("fct_incident_mention", "fct_casualty_claim", "fct_attribution"):
        keys = rows(con, f"select distinct article_key from marts.{fact}")
        assert versions[0]["article_key"] not in [row["article_key"] for row in keys]
        assert versions[1]["article_key"] in [row["article_key"] for row in keys]


def test_two_incidents_of_a_roundup_at_one_place_stay_two(con: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        con,
        """
        select i.incident_id, i.killed_best, actor.name_en, l.name_en as place
        from marts.fct_incident as i
        join marts.dim_article as a on i.primary_article_key = a.article_key
        join marts.dim_actor as actor on i.perpetrator_actor_key = actor.actor_key
        join marts.dim_location as l using (location_key)
        where a.article_id = 'roundup' order by killed_best
        """,
    )
    assert [(row["killed_best"], row["place"]) for row in found] == [(1, "Mosul"), (2, "Mosul")]
    assert {row["name_en"] for row in found} == {"Islamic State"}
    assert len({row["incident_id"] for row in found}) == 2


def test_a_mention_in_passing_opens_no_incident(con: duckdb.DuckDBPyConnection) -> None:
    (mention,) = rows(con, "select * from marts.fct_incident_mention where not is_main")
    assert mention["incident_id"] is None
    assert mention["link_method"] is None
    assert mention["mention_kind"] == "recalled"
    assert mention["incident_month"] == "2019-01"
    # its place is not in the gazetteer: the governorate is the finest known
    (location,) = rows(
        con,
        f"select * from marts.dim_location where location_key = '{mention['location_key']}'",
    )
    assert (location["location_level"], location["location_code"]) == ("governorate", "IQ-NI")
    (counts,) = rows(
        con,
        "select count(*) as incidents, sum(mention_count) as mentions from marts.fct_incident",
    )
    assert (counts["incidents"], counts["mentions"]) == (4, 4)


def test_nothing_certain_points_to_the_unknown_members(con: duckdb.DuckDBPyConnection) -> None:
    (incident,) = rows(
        con,
        """
        select i.* from marts.fct_incident as i
        join marts.dim_article as a on i.primary_article_key = a.article_key
        where a.article_id = 'vague'
        """,
    )
    assert incident["incident_month"] == "unknown"
    assert incident["date_key"] == incident["date_earliest_key"] == 0
    assert incident["location_key"] == incident["target_type_key"] == "unknown"
    # the register does not know the actor, the name stays
    assert incident["perpetrator_actor_key"] == "unknown"
    assert incident["perpetrator_name"] == "قوة مجهولة"
    # "dozens" stays a range
    assert [incident[f"killed_{b}"] for b in ("low", "best", "high")] == [24, None, 99]
    dimensions = rows(
        con,
        "select table_name from duckdb_tables() "
        "where schema_name = 'marts' and table_name like 'dim!_%' escape '!' "
        "and table_name not in ('dim_actor_alias', 'dim_incident', 'dim_measured_quality',"
        " 'dim_name', 'dim_publication',"
        " 'dim_vintage') "
        "and table_name not like 'dim!_date!_%' escape '!'",
    )
    assert len(dimensions) == 8
    for dimension in (row["table_name"] for row in dimensions):
        key = con.execute(f"select * from marts.{dimension} limit 0").description[0][0]
        unknown = "0" if dimension == "dim_date" else "'unknown'"
        (count,) = rows(con, f"select count(*) as n from marts.{dimension} where {key} = {unknown}")
        assert count["n"] == 1, dimension


def test_words_of_articles_are_never_run_as_templates(con: duckdb.DuckDBPyConnection) -> None:
    (article,) = rows(con, "select * from marts.dim_article where article_id = 'vague'")
    assert article["title"] == scenario.HOSTILE_TITLE
    (outlet,) = rows(
        con, f"select * from marts.dim_outlet where outlet_key = '{article['outlet_key']}'"
    )
    assert (outlet["name_ar"], outlet["is_registered"]) == ("{{ source }}", False)
    assert con.execute("select count(*) from staging.articles").fetchall() == [(5,)]


def test_registered_outlets_carry_their_group(con: duckdb.DuckDBPyConnection) -> None:
    (outlet,) = rows(con, "select * from marts.dim_outlet where outlet_id = 'aawsat'")
    assert outlet["is_registered"]
    assert outlet["article_count"] == 2
    assert outlet["first_batch_date"] == dt.date(2026, 2, 1)


def test_dimensions_hold_all_reference_rows(
    con: duckdb.DuckDBPyConnection, built: Settings
) -> None:
    for seed, dimension, column in (
        ("event_types", "dim_event_type", "event_type"),
        ("weapons", "dim_weapon", "weapon"),
        ("target_types", "dim_target_type", "target_type"),
        ("actors", "dim_actor", "actor_id"),
    ):
        with (built.seeds_dir / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            codes = {next(iter(row.values())) for row in csv.DictReader(file)}
        members = rows(con, f"select {column} as code from marts.{dimension}")
        assert sorted(row["code"] for row in members) == sorted(codes | {"unknown"})


def test_an_article_tells_two_incidents_that_are_related(con: duckdb.DuckDBPyConnection) -> None:
    (article,) = rows(
        con,
        "select f.* from marts.fct_article as f join marts.dim_article as d using (article_key) "
        "where d.article_id = 'roundup'",
    )
    assert (article["mention_count"], article["main_mention_count"]) == (3, 2)
    assert article["incident_count"] == article["primary_incident_count"] == 2
    related = rows(
        con, "select incident_id, related_incident_id from marts.bridge_incident_related"
    )
    assert len(related) == 2
    assert related[0]["incident_id"] == related[1]["related_incident_id"]
    versions = rows(
        con,
        "select is_current, mention_count, incident_count from marts.fct_article "
        "where article_id = 'sadr' order by version_number",
    )
    assert [tuple(v.values()) for v in versions] == [(False, 1, 0), (True, 1, 1)]


def test_bridges_hold_every_incident_and_role(con: duckdb.DuckDBPyConnection) -> None:
    roles = rows(
        con,
        """
        select actor_role, actor_id, actor_name, count(*) as incidents, sum(weight) as weights
        from marts.bridge_incident_actor join marts.dim_actor using (actor_key)
        group by all order by all
        """,
    )
    assert [tuple(row.values()) for row in roles] == [
        ("denied", "islamic_state", "تنظيم الدولة الإسلامية", 1, 1.0),
        ("perpetrator", "islamic_state", "تنظيم الدولة الإسلامية", 2, 2.0),
        ("perpetrator", "unknown", "قوة مجهولة", 1, 1.0),
        ("perpetrator", "unknown", None, 1, 1.0),
    ]
    for bridge in ("weapon", "target"):
        (counts,) = rows(
            con,
            "select count(distinct incident_id) as incidents, sum(weight) as weights "
            f"from marts.bridge_incident_{bridge}",
        )
        assert tuple(counts.values()) == (4, 4.0)


def test_actors_have_their_names_and_times(con: duckdb.DuckDBPyConnection) -> None:
    (name,) = rows(
        con,
        "select * from marts.dim_actor_alias "
        "where actor_alias = 'الدولة الإسلامية في العراق والشام'",
    )
    assert (name["actor_id"], name["alias_language"]) == ("islamic_state", "ar")
    assert (name["valid_from"], name["valid_to"]) == (dt.date(2013, 4, 8), dt.date(2014, 6, 29))
    (actor,) = rows(con, "select * from marts.dim_actor where actor_id = 'islamic_state_iraq'")
    assert (actor["valid_from"], actor["valid_to"], actor["validity_precision"]) == (
        dt.date(2006, 10, 15),
        dt.date(2013, 4, 8),
        "day",
    )
    assert actor["parent_name_en"] == "Islamic State"


def test_wide_marts_need_no_join(con: duckdb.DuckDBPyConnection) -> None:
    (incident,) = rows(con, "select * from marts.mart_incidents where primary_url like '%/sadr'")
    assert (incident["event_type_en"], incident["weapon_en"]) == (
        "Suicide bombing",
        "Explosive belt",
    )
    assert (incident["admin1_name_en"], incident["country_name_ar"]) == ("Baghdad", "العراق")
    assert incident["denied_en"] == "Islamic State"
    assert incident["claimed_by_en"] is None
    (totals,) = rows(
        con,
        "select sum(incident_count) as incidents, sum(killed_best_sum) as killed, "
        "sum(killed_open_count) as open from marts.mart_daily_by_governorate",
    )
    # 24 of them of an incident that tells bounds only
    assert tuple(totals.values()) == (4, 42, 1)
    coverage = rows(
        con,
        "select outlet_name_en, published_on, article_count, incident_count, share_alone "
        "from marts.mart_source_coverage where outlet_id = 'aawsat' order by published_on",
    )
    assert [tuple(row.values())[1:] for row in coverage] == [
        (dt.date(2026, 2, 2), 1, 1, 1.0),
        (dt.date(2026, 2, 3), 1, 0, None),
    ]


def test_a_date_in_its_role_joins_by_name(con: duckdb.DuckDBPyConnection) -> None:
    months = rows(
        con,
        """
        select occurred_month, reported_month, count(*) as incidents
        from marts.fct_incident as i
        join marts.dim_date_occurred as o on i.date_key = o.occurred_date_key
        join marts.dim_date_reported as r on i.first_reported_date_key = r.reported_date_key
        group by all order by all
        """,
    )
    assert sum(row["incidents"] for row in months) == 4
    assert ("2026-02", "2026-02") in [tuple(row.values())[:2] for row in months]


def test_places_know_their_codes_districts_and_disputes(con: duckdb.DuckDBPyConnection) -> None:
    (mosul,) = rows(con, "select * from marts.dim_location where name_en = 'Mosul'")
    assert (mosul["country_code"], mosul["country_iso3"], mosul["country_iso_numeric"]) == (
        "IQ", "IRQ", "368",
    )  # fmt: skip
    assert (mosul["name_en_source"], mosul["is_disputed"]) == ("geonames", False)
    (parent,) = rows(
        con,
        "select location_code, is_disputed, disputed_extent, disputed_area from marts.dim_location "
        f"where location_key = '{mosul['parent_location_key']}'",
    )
    # a part of Nineveh is disputed; Mosul is not in that part
    assert list(parent.values()) == ["IQ-NI", True, "part", "iraq_article_140"]
    countries = rows(
        con, "select * from marts.dim_location where location_level = 'country' order by all"
    )
    assert all(country["geonames_id"] for country in countries)
    # Kosovo's code is not ISO's own
    without = [c["location_code"] for c in countries if not c["country_iso3"]]
    assert without == ["XK"]


def test_dates_cover_whole_years_without_a_gap(con: duckdb.DuckDBPyConnection) -> None:
    days = rows(con, "select * from marts.dim_date where date_key <> 0 order by date_key")
    assert days[0]["date_day"] == dt.date(2019, 1, 1)
    assert days[-1]["date_day"] == dt.date(2026, 12, 31)
    assert len(days) == (dt.date(2026, 12, 31) - dt.date(2019, 1, 1)).days + 1
    for day in days:
        assert day["date_key"] == int(day["date_day"].strftime("%Y%m%d"))
        assert (day["iso_year"], day["iso_week"], day["iso_weekday"]) == tuple(
            day["date_day"].isocalendar()
        )
    (first,) = [day for day in days if day["date_key"] == 20260201]
    assert (first["month_name_ar"], first["month_name_ar_levant"]) == ("فبراير", "شباط")
    assert (first["weekday_name_en"], first["weekday_name_ar"]) == ("Sunday", "الأحد")


def test_marts_show_quotes_and_never_whole_texts(con: duckdb.DuckDBPyConnection) -> None:
    texts = [scenario.SADR_TEXT, scenario.SADR_UPDATE, scenario.ROUNDUP_TEXT]
    for (mart,) in con.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts'"
    ).fetchall():
        for row in con.execute(f"select * from marts.{mart}").fetchall():
            words = [value for value in row if isinstance(value, str)]
            assert not any(text in value for text in texts for value in words)


def test_every_mart_and_column_is_described_in_the_database(
    con: duckdb.DuckDBPyConnection,
) -> None:
    silent = con.execute(
        """
        select schema_name, table_name, null as column_name from duckdb_tables()
        where schema_name in ('marts', 'transform') and coalesce(comment, '') = ''
        union all
        select schema_name, table_name, column_name from duckdb_columns()
        where schema_name in ('marts', 'transform') and coalesce(comment, '') = ''
        """
    ).fetchall()
    assert silent == []
    (described,) = con.execute(
        "select comment from duckdb_columns() where schema_name = 'marts' "
        "and table_name = 'fct_incident' and column_name = 'killed_low'"
    ).fetchall()
    assert described == ("Least number killed that the text allows; null: not reported.",)


def test_keys_may_not_be_null_in_the_database(con: duckdb.DuckDBPyConnection) -> None:
    required = con.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and not is_nullable and column_index = 1 order by all"
    ).fetchall()
    assert len(required) == 38
    assert ("fct_incident", "incident_id") in required
