"""Small build files for tests of the publish: two facts and a dimension, with comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from tests.publish.page_marts import complete_marts
from warehouse.core.folded_names import read_name_folding
from warehouse.core.settings import Settings
from warehouse.store.versions import published_versions

_SQL = Path(__file__).resolve().parents[2] / "warehouse" / "store" / "sql"
SCHEMA = "\n".join((_SQL / name).read_text("utf-8") for name in ("staging.sql", "linking.sql"))
NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
NIGHT = dt.date(2026, 11, 21)
MONTHS = {"2026-09": 40, "2026-10": 60, "2026-11": 30, "unknown": 5}

#: what a publish looks for: the marts that the published file's functions read, and some others
MARTS = """
create schema if not exists transform;
create table if not exists transform.int_incident_changes (
    publication_number integer, incident_id varchar, change_type varchar, reasons varchar,
    successor_id varchar, extractor_version varchar, state varchar
);
create schema if not exists marts;
create table if not exists marts.fct_incident (
    incident_id varchar not null, incident_month varchar not null, weapon_key varchar,
    killed_best integer, quote varchar, location_key varchar, occurred_on date,
    event_type_key varchar, killed_low integer, review_status varchar
);
create table if not exists marts.fct_incident_mention (
    mention_id varchar not null, incident_id varchar, incident_month varchar, outlet_key varchar
);
create table if not exists marts.fct_incident_version (
    incident_version_key varchar, incident_id varchar, incident_month varchar not null,
    version_number integer, change_type varchar, reasons varchar,
    valid_from_publication integer, valid_to_publication integer, valid_from_night date,
    valid_to_night date, is_latest boolean, successor_id varchar, status varchar,
    killed_best integer, quote varchar
);
create table if not exists marts.fct_article (
    article_key varchar not null, extractor_version varchar
);
create table if not exists marts.mart_source_coverage (
    outlet_key varchar not null, published_date_key integer, published_on date,
    article_count integer, incident_count integer
);
create table if not exists marts.bridge_incident_actor (
    incident_actor_key varchar not null, incident_id varchar, actor_key varchar,
    actor_role varchar
);
create table if not exists marts.dim_incident (
    incident_id varchar, incident_path varchar, status varchar, successor_id varchar,
    origin_id varchar, last_night date
);
create table if not exists marts.dim_event_type (event_type_key varchar, event_type varchar);
create table if not exists marts.dim_measured_quality (
    measured_of varchar, measured_code varchar, event_type_key varchar, recall double,
    recall_low double, recall_high double, precision double, precision_low double,
    precision_high double, articles_without_incident integer,
    articles_with_false_incident integer, validation varchar
);
create table if not exists marts.dim_vintage (
    vintage_number integer not null, extractor_version varchar, first_publication integer,
    first_night date, is_current boolean
);
create table if not exists marts.dim_weapon (weapon_key varchar not null, label_ar varchar);
create table if not exists marts.dim_location (
    location_key varchar not null, location_level varchar, name_ar varchar, name_en varchar,
    admin1_code varchar, admin1_name_en varchar, country_code varchar
);
create table if not exists marts.dim_actor (
    actor_key varchar not null, actor_id varchar, name_ar varchar, name_en varchar,
    actor_type varchar, country_code varchar
);
create table if not exists marts.dim_name (
    name_key varchar not null, named_kind varchar, named_key varchar, spelled_name varchar,
    folded_name varchar, sound_name varchar
);
"""


def settings_in(folder: Path, **values: Any) -> Settings:
    """Settings whose paths all lie in one folder."""
    return Settings(
        _env_file=None,
        var_dir=folder / "var",
        published_dir=folder / "published",
        duckdb_memory="500MB",
        **values,
    )


def write_build(
    settings: Settings,
    months: Mapping[str, int] = MONTHS,
    *,
    toll: int = 3,
    toll_month: str = "2026-11",
    last_batch: dt.date = NIGHT,
) -> None:
    """Writes the build file anew: `months` says how many incidents each month has.

    `toll` is the number of killed in each incident of `toll_month`; other months never change
    with it.
    """
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    settings.build_file.unlink(missing_ok=True)
    with duckdb.connect(str(settings.build_file)) as con:
        con.begin()
        con.execute(SCHEMA)
        con.execute(
            "insert into staging.batches values (?, 'digest', 1, 10, 10, 0, 0, 'build', 'test')",
            [last_batch],
        )
        con.execute(
            "insert into register.next_publication values (?, ?)",
            [max([0, *published_versions(settings).values()]) + 1, last_batch],
        )
        con.execute(MARTS)
        con.execute("insert into marts.dim_vintage values (1, 'rules 2', 1, ?, true)", [NIGHT])
        con.execute("insert into marts.fct_article values ('a-1', 'rules 1'), ('a-2', 'rules 2')")
        con.execute("insert into marts.dim_weapon values ('ied', 'عبوة ناسفة'), ('unknown', 'غير')")
        _write_named(con)
        for month, count in months.items():
            # descending: the order of the build file must not matter
            con.execute(
                """
                insert into marts.fct_incident
                select
                    ? || '-' || lpad(n::varchar, 6, '0'), ?, 'ied', ?, 'قتل ' || n || ' أشخاص',
                    'mosul', null, 'ied_bombing', null, 'clear'
                from range(?, 0, -1) as t (n)
                """,
                [month, month, toll if month == toll_month else 1, count],
            )
        con.execute(
            "insert into marts.fct_incident_mention "
            "select 'm-' || incident_id, incident_id, incident_month, 'ina' from marts.fct_incident"
        )
        complete_marts(con)
        con.execute("comment on table marts.fct_incident is 'One incident''s current state.'")
        con.execute("comment on column marts.fct_incident.killed_best is 'القتلى'")
        con.commit()


#: location → level, code of the governorate, country, names
PLACES = {
    "mosul": ("place", "IQ-NI", "IQ", ("الموصل", "Mosul", "al-Mwsl")),
    "nineveh": ("governorate", "IQ-NI", "IQ", ("نينوى", "Nineveh", "Ninawa")),
    "iraq": ("country", None, "IQ", ("العراق", "Iraq")),
    "msila": ("place", "DZ-28", "DZ", ("المسيلة", "M’Sila")),
    "raqqa": ("place", "SY-RA", "SY", ("الرقة", "Ar Raqqah", "al-Rqa")),
    "riqqa": ("place", "KW-AH", "KW", ("الرقة", "Ar Riqqah")),
}
ACTORS = {
    "hezbollah": ("حزب الله", "Hezbollah"),
    "kataib": ("كتائب حزب الله", "Kata'ib Hezbollah"),
    "islamic_state": ("تنظيم الدولة الإسلامية", "Islamic State", "داعش"),
}


def _write_named(con: duckdb.DuckDBPyConnection) -> None:
    """Places and actors with their names, folded as a night folds them."""
    folding = read_name_folding()
    con.execute(
        "insert into marts.bridge_incident_actor values ('b1', '2026-11-000001', 'hezbollah',"
        " 'perpetrator'), ('b2', '2026-11-000002', 'hezbollah', 'denied')"
    )
    names: list[tuple[str, str, str]] = []
    for key, (level, admin1, country, spelled) in PLACES.items():
        con.execute(
            "insert into marts.dim_location values (?, ?, ?, ?, ?, null, ?)",
            [key, level, spelled[0], spelled[1], admin1, country],
        )
        names += [("place", key, name) for name in spelled]
    for key, actor_names in ACTORS.items():
        con.execute(
            "insert into marts.dim_actor values (?, ?, ?, ?, 'armed_group', null)",
            [key, key, actor_names[0], actor_names[1]],
        )
        names += [("actor", key, name) for name in actor_names]
    for number, (kind, key, name) in enumerate(names):
        con.execute(
            "insert into marts.dim_name values (?, ?, ?, ?, ?, ?)",
            [str(number), kind, key, name, folding.spelling(name), folding.sound(name)],
        )
