"""The reference seeds say the same codes as the records, and every outlet can be told apart."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from extractors.event_types import EVENT_FAMILIES
from extractors.records import TARGET_TYPES, WEAPONS

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MATCHES = {"exact", "broader", "narrower", "none"}
MAPPINGS = ("plover", "cameo", "acled_event", "acled_sub_event", "gtd_attack_type")


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("weapons.csv", WEAPONS),
        ("target_types.csv", TARGET_TYPES),
        ("date_precision.csv", ("day", "month", "year", "unknown")),
        ("geo_precision.csv", ("1", "2", "3", "4", "5", "6", "7")),
        ("perpetrator_status.csv", ("claimed", "attributed", "suspected", "unknown")),
    ],
)
def test_codes_are_those_of_the_records(name: str, codes: tuple[str, ...]) -> None:
    found = rows(name)
    assert tuple(row["code"] for row in found) == codes
    for row in found:
        assert row["label_en"].strip()
        assert row["description_en"].strip()
        assert any("\u0600" <= letter <= "\u06ff" for letter in row["label_ar"])


def test_no_published_type_is_lost_or_moved_to_another_family() -> None:
    published = {
        "bombing": "suicide_bombing vehicle_bombing ied_bombing bombing_other",
        "armed": "armed_attack assassination clash execution other_violence",
        "remote": "air_strike shelling drone_strike",
        "abduction": "kidnapping",
        "arrest": "arrest",
        "seizure": "weapons_seizure",
    }
    families = {code: family for family, codes in published.items() for code in codes.split()}
    assert {code: EVENT_FAMILIES.get(code) for code in families} == families
    for row in rows("event_types.csv"):
        assert row["label_en"].strip()
        assert row["description_en"].strip()
        assert any("\u0600" <= letter <= "\u06ff" for letter in row["label_ar"])


def test_each_mapping_has_a_quality_and_only_none_is_empty() -> None:
    for row in rows("event_types.csv"):
        for scheme in MAPPINGS:
            match = row[f"{scheme}_match"]
            assert match in MATCHES, (row["code"], scheme)
            assert bool(row[scheme]) == (match != "none"), (row["code"], scheme)


def test_outlets_are_told_apart() -> None:
    outlets = rows("outlets.csv")
    assert len(outlets) >= 45
    ids = [row["outlet_id"] for row in outlets]
    assert ids == sorted(set(ids))
    owner: dict[str, str] = {}
    for row in outlets:
        ZoneInfo(row["timezone"])
        dt.date.fromisoformat(row["added_on"])
        assert row["independence_group"]
        assert len(row["country_code"]) == 2
        assert row["country_code"].isupper()
        for alias in row["aliases"].split("|"):
            assert alias == alias.strip() != ""
            other = owner.setdefault(alias.casefold(), row["outlet_id"])
            assert other == row["outlet_id"], f"{alias} names {other} and {row['outlet_id']}"


def test_times_of_actors_are_of_known_actors_and_names() -> None:
    actors = {row["actor_id"] for row in rows("actors.csv")}
    aliases = {(row["actor_id"], row["alias"]) for row in rows("actor_aliases.csv")}
    seen = set()
    for row in rows("actor_validity.csv"):
        assert row["actor_id"] in actors
        assert not row["alias"] or (row["actor_id"], row["alias"]) in aliases, row
        assert (row["actor_id"], row["alias"]) not in seen
        seen.add((row["actor_id"], row["alias"]))
        days = [dt.date.fromisoformat(row[end]) for end in ("valid_from", "valid_to") if row[end]]
        assert days, row
        assert days == sorted(days), row
        assert row["date_precision"] in ("day", "month", "year")
        assert row["note"]


def test_disputed_areas_have_parties_a_rule_and_known_members() -> None:
    countries = {row["code"] for row in rows("places/countries.csv")}
    known = {
        "country": countries,
        "governorate": {row["code"] for row in rows("places/admin1.csv")},
        "place": {
            row["place_id"]
            for file in ("gazetteer", "supplement")
            for row in rows(f"places/{file}.csv")
        },
    }
    areas = {row["area_id"]: row for row in rows("places/disputed.csv")}
    members = rows("places/disputed_members.csv")
    assert {row["area_id"] for row in members} == set(areas)
    for row in members:
        assert row["location_code"] in known[row["location_level"]], row
        assert row["extent"] in ("whole", "part")
    assert len({(row["location_level"], row["location_code"]) for row in members}) == len(members)
    for area in areas.values():
        assert len(area["parties"].split(";")) > 1, area
        assert all(len(p) > 2 or p in countries for p in area["parties"].split(";")), area
        assert area["basis"]
        assert area["administered_by"]


def test_countries_have_one_code_of_each_kind() -> None:
    countries = rows("places/countries.csv")
    for column in ("code", "iso3", "iso_numeric", "geonames_id"):
        values = [row[column] for row in countries if row[column]]
        assert len(values) == len(set(values)) >= len(countries) - 1, column
    assert all(len(row["iso3"]) == 3 for row in countries if row["code"] != "XK")


def test_each_country_of_the_gazetteer_has_its_labels() -> None:
    countries = {row["code"] for row in rows("places/countries.csv")}
    for file in ("gazetteer", "supplement", "admin1"):
        assert {row["country"] for row in rows(f"places/{file}.csv")} <= countries, file


def test_districts_are_of_known_places_with_a_name_in_both_scripts() -> None:
    governorate = {
        row["place_id"]: row["admin1_code"]
        for file in ("gazetteer", "supplement")
        for row in rows(f"places/{file}.csv")
    }
    latin: dict[tuple[str, str], str] = {}
    for row in rows("places/place_districts.csv"):
        within = governorate[row["place_id"]]
        assert within, row
        assert any("\u0600" <= letter <= "\u06ff" for letter in row["district_name_ar"])
        name = latin.setdefault((within, row["district_name_ar"]), row["district_name_en"])
        assert name == row["district_name_en"] != "", row


def test_a_district_bears_the_latin_name_that_geonames_has_for_it() -> None:
    places = {
        row["place_id"]: row
        for file in ("gazetteer", "supplement")
        for row in rows(f"places/{file}.csv")
    }
    told = 0
    for row in rows("places/place_districts.csv"):
        place = places[row["place_id"]]
        if place["name_ar"] == row["district_name_ar"] and place["name_en"]:
            told += 1
            assert row["district_name_en"] == place["name_en"], row
    assert told > 150


#: what these list has a name of its own, which is no label of ours (seeds/REFERENCE.md)
NAMED = {"actors", "calendar_names", "outlets", "admin1", "countries", "disputed", "gazetteer",
         "iso_exceptions", "place_districts", "supplement"}  # fmt: skip


def test_what_a_code_is_called_stands_in_columns_of_one_name() -> None:
    for path in sorted([*SEEDS.glob("*.csv"), *(SEEDS / "places").glob("*.csv")]):
        with path.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        words = {c for c in columns if c.endswith(("_ar", "_en")) and "description" not in c}
        if path.stem in NAMED:
            names = {c for c in words if re.fullmatch(r"(district_)?name_(ar|en)", c)}
            assert names, path
            # a loaded name gives way to a label, and Arabic months have two names
            assert words - names <= {"label_ar"} or path.stem == "calendar_names", path
        elif words:
            assert words == {"label_ar", "label_en"}, path
