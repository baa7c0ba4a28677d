"""A published version of many incidents, some of them hostile, without running a night for it."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bi.page.health import NightHealth, write_health
from bi.page.write import write_page
from tests.publish.page_marts import complete_marts

NIGHT = dt.date(2026, 11, 24)
#: one that is held, and why
HELD_NUMBER, HELD_BECAUSE = 10**6 + 1, "low_confidence,toll_over_bound"
PUBLISHED_AT = dt.datetime(2026, 11, 24, 22, 5, tzinfo=dt.UTC)
HEALTH = NightHealth("2026-11-24", 410, 400, 7, 3, {"text is empty": 7}, 350, 1, ("toll",), 61.5)
#: what an article might hold to do harm where it is shown
HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "<svg onload=window.hacked=1>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "javascript:window.hacked=1",
    '=HYPERLINK("http://evil.example")',
    "\u2028\u2029\u202eقلب\u202c<!--",
)
PLACES = (
    ("الموصل", "Mosul", "IQ", "IQ-NI", 36.34, 43.13, 1),
    ("بعقوبة", "Baqubah", "IQ", "IQ-DI", 33.75, 44.64, 1),
    ("تعز", "Taiz", "YE", "YE-TA", 13.58, 44.02, 4),
    ("الجولان", "Golan Heights", "SY", "SY-QU", 33.0, 35.75, 3),
)
COUNTRIES = {
    "IQ": ("العراق", "Iraq", 33.0, 44.0),
    "YE": ("اليمن", "Yemen", 15.5, 47.5),
    "SY": ("سوريا", "Syria", 35.0, 38.5),
}
TYPES = (
    ("ied_bombing", "bombing", "تفجير عبوة", "Bomb (IED)"),
    ("air_strike", "remote", "غارة جوية", "Air strike"),
    ("clash", "armed", "اشتباك", "Clash"),
)
MERGED, RETRACTED, OLD = (
    "inc_0fffffffffffffffffff", "inc_1fffffffffffffffffff", "inc_00000000000000000bad"
)  # fmt: skip


#: how far the register can be believed, as the page quotes it
MEASURED: dict[str, Any] = {
    "measured_of": "all", "measured_code": "all", "labelled_incidents": 200, "found_incidents": 144,
    "recall": 0.72, "recall_low": 0.65, "recall_high": 0.79, "recorded_incidents": 269,
    "right_incidents": 144, "precision": 0.535, "precision_low": 0.456, "precision_high": 0.606,
    "articles_without_incident": 1000, "articles_with_false_incident": 39,
    "validation": "measured",
}  # fmt: skip


def incident_id(number: int) -> str:
    """An id as the register gives them."""
    return f"inc_{number * 2654435761 % 16**8:08x}{number:012x}"


def write_world(
    folder: Path,
    *,
    recent: int,
    old: int = 40,
    before: Path | None = None,
    toll: int = 0,
    health: NightHealth = HEALTH,
) -> duckdb.DuckDBPyConnection:
    """A version in `folder`: `recent` incidents in the last ninety days, `old` ones before them.

    `toll` is added to the killed of the recent ones; `health` is of the night that brought it.
    Returns the connection to its tables, open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(folder / "sijill.duckdb"))
    connection.execute("create schema marts")
    complete_marts(connection)
    _write_dimensions(connection)
    days = [NIGHT - dt.timedelta(days=number % 89) for number in range(recent)]
    days += [dt.date(2026, 5, 1 + number % 28) for number in range(old)]
    incidents = [
        _incident(number, day, toll if number < recent else 0) for number, day in enumerate(days)
    ]
    incidents.append(_incident(10**6, dt.date(2025, 3, 9), 0) | {"incident_id": OLD})
    _insert(connection, "mart_incidents", incidents)
    if recent:
        held = _incident(HELD_NUMBER, NIGHT, 900) | {"review_status": "held"}
        _insert(connection, "mart_incidents_held", [held | {"hold_reasons": HELD_BECAUSE}])
    _write_details(connection, incidents)
    _insert(connection, "dim_measured_quality", [MEASURED])
    write_health(health, folder)
    write_page(
        connection,
        folder,
        number=12,
        night=NIGHT,
        parquet=_digests(connection),
        before=before,
    )
    return connection


def _incident(number: int, day: dt.date, toll: int) -> dict[str, Any]:
    ar, en, country, admin1, latitude, longitude, precision = PLACES[number % len(PLACES)]
    event_type = TYPES[number % len(TYPES)][0]
    hostile = HOSTILE[number % len(HOSTILE)]
    killed = (None, 2 + toll, 5)[number % 3]
    return {
        "incident_id": incident_id(number),
        "incident_month": f"{day:%Y-%m}",
        "occurred_on": day,
        "date_latest": day,
        "date_precision": "day",
        "first_reported_on": day,
        "last_reported_on": day,
        "event_type": event_type,
        "review_status": "clear",
        "outcome": "completed",
        "country_code": country,
        "country_name_ar": COUNTRIES[country][0],
        "country_name_en": COUNTRIES[country][1],
        "admin1_code": admin1,
        "admin1_name_ar": f"محافظة {ar}",
        "admin1_name_en": f"{en} governorate",
        "place_name": f"{ar} {hostile}" if number % 5 == 0 else ar,
        "location_ar": ar,
        "location_en": en,
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": precision,
        "geo_radius_km": 3.0,
        "disputed_area_name_ar": "الجولان" if en == "Golan Heights" else None,
        "disputed_area_name_en": en if en == "Golan Heights" else None,
        "weapon": "ied",
        "target_type": "civilians",
        "perpetrator_actor_id": "unknown",
        "perpetrator_name": hostile if number % 7 == 0 else None,
        "perpetrator_ar": "غير معروف",
        "perpetrator_en": "Unknown",
        "perpetrator_status": "attributed" if number % 7 == 0 else "unknown",
        "killed_low": killed if number % 3 == 1 else (4 if number % 3 == 2 else None),
        # of these every other one is told in bounds only
        "killed_best": None if number % 6 == 2 else killed,
        "killed_high": None if number % 3 == 2 else killed,
        "wounded_low": 1,
        "wounded_best": 1,
        "wounded_high": 3,
        "killed_basis": "stated",
        "status": ("provisional", "corroborated", "disputed")[number % 3],
        "source_count": 1 + number % 3,
        "outlet_count": 1 + number % 2,
        "article_count": 1 + number % 2,
        "batch_date": day,
        "quote": f"قتل مدنيون في {ar} {hostile} وأصيب آخرون بحسب مصدر أمني في المحافظة المذكورة",
    }


def _write_dimensions(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create table marts.publish_info as select
            '000012-0123456789ab' as version, ? as published_at, 2 as vintage_number,
            '1.0+abc' as extractor_version, '' as base_url
        """,
        [PUBLISHED_AT],
    )
    for code, family, ar, en in TYPES:
        _insert(
            connection, "dim_event_type",
            [
                {
                    "event_type_key": code, "event_type": code, "event_family": family,
                    "label_ar": ar, "label_en": en,
                }
            ],
        )  # fmt: skip
    for table, column, code in (
        ("dim_weapon", "weapon", "ied"), ("dim_target_type", "target_type", "civilians"),
    ):  # fmt: skip
        _insert(
            connection,
            table,
            [{f"{column}_key": code, column: code, "label_ar": "تسمية", "label_en": code}],
        )
    _insert(
        connection, "dim_location",
        [
            {
                "location_key": code, "location_level": "country", "country_code": code,
                "name_ar": ar, "name_en": en, "latitude": latitude, "longitude": longitude,
            }
            for code, (ar, en, latitude, longitude) in COUNTRIES.items()
        ],
    )  # fmt: skip
    _insert(
        connection, "dim_outlet", [{"outlet_key": "o1", "name_ar": "وكالة", "name_en": HOSTILE[0]}]
    )
    _insert(
        connection, "mart_source_coverage",
        [
            {
                "outlet_key": "o1", "article_count": 9 - back,
                "published_on": NIGHT - dt.timedelta(days=back),
            }
            for back in range(0, 8, 2)
        ],
    )  # fmt: skip
    _insert(
        connection,
        "dim_actor",
        [{"actor_key": "unknown", "name_ar": "غير معروف", "name_en": "Unknown"}],
    )


def _write_details(connection: duckdb.DuckDBPyConnection, incidents: list[dict[str, Any]]) -> None:
    claims, mentions, articles, attributions = [], [], [], []
    for number, one in enumerate(incidents):
        shared = {
            "incident_id": one["incident_id"],
            "incident_month": one["incident_month"],
            "mention_id": f"m{number}",
            "outlet_key": "o1",
            "published_on": one["first_reported_on"],
            "quote": one["quote"],
        }
        claims.append(
            shared
            | {
                "claim_id": f"c{number}",
                "claim_number": 1,
                "measure": "killed",
                "claim_role": "total",
                "certainty": "stated",
                "value_low": 2,
                "value_best": 2,
                "value_high": 2,
                "source_label_ar": HOSTILE[1],
                "source_label_en": "Police",
                "authority_class": "local_official",
                "is_counted": True,
            }
        )
        mentions.append(shared | {"article_key": f"a{number}", "is_primary": True})
        articles.append(
            {
                "article_key": f"a{number}",
                "title": HOSTILE[number % len(HOSTILE)],
                "url": HOSTILE[4] if number % 4 == 1 else "https://news.example/a?b=1&c=<2>",
            }
        )
        attributions.append(
            shared
            | {
                "attribution_number": 1,
                "actor_key": "unknown",
                "actor_name": HOSTILE[2],
                "stance": "accused",
            }
        )
    _insert(connection, "fct_casualty_claim", claims)
    _insert(connection, "fct_incident_mention", mentions)
    _insert(connection, "dim_article", articles)
    _insert(connection, "fct_attribution", attributions)
    versions = [
        {
            "incident_id": one["incident_id"],
            "incident_month": one["incident_month"],
            "version_number": 1,
            "change_type": "added",
            "reasons": "new_incident",
            "valid_from_publication": 12 if one["occurred_on"] == NIGHT else 3,
            "valid_from_night": NIGHT,
            "status": one["status"],
            "event_type": one["event_type"],
            "occurred_on": one["occurred_on"],
            "country_code": one["country_code"],
            "place_name": one["place_name"],
            "killed_best": one["killed_best"],
        }
        for one in incidents
    ]
    _insert(connection, "fct_incident_version", versions)
    gone = [
        {"incident_id": MERGED, "status": "merged", "successor_id": OLD},
        {"incident_id": RETRACTED, "status": "retracted"},
    ]
    _insert(connection, "dim_incident", gone)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Rows by the names of their columns."""
    if not rows:
        return
    names = list(dict.fromkeys(itertools.chain.from_iterable(rows)))
    told = pa.table({name: [row.get(name) for row in rows] for name in names})
    connection.register("told", told)
    connection.execute(f"insert into marts.{table} by name select * from told")
    connection.unregister("told")


def _digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A digest of each mart and month, as the Parquet files would have them."""
    digests: dict[str, str] = {}
    for mart in (
        "mart_incidents",
        "mart_incidents_held",
        "fct_casualty_claim",
        "fct_attribution",
        "fct_incident_mention",
        "fct_incident_version",
    ):
        found = connection.execute(
            "select incident_month,"
            " md5(string_agg(to_json(t)::varchar, '' order by to_json(t)::varchar))"
            f" from marts.{mart} as t group by incident_month"
        ).fetchall()
        digests |= {
            f"{mart}/incident_month={month}/part-0.parquet": digest for month, digest in found
        }
    return digests


def page_data(folder: Path, name: str) -> Any:
    """What the page holds in the script element of this id."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    start = text.index(f'id="{name}">') + len(f'id="{name}">')
    return json.loads(text[start : text.index("</script>", start)])
