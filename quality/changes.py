"""What the gate checks: the tables of the build file, or of the large ones what changed.

The suites run in a database of their own, in memory, with the build file attached as `build`. A
table that grows with history stands there with the rows that changed since the last publication
(the lists linking.changed_*, docs/history.md), so that a night is checked at the price of its own
rows; or all of it, after a full refresh. The other tables are there as they are.
"""

# ruff: noqa: S608 - statements are put together from names of this file and of our suites

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import duckdb

from quality.marts import mart_models

#: attaches the build file, read-only, as `build`
AttachBuild = Callable[[duckdb.DuckDBPyConnection], None]
_SCHEMAS = ("staging", "linking", "marts")

_INCIDENTS = "incident_id in (select incident_id from build.linking.changed_incidents)"
_MENTIONS = "mention_id in (select mention_id from build.linking.changed_mentions)"
_ARTICLES = "article_id in (select article_id from changed_articles)"
_FACTS = "mention_id in (select mention_id from staging.incident_facts)"

_CHANGED_ARTICLES = """
create table changed_articles as
select article_id from build.linking.changed_articles
union
select article_id from build.staging.changed_articles
union
select article_id from build.linking.mentions
where mention_id in (select mention_id from build.linking.changed_mentions)
"""

#: tables of staging and linking that grow with history, parents first, and which rows changed
_CHANGED_BELOW_MARTS: Mapping[str, str] = {
    "staging.articles": _ARTICLES,
    "staging.private_names": _ARTICLES,
    "staging.incident_facts": _ARTICLES,
    "staging.casualty_claims": _FACTS,
    "staging.attributions": _FACTS,
    "staging.evidence": _FACTS,
    "linking.incident_links": _MENTIONS,
}
#: which rows of a mart changed, by the key that it changes by; sums by month are checked completely
_CHANGED_BY: Mapping[str, str] = {
    "incident_id": _INCIDENTS,
    "mention_id": _MENTIONS,
    "article_id": f"{_ARTICLES} or article_key = 'unknown'",
    # dim_article stands before it: marts are taken in the order of their names
    "affected_article_id": "article_key in (select article_key from marts.dim_article)",
}


def _changed_tables() -> dict[str, str]:
    """Each table of which a night checks the changed rows only, with the condition on its rows."""
    tables = dict(_CHANGED_BELOW_MARTS)
    for name, mart in mart_models().items():
        condition = _CHANGED_BY.get(mart.changes_by or "")
        if condition:
            tables[f"marts.{name}"] = condition
    return tables


@contextmanager
def checked_tables(
    attach_build: AttachBuild, *, changed_only: bool, copied: bool, limits: Mapping[str, str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the tables that the suites check, closed at the end of the context.

    `limits` are DuckDB settings; `attach_build` attaches the build file, read-only, as `build`. Its
    tables are read where they lie; with `copied` they are copied first, since each rule would fetch
    those of a lake again.
    """
    connection = duckdb.connect(config=dict(limits))
    try:
        attach_build(connection)
        for schema in _SCHEMAS:
            connection.execute(f"create schema {schema}")
        changed = _changed_tables() if changed_only else {}
        if changed_only:
            connection.execute(_CHANGED_ARTICLES)
        for table, rows in changed.items():
            # first the row numbers, by one column, then the rows: other rows' texts are never read
            connection.execute(
                f"create table {table} as select * from build.{table}"
                f" where rowid in (select rowid from build.{table} where {rows})"
            )
        for schema, name in connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'build' and schema_name in (select unnest($schemas))",
            {"schemas": list(_SCHEMAS)},
        ).fetchall():
            if f"{schema}.{name}" not in changed:
                kind = "table" if copied else "view"
                connection.execute(
                    f'create {kind} {schema}."{name}" as select * from build.{schema}."{name}"'
                )
        yield connection
    finally:
        connection.close()
