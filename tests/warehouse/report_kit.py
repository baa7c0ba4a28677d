"""A build file with reported incidents, as the dbt run before the link step leaves it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from warehouse.core.settings import Settings
from warehouse.store.database import open_writer

_MENTIONS = """
create schema if not exists transform;
create table if not exists transform.int_incident_mentions (
    mention_id varchar, batch_date date, article_id varchar, content_digest varchar,
    fact_number integer, is_main boolean, event_type varchar, event_family varchar,
    occurred_on date, date_precision varchar, date_earliest date, date_latest date,
    published_on date, published_at_utc timestamp, place_id varchar, place_name varchar,
    admin1_name varchar, admin1_code varchar, country_code varchar, latitude double,
    longitude double, geo_precision integer, geo_radius_km double, weapon varchar,
    target_type varchar, perpetrator_actor_id varchar,
    killed_best integer, killed_low integer, killed_high integer,
    wounded_best integer, wounded_low integer, wounded_high integer
)
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One incident as an article tells it; the defaults are one bombing in one market."""

    day: dt.date | None = dt.date(2026, 2, 1)
    place_id: str = "p1"
    place_name: str = "سوق مريدي"
    admin1_name: str = "بغداد"
    admin1_code: str = "IQ-BG"
    event_type: str = "vehicle_bombing"
    event_family: str = "bombing"
    killed: int | None = 4
    weapon: str = "car_bomb"
    target_type: str = "market"
    latitude: float = 33.39
    longitude: float = 44.46
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """One version of one article."""

    article_id: str
    text: str
    reports: tuple[Report, ...]
    published_at: dt.datetime = dt.datetime(2026, 2, 1, 18, tzinfo=dt.UTC)
    title: str = ""
    digest: str = field(default="", compare=False)

    @property
    def content_digest(self) -> str:
        """Another text is another version."""
        return hashlib.sha256(repr((self.text, self.title, self.reports)).encode()).hexdigest()[:16]


def mention_id(told: Told, number: int) -> str:
    """As staging makes it: a hash of article, content and number."""
    key = f"{told.article_id}|{told.content_digest}|{number}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def deliver(
    settings: Settings, night: dt.date, *articles: Told, gone: tuple[str, ...] = ()
) -> None:
    """Put these articles into staging in place of what they said before; `gone` ones leave."""
    with open_writer(settings) as con:
        con.execute(_MENTIONS)
        ids = [told.article_id for told in articles] + list(gone)
        for table in ("transform.int_incident_mentions", "staging.articles"):
            con.execute(f"delete from {table} where article_id in (select unnest(?))", [ids])
        con.execute("delete from staging.batches where batch_date = ?", [night])
        con.execute(
            "insert into staging.batches values (?, 'd', 1, 1, 1, 0, 0, 'build', 'test')", [night]
        )
        con.executemany("insert into staging.changed_articles values (?)", [[id_] for id_ in ids])
        for told in articles:
            _insert(con, night, told)


def _insert(con: Any, night: dt.date, told: Told) -> None:
    con.execute(
        "insert into staging.articles values"
        " (?, ?, ?, 'u', 's', null, ?, ?, ?, ?, 'ar', '{}', 'f', 1, 'build', 'test', null, 'u',"
        " null, null)",
        [
            night, told.article_id, told.content_digest, told.published_at,
            told.published_at.date(), told.title, told.text,
        ],
    )  # fmt: skip
    for number, report in enumerate(told.reports, 1):
        day = report.day
        con.execute(
            "insert into transform.int_incident_mentions values (" + ", ".join("?" * 32) + ")",
            [
                mention_id(told, number), night, told.article_id, told.content_digest, number,
                report.is_main, report.event_type, report.event_family, day,
                "day" if day else "unknown", day, day or told.published_at.date(),
                told.published_at.date(), told.published_at.replace(tzinfo=None),
                report.place_id, report.place_name, report.admin1_name, report.admin1_code,
                report.admin1_code[:2], report.latitude, report.longitude, 1, 2.0, report.weapon,
                report.target_type, None,
                report.killed, report.killed, report.killed, None, None, None,
            ],
        )  # fmt: skip


def incidents(settings: Settings) -> dict[str, str]:
    """article_id#number → incident id, of all linked mentions."""
    with open_writer(settings) as con:
        rows = con.execute(
            "select article_id || '#' || fact_number, incident_id from linking.mentions"
            " inner join linking.incident_links using (mention_id) order by 1"
        ).fetchall()
    return dict(rows)


def partition(settings: Settings) -> set[frozenset[str]]:
    """Which mentions are of one incident, whatever its id."""
    groups: dict[str, set[str]] = {}
    for mention, incident in incidents(settings).items():
        groups.setdefault(incident, set()).add(mention)
    return {frozenset(members) for members in groups.values()}


def publish_ids(settings: Settings) -> None:
    """What a publish adds to the register, without one: the pending ids and facts become known."""
    from pathlib import Path

    from warehouse.store import register

    with open_writer(settings) as con:
        con.execute(
            "create table if not exists transform.int_incident_changes (publication_number integer,"
            " incident_id varchar, change_type varchar, reasons varchar, successor_id varchar,"
            " extractor_version varchar, state varchar)"
        )
        number, night = con.execute("select * from register.next_publication").fetchall()[0]
    version = settings.published_dir / "versions" / f"{number:06d}-{'0' * 12}"
    import duckdb

    with duckdb.connect() as con:
        con.execute(f"attach '{settings.build_file}' as build (read_only)")
        segment = Path(version) / register.SEGMENT
        register.write_segment(con, segment)
    register.seal(
        settings, segment, number=number, version=version.name, night=night.isoformat(),
        published_at="2026-02-02T00:00:00+00:00",
    )  # fmt: skip
    register.append(settings, segment)
