"""Facts of the build file → linking.mentions: what the linking compares of each mention."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from extractors.text.fold import fold
from linking.scoring import COMPARED, search_keys
from linking.words import TELLING_FIELDS, passage_of, reach_km, site_words, telling_words
from warehouse.core.sql_text import statements

_SQL = statements(__file__)


#: what is compared, and where in its article the incident stands
_SCHEMA = pa.schema(
    [
        *(column for column in COMPARED if column.name != "is_new"),
        pa.field("fact_number", pa.int32()),
    ]
)
#: rows of text in memory at once
_CHUNK = 2_000


def insert_mentions(connection: duckdb.DuckDBPyConnection) -> int:
    """Add the mentions of the temporary table `fresh` to linking.mentions; how many."""
    cursor = connection.execute(_SQL["mentions"], {"fields": list(TELLING_FIELDS)})
    names = [column[0] for column in cursor.description or ()]
    tables = []
    while rows := cursor.fetchmany(_CHUNK):
        tables.append(
            pa.Table.from_pylist(
                [_row(dict(zip(names, row, strict=True))) for row in rows], schema=_SCHEMA
            )
        )
    if not tables:
        return 0
    table = pa.concat_tables(tables)
    connection.register("mention_rows", table)
    connection.execute(
        "insert into linking.mentions by name"
        " select *, md5_number_lower(mention_id) as mention_number from mention_rows"
    )
    connection.unregister("mention_rows")
    return int(table.num_rows)


def _row(report: dict[str, Any]) -> dict[str, Any]:
    spans = [(s["part"], s["start"], s["end"]) for s in report["spans"] or ()]
    passage = passage_of(report["title"], report["text"], spans, alone=report["fact_count"] == 1)
    names, words = telling_words(passage)
    day = report["occurred_on"] if report["date_precision"] == "day" else None
    row = {name: report[name] for name in _SCHEMA.names if name in report}
    keys = search_keys(report["event_family"], day, report["date_latest"], report["published_on"])
    return (
        row
        | keys
        | {
            "day": day,
            "earliest": report["date_earliest"],
            "latest": report["date_latest"],
            "published_at": report["published_at_utc"],
            "place_name": fold(str(report["place_name"])) if report["place_name"] else None,
            "actor_id": report["perpetrator_actor_id"],
            "geo_radius_km": reach_km(
                report["place_name"], report["admin1_name"], report["geo_radius_km"]
            ),
            "site": site_words(report["place_name"]),
            "words": words,
            "names": names,
        }
    )
