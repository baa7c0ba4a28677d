"""What a row in another data set's columns says, and what it leaves empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from warehouse.desk.export_layouts import ACLED, GED, layouts, sentences

DAY = dt.date(2026, 3, 2)
INCIDENT: dict[str, Any] = {
    "incident_id": "inc_1", "sijill_link": "https://data.example.org/incident/inc_1",
    "date_earliest": DAY, "last_day": DAY, "date_precision": "day", "first_reported_on": DAY,
    "event_family": "armed", "acled_event": "Battles", "acled_sub_event": "Armed clash",
    "acled_sub_event_match": "exact", "outcome": "completed", "perpetrator_actor_id": "houthis",
    "perpetrator_en": "Houthis", "perpetrator_type": "armed_group",
    "perpetrator_status": "attributed", "target_type": "military", "country_iso_numeric": "887",
    "country_name_en": "Yemen", "admin1_name_en": "Taiz", "district_name_en": None,
    "location_level": "place", "location_en": "Taiz", "location_ar": "تعز", "place_name": "تعز",
    "latitude": 13.58, "longitude": 44.02, "geo_precision": 1, "outlets": "A; B",
    "source_count": 2, "primary_title": "t", "alike": 1, "killed_of_perpetrators_best": None,
    "killed_low": 4, "killed_best": 4, "killed_high": 4,
    "summed_low": 4, "summed_best": 4, "summed_high": 4,
}  # fmt: skip
#: columns that only the other set can fill, or that no report tells
NEVER = {
    "acled": {
        "event_id_cnty", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
        "interaction", "civilian_targeting", "region", "admin3", "source_scale", "tags",
        "timestamp",
    },
    "ged": {
        "id", "relid", "active_year", "code_status", "conflict_dset_id", "conflict_new_id",
        "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
        "side_a_new_id", "side_b_dset_id", "side_b_new_id", "side_b", "source_article",
        "source_original", "where_description", "priogrid_gid", "country_id", "region",
        "event_clarity", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "gwnoa",
        "gwnob",
    },
}  # fmt: skip


def filled(name: str, **changes: Any) -> dict[str, Any]:
    layout = layouts()[name]
    (row,) = layout.rows(iter([INCIDENT | changes]), sentences(name))
    return dict(zip(layout.columns, row, strict=True))


@pytest.mark.parametrize(("name", "columns"), [("acled", ACLED), ("ged", GED)])
def test_a_row_has_their_columns_first_and_none_of_their_ids(
    name: str, columns: tuple[str, ...]
) -> None:
    row = filled(name)
    assert tuple(row)[: len(columns)] == columns
    assert {column for column in NEVER[name] if row[column] is not None} == set()
    assert row["sijill_incident_id"] == "inc_1"
    assert row["sijill_link"].endswith("incident/inc_1")


def test_a_row_that_acled_would_have_too_says_nothing_against_it() -> None:
    row = filled("acled")
    assert (row["not_comparable_because"], row["notes"]) == ("", "")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == (DAY, 1, 1)
    assert (row["actor1"], row["fatalities"], row["iso"]) == ("Houthis", 4, "887")
    assert row["disorder_type"] == "Political violence"


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"alike": 3}, "merged_there"),
        ({"outcome": "foiled"}, "not_counted_there"),
        ({"killed_best": None, "killed_low": 20, "killed_high": 99}, "number_for_words"),
        ({"killed_best": None, "killed_low": None, "killed_high": None}, "not_told"),
        ({"killed_of_perpetrators_best": 2}, "attackers_apart"),
        ({"acled_sub_event_match": "broader"}, "type_not_exact"),
        ({"date_precision": "month"}, "day_not_exact"),
        ({"geo_precision": 4}, "place_not_exact"),
        ({"perpetrator_status": "suspected"}, "actor_not_certain"),
    ],
)
def test_what_keeps_a_row_from_being_counted_with_acled_is_told(
    changes: dict[str, Any], remark: str
) -> None:
    row = filled("acled", **changes)
    assert row["not_comparable_because"] == remark
    assert row["notes"] == sentences("acled")[remark]


def test_what_is_told_in_bounds_only_is_filled_as_sums_count_it_and_says_so() -> None:
    told = {
        "killed_best": None, "killed_low": 20, "killed_high": None,
        "summed_low": 20, "summed_best": 20, "summed_high": 20,
    }  # fmt: skip
    assert filled("acled", **told)["fatalities"] == 20
    row = filled("ged", **told)
    assert (row["low"], row["best"], row["high"]) == (20, 20, 20)
    assert {"no_best_figure", "open_top"} <= set(row["not_comparable_because"].split("|"))


@pytest.mark.parametrize(
    ("first", "last", "time_precision", "date_prec"),
    [
        (DAY, DAY, 1, 1),
        (DAY, dt.date(2026, 3, 5), 2, 2),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 31), 3, 4),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), 3, 5),
        (None, DAY, 3, 5),
    ],
)
def test_a_day_that_is_not_known_is_bounded(
    first: dt.date | None, last: dt.date, time_precision: int, date_prec: int
) -> None:
    told = {"date_earliest": first, "last_day": last}
    row = filled("acled", **told)
    assert (row["event_date"], row["time_precision"]) == (last, time_precision)
    row = filled("ged", **told)
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (
        first or last, last, date_prec,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "target", "status", "wanted"),
    [
        ("armed_group", "military", "claimed", "1"),
        ("state_force", "militants", "attributed", "1"),
        ("armed_group", "military", "suspected", ""),
        # who is aimed at in a market, and whom a force beside the state fights, is not told
        ("armed_group", "market", "claimed", ""),
        ("irregular_force", "military", "claimed", ""),
    ],
)
def test_the_type_of_violence_stands_only_where_both_sides_decide_it(
    actor: str, target: str, status: str, wanted: str
) -> None:
    row = filled("ged", perpetrator_type=actor, target_type=target, perpetrator_status=status)
    assert row["type_of_violence"] == wanted
    assert ("type_not_told" in row["not_comparable_because"].split("|")) == (not wanted)


def test_ged_rows_that_it_would_not_count_are_marked() -> None:
    told = {f"killed_{bound}": 0 for bound in ("low", "best", "high")}
    row = filled("ged", event_family="arrest", **told)
    remarks = row["not_comparable_because"].split("|")
    assert remarks[:2] == ["no_death_told", "not_counted_there"]
    assert remarks[-1] == "second_side_not_told"


def test_nothing_unknown_is_named() -> None:
    row = filled(
        "acled", perpetrator_actor_id="unknown", perpetrator_en="Unknown",
        location_level="unknown", location_en="Unknown", place_name=None, latitude=None,
        longitude=None, geo_precision=None,
    )  # fmt: skip
    assert [row[name] for name in ("actor1", "location", "latitude", "longitude")] == [None] * 4
    assert row["geo_precision"] == 3
