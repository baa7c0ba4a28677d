"""Incidents of the published tables, as the page's script reads them.

A batch of incidents stands for itself: its rows point into its own lists of places and actors, so
that a batch of another file, written on another night, is read in the same way.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from wording.words import Pair

#: what a row holds, in its order; the page's script names its fields by this list
COLUMNS = (
    "id", "day", "day_to", "date_precision", "type", "outcome", "country", "admin1", "place",
    "weapon", "target", "target_detail", "actor", "perpetrator_status",
    "killed_low", "killed_best", "killed_high", "wounded_low", "wounded_best", "wounded_high",
    "arrested", "abducted", "killed_basis", "status", "disputed_over", "source_count",
    "outlet_count", "article_count", "first_reported", "night", "hold_reasons", "quote",
)  # fmt: skip
#: details that an opened row shows, by kind, in the order of the columns of its query
DETAILS = ("claims", "reports", "attributions", "history")
_SQL = Path(__file__).with_name("sql")
_UNKNOWN = "unknown"


@dataclass(slots=True)
class Batch:
    """Rows of COLUMNS; `places` and `actors` are pointed into by number; `areas` by code.

    A place: (Arabic, English, as the text writes it, latitude, longitude, precision, radius in km,
    disputed area in Arabic, in English). An actor: (code, Arabic, English).
    """

    rows: list[list[Any]] = field(default_factory=list)
    places: list[tuple[Any, ...]] = field(default_factory=list)
    actors: list[tuple[Any, ...]] = field(default_factory=list)
    areas: dict[str, Pair] = field(default_factory=dict)
    details: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)


@lru_cache(maxsize=16)
def query(name: str) -> str:
    """The text of one of the page's queries."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def read_incidents(
    connection: duckdb.DuckDBPyConnection,
    months: Sequence[str],
    *,
    since: dt.date | None = None,
    most: int | None = None,
) -> Batch:
    """The incidents of `months`, newest first; those of `since` and later, `most` of them.

    A month is YYYY-MM, or unknown. Of an incident without a day, the first report counts for
    `since`.
    """
    found = connection.execute(
        query("incidents"),
        {"months": list(months), "since": since, "most": most if most is not None else 2**62},
    )
    names = [column[0] for column in found.description]
    batch = Batch()
    places: dict[tuple[Any, ...], int] = {}
    actors: dict[tuple[Any, ...], int] = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        for code, kind in (("country_code", "country_name"), ("admin1_code", "admin1_name")):
            if row[code]:
                batch.areas[row[code]] = (row[f"{kind}_ar"], row[f"{kind}_en"])
        row |= {
            "id": row["incident_id"],
            "type": row["event_type"],
            "country": row["country_code"],
            "admin1": row["admin1_code"],
            "place": places.setdefault(_place(row), len(places)),
            "target": row["target_type"],
            "actor": actors.setdefault(_actor(row), len(actors)),
            "arrested": row["arrested_best"],
            "abducted": row["abducted_best"],
            "first_reported": row["first_reported_on"],
        }
        batch.rows.append([row[name] for name in COLUMNS])
    batch.places, batch.actors = list(places), list(actors)
    return batch


def add_details(connection: duckdb.DuckDBPyConnection, batch: Batch, months: Sequence[str]) -> None:
    """Claims, reports, statements on who did it and history of the incidents of the batch."""
    ids = {row[0] for row in batch.rows}
    details: dict[str, dict[str, list[list[Any]]]] = defaultdict(
        lambda: {kind: [] for kind in DETAILS}
    )
    for kind in DETAILS:
        rows = connection.execute(query(kind), {"months": list(months)}).fetchall()
        for incident_id, *values in rows:
            if incident_id in ids:
                details[incident_id][kind].append(values)
    batch.details = {row[0]: details[row[0]] for row in batch.rows}


def months_of(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Incidents of each month that has any, the newest first, those without a day last; the held
    ones are not counted."""
    found = connection.execute(
        "select incident_month, count(*) filter (where review_status <> 'held') from"
        " (select incident_month, review_status from marts.mart_incidents union all"
        " select incident_month, review_status from marts.mart_incidents_held)"
        " group by incident_month order by nullif(incident_month, 'unknown') desc nulls last"
    ).fetchall()
    return dict(found)


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["location_ar"], row["location_en"], row["place_name"], row["latitude"],
        row["longitude"], row["geo_precision"], row["geo_radius_km"],
        row["disputed_area_name_ar"], row["disputed_area_name_en"],
    )  # fmt: skip


def _actor(row: dict[str, Any]) -> tuple[Any, ...]:
    """The register's actor; one that the register lacks has its name from the text in both
    languages."""
    if row["perpetrator_actor_id"] != _UNKNOWN:
        return row["perpetrator_actor_id"], row["perpetrator_ar"], row["perpetrator_en"]
    name = row["perpetrator_name"]
    return (_UNKNOWN, name, name) if name else (None, None, None)


def only(batch: Batch, ids: Iterable[str]) -> dict[str, dict[str, list[list[Any]]]]:
    """The details of some of its incidents, in the batch's order."""
    wanted = set(ids)
    return {key: value for key, value in batch.details.items() if key in wanted}
