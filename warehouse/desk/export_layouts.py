"""Published incidents in the columns of ACLED's and UCDP GED's public exports.

What cannot be known stays empty, and no id of theirs is made up; tolls are those that sums count
(docs/tolls.md, Sums). Each row says what keeps it from
being counted with theirs (export_remarks.csv has the words).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.seedfiles import read_seed

Row = Mapping[str, Any]

_HERE = Path(__file__).parent
ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
GED = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
#: what every row has besides the layout's columns
OWN = ("sijill_incident_id", "sijill_link", "not_comparable_because")
#: ACLED types whose disorder type is political violence; all others are strategic developments
_POLITICAL = ("Battles", "Explosions/Remote violence", "Violence against civilians")
#: geo_precision from which on a place is no finer than the governorate
_COARSE = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of another data set: its columns (with ours), and how a row of incidents fills them.

    `fill` takes an incident and its remarks' sentences; `remarks` the incident's remarks, by code.
    """

    name: str
    columns: tuple[str, ...]
    fill: Callable[[Row, str], dict[str, Any]]
    remarks: Callable[[Row], Iterator[str]]

    def rows(self, incidents: Iterator[Row], words: Mapping[str, str]) -> Iterator[Sequence[Any]]:
        """A row of `columns` for each incident; `words`: the sentence of each remark."""
        for incident in incidents:
            codes = list(self.remarks(incident))
            filled = self.fill(incident, " ".join(words[code] for code in codes)) | {
                "sijill_incident_id": incident["incident_id"],
                "sijill_link": incident["sijill_link"],
                "not_comparable_because": "|".join(codes),
            }
            yield [filled.get(name) for name in self.columns]


def sentences(layout: str) -> dict[str, str]:
    """The remarks of a layout with their sentences, in the order of the file."""
    rows = read_seed("export_remarks.csv", ("layout", "remark"), root=_HERE)
    return {row["remark"]: row["sentence"] for row in rows if row["layout"] == layout}


def layouts() -> dict[str, Layout]:
    """The layouts, by name."""
    types = {
        (row["actor_type"], row["target_type"]): row["type_of_violence"]
        for row in read_seed("ged_types.csv", ("actor_type", "target_type"), root=_HERE)
    }
    return {
        "acled": Layout("acled", (*ACLED, *OWN), _acled, _acled_remarks),
        "ged": Layout(
            "ged",
            (*GED, *OWN, "notes"),
            lambda row, notes: _ged(row, notes, _type_of_violence(row, types)),
            lambda row: _ged_remarks(row, _type_of_violence(row, types)),
        ),
    }


# ── ACLED ──────────────────────────────────────────────────────────────────────────────────────


def _acled(row: Row, notes: str) -> dict[str, Any]:
    first, last = _days(row)
    within = None if first is None else (last - first).days
    event = row["acled_event"]
    return {
        "event_date": last,
        "year": last.year,
        "time_precision": 1 if within == 0 else 2 if within is not None and within < 7 else 3,
        "disorder_type": "Political violence" if event in _POLITICAL else event,
        "event_type": event,
        "sub_event_type": row["acled_sub_event"],
        "actor1": _actor(row),
        "iso": row["country_iso_numeric"],
        "country": row["country_name_en"],
        "admin1": row["admin1_name_en"],
        "admin2": row["district_name_en"],
        "location": _place(row),
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geo_precision": {1: 1, 2: 2, 3: 2}.get(row["geo_precision"], 3),
        "source": row["outlets"],
        "notes": notes,
        "fatalities": row["summed_best"],
    }


def _acled_remarks(row: Row) -> Iterator[str]:
    if row["alike"] > 1:
        yield "merged_there"
    if row["outcome"] == "foiled" or row["event_family"] == "seizure":
        yield "not_counted_there"
    if not _reports_deaths(row):
        yield "not_told"
    elif row["killed_best"] is None:
        yield "number_for_words"
    if row["killed_of_perpetrators_best"]:
        yield "attackers_apart"
    if row["acled_sub_event_match"] != "exact":
        yield "type_not_exact"
    yield from _uncertain(row)


# ── UCDP GED ───────────────────────────────────────────────────────────────────────────────────


def _ged(row: Row, notes: str, type_of_violence: str) -> dict[str, Any]:
    first, last = _days(row)
    point = None
    if row["latitude"] is not None and row["longitude"] is not None:
        point = f"POINT ({row['longitude']} {row['latitude']})"
    return {
        "year": last.year,
        "type_of_violence": type_of_violence,
        "side_a": _actor(row),
        "number_of_sources": row["source_count"],
        "source_office": row["outlets"],
        "source_date": row["first_reported_on"],
        "source_headline": row["primary_title"],
        "where_prec": row["geo_precision"],
        "where_coordinates": _place(row),
        "adm_1": row["admin1_name_en"],
        "adm_2": row["district_name_en"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geom_wkt": point,
        "country": row["country_name_en"],
        "date_prec": _date_precision(first, last),
        "date_start": first or last,
        "date_end": last,
        "best": row["summed_best"],
        "high": row["summed_high"],
        "low": row["summed_low"],
        "notes": notes,
    }


def _ged_remarks(row: Row, type_of_violence: str) -> Iterator[str]:
    if not any(row[f"killed_{bound}"] for bound in ("low", "best", "high")):
        yield "no_death_told"
    if row["event_family"] in ("abduction", "arrest", "seizure"):
        yield "not_counted_there"
    if _reports_deaths(row) and row["killed_best"] is None:
        yield "no_best_figure"
    if _reports_deaths(row) and row["killed_high"] is None:
        yield "open_top"
    if row["killed_of_perpetrators_best"]:
        yield "attackers_apart"
    if not type_of_violence:
        yield "type_not_told"
    yield from _uncertain(row)
    yield "second_side_not_told"


def _type_of_violence(row: Row, types: Mapping[tuple[str, str], str]) -> str:
    if row["perpetrator_status"] not in ("claimed", "attributed"):
        return ""
    return types.get((row["perpetrator_type"], row["target_type"]), "")


def _date_precision(first: dt.date | None, last: dt.date) -> int:
    """GED's date_prec: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 more."""
    if first is None:
        return 5
    days = (last - first).days + 1
    return 1 if days == 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5


# ── both ───────────────────────────────────────────────────────────────────────────────────────


def _days(row: Row) -> tuple[dt.date | None, dt.date]:
    """The first (None: not known) and the last day on which it can have happened."""
    return row["date_earliest"], row["last_day"]


def _actor(row: Row) -> str | None:
    """The perpetrator's name, where the register knows it."""
    known = row["perpetrator_actor_id"] not in (None, "unknown")
    return row["perpetrator_en"] if known else None


def _place(row: Row) -> str | None:
    place: str | None = row["place_name"]
    if row["location_level"] != "unknown":
        place = row["location_en"] or row["location_ar"] or place
    return place


def _reports_deaths(row: Row) -> bool:
    return any(row[f"killed_{bound}"] is not None for bound in ("low", "best", "high"))


def _uncertain(row: Row) -> Iterator[str]:
    if row["date_precision"] != "day":
        yield "day_not_exact"
    if row["geo_precision"] is None or row["geo_precision"] >= _COARSE:
        yield "place_not_exact"
    if row["perpetrator_status"] not in ("claimed", "attributed"):
        yield "actor_not_certain"
