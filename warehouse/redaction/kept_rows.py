"""What is kept of articles whose text was redacted: their rows without words, and how they were
linked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contract.outlets import load_outlets
from warehouse.core.files import replacing
from warehouse.core.named_rows import named_rows
from warehouse.core.settings import Settings
from warehouse.landing.batch_plan import ARTICLES_SCHEMA
from warehouse.redaction.plan import Plan
from warehouse.steps.shards import FACTS_SCHEMA
from warehouse.store.database import open_reader
from warehouse.store.redaction_log import (
    EDGES_SCHEMA,
    MENTIONS_SCHEMA,
    REPRINTS_SCHEMA,
    kept_path,
    load_redactions,
)

_BATCH_DATE = pa.field("batch_date", pa.date32(), nullable=False)
_KEPT_ARTICLES = pa.schema(
    [
        _BATCH_DATE,
        *(f for f in ARTICLES_SCHEMA if f.name not in ("source_file", "source_record")),
    ]
)
_KEPT_FACTS = pa.schema([_BATCH_DATE, *FACTS_SCHEMA])


#: batch date, id and content digest
_Key = tuple[dt.date, str, str]


def keep_what_stays(settings: Settings, plan: Plan) -> None:
    """Keep the row and the facts of each article as they are now, and the pairs of its reports."""
    with open_reader(settings) as connection:
        connection.execute("set TimeZone = 'UTC'")
        articles = _article_rows(settings, connection, plan)
        facts = _fact_rows(connection, plan)
        ids = sorted(plan.article_ids)
        edges = connection.execute(
            "select left_id, right_id, weight from linking.edges"
            " where left_id in (select mention_id from linking.mentions"
            " where article_id in (select unnest($ids)))"
            " or right_id in (select mention_id from linking.mentions"
            " where article_id in (select unnest($ids))) order by all",
            {"ids": ids},
        ).fetchall()
        reprints = connection.execute(
            "select * from linking.reprints where left_id in (select unnest($ids))"
            " or right_id in (select unnest($ids)) order by all",
            {"ids": ids},
        ).fetchall()
        mentions = connection.execute(
            "select mention_id, (select max(batch_date) from staging.batches)"
            " from linking.mentions where article_id in (select unnest($ids)) order by 1",
            {"ids": ids},
        ).fetchall()
    keep_rows(settings, "articles", _KEPT_ARTICLES, articles)
    keep_rows(settings, "facts", _KEPT_FACTS, facts)
    for name, schema, rows in (
        ("edges", EDGES_SCHEMA, edges),
        ("reprints", REPRINTS_SCHEMA, reprints),
        ("mentions", MENTIONS_SCHEMA, mentions),
    ):
        _keep_pairs(settings, name, schema, rows)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.begin()
        load_redactions(settings, connection, plan.entry)
        connection.commit()


def _article_rows(
    settings: Settings, connection: duckdb.DuckDBPyConnection, plan: Plan
) -> list[dict[str, Any]]:
    outlets = load_outlets(settings.seeds_dir)
    rows = _touched_rows(connection, "staging.articles", plan, "batch_date, article_id")
    found = []
    for row in rows:
        outlet = outlets.find(row["source"])
        more = {
            "outlet_country": outlet.country_code if outlet else None,
            "outlet_zone": (outlet.zone if outlet else settings.zone).key,
            "is_kept": True,
        }
        found.append({name: (row | more)[name] for name in _KEPT_ARTICLES.names})
    return found


def _touched_rows(
    connection: duckdb.DuckDBPyConnection, table: str, plan: Plan, order: str
) -> list[dict[str, Any]]:
    """All rows of a table of staging that are of articles that were touched."""
    asked = connection.execute(
        f"select * from {table} where (batch_date::varchar, article_id, content_digest) in"  # noqa: S608
        " (select (unnest($batches), unnest($ids), unnest($digests)))"
        f" order by {order}",
        {
            "batches": [row[0] for row in plan.articles],
            "ids": [row[1] for row in plan.articles],
            "digests": [row[2] for row in plan.articles],
        },
    )
    return list(named_rows(asked))


def _fact_rows(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[dict[str, Any]]:
    """The facts of the articles as a shard has them."""
    by = "batch_date, article_id, content_digest"
    facts = _touched_rows(connection, "staging.incident_facts", plan, f"{by}, fact_number")
    names = _touched_rows(connection, "staging.private_names", plan, f"{by}, span_start")
    ids = sorted({row["mention_id"] for row in facts})
    nested = {
        name: _by_mention(connection, table, order, ids)
        for name, table, order in (
            ("claims", "casualty_claims", "claim_number"),
            ("attributions", "attributions", "attribution_number"),
            ("evidence", "evidence", "field, span_number"),
        )
    }
    found = []
    for article in _touched_rows(connection, "staging.articles", plan, by):
        key = _key(article)
        mentions = [
            row | {name: rows.get((row["batch_date"], row["mention_id"]), [])
                   for name, rows in nested.items()}
            for row in facts
            if _key(row) == key
        ]  # fmt: skip
        found.append(
            {
                "batch_date": article["batch_date"],
                "article_id": article["article_id"],
                "content_digest": article["content_digest"],
                "failure": None,
                "masked_title": article["masked_title"],
                "public_url": article["public_url"] or "",
                "private_names": [row for row in names if _key(row) == key],
                "mentions": mentions,
                "read_by": article["extractor_version"],
            }
        )
    return found


def _by_mention(
    connection: duckdb.DuckDBPyConnection, table: str, order: str, ids: list[str]
) -> dict[tuple[dt.date, str], list[dict[str, Any]]]:
    asked = connection.execute(
        f"select * from staging.{table} where mention_id in (select unnest(?))"  # noqa: S608
        f" order by batch_date, mention_id, {order}",
        [ids],
    )
    found: dict[tuple[dt.date, str], list[dict[str, Any]]] = {}
    for row in named_rows(asked):
        found.setdefault((row["batch_date"], row["mention_id"]), []).append(row)
    return found


def keep_rows(
    settings: Settings, name: str, schema: pa.Schema, rows: Sequence[dict[str, Any]]
) -> None:
    """Add rows of articles to the kept ones, in place of those of the same article version."""
    path = kept_path(settings, name)
    before = pq.read_table(path, schema=schema).to_pylist() if path.exists() else []
    merged = {_key(row): row for row in (*before, *rows)}
    ordered = [merged[key] for key in sorted(merged)]
    with replacing(path) as temporary:
        pq.write_table(pa.Table.from_pylist(ordered, schema=schema), temporary, compression="zstd")


def _keep_pairs(
    settings: Settings, name: str, schema: pa.Schema, rows: Sequence[tuple[Any, ...]]
) -> None:
    path = kept_path(settings, name)
    before = pq.read_table(path, schema=schema).to_pylist() if path.exists() else []
    merged = [*(tuple(row.values()) for row in before), *rows]
    # a pair that was kept before stays as it was found then
    unique = {row[:1] if name == "mentions" else row[:2]: row for row in reversed(merged)}
    table = pa.Table.from_pylist(
        [dict(zip(schema.names, unique[key], strict=True)) for key in sorted(unique)],
        schema=schema,
    )
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def _key(row: dict[str, Any]) -> _Key:
    return row["batch_date"], row["article_id"], row["content_digest"]
