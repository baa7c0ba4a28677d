"""Rows of published tables without the redacted words."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.core.sql_text import sql_identifier
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import (
    TEXT_COLUMNS,
)
from warehouse.store.redaction_log import OUTLET, TEXTS

_EVIDENCE = ("evidence_part", "evidence_start", "evidence_end")
#: how a row is known to rest on an article, nearest first
_LINKS = {
    "article_id": "gone_articles",
    "article_key": "gone_keys",
    "primary_article_key": "gone_keys",
    "mention_id": "gone_mentions",
    "primary_mention_id": "gone_mentions",
}
NEW_TABLE = """
create table if not exists marts.fct_redaction (
    redaction_id varchar not null, redacted_date_key integer not null, redacted_on date not null,
    kind varchar not null, subject_hash varchar not null, reason varchar not null,
    article_count integer not null
)
"""


def withhold(connection: duckdb.DuckDBPyConnection, plan: Plan, schemas: Sequence[str]) -> int:
    """Empty the quotes, titles, addresses and offsets of rows that rest on the articles whose text
    went, mark the articles, and set an outlet that went to `none`; returns the rows changed."""
    if plan.entry.kind not in TEXTS:
        return 0
    columns = _columns_of(connection, schemas)
    _find_gone(connection, plan, columns)
    changed = 0
    for table, names in columns.items():
        link = _link_of(names)
        if link is None or table.endswith(".dim_outlet"):
            continue
        put = [
            *(f"{sql_identifier(n)} = null" for n in names if n in TEXT_COLUMNS or n in _EVIDENCE),
            *("is_redacted = true" for n in names if n == "is_redacted"),
            *("url_is_whole = false" for n in names if n == "url_is_whole"),
            *("quote_policy = 'none'" for n in names if n == "quote_policy"),
        ]
        if put:
            updated = connection.execute(
                f"update {table} set {', '.join(put)}"  # noqa: S608 - names of the catalogue
                f" where {link[0]} in (select * from {link[1]})"
            ).fetchone()
            changed += int(updated[0]) if updated else 0
    if plan.entry.kind == OUTLET and "marts.dim_outlet" in columns:
        connection.execute(
            "update marts.dim_outlet set quote_policy = 'none' where outlet_key in ("
            "select outlet_key from marts.dim_article where article_id in"
            " (select * from gone_articles))"
        )
    return changed


def _link_of(names: Sequence[str]) -> tuple[str, str] | None:
    """The column by which a row rests on an article, and the list of those that are gone."""
    found = next(((name, gone) for name, gone in _LINKS.items() if name in names), None)
    if found is None and _SHOWN_BY_INCIDENT in names:
        return _INCIDENT, "gone_incidents"
    return found


def _columns_of(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str]
) -> dict[str, list[str]]:
    rows = connection.execute(
        "select c.schema_name || '.' || c.table_name, c.column_name from duckdb_columns() as c"
        " inner join duckdb_tables() as t on c.table_oid = t.table_oid"
        " and c.database_oid = t.database_oid"
        " where c.schema_name in (select unnest(?)) and c.database_name = current_database()"
        " order by c.schema_name, c.table_name, c.column_index",
        [list(schemas)],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _find_gone(
    connection: duckdb.DuckDBPyConnection, plan: Plan, columns: dict[str, list[str]]
) -> None:
    connection.execute("create or replace temporary table gone_articles (article_id varchar)")
    connection.execute("insert into gone_articles select unnest(?)", [sorted(plan.article_ids)])
    for name, key, known, by in (
        ("gone_keys", "article_key", "article_id", "gone_articles"),
        ("gone_mentions", "mention_id", "article_key", "gone_keys"),
        ("gone_incidents", _INCIDENT, "primary_article_key", "gone_keys"),
    ):
        connection.execute(f"create or replace temporary table {name} ({key} varchar)")
        for table, names in columns.items():
            if key in names and known in names:
                connection.execute(
                    f"insert into {name} select distinct {key} from {table}"  # noqa: S608
                    f" where {known} in (select * from {by})"
                )


#: a row that shows its incident's primary report, and refers to it by the incident alone
_SHOWN_BY_INCIDENT, _INCIDENT = "primary_title", "incident_id"
