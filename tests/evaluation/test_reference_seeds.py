"""The reference seeds say the same codes as the records, and every outlet can be told apart."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from extractors.records import EVENT_FAMILIES, EVENT_TYPES, TARGET_TYPES, WEAPONS

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MATCHES = {"exact", "broader", "narrower", "none"}
MAPPINGS = ("plover", "cameo", "acled_event", "acled_sub_event", "gtd_attack_type")


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("event_types.csv", EVENT_TYPES),
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


def test_families_are_those_of_the_scorer() -> None:
    assert {row["code"]: row["family"] for row in rows("event_types.csv")} == EVENT_FAMILIES


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
