"""A small published version, and files of events in the public layouts, to compare."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from tests.publish.marts_builder import settings_in
from warehouse.core.folded_names import read_name_folding
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.store.versions import MANIFEST

#: location → level, country, governorate, latitude, longitude, names
PLACES: Mapping[str, tuple[str, str, str, float, float, tuple[str, ...]]] = {
    "taiz": ("place", "YE", "YE-TA", 13.58, 44.02, ("تعز", "Ta‘izz", "Taiz")),
    "marib": ("place", "YE", "YE-MA", 15.46, 45.33, ("مأرب", "Ma'rib")),
    "sirwah": ("place", "YE", "YE-MA", 15.45, 45.02, ("صرواح", "Şirwāḩ")),
    "g-ma": ("governorate", "YE", "YE-MA", 15.5, 45.5, ("مأرب", "Marib")),
    "idlib": ("place", "SY", "SY-ID", 35.93, 36.63, ("إدلب", "Idlib")),
    "mosul": ("place", "IQ", "IQ-NI", 36.34, 43.12, ("الموصل", "Mosul")),
}
INCIDENT = {
    "location_key": "taiz", "date": "2026-03-02", "latest": None, "precision": "day",
    "type": "shelling", "family": "remote", "outcome": "completed", "killed": (4, 4, 4),
    "attackers": None, "actor": "houthis", "sources": 2, "geo_precision": 1, "reported": None,
}  # fmt: skip
ACLED = {
    "event_id_cnty": "YEM1", "event_date": "2026-03-02", "year": "2026", "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Houthi forces",
    "actor2": "Civilians (Yemen)", "iso": "887", "country": "Yemen", "admin1": "Taiz",
    "location": "Taiz", "latitude": "13.5789", "longitude": "44.0219", "geo_precision": "1",
    "source": "invented", "notes": "", "fatalities": "4",
}  # fmt: skip
GED = {
    "id": "901", "type_of_violence": "1", "side_a": "Government of Yemen (North Yemen)",
    "side_b": "Forces of Hadi", "country": "Yemen (North Yemen)", "country_id": "678",
    "where_prec": "1", "where_coordinates": "Taiz town", "adm_1": "Taiz governorate",
    "latitude": "13.5789", "longitude": "44.0219", "date_prec": "1",
    "date_start": "2026-03-02 00:00:00.000", "date_end": "2026-03-02 00:00:00.000",
    "deaths_civilians": "4", "best": "4", "high": "4", "low": "4",
}  # fmt: skip


def publish_incidents(
    folder: Path,
    incidents: Mapping[str, Mapping[str, Any]],
    read_on: Sequence[str] = (),
    merged: Mapping[str, str] = MappingProxyType({}),
) -> Settings:
    """A published version with these incidents (INCIDENT says what a row leaves out) and articles
    of the days `read_on`, by default those of the incidents and the day after; `merged`: ids that
    lead to others."""
    settings = settings_in(folder)
    version = settings.published_dir / "versions" / "000001-000000000000"
    version.mkdir(parents=True)
    with duckdb.connect(str(version / DUCKDB_FILE)) as con:
        _tables(con)
        folding = read_name_folding()
        for key, (level, country, admin1, _, _, names) in PLACES.items():
            con.execute(
                "insert into marts.dim_location values (?, ?, ?, ?, ?, ?)",
                [key, level, names[0], names[1], admin1, country],
            )
            for name in names:
                con.execute(
                    "insert into marts.dim_name values ('place', ?, ?, ?, ?)",
                    [key, name, folding.spelling(name), folding.sound(name)],
                )
        for old_id, successor_id in merged.items():
            con.execute("insert into marts.dim_incident values (?, ?)", [old_id, successor_id])
        for incident_id, told in incidents.items():
            con.execute("insert into marts.dim_incident values (?, null)", [incident_id])
            row = INCIDENT | dict(told)
            place = PLACES[row["location_key"]]
            con.execute(
                "insert or ignore into marts.dim_event_type values (?, ?, ?)",
                [row["type"], row["type"], row["family"]],
            )
            con.execute(
                "insert into marts.fct_incident values"
                " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    incident_id, row["date"], row["latest"] or row["date"], row["precision"],
                    row["reported"] or row["date"], place[1], place[2], row["location_key"],
                    None, place[3], place[4], row["geo_precision"], 5.0, row["type"],
                    row["outcome"], *row["killed"], row["attackers"], row["actor"],
                    row["sources"],
                ],
            )  # fmt: skip
        days = list(read_on) or ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]
        con.execute("insert into marts.dim_article select unnest(?::date[])", [days])
    (version / MANIFEST).write_text(json.dumps({"row_counts": {}}), encoding="utf-8")
    (settings.published_dir / "current").symlink_to(Path("versions") / version.name)
    return settings


def _tables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create schema marts")
    con.execute(
        """
        create table marts.fct_incident (
            incident_id varchar, date_earliest date, date_latest date, date_precision varchar,
            first_reported_on date, country_code varchar, admin1_code varchar,
            location_key varchar, place_name varchar, latitude double, longitude double,
            geo_precision integer, geo_radius_km double, event_type_key varchar,
            outcome varchar, killed_low integer, killed_best integer, killed_high integer,
            killed_of_perpetrators_best integer, perpetrator_actor_key varchar,
            source_count integer
        )
        """
    )
    con.execute(
        "create table marts.dim_location (location_key varchar, location_level varchar,"
        " name_ar varchar, name_en varchar, admin1_code varchar, country_code varchar)"
    )
    con.execute(
        "create table marts.dim_event_type (event_type_key varchar primary key,"
        " event_type varchar, event_family varchar)"
    )
    con.execute(
        "create table marts.dim_name (named_kind varchar, named_key varchar,"
        " spelled_name varchar, folded_name varchar, sound_name varchar)"
    )
    con.execute("create table marts.dim_article (published_on date)")
    con.execute("create table marts.dim_incident (incident_id varchar, successor_id varchar)")
    macros = (
        PROJECT_ROOT / "warehouse" / "publication" / "sql" / "published_macros.sql"
    ).read_text("utf-8")
    start = macros.index("create or replace macro marts.current_incident_id")
    con.execute(macros[start : macros.index(";", start)])


def write_events(file: Path, base: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> Path:
    """A file of the layout of `base`; each row says what differs from it."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        further = [name for name in (rows[0] if rows else ()) if name not in base]
        writer = csv.DictWriter(stream, [*base, *further])
        writer.writeheader()
        writer.writerows(dict(base) | dict(row) for row in rows)
    return file
